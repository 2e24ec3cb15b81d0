"""Make the sprite of Lucide icons: python maintain/make_icons.py FOLDER_OF_LUCIDE_STATIC.

The folder is the unpacked npm package `lucide-static` (ISC licence).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/hygie/site/static/hygie/icons.svg"
ICONS = (
    "arrow-left", "arrow-right", "book-open", "building-2", "circle-alert", "circle-check",
    "circle-minus", "circle-question-mark", "circle-slash", "circle-stop", "clipboard-list",
    "clock", "disc", "download", "eraser", "eye", "file-text", "folder", "handshake", "hard-drive",
    "history", "house", "images", "inbox", "key-round", "list-checks", "lock", "log-out",
    "maximize", "monitor", "pencil", "phone", "play", "plus", "printer", "rotate-cw", "save",
    "scan-line", "scroll-text", "send", "shield-check", "siren", "skip-forward", "stethoscope",
    "trash-2", "triangle-alert", "unplug", "usb", "user", "users", "wrench", "zoom-in", "zoom-out",
)  # fmt: skip


def main(folder: Path) -> None:
    """Write one file holding a symbol for each icon."""
    symbols = []
    for name in ICONS:
        drawing = (folder / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        assert inner is not None, name  # noqa: S101
        paths = re.sub(r"\s+", " ", inner[1]).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>')
    TARGET.write_text(
        "<!-- Lucide icons, ISC licence: see docs/third-party.md -->\n"
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

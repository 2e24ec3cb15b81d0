"""What systems put on a key by themselves: it is neither handed over nor taken in, nor accused."""

from __future__ import annotations

FOLDERS = frozenset({
    "system volume information", "lost+found", "$recycle.bin", ".trashes", ".fseventsd",
    ".spotlight-v100", ".trash-1000", "recycler",
})  # fmt: skip
FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def is_litter(path: str) -> bool:
    """Whether a file of a folder, named with "/", is of a system's own making."""
    first, _, rest = path.lower().partition("/")
    name = path.lower().rpartition("/")[2]
    return name in FILES or bool(rest and first in FOLDERS)

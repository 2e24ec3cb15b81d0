"""What is mounted where, and how, as the kernel tells it (`/proc/self/mountinfo`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_ESCAPE = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, kw_only=True)
class Mount:
    """One mounted file system.

    Attributes:
        place: its folder.
        filesystem: its kind, in lower case.
        options: of the mount and of the file system together ("ro" wins over "rw").
    """

    place: Path
    filesystem: str
    options: frozenset[str]


def mounts(root: Path = Path("/")) -> dict[str, Mount]:
    """The last mount of each node of `/dev`, by the node's name; empty where nobody tells."""
    try:
        lines = (root / "proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return {}
    found = {}
    for line in lines.splitlines():
        before, _, after = line.partition(" - ")
        fields, more = before.split(" "), after.split(" ")
        if len(fields) < 6 or len(more) < 2 or not more[1].startswith("/dev/"):
            continue
        options = {*fields[5].split(","), *(more[2].split(",") if len(more) > 2 else ())}
        if "ro" in options:
            options.discard("rw")
        found[Path(_unescaped(more[1])).name] = Mount(
            place=Path(_unescaped(fields[4])),
            filesystem=more[0].lower(),
            options=frozenset(options),
        )
    return found


def _unescaped(field: str) -> str:
    """The kernel writes spaces and line ends as \\040 and \\012."""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 8)), field)

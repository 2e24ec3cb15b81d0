"""USB keys plugged in now, by the place where the system shows them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

from hygie.core import files

# Where Linux and macOS show what is plugged in.
_PLUGGED = ("/media/", "/run/media/", "/Volumes/")


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key or a disk that can be unplugged: its folder and the room left on it."""

    path: Path
    free_bytes: int


def plugged() -> list[Key]:
    """Those that can be written to, and that hold nothing of Hygie."""
    home = files.home().resolve()
    found = []
    for part in psutil.disk_partitions(all=False):
        path = Path(part.mountpoint)
        options = part.opts.split(",")
        plugged = "removable" in options or part.mountpoint.startswith(_PLUGGED)
        if not plugged or "ro" in options or home.is_relative_to(path.resolve()):
            continue
        try:
            if os.access(path, os.W_OK):
                found.append(Key(path=path, free_bytes=psutil.disk_usage(str(path)).free))
        except OSError:  # taken out meanwhile
            continue
    return found

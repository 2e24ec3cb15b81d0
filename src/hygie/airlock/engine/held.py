"""The folder of one examination shown on a screen: what was rebuilt waits there to be handed over.

It is of this account only, and goes when the person has finished, after an hour without a gesture,
and, if the program was killed, when the airlock is next opened: a lock that dies with its owner
tells a folder in use from a leftover.
"""

from __future__ import annotations

import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from hygie.core import files

FOLDER = "held"
LOCK = "lock"
NAME = re.compile(r"[0-9a-f]{16}")


def root() -> Path:
    """Where these folders are."""
    return files.home() / "airlock" / FOLDER


@dataclass(frozen=True, kw_only=True)
class Held:
    """One folder, ours until `drop`.

    Attributes:
        name: drawn at random; it stands in addresses, so that a page of an earlier examination
            never shows the images of the next patient.
        folder: private.
    """

    name: str
    folder: Path
    lock: FileLock

    @property
    def output(self) -> Path:
        """Where the examination writes; made by it."""
        return self.folder / "output"

    @property
    def upload(self) -> Path:
        """Where a file sent by the browser waits to be examined."""
        return self.folder / "upload"

    def drop(self) -> None:
        """Erase everything."""
        self.lock.release()
        _erase(self.folder)


def take() -> Held:
    """Make a new folder.

    Raises:
        HygieError: as `files.telling_disk_errors`.
    """
    name = secrets.token_hex(8)
    folder = root() / name
    with files.telling_disk_errors(root()):
        root().mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(mode=0o700)
        # Any thread may drop it: the lock is the process's, not the thread's.
        lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
        lock.acquire()
    return Held(name=name, folder=folder, lock=lock)


def sweep() -> int:
    """Erase what killed programs left; how many folders."""
    if not root().is_dir():
        return 0
    left = [folder for folder in root().iterdir() if NAME.fullmatch(folder.name)]
    return sum(_erase_if_left(folder) for folder in left)


def _erase_if_left(folder: Path) -> bool:
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return False
    lock.release()
    _erase(folder)
    return True


def _erase(folder: Path) -> None:
    # A file that a system still reads (Windows) goes at the next sweep.
    with suppress(OSError):
        shutil.rmtree(folder)

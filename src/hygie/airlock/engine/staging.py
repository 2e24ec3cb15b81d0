"""The staging area: each file of the source is read once, hashed while it is copied here.

A folder of our own for each examination, readable by us only, held by a lock: whoever starts next
removes the folders that nobody holds any more, and what they say was being built elsewhere.
"""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from hygie.airlock.engine import mounting
from hygie.airlock.engine.cleaner import Staged
from hygie.airlock.engine.copying import Copied, copied, copied_pieces
from hygie.airlock.engine.kinds import Content, recognise
from hygie.airlock.engine.listing import Found
from hygie.airlock.rules import names
from hygie.core import files

LOCK = "lock"
# What is being built elsewhere by this examination, one path a line.
BUILDING = "building"
BUILT_MARK = ".hygie-sas-"
# Room that must stay on the disk for everything else.
SPARE_BYTES = 256 * 1024 * 1024


def place() -> Path:
    """Where staging areas are."""
    return files.home() / "airlock" / "staging"


class Staging:
    """A private folder for one examination, removed at its end whatever happens."""

    def __init__(self) -> None:
        """Make it, after the leftovers of others are gone.

        Raises:
            HygieError: `files.read_only`, `files.disk_full` or `files.network_share`.
        """
        files.ensure_home()
        with files.telling_disk_errors(place()):
            place().mkdir(parents=True, exist_ok=True, mode=0o700)
            # A folder just made and not yet held would pass for a leftover.
            with FileLock(place() / LOCK, timeout=60):
                _remove_leftovers()
                if shutil.disk_usage(place()).free < SPARE_BYTES:
                    raise OSError(errno.ENOSPC, "no room")
                self.folder = Path(tempfile.mkdtemp(dir=place()))
                self._lock = FileLock(self.folder / LOCK)
                self._lock.acquire(timeout=10)
        self._ranks = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder and all that it holds."""
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new(self) -> Path:
        """Where the next copy goes."""
        return self.folder / f"{next(self._ranks):06d}"

    def is_building(self, folder: Path) -> None:
        """Note a folder elsewhere, to be removed by the next examination if this one is killed."""
        with (self.folder / BUILDING).open("a", encoding="utf-8", errors="surrogateescape") as note:
            note.write(f"{folder}\n")
            note.flush()
            os.fsync(note.fileno())

    def keep(self, found: Found, fd: int, *, wanted: Callable[[], bool]) -> Staged:
        """Copy a file of the source.

        Args:
            found: what was listed.
            fd: opened for reading only; not closed here.
            wanted: asked at each megabyte; the copy is given up when it says no.

        Raises:
            UnreadError: it was not read whole; nothing of it stays.
        """
        stored = self.new()
        try:
            seen = copied(fd, stored, found=found, wanted=wanted)
        except BaseException:
            stored.unlink(missing_ok=True)
            raise
        return staged(seen, stored, path=found.path, untrusted_name=found.name)

    def keep_pieces(
        self,
        untrusted: Iterable[bytes],
        *,
        path: str,
        untrusted_name: str,
        depth: int,
        wanted: Callable[[], bool],
        most_bytes: int,
    ) -> Staged:
        """Keep a member of an archive, given little by little.

        Raises:
            UnreadError: no room, more bytes than allowed, or given up; nothing of it stays.
            HygieError: what the pieces raise.
        """
        stored = self.new()
        try:
            seen = copied_pieces(untrusted, stored, wanted=wanted, most_bytes=most_bytes)
        except BaseException:
            stored.unlink(missing_ok=True)
            raise
        return staged(seen, stored, path=path, untrusted_name=untrusted_name, depth=depth)


def staged(seen: Copied, stored: Path, *, path: str, untrusted_name: str, depth: int = 0) -> Staged:
    """What is known of a copy before any lane: its safe name, its kind, what is odd."""
    name = names.name_of(untrusted_name)
    found = recognise(
        Content(
            name=untrusted_name,
            size_bytes=seen.size_bytes,
            head=seen.head,
            tail=seen.tail,
            read=lambda at, length: _read_at(stored, at, length),
        )
    )
    return Staged(
        path=path,
        name=name.safe,
        size_bytes=seen.size_bytes,
        sha256=seen.sha256,
        stored=stored,
        kind=found.kind,
        notes=(*name.notes, *found.notes),
        depth=depth,
    )


def _read_at(stored: Path, at: int, length: int) -> bytes:
    try:
        with stored.open("rb") as stream:
            stream.seek(at)
            return stream.read(length)
    except (OSError, ValueError, OverflowError):
        return b""


def remove_leftovers() -> None:
    """Remove the staging areas that nobody holds, and what they were building elsewhere."""
    if place().is_dir():
        with FileLock(place() / LOCK, timeout=60):
            _remove_leftovers()


def _remove_leftovers() -> None:
    for folder in place().glob("*/"):
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            continue  # at work, or already being removed by another
        _remove_built(folder)
        # A key still mounted inside would be emptied with the folder.
        is_undone = mounting.undo(folder / mounting.MOUNTED)
        lock.release()
        if is_undone:
            shutil.rmtree(folder, ignore_errors=True)


def _remove_built(folder: Path) -> None:
    try:
        noted = (folder / BUILDING).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return
    for line in noted.splitlines():
        built = Path(line)
        # Only what bears our mark: the note itself could have been half written.
        if built.is_absolute() and BUILT_MARK in built.name and not built.is_symlink():
            shutil.rmtree(built, ignore_errors=True)

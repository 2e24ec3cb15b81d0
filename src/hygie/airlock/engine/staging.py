"""The staging area: each file of the source is read once, hashed while it is copied here.

A folder of our own for each examination, readable by us only, held by a lock: whoever starts next
removes the folders that nobody holds any more, and what they say was being built elsewhere.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from hygie.airlock.engine import marks, mounting
from hygie.airlock.engine.cleaner import Staged
from hygie.airlock.engine.kinds import Content, recognise
from hygie.airlock.engine.listing import Found, code_of
from hygie.airlock.rules import names
from hygie.core import files

CHUNK_BYTES = 1 << 20
_ZEROS = bytes(CHUNK_BYTES)
LOCK = "lock"
# What is being built elsewhere by this examination, one path a line.
BUILDING = "building"
BUILT_MARK = ".hygie-sas-"
# Room that must stay on the disk for everything else.
SPARE_BYTES = 256 * 1024 * 1024


class UnreadError(Exception):
    """A file that was not read whole: the code of the reason."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, kw_only=True)
class Copied:
    """What was seen while a file was copied."""

    size_bytes: int
    sha256: str
    head: bytes
    tail: bytes


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
                remove_leftovers()
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
            copied = _copied(fd, stored, found=found, wanted=wanted)
        except BaseException:
            stored.unlink(missing_ok=True)
            raise
        return staged(copied, stored, path=found.path, untrusted_name=found.name)

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
            with _target(stored) as target:
                copying = _Copying(target, wanted)
                for piece in untrusted:
                    if copying.size_bytes + len(piece) > most_bytes:
                        raise UnreadError("source.too_much")
                    copying.take(piece)
                copied = copying.done()
        except BaseException:
            stored.unlink(missing_ok=True)
            raise
        return staged(copied, stored, path=path, untrusted_name=untrusted_name, depth=depth)


@contextmanager
def _target(stored: Path) -> Iterator[int]:
    """The copy, opened for writing; the disk's errors become `UnreadError`."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        target = os.open(stored, flags, 0o600)
        try:
            yield target
        finally:
            os.close(target)
    except OSError as error:
        raise UnreadError(_code_of(error)) from error


def read_again(stored: Path, *, wanted: Callable[[], bool]) -> Copied:
    """What is in a file of ours, read from its disk: size, hash, beginning and end.

    Raises:
        OSError: the disk.
        UnreadError: given up.
    """
    copying = _Copying(None, wanted)
    with stored.open("rb", buffering=0) as stream:
        while content := stream.read(CHUNK_BYTES):
            copying.take(content)
    return copying.done()


def staged(
    copied: Copied, stored: Path, *, path: str, untrusted_name: str, depth: int = 0
) -> Staged:
    """What is known of a copy before any lane: its safe name, its kind, what is odd."""
    name = names.name_of(untrusted_name)
    found = recognise(
        Content(
            name=untrusted_name,
            size_bytes=copied.size_bytes,
            head=copied.head,
            tail=copied.tail,
            read=lambda at, length: _read_at(stored, at, length),
        )
    )
    return Staged(
        path=path,
        name=name.safe,
        size_bytes=copied.size_bytes,
        sha256=copied.sha256,
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


def _copied(fd: int, stored: Path, *, found: Found, wanted: Callable[[], bool]) -> Copied:
    with _target(stored) as target:
        if found.extents is None:
            return _copy_file(fd, target, expected_bytes=found.size_bytes, wanted=wanted)
        return _copy_extents(fd, target, found.extents, wanted=wanted)


def _code_of(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return "source.no_room"
    return code_of(error)


class _Copying:
    """Hashes what comes and writes it, if anywhere, keeping its beginning and its end."""

    def __init__(self, target: int | None, wanted: Callable[[], bool]) -> None:
        self.target = target
        self.wanted = wanted
        self.hash = hashlib.sha256()
        self.size_bytes = 0
        self.head = b""
        self.tail = b""
        self.has_hole = False

    def take(self, content: bytes) -> None:
        if not self.wanted():
            raise UnreadError("common.skipped")
        self.hash.update(content)
        if self.target is not None:
            self._write(self.target, content)
        if len(self.head) < marks.HEAD_BYTES:
            self.head += content[: marks.HEAD_BYTES - len(self.head)]
        self.tail = (
            content[-marks.TAIL_BYTES :]
            if len(content) >= marks.TAIL_BYTES
            else (self.tail + content)[-marks.TAIL_BYTES :]
        )
        self.size_bytes += len(content)

    def _write(self, target: int, content: bytes) -> None:
        # A hole stays one: a few kilobytes on a key may tell of two gigabytes of zeros.
        self.has_hole = len(content) == CHUNK_BYTES and content == _ZEROS
        if self.has_hole:
            os.lseek(target, CHUNK_BYTES, os.SEEK_CUR)
            return
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(target, rest) :]

    def done(self) -> Copied:
        if self.has_hole and self.target is not None:
            os.ftruncate(self.target, self.size_bytes)
        return Copied(
            size_bytes=self.size_bytes,
            sha256=self.hash.hexdigest(),
            head=self.head,
            tail=self.tail,
        )


def _copy_file(fd: int, target: int, *, expected_bytes: int, wanted: Callable[[], bool]) -> Copied:
    before = os.fstat(fd)
    if before.st_size != expected_bytes:
        raise UnreadError("source.changed")
    copying = _Copying(target, wanted)
    while content := os.read(fd, CHUNK_BYTES):
        if copying.size_bytes + len(content) > expected_bytes:
            raise UnreadError("source.changed")
        copying.take(content)
    after = os.fstat(fd)
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not same or copying.size_bytes != expected_bytes:
        raise UnreadError("source.changed")
    return copying.done()


def _copy_extents(
    fd: int, target: int, extents: tuple[tuple[int, int], ...], *, wanted: Callable[[], bool]
) -> Copied:
    copying = _Copying(target, wanted)
    for offset, length in extents:
        left, at = length, offset
        while left:
            content = os.pread(fd, min(left, CHUNK_BYTES), at)
            if not content:
                raise UnreadError("source.unreadable")
            copying.take(content)
            left, at = left - len(content), at + len(content)
    return copying.done()


def remove_leftovers() -> None:
    """Remove the staging areas that nobody holds, and what they were building elsewhere."""
    for folder in place().glob("*/") if place().is_dir() else ():
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

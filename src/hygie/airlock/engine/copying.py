"""Reading a file once: it is hashed, copied, and its beginning and end kept, in one pass.

What changes while it is read, vanishes or breaks is not kept: there is no half copy.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hygie.airlock.engine import marks
from hygie.airlock.engine.listing import Found, code_of

CHUNK_BYTES = 1 << 20
_ZEROS = bytes(CHUNK_BYTES)


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


def copied(fd: int, stored: Path, *, found: Found, wanted: Callable[[], bool]) -> Copied:
    """A file of the source, copied to `stored`.

    Raises:
        UnreadError: it was not read whole.
    """
    with _target(stored) as target:
        if found.extents is None:
            return _copy_file(fd, target, expected_bytes=found.size_bytes, wanted=wanted)
        return _copy_extents(fd, target, found.extents, wanted=wanted)


def copied_pieces(
    untrusted: Iterable[bytes], stored: Path, *, wanted: Callable[[], bool], most_bytes: int
) -> Copied:
    """What comes little by little, copied to `stored`.

    Raises:
        UnreadError: no room, more bytes than allowed, or given up.
    """
    with _target(stored) as target:
        copying = _Copying(target, wanted)
        for piece in untrusted:
            if copying.size_bytes + len(piece) > most_bytes:
                raise UnreadError("source.too_much")
            copying.take(piece)
        return copying.done()


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

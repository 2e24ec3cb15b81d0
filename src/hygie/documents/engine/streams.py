"""The streams around the encryption: measured, helped by a second core, telling why they fail."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any, Protocol, Self

BLOCK_BYTES = 1024 * 1024
WRITE_DOWN_EVERY_BYTES = 8 * 1024 * 1024

# Called with the number of clear bytes done since the beginning.
Progress = Callable[[int], None]


class Reader(Protocol):
    """What a document is read from: an open file, an upload."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; none at the end."""


class Writer(Protocol):
    """What a document is written to."""

    def write(self, data: bytes, /) -> Any:
        """Take all these bytes."""


class Behind:
    """Does something with each block on a second core, while the next block is prepared.

    Hashing lets go of Python's lock; without this it would add a third to the time. One block
    waits at most: memory stays flat.
    """

    def __init__(self, work: Callable[[bytes], Any]) -> None:
        self._work = work
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._last: Future[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self._pool.shutdown()

    def add(self, data: bytes) -> None:
        """Take these bytes; raises what the work on an earlier block raised."""
        self._waiting.append(data)
        self._waiting_bytes += len(data)
        if self._waiting_bytes >= BLOCK_BYTES:
            self._send()

    def finish(self) -> None:
        """Do what waits; raises what the work raised."""
        self._send()
        if self._last:
            self._last.result()

    def _send(self) -> None:
        if self._last:
            self._last.result()
        block = self._waiting[0] if len(self._waiting) == 1 else b"".join(self._waiting)
        self._last = self._pool.submit(self._work, block)
        self._waiting, self._waiting_bytes = [], 0


class Clear(Behind):
    """What the clear side amounts to: its size and its hash."""

    def __init__(self, progress: Progress | None) -> None:
        self._hash = hashlib.sha256()
        super().__init__(self._hash.update)
        self._progress = progress
        self.size_bytes = 0

    def add(self, data: bytes) -> None:
        super().add(data)
        self.size_bytes += len(data)
        if self._progress:
            self._progress(self.size_bytes)

    def sha256(self) -> str:
        """The hash of all that was added."""
        self.finish()
        return self._hash.hexdigest()


class Source(io.RawIOBase):
    """What pyrage reads from. It remembers why it failed: pyrage 1.4 keeps no errno.

    To be given inside `io.BufferedReader`: pyrage asks for 8 KiB each time, which costs too much
    in Python and is too little for a disk.
    """

    def __init__(self, stream: Reader, *, seen: Callable[[bytes], None] | None = None) -> None:
        super().__init__()
        self._stream = stream
        self._seen = seen
        self.failure: BaseException | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any, /) -> int:
        try:
            block = self._stream.read(len(room))
            if self._seen:
                self._seen(block)
        except BaseException as error:
            self.failure = error
            raise
        room[: len(block)] = block
        return len(block)

    def buffered(self) -> io.BufferedReader:
        """This source, as pyrage is to be given it."""
        return io.BufferedReader(self, BLOCK_BYTES)


class Target:
    """What pyrage writes to. It remembers why it failed, as `Source`."""

    def __init__(self, *takers: Callable[[bytes], Any]) -> None:
        self._takers = takers
        self.failure: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            for take in self._takers:
                take(data)
        except BaseException as error:
            self.failure = error
            raise
        return len(data)

    def flush(self) -> None:
        """pyrage asks for it; the file's owner flushes it."""


class Durable:
    """A new file that the system writes down while it grows, so that the last wait is short."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._size_bytes = 0
        self._asked_bytes = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._size_bytes += len(data)
        if self._size_bytes - self._asked_bytes >= WRITE_DOWN_EVERY_BYTES:
            self._begin_to_write_down()

    def _begin_to_write_down(self) -> None:
        """Linux begins at once, without waiting, and forgets what is written; others do nothing."""
        if hasattr(os, "posix_fadvise"):
            length = self._size_bytes - self._asked_bytes
            os.posix_fadvise(self._file.fileno(), self._asked_bytes, length, os.POSIX_FADV_DONTNEED)
        self._asked_bytes = self._size_bytes

    def finish(self) -> None:
        """Wait until all is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

"""What holds the files of a bag: a folder, a ZIP, a tar; the last two written without going back.

A file of a ZIP needs no size first; one of a tar does. Windows opens a ZIP by itself; `tar` reads a
stream that a pipe gives, and is on every system.
"""

from __future__ import annotations

import os
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

_BLOCK_BYTES = tarfile.BLOCKSIZE


class Writer(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> Any:
        """Take all these bytes."""


class Container(Protocol):
    """A place where files are written by name, one after the other."""

    @property
    def asks_sizes(self) -> bool:
        """The size of each file must be known before its bytes."""

    def open(self, path: str, size_bytes: int | None) -> AbstractContextManager[Writer]:
        """Where the bytes of one file go; its size where it is known."""

    def end(self) -> None:
        """Nothing more will be written."""


class Folder:
    """A new folder; each file is made durable."""

    asks_sizes = False

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def open(self, path: str, size_bytes: int | None) -> Iterator[Writer]:
        """A new file: one that is there is never written over."""
        place = self._path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    def end(self) -> None:
        """Each file is down already."""


class Zip:
    """A ZIP written as a stream, uncompressed."""

    asks_sizes = False

    def __init__(self, stream: Any) -> None:
        forwards: Any = _OneWay(stream)  # its stub asks for more than `zipfile` does
        self._zip = zipfile.ZipFile(forwards, "w", zipfile.ZIP_STORED)

    @contextmanager
    def open(self, path: str, size_bytes: int | None) -> Iterator[Writer]:
        """One file of it."""
        # A date of 1980 for all: the copy tells nothing of when its files were made.
        with self._zip.open(zipfile.ZipInfo(path), "w", force_zip64=True) as file:
            yield file

    def end(self) -> None:
        """Write the list of the files; a second time, nothing."""
        self._zip.close()


class _OneWay:
    """A stream that cannot go back: `zipfile` then writes sizes after each file."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        self._stream.write(data)
        return len(data)

    def flush(self) -> None:
        self._stream.flush()


class Tar:
    """A tar written as a stream. Paths are ours, in plain ASCII: any tar opens them.

    Args:
        stream: takes the bytes.
        name: the one folder at its top.
        at: the moment written in each header.
    """

    asks_sizes = True

    def __init__(self, stream: Writer, *, name: str, at: datetime) -> None:
        self._stream = stream
        self._name = name
        self._at = int(at.timestamp())

    @contextmanager
    def open(self, path: str, size_bytes: int | None) -> Iterator[Writer]:
        """One file of it, of that size and no other: whoever writes it sees to it."""
        if size_bytes is None:
            raise ValueError(f"a tar asks for the size of {path} first")
        header = tarfile.TarInfo(f"{self._name}/{path}")
        header.size, header.mtime, header.mode = size_bytes, self._at, 0o600
        self._stream.write(header.tobuf(tarfile.PAX_FORMAT))
        yield self._stream
        self._stream.write(b"\0" * (-size_bytes % _BLOCK_BYTES))

    def end(self) -> None:
        """Two empty blocks, as tar asks."""
        self._stream.write(b"\0" * (2 * _BLOCK_BYTES))


def files_of_tar(stream: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    """Each file of a tar read as a stream, by its path below the one folder at its top.

    Raises:
        tarfile.TarError: the stream is cut or altered.
    """
    for header in stream:
        content = stream.extractfile(header)
        if content is not None:
            yield header.name.partition("/")[2], content

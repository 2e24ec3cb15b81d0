"""A bag of RFC 8493 written as one tar stream, in one pass and without a clear byte on the disk.

A tar asks for the size of each file before its content. That of a document is known by the base;
that of a page is found by making the page twice: once to count, once to write. So the index of
150,000 patients never stands in memory; one line of the manifest a file does (about 150 bytes).
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Protocol

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PAYLOAD = "data/"
_BLOCK = tarfile.BLOCKSIZE

# Gives the lines or blocks of a page; called twice, it gives the same.
Page = Callable[[], Iterable[str]]


class Writer(Protocol):
    """What the stream is written to."""

    def write(self, data: bytes, /) -> object: ...


class ContentError(Exception):
    """A document did not give the bytes that were announced; the stream is to be thrown away."""


class _Entry:
    """Takes the bytes of one file: hashed, counted and passed on."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        self.size_bytes += len(data)
        self._writer.write(data)
        return len(data)

    @property
    def sha256(self) -> str:
        """The hash of what was written."""
        return self._hash.hexdigest()


class _Nowhere:
    def write(self, data: bytes) -> int:
        return len(data)


class Bag:
    """A bag being written. Paths are ours, in plain ASCII: any tar opens them.

    Args:
        writer: takes the tar stream.
        name: the one folder at its top.
        at: the moment written in each header.
    """

    def __init__(self, writer: Writer, *, name: str, at: datetime) -> None:
        self._writer = writer
        self._name = name
        self._at = int(at.timestamp())
        self._manifest: list[tuple[str, str]] = []
        self._tags: list[tuple[str, str]] = []
        self._payload_bytes = 0
        self._tag("bagit.txt", DECLARATION)

    def add_page(self, path: str, page: Page) -> None:
        """A text file of the payload, made twice."""
        counted = _Entry(_Nowhere())
        _write_page(counted, page)
        self._add(path, counted.size_bytes, lambda entry: _write_page(entry, page))

    def add_document(
        self, path: str, *, size_bytes: int, sha256: str, write: Callable[[_Entry], object]
    ) -> None:
        """A document of the payload; `write` is given where to write its clear bytes.

        Raises:
            ContentError: the bytes are not those announced.
        """
        if self._add(path, size_bytes, write) != sha256:
            raise ContentError(path)

    def _add(self, path: str, size_bytes: int, write: Callable[[_Entry], object]) -> str:
        sha256 = self._file(PAYLOAD + path, size_bytes, write)
        self._manifest.append((sha256, PAYLOAD + path))
        self._payload_bytes += size_bytes
        return sha256

    def close(self, info: dict[str, str], *, on: date) -> None:
        """The manifests and what says what the bag is, then the end of the stream."""
        count = len(self._manifest)
        told = {
            **info,
            "Bagging-Date": on.isoformat(),
            "Payload-Oxum": f"{self._payload_bytes}.{count}",
        }
        self._tag("bag-info.txt", "".join(f"{k}: {' '.join(v.split())}\n" for k, v in told.items()))
        self._tag(MANIFEST, "".join(f"{sha256}  {path}\n" for sha256, path in self._manifest))
        self._tag(TAG_MANIFEST, "".join(f"{sha256}  {path}\n" for sha256, path in self._tags))
        self._writer.write(b"\0" * (2 * _BLOCK))

    def _tag(self, path: str, text: str) -> None:
        content = text.encode()
        sha256 = self._file(path, len(content), lambda entry: entry.write(content))
        self._tags.append((sha256, path))

    def _file(self, path: str, size_bytes: int, write: Callable[[_Entry], object]) -> str:
        header = tarfile.TarInfo(f"{self._name}/{path}")
        header.size, header.mtime, header.mode = size_bytes, self._at, 0o600
        self._writer.write(header.tobuf(tarfile.PAX_FORMAT))
        entry = _Entry(self._writer)
        write(entry)
        if entry.size_bytes != size_bytes:
            raise ContentError(path)
        self._writer.write(b"\0" * (-size_bytes % _BLOCK))
        return entry.sha256


def _write_page(entry: _Entry, page: Page) -> None:
    for text in page():
        entry.write(text.encode())


class Checker:
    """Reads a bag back, file by file, and proves each hash of its manifests."""

    def __init__(self) -> None:
        self.seen: dict[str, bytes] = {}
        self.listed: dict[str, bytes] = {}
        self.files = 0

    def read(self, stream: tarfile.TarFile) -> None:
        """Read every file of a tar stream.

        Raises:
            tarfile.TarError: the stream is cut or altered.
        """
        for header in stream:
            content = stream.extractfile(header)
            if content is None:
                continue
            path = header.name.partition("/")[2]
            is_list = path in {MANIFEST, TAG_MANIFEST}
            kept = bytearray()
            found = hashlib.sha256()
            while block := content.read(1024 * 1024):
                found.update(block)
                if is_list:
                    kept += block
            self.seen[path] = found.digest()
            for line in kept.decode().splitlines():
                sha256, _, named = line.partition("  ")
                self.listed[named] = bytes.fromhex(sha256)
            self.files += 1

    @property
    def is_whole(self) -> bool:
        """Each file is listed, each listed file is there, each hash is right."""
        listed = set(self.listed)
        seen = set(self.seen) - {TAG_MANIFEST}
        is_complete = listed == seen and {"bagit.txt", "bag-info.txt", MANIFEST} <= seen
        return is_complete and all(self.seen[path] == self.listed[path] for path in listed)

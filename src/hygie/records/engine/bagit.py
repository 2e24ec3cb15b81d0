"""A bag of RFC 8493: plain files and plain lists of their hashes, in whatever holds files.

Anybody verifies it with `sha256sum --check`, and nobody needs us. It is written in one pass and
nothing of it stands in memory but a line of the manifest a file (about 150 bytes). A container that
asks for sizes first (a tar) gets each page made twice: once to count, once to write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import IO

from hygie.records.engine.containers import Container, Writer

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PAYLOAD = "data/"
_BLOCK_BYTES = 1024 * 1024

# Gives the lines or blocks of a page; called twice, it gives the same.
Page = Callable[[], Iterable[str]]


class ContentError(Exception):
    """A file did not give the bytes that were announced; the bag is to be thrown away."""


class Entry:
    """Takes the bytes of one file: hashed, counted and passed on."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    def write(self, data: bytes) -> int:
        """Take all these bytes."""
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
    """A bag being written into an empty container."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._manifest: list[tuple[str, str]] = []
        self._tags: list[tuple[str, str]] = []
        self._payload_bytes = 0
        self._tag("bagit.txt", DECLARATION)

    def add_page(self, path: str, page: Page) -> None:
        """A text file of the payload."""
        size_bytes = None
        if self._container.asks_sizes:
            counted = Entry(_Nowhere())
            _write_page(counted, page)
            size_bytes = counted.size_bytes
        self._add(path, size_bytes, lambda entry: _write_page(entry, page))

    def add_document(
        self,
        path: str,
        *,
        write: Callable[[Entry], object],
        size_bytes: int | None = None,
        sha256: str = "",
    ) -> None:
        """A document of the payload; `write` is given where to write its clear bytes.

        Args:
            path: below `data/`.
            write: called once.
            size_bytes: its size, where it is known; a container may ask for it.
            sha256: its hash, where it is known.

        Raises:
            ContentError: the bytes are not those announced.
        """
        found = self._add(path, size_bytes, write)
        if sha256 and found != sha256:
            raise ContentError(path)

    def _add(self, path: str, size_bytes: int | None, write: Callable[[Entry], object]) -> str:
        entry = self._file(PAYLOAD + path, size_bytes, write)
        self._manifest.append((entry.sha256, PAYLOAD + path))
        self._payload_bytes += entry.size_bytes
        return entry.sha256

    def close(
        self, info: Mapping[str, str], *, on: date, notices: Mapping[str, str] | None = None
    ) -> int:
        """What says what the bag is, the manifests, the end; gives the payload's size in bytes.

        Args:
            info: what `bag-info.txt` says, by label.
            on: the day of the bag.
            notices: more files beside the payload, for a person.
        """
        told = {
            **info,
            "Bagging-Date": on.isoformat(),
            "Payload-Oxum": f"{self._payload_bytes}.{len(self._manifest)}",
        }
        self._tag("bag-info.txt", "".join(f"{k}: {' '.join(v.split())}\n" for k, v in told.items()))
        self._tag(MANIFEST, _listed(self._manifest))
        for path, text in (notices or {}).items():
            self._tag(path, text)
        self._tag(TAG_MANIFEST, _listed(self._tags))
        self._container.end()
        return self._payload_bytes

    def _tag(self, path: str, text: str) -> None:
        content = text.encode()
        entry = self._file(path, len(content), lambda entry: entry.write(content))
        self._tags.append((entry.sha256, path))

    def _file(self, path: str, size_bytes: int | None, write: Callable[[Entry], object]) -> Entry:
        with self._container.open(path, size_bytes) as target:
            entry = Entry(target)
            write(entry)
            if size_bytes is not None and entry.size_bytes != size_bytes:
                raise ContentError(path)
        return entry


def _listed(lines: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{sha256}  {path}\n" for sha256, path in lines)


def _write_page(entry: Entry, page: Page) -> None:
    for text in page():
        entry.write(text.encode())


class Checker:
    """Reads a bag back, file by file, and proves each hash of its manifests."""

    def __init__(self) -> None:
        self.seen: dict[str, bytes] = {}
        self.listed: dict[str, bytes] = {}
        self.files = 0

    def read(self, files: Iterable[tuple[str, IO[bytes]]]) -> None:
        """Read every file, by its path in the bag."""
        for path, content in files:
            is_list = path in {MANIFEST, TAG_MANIFEST}
            kept = bytearray()
            found = hashlib.sha256()
            while block := content.read(_BLOCK_BYTES):
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

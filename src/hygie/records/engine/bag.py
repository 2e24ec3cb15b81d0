"""Files to hand over with the list of their hashes: a BagIt 1.0 bag, in a folder or in a ZIP.

BagIt (RFC 8493) is plain files and a plain list: anybody verifies it with `sha256sum -c`, and
nobody needs us. Documents are copied a block at a time, hashed on the way.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

SOFT_LIMIT_LETTERS = 80
NOTICE = "LISEZ-MOI.txt"
# What Windows would not open by its name alone; the system's own table differs from one to another.
EXTENSIONS = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt",
    "application/dicom": ".dcm", "image/tiff": ".tif", "application/xml": ".xml",
    "text/xml": ".xml", "text/html": ".html", "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
# Windows refuses these in a name; a path separator would leave the folder.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')


class Writer(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> Any:
        """Take all these bytes."""


class Sink(Protocol):
    """A place where files are written by name."""

    def open(self, name: str) -> Any:
        """A context that gives a writer."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A file to hand over: its title, its media type, and who writes its bytes."""

    title: str
    media_type: str
    copy: Callable[[Writer], None]


class Folder:
    """A sink that is a new folder; each file is made durable."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def open(self, name: str) -> Iterator[Writer]:
        path = self._path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())


class Zip:
    """A sink that is a ZIP written as a stream: it never goes back."""

    def __init__(self, stream: Any) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED)

    @contextmanager
    def open(self, name: str) -> Iterator[Writer]:
        # A date of 1980 for all: the copy tells nothing of when its files were made.
        with self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True) as file:
            yield file

    def close(self) -> None:
        """Write the list of the files."""
        self._zip.close()


class _Hashed:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        self.size_bytes += len(data)
        self._writer.write(data)
        return len(data)

    def sha256(self) -> str:
        return self._hash.hexdigest()


def write(sink: Sink, pieces: Iterable[Piece], *, about: Mapping[str, str], notice: str) -> int:
    """Write a bag: the pieces under `data/`, their hashes, what it is, a notice; gives its size.

    Args:
        sink: an empty folder or a new ZIP.
        pieces: in the order in which they are numbered.
        about: what `bag-info.txt` says, by name.
        notice: a few lines for a person.
    """
    manifest, size_bytes = [], 0
    for number, piece in enumerate(pieces, start=1):
        name = f"data/{file_name(number, piece.title, piece.media_type)}"
        with sink.open(name) as target:
            hashed = _Hashed(target)
            piece.copy(hashed)
        manifest.append(f"{hashed.sha256()}  {name}\n")
        size_bytes += hashed.size_bytes
    described = {**about, "Payload-Oxum": f"{size_bytes}.{len(manifest)}"}
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in described.items()),
        "manifest-sha256.txt": "".join(manifest),
        NOTICE: notice,
    }
    tag_manifest = ""
    for name, text in tags.items():
        _write_text(sink, name, text)
        tag_manifest += f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n"
    _write_text(sink, "tagmanifest-sha256.txt", tag_manifest)
    return size_bytes


def _write_text(sink: Sink, name: str, text: str) -> None:
    with sink.open(name) as target:
        target.write(text.encode())


def file_name(number: int, untrusted_title: str, media_type: str) -> str:
    """A name that every system takes: "01 Compte rendu.pdf"."""
    text = unicodedata.normalize("NFC", untrusted_title)
    shown = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in text)
    bare = " ".join(_FORBIDDEN.sub(" ", shown).split())[:SOFT_LIMIT_LETTERS].strip(" .")
    extension = EXTENSIONS.get(media_type.partition(";")[0].strip().lower(), "")
    if extension and bare.lower().endswith(extension):
        bare = bare[: -len(extension)].strip(" .")
    return f"{number:02} {bare or 'Document'}{extension}"

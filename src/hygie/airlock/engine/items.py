"""What a parcel brings, as documents: each study whole, each other file by itself.

A study of several hundred slices becomes one ZIP of plain DICOM files: any computer opens it, any
viewer reads its files, and one document is one thing to find, to hand over or to forget.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from hygie.airlock.engine.parcel import Expected, Parcel, blocks
from hygie.airlock.rules import words
from hygie.airlock.rules.patients import Identity, day_of, identity_from
from hygie.core import clock

ZIP = "application/zip"
_MEDIA_TYPES = {
    ".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".tif": "image/tiff", ".tiff": "image/tiff", ".bmp": "image/bmp", ".txt": "text/plain",
    ".csv": "text/csv", ".xml": "application/xml", ".dcm": "application/dicom",
}  # fmt: skip
_UNKNOWN = "application/octet-stream"
# Slices of an examination shrink by half at the lowest level; more effort gains little.
_LEVEL = 1


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something to take in, as one document.

    Attributes:
        key: which part of the report it is.
        title: what a person will look for.
        media_type: of the document.
        kind: "study", "picture" or "paper".
        files: that make it, as the report tells them.
        constituted_on: the day of the study, when it is one.
        identity: what its images say of their patient; None for what says nothing.
    """

    key: str
    title: str
    media_type: str
    kind: str
    files: tuple[Expected, ...]
    constituted_on: date | None = None
    identity: Identity | None = None

    @property
    def size_bytes(self) -> int:
        """Of its files together."""
        return sum(one.size_bytes for one in self.files)


def items_of(parcel: Parcel) -> list[Item]:
    """What may be taken in, studies first. What is kept sealed as dangerous is none of it."""
    told = {one.path: one for one in parcel.files}
    passing = {one["output"]: one for one in parcel.report["files"] if _passes(one)}
    found, in_studies = [], set()
    for number, study in enumerate(parcel.report["studies"]):
        paths = [path for path in study["files"] if path in passing]
        in_studies.update(paths)
        if paths:
            files = tuple(told[path] for path in paths)
            found.append(_study(study, files, key=f"study:{number}:{study['study_uid']}"))
    found += [_single(told[path], one) for path, one in passing.items() if path not in in_studies]
    return found


def _passes(entry: Mapping[str, Any]) -> bool:
    return bool(entry["output"]) and entry["verdict"] in {"RECONSTRUIT", "NEUTRALISE"}


def _study(study: Mapping[str, Any], files: tuple[Expected, ...], *, key: str) -> Item:
    day = day_of(study["study_date"])
    if day is not None and day > clock.today():
        day = None  # a scanner whose clock was wrong
    kinds = dict.fromkeys(words.MODALITIES.get(one, one) for one in study["modalities"])
    title = " ".join([", ".join(kinds) or "Images", study["description"]]).strip()
    dated = f" du {clock.french_date(day)}" if day else ""
    count = f" ({len(files)}\u00a0images)" if len(files) > 1 else ""
    return Item(
        key=key, title=f"{title[:1].upper()}{title[1:]}{dated}{count}", media_type=ZIP,
        kind="study", files=files, constituted_on=day,
        identity=identity_from(
            name=study["patient_name"], birth_date=study["birth_date"], sex=study["sex"]
        ),
    )  # fmt: skip


def _single(file: Expected, entry: Mapping[str, Any]) -> Item:
    media_type = _MEDIA_TYPES.get(PurePosixPath(file.path).suffix.lower(), _UNKNOWN)
    return Item(
        key=f"file:{file.path}",
        title=PurePosixPath(entry["path"]).name,
        media_type=media_type,
        kind="picture" if media_type.startswith("image/") else "paper",
        files=(file,),
    )


class Content:
    """The bytes of an item, as a document reads them; each file is read once and proven.

    `read` raises what `parcel.blocks` does.
    """

    def __init__(self, parcel: Parcel, item: Item) -> None:
        written = datetime.fromisoformat(parcel.report["ended_at"])
        self._pieces = (
            _zipped(parcel, item, written=written)
            if item.media_type == ZIP
            else blocks(parcel, item.files[0])
        )
        self._waiting = bytearray()

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; none at the end."""
        while size < 0 or len(self._waiting) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._waiting += piece
        end = len(self._waiting) if size < 0 else size
        taken = bytes(self._waiting[:end])
        del self._waiting[:end]
        return taken


def _zipped(parcel: Parcel, item: Item, *, written: datetime) -> Iterator[bytes]:
    """A ZIP made as it is read: neither memory nor a clear file holds the whole study."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for file in item.files:
            info = zipfile.ZipInfo(file.path, date_time=written.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size = file.size_bytes
            with archive.open(info, "w") as member:
                for block in blocks(parcel, file):
                    member.write(block)
                    yield sink.take()
    yield sink.take()


class _Sink(io.RawIOBase):
    """Takes what a ZIP writes, to be given at once; it cannot be sought, as a pipe."""

    def __init__(self) -> None:
        super().__init__()
        self._content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._content += data
        return len(data)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self._content)
        self._content.clear()
        return taken

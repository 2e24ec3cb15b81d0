"""A fresh index (DICOMDIR, PS3.3 annex F) over what is handed over; the source's is never followed.

It says of each file what the airlock read in it, no more: keys that a record should have and that
were not read are empty or left out, never invented.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from hygie.airlock.engine.cleaner import Image
from hygie.airlock.engine.dicom import meta

INDEX_CLASS = "1.2.840.10008.1.3.10"
UNKNOWN_PATIENT = "INCONNU"
MAX_DEPTH = 8

_COMPONENT = re.compile(r"[A-Z0-9_]{1,8}")
_DATE = re.compile(r"[0-9]{8}")
_IN_USE = 0xFFFF
_STORAGE = "1.2.840.10008.5.1.4.1.1."
# Kinds of records, by what follows `_STORAGE` in the class: the longest that fits; else an image.
_TYPES = {
    "9.": "WAVEFORM", "11.": "PRESENTATION", "131": "PRESENTATION", "88.": "SR DOCUMENT",
    "88.59": "KEY OBJECT DOC", "4.2": "SPECTROSCOPY", "66": "RAW DATA", "66.1": "REGISTRATION",
    "66.2": "FIDUCIAL", "66.3": "REGISTRATION", "66.4": "IMAGE", "66.5": "SURFACE",
    "66.6": "TRACT", "67": "VALUE MAP", "68.": "SURFACE SCAN", "77.1.5.3": "STEREOMETRIC",
    "78.": "MEASUREMENT", "80.": "MEASUREMENT", "481.2": "RT DOSE", "481.3": "RT STRUCTURE SET",
    "481.4": "RT TREAT RECORD", "481.5": "RT PLAN", "481.6": "RT TREAT RECORD",
    "481.7": "RT TREAT RECORD", "481.8": "RT PLAN", "481.9": "RT TREAT RECORD",
}  # fmt: skip

_LONG = struct.Struct("<HH2sHI")
_SHORT = struct.Struct("<HH2sH")
_ITEM = struct.Struct("<HHI")


@dataclass
class _Record:
    """A record, those below it, and where it will stand in the file."""

    kind: str
    keys: dict[int, tuple[bytes, bytes]]
    below: dict[str, _Record] = field(default_factory=dict)
    at: int = 0


def directory(images: Sequence[tuple[str, Image]]) -> bytes:
    """The index of these files.

    Args:
        images: for each file its path from the folder of the index, with "/", and what it says of
            itself. Parts of a path are at most eight, of A-Z, 0-9 and "_", of eight letters.

    Raises:
        ValueError: a path that an index cannot hold.
    """
    root = _Record("", {})
    for path, image in images:
        _add(root, path, image)
    order = _in_order(root)
    body_at = len(_start("2.25.1" + "0" * 38)) + _PREFIX_BYTES
    at = body_at
    for record in order:
        record.at = at
        at += _ITEM.size + len(_content(record, next_at=0))
    content = _records(root)
    first = next(iter(root.below.values())).at if root.below else 0
    last = list(root.below.values())[-1].at if root.below else 0
    made = _prefix(first=first, last=last, length=len(content)) + content
    # Thirty-eight digits after a one: a name whose length never varies, so that places do not.
    digest = int.from_bytes(hashlib.sha256(made).digest()[:15], "big")
    return _start(f"2.25.1{digest:038d}") + made


def record_type(image: Image) -> str:
    """Kind of the record of a file."""
    if not image.class_uid.startswith(_STORAGE):
        return "IMAGE"
    rest = image.class_uid.removeprefix(_STORAGE)
    fitting = [
        prefix
        for prefix in _TYPES
        if rest == prefix or rest.startswith(prefix if prefix.endswith(".") else prefix + ".")
    ]
    return _TYPES[max(fitting, key=len)] if fitting else "IMAGE"


def _start(instance_uid: str) -> bytes:
    return meta.start(class_uid=INDEX_CLASS, instance_uid=instance_uid)


def _add(root: _Record, path: str, image: Image) -> None:
    parts = path.split("/")
    if len(parts) > MAX_DEPTH or not all(_COMPONENT.fullmatch(part) for part in parts):
        raise ValueError(f"not a path of an index: {path[:80]!r}")
    patient_id = image.patient_id or UNKNOWN_PATIENT
    patient = _below(root, f"{patient_id}\n{image.patient_name}", "PATIENT", {
        0x00100010: (b"PN", _text(image.patient_name)),
        0x00100020: (b"LO", _text(patient_id)),
    })  # fmt: skip
    study_uid = image.study_uid or _drawn(f"study {patient_id}")
    study = _below(patient, study_uid, "STUDY", {
        0x00080020: (b"DA", _date(image.study_date)),
        0x00080030: (b"TM", b""),
        0x00080050: (b"SH", b""),
        0x00081030: (b"LO", _text(image.study_description)),
        0x0020000D: (b"UI", _uid(study_uid)),
        0x00200010: (b"SH", _text(str(len(patient.below) + 1))),
    })  # fmt: skip
    series_uid = image.series_uid or _drawn(f"series {study_uid}")
    series = _below(study, series_uid, "SERIES", {
        0x00080060: (b"CS", _text(image.modality or "OT")),
        0x0008103E: (b"LO", _text(image.series_description)),
        0x0020000E: (b"UI", _uid(series_uid)),
        0x00200011: (b"IS", _text(str(image.series_number))),
    })  # fmt: skip
    series.below[path] = _Record(record_type(image), {
        0x00041500: (b"CS", _text("\\".join(parts))),
        0x00041510: (b"UI", _uid(image.class_uid)),
        0x00041511: (b"UI", _uid(image.instance_uid)),
        0x00041512: (b"UI", _uid(meta.EXPLICIT_LITTLE_ENDIAN)),
        0x00200013: (b"IS", _text(str(image.instance_number))),
    })  # fmt: skip


def _below(above: _Record, key: str, kind: str, keys: dict[int, tuple[bytes, bytes]]) -> _Record:
    return above.below.setdefault(key, _Record(kind, keys))


def _in_order(record: _Record) -> list[_Record]:
    """The records below one, each followed by those below it: four levels, no more."""
    found = []
    for below in record.below.values():
        found += [below, *_in_order(below)]
    return found


def _records(record: _Record) -> bytes:
    """The items of the records below one, each followed by those below it."""
    siblings = list(record.below.values())
    pieces = []
    for one, after in itertools.zip_longest(siblings, siblings[1:]):
        next_at = after.at if after else 0
        content = _content(one, next_at=next_at)
        pieces += [_ITEM.pack(0xFFFE, 0xE000, len(content)), content, _records(one)]
    return b"".join(pieces)


def _content(record: _Record, *, next_at: int) -> bytes:
    first_below = next(iter(record.below.values())).at if record.below else 0
    links = {
        0x00041400: (b"UL", struct.pack("<I", next_at)),
        0x00041410: (b"US", struct.pack("<H", _IN_USE)),
        0x00041420: (b"UL", struct.pack("<I", first_below)),
        0x00041430: (b"CS", _text(record.kind)),
    }
    charset = {0x00080005: (b"CS", b"ISO_IR 192")}
    elements = links | charset | record.keys
    return b"".join(_element(tag, *elements[tag]) for tag in sorted(elements))


_PREFIX_BYTES = 8 + 12 + 12 + 10 + 12


def _prefix(*, first: int, last: int, length: int) -> bytes:
    return b"".join((
        _element(0x00041130, b"CS", b""),
        _element(0x00041200, b"UL", struct.pack("<I", first)),
        _element(0x00041202, b"UL", struct.pack("<I", last)),
        _element(0x00041212, b"US", b"\0\0"),
        _LONG.pack(0x0004, 0x1220, b"SQ", 0, length),
    ))  # fmt: skip


def _element(tag: int, vr: bytes, value: bytes) -> bytes:
    return _SHORT.pack(tag >> 16, tag & 0xFFFF, vr, len(value)) + value


def _text(text: str) -> bytes:
    value = text.encode("utf-8")
    return value + b" " * (len(value) % 2)


def _uid(uid: str) -> bytes:
    value = uid.encode("ascii")
    return value + b"\0" * (len(value) % 2)


def _date(date: str) -> bytes:
    return date.encode("ascii") if _DATE.fullmatch(date) else b""


def _drawn(text: str) -> str:
    return f"2.25.{int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], 'big')}"

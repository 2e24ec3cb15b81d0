"""The job of the DICOM lane: one file in, its header written again, the place of its pixels.

Inside only. Python alone parses here, and no pixel is decoded: several files may share a child.
"""

from __future__ import annotations

import io
import os
from dataclasses import astuple
from typing import BinaryIO

from hygie.airlock.engine.dicom import carriers, facts_inside
from hygie.airlock.engine.dicom.checks_inside import value_of
from hygie.airlock.engine.dicom.facts_inside import shape_in, text_in, uid_in, whole_in
from hygie.airlock.engine.dicom.frames_inside import fragments, grouped
from hygie.airlock.engine.dicom.header import Shape
from hygie.airlock.engine.dicom.start_inside import (
    DEFLATED,
    NATIVE,
    ProgramError,
    Start,
    encoding,
    inflated,
    start,
)
from hygie.airlock.engine.dicom.tail_inside import look_after
from hygie.airlock.engine.dicom.values_inside import Notes, drawn, swapped_words
from hygie.airlock.engine.dicom.vrs import LONG
from hygie.airlock.engine.dicom.walk_inside import (
    UNDEFINED,
    BrokenError,
    Header,
    Walk,
    with_creators,
    written,
)
from hygie.sandbox.channel import Message, Value

INDEX_CLASS = "1.2.840.10008.1.3.10"
INDEX_RECORDS = 0x00041220
MAX_CONTENT_BYTES = 56 << 20
LOSS = 0x00282110
_NUMBERS = {0x7FE00008: "float", 0x7FE00009: "double", 0x7FE00010: "integer"}


def rehearse() -> None:
    """Load what is loaded late."""
    facts_inside.load_codecs()
    read(io.BytesIO(b"\0" * 128 + b"DICM"))


def read(untrusted: BinaryIO) -> Message:
    """What a DICOM file is, and its header written again."""
    try:
        return _read(untrusted)
    except ProgramError as error:
        return Message("refused", {"reason": "dicom.program", "detail": error.name})
    except BrokenError as error:
        return Message("refused", {"reason": error.code, "detail": ""})


def _read(untrusted: BinaryIO) -> Message:
    notes = Notes()
    size = (
        os.fstat(untrusted.fileno()).st_size if _has_descriptor(untrusted) else _length(untrusted)
    )
    header = Header(untrusted, size)
    began = start(header.content, notes)
    if began.uids.get(0x0002) == INDEX_CLASS:
        return Message("index", {})
    is_inflated = began.syntax == DEFLATED
    if is_inflated:
        untrusted.seek(began.at)
        untrusted = io.BytesIO(inflated(untrusted.read()))
        header = Header(untrusted, _length(untrusted))
        began = Start(0, began.uids)
    walk = _walked(header, began, notes)
    if INDEX_RECORDS in walk.top.values:
        return Message("index", {})
    return _told(untrusted, began, walk, is_inflated=is_inflated)


def _has_descriptor(file: BinaryIO) -> bool:
    return not isinstance(file, io.BytesIO)


def _length(file: BinaryIO) -> int:
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    return length


def _walked(header: Header, began: Start, notes: Notes) -> Walk:
    """The data set walked; once more and warily where the whole of it holds a carrier."""
    found = encoding(header.content[began.at : began.at + 8], began.syntax)
    for is_wary in (False, True):
        walk = Walk(
            header,
            at=began.at,
            implicit=found.implicit,
            big=found.big,
            notes=notes.copy(),
            is_wary=is_wary,
        )
        walk.run()
        if not carriers.found_in(written(walk.top)):
            return walk
    raise BrokenError("dicom.carrier_left")


def _told(file: BinaryIO, began: Start, walk: Walk, *, is_inflated: bool) -> Message:
    values = with_creators(walk.top)
    fields: dict[str, Value] = {"syntax": began.syntax, **_nothing()}
    if walk.pixels is not None:
        fields |= _pixels(file, began.syntax, walk, is_inflated=is_inflated)
    else:
        look_after(file, at=walk.at, walk=walk)
    if walk.document is not None:
        fields |= _document(file, values, walk.document, is_inflated=is_inflated)
    fields |= _parts(values, walk)
    fields |= _facts(values, began, drawn_from=fields)
    return Message("walked", fields | _said(walk.notes))


def _nothing() -> dict[str, Value]:
    return {
        "form": "none",
        "shape": (),
        "photometric": "",
        "number": "integer",
        "place": (),
        "content": b"",
        "fragments": b"",
        "document": (),
        "mime": "",
        "noticed": (),
    }


def _pixels(file: BinaryIO, syntax: str, walk: Walk, *, is_inflated: bool) -> dict[str, Value]:
    assert walk.pixels is not None  # noqa: S101
    tag, vr, at, length = walk.pixels
    shape = shape_in(walk.top.values, _NUMBERS[tag])
    if shape is None:
        raise BrokenError("dicom.geometry")
    told = _shape(shape)
    if length != UNDEFINED:
        if syntax and syntax not in NATIVE:
            raise BrokenError("dicom.syntax")
        return told | _native(file, walk, shape, is_inflated=is_inflated, vr=vr)
    if syntax in NATIVE or not syntax or is_inflated:
        raise BrokenError("dicom.syntax")
    table, found, end = fragments(file, at=at, size=walk.header.size)
    look_after(file, at=end, walk=walk)
    grouping = grouped(table, found, frames=shape.frames, file=file)
    return told | {"form": "frames", "fragments": grouping}


def _shape(shape: Shape) -> dict[str, Value]:
    *numbers, photometric, planar, number = astuple(shape)
    return {"shape": (*numbers, planar), "photometric": photometric, "number": number}


def _native(
    file: BinaryIO, walk: Walk, shape: Shape, *, is_inflated: bool, vr: bytes
) -> dict[str, Value]:
    assert walk.pixels is not None  # noqa: S101
    tag, _, at, length = walk.pixels
    expected = shape.native_bytes
    if at + expected > walk.header.size:
        raise BrokenError("dicom.truncated")
    if length < expected:
        raise BrokenError("dicom.pixels_short")
    end = min(at + length, walk.header.size)
    # Turned words may hold the last byte of an odd length after its padding.
    excess_at = at + expected + (expected % 2 if walk.big else 0)
    if end > excess_at and _is_something(file, excess_at, end):
        walk.notes.add("dicom.excess", tag)
    look_after(file, at=end, walk=walk)
    noticed = _noticed(file, at, expected)
    if not is_inflated and not walk.big:
        return {"form": "native", "place": (at, expected), "noticed": noticed}
    if expected > MAX_CONTENT_BYTES:
        raise BrokenError("dicom.too_long_to_turn")
    file.seek(at)
    content = file.read(expected)
    if walk.big:
        content = _turned(content + file.read(-expected % 8), vr, shape)[:expected]
    return {"form": "native", "content": content, "noticed": noticed}


def _turned(content: bytes, vr: bytes, shape: Shape) -> bytes:
    size = max(2 if vr != b"OB" else 1, shape.bits_allocated // 8)
    if size not in {1, 2, 4, 8}:
        raise BrokenError("dicom.geometry")
    return swapped_words(content + b"\0" * (-len(content) % size), size)


def _is_something(file: BinaryIO, at: int, end: int) -> bool:
    file.seek(at)
    return any(
        block.strip(b"\0")
        for block in iter(lambda: file.read(min(1 << 20, end - file.tell())), b"")
    )


def _noticed(file: BinaryIO, at: int, length: int) -> tuple[str, ...]:
    """Legal pixels that begin as a program: of no effect there, said all the same."""
    file.seek(at)
    first = file.read(min(length, 1024))
    name = carriers.found_in(first)
    if name in {"PE", "ELF", "Mach-O"}:
        return ("dicom.pixels_program",)
    return ("dicom.pixels_begin",) if first.startswith(b"MZ") else ()


def _document(
    file: BinaryIO, values: dict[int, bytes], place: tuple[int, int], *, is_inflated: bool
) -> dict[str, Value]:
    mime = text_in(values, 0x00420012, "latin-1")
    if not is_inflated:
        return {"document": place, "mime": mime}
    at, length = place
    if length > MAX_CONTENT_BYTES:
        raise BrokenError("dicom.too_long_to_turn")
    file.seek(at)
    return {"content": file.read(length), "document": place, "mime": mime}


def _parts(values: dict[int, bytes], walk: Walk) -> dict[str, Value]:
    """The data set, cut where a change of pixels changes it."""
    parts: dict[str, list[bytes]] = {"before": [], "describing": [], "between": [], "beyond": []}
    loss = values.pop(LOSS, b"")
    for tag in sorted(values):
        piece = values[tag]
        if tag < 0x00280002:
            parts["before"].append(piece)
        elif tag < 0x00280108:
            if piece[4:6] in LONG:
                walk.notes.add("dicom.malformed", tag)
                continue
            parts["describing"].append(piece)
        else:
            parts["between" if tag < LOSS else "beyond"].append(piece)
    said = value_of(loss).strip(b" \0") if loss else b""
    joined = {name: b"".join(pieces) for name, pieces in parts.items()}
    return {**joined, "loss": said.decode("latin-1") if said in {b"00", b"01"} else ""}


def _facts(
    values: dict[int, bytes], began: Start, *, drawn_from: dict[str, Value]
) -> dict[str, Value]:
    name = facts_inside.codec(values)
    study, series, instance, kind = (uid_in(values, tag) for tag in facts_inside.UIDS)
    instance = instance or began.uids.get(0x0003, "")
    if not instance:  # without one, nothing could tell this file from its neighbours
        instance = drawn(repr(sorted(drawn_from.items())).encode()).decode("ascii")
    kind = kind or began.uids.get(0x0002, "")
    return {
        "uids": (study, series, instance, kind),
        "texts": tuple(text_in(values, tag, name) for tag in facts_inside.TEXTS),
        "numbers": tuple(whole_in(values, tag) for tag in facts_inside.NUMBERS),
    }


def _said(notes: Notes) -> dict[str, Value]:
    keys = sorted(notes.counts)
    return {
        "removed": tuple(code for code, _ in keys),
        "details": tuple(notes.details[key] for key in keys),
        "counts": tuple(notes.counts[key] for key in keys),
    }

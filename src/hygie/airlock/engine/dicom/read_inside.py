"""The job of the DICOM lane: one file in, its header written again, the place of its pixels.

Inside only. Python alone parses here, and no pixel is decoded: several files may share a child.
"""

from __future__ import annotations

import io
import os
from typing import BinaryIO

from hygie.airlock.engine.dicom import carriers, facts_inside, pixels_inside
from hygie.airlock.engine.dicom.elements_inside import INDEX_RECORDS
from hygie.airlock.engine.dicom.facts_inside import text_in, uid_in, whole_in
from hygie.airlock.engine.dicom.keep_inside import Header
from hygie.airlock.engine.dicom.level_inside import BrokenError, with_creators, written
from hygie.airlock.engine.dicom.start_inside import (
    DEFLATED,
    ProgramError,
    Start,
    encoding,
    inflated,
    start,
)
from hygie.airlock.engine.dicom.tail_inside import look_after
from hygie.airlock.engine.dicom.told_inside import Told, tell_parts
from hygie.airlock.engine.dicom.values_inside import Notes, drawn
from hygie.airlock.engine.dicom.walk_inside import Walk
from hygie.sandbox.channel import Message

INDEX_CLASS = "1.2.840.10008.1.3.10"
DOCUMENT, MIME = 0x00420011, 0x00420012


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
    header = Header(untrusted, _length(untrusted))
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
    told = Told()
    told.lines["syntax"] = began.syntax
    if walk.keeper.pixels is not None:
        pixels_inside.tell(file, walk, walk.keeper.pixels, told, is_inflated=is_inflated)
    else:
        look_after(file, at=walk.at, walk=walk)
    values = with_creators(walk.top)
    if walk.keeper.document is not None and walk.keeper.pixels is not None:
        walk.notes.add("dicom.opaque", DOCUMENT)  # an image is no envelope
    elif walk.keeper.document is not None:
        told.lines["mime"] = text_in(values, MIME, "latin-1")
        _tell_document(file, walk.keeper.document, told, is_inflated=is_inflated)
    tell_parts(values, told, walk.notes)
    _tell_facts(values, began, told)
    return told.message(walk.notes)


def _tell_document(
    file: BinaryIO, place: tuple[int, int], told: Told, *, is_inflated: bool
) -> None:
    at, length = place
    told.numbers |= {"document_at": at, "document_length": length}
    if is_inflated:
        if length > pixels_inside.MAX_CONTENT_BYTES:
            raise BrokenError("dicom.too_long_to_turn")
        file.seek(at)
        told.blobs["content"] = file.read(length)


def _tell_facts(values: dict[int, bytes], began: Start, told: Told) -> None:
    codec = facts_inside.codec(values)
    told.lines |= {name: uid_in(values, tag) for name, tag in facts_inside.UIDS.items()}
    told.lines |= {name: text_in(values, tag, codec) for name, tag in facts_inside.TEXTS.items()}
    told.numbers |= {name: whole_in(values, tag) for name, tag in facts_inside.NUMBERS.items()}
    lines = told.lines
    lines["class"] = lines["class"] or began.uids.get(0x0002, "")
    lines["instance"] = lines["instance"] or began.uids.get(0x0003, "")
    if not lines["instance"]:  # without one, nothing could tell this file from its neighbours
        lines["instance"] = drawn(b"".join(told.blobs.values())).decode("ascii")

"""What stands after the pixels: nothing of it passes, but it is told apart. Inside only."""

from __future__ import annotations

import struct
from typing import BinaryIO

from hygie.airlock.engine.dicom import carriers, vrs
from hygie.airlock.engine.dicom.level_inside import UNDEFINED
from hygie.airlock.engine.dicom.walk_inside import Walk

PADDING, SIGNATURES = 0xFFFCFFFC, 0xFFFAFFFA
MAX_ELEMENTS = 1000
MAX_LOOKED_AT_BYTES = 64 << 20


def look_after(file: BinaryIO, *, at: int, walk: Walk) -> None:
    """Say what is left behind after the pixels, or after the last element that could be read."""
    for _ in range(MAX_ELEMENTS):
        found = _head(file, at, walk)
        if found is None:
            break
        tag, length, value_at = found
        if not _told(file, tag, value_at, length, walk):
            break
        at = value_at + length
    rest = first_bytes(file, at, walk.header.size)
    if rest:
        name = carriers.found_in(rest) or carriers.found_at_start(rest) or "autre"
        walk.notes.add("dicom.trailing", 0, name)


def _told(file: BinaryIO, tag: int, at: int, length: int, walk: Walk) -> bool:
    """Whether it was an element that may stand there."""
    if tag == PADDING:
        if first_bytes(file, at, at + length):
            walk.notes.add("dicom.padding", tag)
    elif tag == SIGNATURES:
        walk.notes.add("dicom.signed", tag)
    elif tag >> 16 & 1 and tag >> 16 > 0x7FE0:
        walk.notes.add("dicom.private", tag)
    else:
        return tag >> 16 > 0x7FE0 and tag & 0xFFFF == 0 and length == 4  # a group's length
    return True


def _head(file: BinaryIO, at: int, walk: Walk) -> tuple[int, int, int] | None:
    file.seek(at)
    head = file.read(12)
    if len(head) < 8:
        return None
    group, element, length = walk.plain.unpack_from(head)
    value_at = at + 8
    if not walk.top.implicit:
        vr = head[4:6]
        if vr in vrs.LONG and len(head) == 12:
            length, value_at = walk.long.unpack_from(head, 8)[0], at + 12
        elif vr in vrs.ALL:
            length = struct.unpack_from(">H" if walk.big else "<H", head, 6)[0]
    if length == UNDEFINED or value_at + length > walk.header.size:
        return None
    return group << 16 | element, length, value_at


def first_bytes(file: BinaryIO, at: int, end: int) -> bytes:
    """The first 4 KiB that are not all zeros before `end`; "" when there are none.

    Of a very long rest only its start is looked at: it is something, whatever it holds.
    """
    file.seek(at)
    if end - at > MAX_LOOKED_AT_BYTES:
        return file.read(4096)
    while at < end:
        block = file.read(min(1 << 20, end - at))
        if not block:
            return b""
        at += len(block)
        left = block.lstrip(b"\0")
        if left:
            return left[:4096]
    return b""

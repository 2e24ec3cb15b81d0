"""Where the pixels are, and whether they are as long as they must be; none is read. Inside only."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from hygie.airlock.engine.dicom import carriers
from hygie.airlock.engine.dicom.facts_inside import shape_in
from hygie.airlock.engine.dicom.frames_inside import fragments, grouped, is_plausible
from hygie.airlock.engine.dicom.header import SHARED_COLOURS, Shape
from hygie.airlock.engine.dicom.level_inside import UNDEFINED, BrokenError, encoded
from hygie.airlock.engine.dicom.start_inside import NATIVE
from hygie.airlock.engine.dicom.tail_inside import first_bytes, look_after
from hygie.airlock.engine.dicom.told_inside import Told
from hygie.airlock.engine.dicom.values_inside import swapped_words
from hygie.airlock.engine.dicom.walk_inside import Walk

# Bytes that cross the wall because they are not in the staged copy as such.
MAX_CONTENT_BYTES = 56 << 20
LOOKED_AT_BYTES = 1024
PHOTOMETRIC = 0x00280004
ARCHIVE_END_BYTES = 66_000
_NUMBERS = {0x7FE00008: "float", 0x7FE00009: "double", 0x7FE00010: "integer"}

Pixels = tuple[int, bytes, int, int]


def tell(file: BinaryIO, walk: Walk, pixels: Pixels, told: Told, *, is_inflated: bool) -> None:
    """Say where the pixels are, and look at what stands after them.

    Args:
        file: the source, or what it inflated to.
        pixels: tag, VR, place and length, as the walk met them.
        is_inflated: the pixels themselves must cross the wall.

    Raises:
        BrokenError: they are not what the file says.
    """
    tag, _, at, length = pixels
    shape = shape_in(walk.top.values, _NUMBERS[tag])
    if shape is None:
        raise BrokenError("dicom.geometry")
    shape = _as_long_as_it_is(shape, length, walk)
    _tell_shape(shape, told)
    is_native = told.lines["syntax"] in NATIVE or not told.lines["syntax"]
    if is_native == (length == UNDEFINED):
        raise BrokenError("dicom.syntax")
    if is_native:
        _tell_native(file, walk, pixels, shape, told, is_inflated=is_inflated)
        return
    table, found, end = fragments(file, at=at, size=walk.header.size)
    look_after(file, at=end, walk=walk)
    if not is_plausible(table, end=end - at):
        walk.notes.add("dicom.offsets", tag)
    told.lines["form"] = "frames"
    told.blobs["fragments"] = grouped(table, found, frames=shape.frames, file=file)


def _as_long_as_it_is(shape: Shape, length: int, walk: Walk) -> Shape:
    """Some writers say that colours are shared between pixels, and write them all the same."""
    whole = replace(shape, photometric="YBR_FULL")
    is_so = shape.photometric in SHARED_COLOURS and shape.samples == 3
    if not is_so or length == UNDEFINED or length < whole.native_bytes:
        return shape
    walk.top.values[PHOTOMETRIC] = encoded(PHOTOMETRIC, b"CS", b"YBR_FULL")
    return whole


def _tell_shape(shape: Shape, told: Told) -> None:
    told.lines |= {"photometric": shape.photometric, "number": shape.number}
    told.numbers |= {
        "rows": shape.rows,
        "columns": shape.columns,
        "samples": shape.samples,
        "frames": shape.frames,
        "allocated": shape.bits_allocated,
        "stored": shape.bits_stored,
        "high": shape.high_bit,
        "representation": shape.representation,
        "planar": shape.planar,
    }


def _tell_native(
    file: BinaryIO, walk: Walk, pixels: Pixels, shape: Shape, told: Told, *, is_inflated: bool
) -> None:
    tag, vr, at, length = pixels
    expected = shape.native_bytes
    if length < expected:
        raise BrokenError("dicom.pixels_short")
    if at + expected > walk.header.size:
        raise BrokenError("dicom.truncated")
    end = min(at + length, walk.header.size)
    # Turned words may hold the last byte of an odd length after its padding.
    excess_at = at + expected + (expected % 2 if walk.big else 0)
    if first_bytes(file, excess_at, end):
        walk.notes.add("dicom.excess", tag)
    look_after(file, at=end, walk=walk)
    _notice(file, at, expected, walk)
    told.lines["form"] = "native"
    if not is_inflated and not walk.big:
        told.numbers |= {"pixels_at": at, "pixels_length": expected}
        return
    if expected > MAX_CONTENT_BYTES:
        raise BrokenError("dicom.too_long_to_turn")
    file.seek(at)
    content = file.read(expected + -expected % 8 if walk.big else expected)
    told.blobs["content"] = _turned(content, vr, shape)[:expected] if walk.big else content


def _turned(content: bytes, vr: bytes, shape: Shape) -> bytes:
    size = max(2 if vr != b"OB" else 1, shape.bits_allocated // 8)
    if size not in {1, 2, 4, 8}:
        raise BrokenError("dicom.geometry")
    return swapped_words(content + b"\0" * (-len(content) % size), size)


def _notice(file: BinaryIO, at: int, length: int, walk: Walk) -> None:
    """Legal pixels that begin as a program: of no effect there, said all the same."""
    file.seek(at)
    first = file.read(min(length, LOOKED_AT_BYTES))
    if carriers.found_in(first) in {"PE", "ELF", "Mach-O"}:
        walk.notes.notice("dicom.pixels_program")
    elif first.startswith(b"MZ"):
        walk.notes.notice("dicom.pixels_begin")
    last_at = max(at, at + length - ARCHIVE_END_BYTES)
    file.seek(last_at)
    # Archives are found by their end, which readers look for in the last bytes of a file.
    # From the end, where they are: half the time of looking from the start, in noise.
    if file.read(at + length - last_at).rfind(b"PK\x05\x06") >= 0:
        walk.notes.notice("dicom.pixels_archive")

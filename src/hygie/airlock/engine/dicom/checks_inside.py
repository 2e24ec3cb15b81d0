"""Stores whose length other elements tell: overlays, waveforms, look-up tables. Inside only.

What is longer than told is cut, what is shorter is left out: bytes that nothing accounts for do not
pass.
"""

from __future__ import annotations

import struct

from hygie.airlock.engine.dicom import vrs
from hygie.airlock.engine.dicom.elements_inside import (
    LUT_DATA,
    LUT_DESCRIPTOR,
    PALETTES,
    WAVEFORM_DATA,
)
from hygie.airlock.engine.dicom.level_inside import Level
from hygie.airlock.engine.dicom.values_inside import Notes

MAX_ENTRIES = 65_536
_LONG = struct.Struct("<HH2sHI")


def value_of(piece: bytes) -> bytes:
    """The value of an element as it is to be written."""
    return piece[12 if piece[4:6] in vrs.LONG else 8 :]


def number_in(values: dict[int, bytes], tag: int) -> int | None:
    """The first number of an element; None when it is absent or none."""
    piece = values.get(tag)
    if piece is None:
        return None
    vr, value = piece[4:6], value_of(piece)
    try:
        if vr in {b"US", b"SS", b"UL", b"SL"}:
            size = vrs.NUMBERS[vr]
            return int.from_bytes(value[:size], "little", signed=vr[:1] == b"S") if value else None
        return int(float(value.split(b"\\")[0][:16]))
    except (ValueError, OverflowError):
        return None


def checked(level: Level, notes: Notes) -> None:
    """Hold the stores of a data set to the length that its other elements tell."""
    values = level.values
    for group in range(0x6000, 0x6020, 2):
        if group << 16 | 0x3000 in values:
            _clip(values, group << 16 | 0x3000, _overlay_bytes(values, group << 16), notes)
    if WAVEFORM_DATA in values:
        _clip(values, WAVEFORM_DATA, _waveform_bytes(values), notes)
    if LUT_DATA in values:
        _clip_table(values, LUT_DATA, LUT_DESCRIPTOR, notes)
    for data, descriptor in PALETTES.items():
        if data in values:
            _clip_table(values, data, descriptor, notes)


def _overlay_bytes(values: dict[int, bytes], group: int) -> int | None:
    rows, columns = number_in(values, group | 0x0010), number_in(values, group | 0x0011)
    frames = number_in(values, group | 0x0015) or 1
    bits = number_in(values, group | 0x0100) or 1
    if not rows or not columns or min(rows, columns, frames) < 0 or bits not in {1, 8, 16}:
        return None
    return (rows * columns * frames * bits + 7) // 8


def _waveform_bytes(values: dict[int, bytes]) -> int | None:
    channels, samples = number_in(values, 0x003A0005), number_in(values, 0x003A0010)
    bits = number_in(values, 0x54001004)
    if not channels or not samples or min(channels, samples) < 0 or bits not in {8, 16, 32, 64}:
        return None
    return channels * samples * bits // 8


def _clip(values: dict[int, bytes], tag: int, expected: int | None, notes: Notes) -> None:
    value = value_of(values[tag])
    if expected is None or len(value) < expected:
        notes.add("dicom.wrong_length", tag)
        del values[tag]
    elif len(value) > expected + expected % 2 or value[expected:].strip(b"\0"):
        if value[expected:].strip(b"\0 "):
            notes.add("dicom.excess", tag)
        value = value[:expected] + b"\0" * (expected % 2)
        values[tag] = _LONG.pack(tag >> 16, tag & 0xFFFF, values[tag][4:6], 0, len(value)) + value


def _clip_table(values: dict[int, bytes], tag: int, descriptor: int, notes: Notes) -> None:
    entries = number_in(values, descriptor)
    vr = values[tag][4:6]
    if entries is None or vr not in vrs.STORES:
        if entries is None:
            notes.add("dicom.wrong_length", tag)
            del values[tag]
        return
    most = 2 * ((entries & 0xFFFF) or MAX_ENTRIES)
    if len(value_of(values[tag])) > most:
        _clip(values, tag, most, notes)

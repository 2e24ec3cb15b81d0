"""Where a picture ends, and what lies beside it. Inside the sandbox only.

Pillow reads the first picture that it finds and is silent about the rest. Here every byte that is
not of that picture is counted and looked at: a second format after its end, a program in a
comment. Nothing of it is ever written again; it is looked at only to be told.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

# What other formats begin with. Long enough not to be met by chance in what was compressed.
CARRIED = {
    "archive": (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\x00\x00\x00"),
    "pdf": (b"%PDF-",),
    "program": (b"\x7fELF\x01", b"\x7fELF\x02", b"This program cannot be run in DOS mode"),
    "script": (
        b"<?php",
        b"<script",
        b"<html",
        b"<HTML",
        b"<SCRIPT",
        b"<hta:",
        b"#!/bin/",
        b"eval(",
    ),
}
_BLANK = b"\0\xff \r\n\t"


class BrokenError(ValueError):
    """Not a whole picture of that kind."""


class OtherFormError(BrokenError):
    """A form of it that is not read here."""


@dataclass(frozen=True, kw_only=True)
class Structure:
    """Of the first picture of a file.

    Attributes:
        end: just after its last byte.
        frames: how many pictures are told of: more than one for an animation.
        beside: all that is in it and is not pixels: comments, profiles, unknown chunks.
    """

    end: int
    frames: int
    beside: bytes

    def trailing(self, content: bytes) -> bytes:
        """What follows it, unless it only fills."""
        return content[self.end :].lstrip(_BLANK)


def carried(beside: bytes) -> tuple[str, ...]:
    """Names in `CARRIED` of what is hidden there."""
    return tuple(
        name for name, starts in CARRIED.items() if any(start in beside for start in starts)
    )


def read(content: bytes, *, kind: str) -> Structure:
    """The structure of a picture of one of the kinds of `engine.kinds`.

    Raises:
        BrokenError: it is cut short or is no such picture.
    """
    try:
        return _READERS[kind](content)
    except BrokenError:
        raise
    except (struct.error, IndexError, ValueError) as error:
        raise BrokenError("cut short") from error


def _jpeg(content: bytes) -> Structure:
    beside: list[bytes] = []
    at, frames = 2, 1
    while True:
        if content[at] != 0xFF:  # readers skip what stands there: it is no part of the picture
            skipped, at = at, content.index(b"\xff", at)
            beside.append(content[skipped:at])
        kind = content[at + 1]
        if kind in {0xFF, 0x01} or 0xD0 <= kind <= 0xD7:
            at += 1 if kind == 0xFF else 2
            continue
        if kind == 0xD9:
            return Structure(end=at + 2, frames=frames, beside=b"\0".join(beside))
        (length,) = struct.unpack_from(">H", content, at + 2)
        body = content[at + 4 : at + 2 + length]
        if 0xE0 <= kind <= 0xEF or kind == 0xFE:
            beside.append(body)
        frames += kind == 0xE2 and body.startswith(b"MPF\0")
        at += 2 + length
        if kind == 0xDA:
            at = _after_scan(content, at)


def _after_scan(content: bytes, at: int) -> int:
    """The next marker that is neither stuffing nor a restart."""
    while (at := content.find(b"\xff", at)) >= 0:
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    raise BrokenError("no end")


_PNG_PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"fdAT"}


def _png(content: bytes) -> Structure:
    beside: list[bytes] = []
    at, frames = 8, 1
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        if name not in _PNG_PIXELS:
            beside.append(body)
        if name == b"acTL":
            frames = max(1, struct.unpack_from(">I", body)[0])
        at += 12 + length
        if at > len(content):
            raise BrokenError("cut short")
        if name == b"IEND":
            return Structure(end=at, frames=frames, beside=b"\0".join(beside))


def _gif(content: bytes) -> Structure:
    flags = content[10]
    beside: list[bytes] = []
    at, frames = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0), 0
    while at < len(content) and (kind := content[at]) != 0x3B:
        if kind == 0x2C:
            frames += 1
            colours = content[at + 9]
            at = _blocks(content, at + 11 + (3 << (colours & 7) + 1 if colours & 0x80 else 0), [])
        elif kind == 0x21:
            at = _blocks(content, at + 2, beside)
        else:
            raise BrokenError("no block")
    if frames == 0:
        raise BrokenError("no picture")
    return Structure(end=at + 1, frames=frames, beside=b"".join(beside))


def _blocks(content: bytes, at: int, kept: list[bytes]) -> int:
    while length := content[at]:
        kept.append(content[at + 1 : at + 1 + length])
        at += 1 + length
    return at + 1


def _bmp(content: bytes) -> Structure:
    """Rows of whole words from the place told (the header of Windows 3 and after)."""
    told, _, start, size = struct.unpack_from("<IIII", content, 2)
    if size < 40:
        return Structure(end=max(told, start), frames=1, beside=b"")
    width, height, _, bits, compression, length = struct.unpack_from("<iiHHII", content, 18)
    rows = (abs(width) * bits + 31) // 32 * 4 * abs(height)
    end = start + (rows if compression in {0, 3} else length)
    if end > len(content):
        raise BrokenError("cut short")
    palette = 14 + size + (12 if compression == 3 else 0) + (4 << bits if bits <= 8 else 0)
    return Structure(end=end, frames=1, beside=content[palette:start])


def _webp(content: bytes) -> Structure:
    (size,) = struct.unpack_from("<I", content, 4)
    end, at, beside, frames = 8 + size + size % 2, 12, [], 0
    while at + 8 <= min(end, len(content)):
        name, length = struct.unpack_from("<4sI", content, at)
        frames += name == b"ANMF"
        if name not in {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANMF"}:
            beside.append(content[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    if 8 + size > len(content):
        raise BrokenError("cut short")
    return Structure(end=end, frames=max(1, frames), beside=b"\0".join(beside))


_TIFF_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_TIFF_PLACES = {273: 279, 324: 325}  # strips and tiles: where, and how long
_MAX_TAGS = 4096
_MAX_DIRECTORIES = 10_000


def _tiff(content: bytes) -> Structure:
    """Its directories, one after another; what none of their strips covers is beside."""
    order = "<" if content[:2] == b"II" else ">"
    if struct.unpack_from(order + "H", content, 2)[0] != 42:
        raise OtherFormError("a TIFF of the large kind")
    covered, seen = [(0, 8)], set[int]()
    (at,) = struct.unpack_from(order + "I", content, 4)
    while at and at not in seen and len(seen) < _MAX_DIRECTORIES:
        seen.add(at)
        at = _directory(content, at, order, covered)
    beside, last = [], 0
    for start, stop in sorted(covered):
        beside.append(content[last:start])
        last = max(last, stop)
    return Structure(end=max(last, 8), frames=len(seen), beside=b"\0".join(beside))


def _directory(content: bytes, at: int, order: str, covered: list[tuple[int, int]]) -> int:
    """Covers what a directory says of pixels; the place of the next one."""
    (count,) = struct.unpack_from(order + "H", content, at)
    if count > _MAX_TAGS:
        raise BrokenError("too many tags")
    covered.append((at, at + 2 + 12 * count + 4))
    found: dict[int, tuple[int, ...]] = {}
    for rank in range(count):
        tag, form, items = struct.unpack_from(order + "HHI", content, at + 2 + 12 * rank)
        length = items * _TIFF_WIDTHS.get(form, 1)
        place = at + 10 + 12 * rank
        if length > 4:
            (place,) = struct.unpack_from(order + "I", content, place)
        is_place = tag in {*_TIFF_PLACES, *_TIFF_PLACES.values()} and form in {3, 4}
        if is_place or tag < 700:  # the baseline's own; others are kept apart to be looked at
            covered.append((place, place + length))
        if is_place:
            letters = {3: "H", 4: "I"}[form]
            found[tag] = struct.unpack_from(f"{order}{items}{letters}", content, place)
    for places, lengths in _TIFF_PLACES.items():
        pairs = zip(found.get(places, ()), found.get(lengths, ()), strict=False)
        covered += [(start, start + length) for start, length in pairs]
    return int(struct.unpack_from(order + "I", content, at + 2 + 12 * count)[0])


_READERS: dict[str, Callable[[bytes], Structure]] = {
    "jpeg": _jpeg,
    "png": _png,
    "gif": _gif,
    "bmp": _bmp,
    "webp": _webp,
    "tiff": _tiff,
}

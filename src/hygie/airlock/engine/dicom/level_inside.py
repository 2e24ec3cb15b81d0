"""A data set while it is walked, and its elements as they are written. Inside only."""

from __future__ import annotations

import struct

from hygie.airlock.engine.dicom import vrs

UNDEFINED = 0xFFFFFFFF
_SHORT = struct.Struct("<HH2sH")
_LONG = struct.Struct("<HH2sHI")
_START_OF_ITEM = struct.pack("<HHI", 0xFFFE, 0xE000, UNDEFINED)
_END_OF_ITEM = struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
_END_OF_SEQUENCE = struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


class BrokenError(Exception):
    """The file is not made as it says; `code` is the reason told."""

    def __init__(self, code: str = "dicom.broken") -> None:
        self.code = code
        super().__init__(code)


class Level:
    """A data set (values by tag), or a sequence (its items, in order).

    Attributes:
        end: where it ends; while it `is_open`, where what encloses it does.
        is_open: it has no length, and its end was not met yet.
        implicit: whether its elements say no VR.
        kept: whether anything of it is written.
        creators: names of the private blocks, by group and block.
        passing: of the blocks that are on our list, which elements may pass.
        used: blocks of which one did.
        needs_check: whether it holds a store whose length other elements tell.
    """

    __slots__ = (
        "creators", "end", "implicit", "is_open", "is_sequence", "items", "kept", "needs_check",
        "passing", "tag", "used", "values",
    )  # fmt: skip

    def __init__(
        self, *, end: int, tag: int, implicit: bool, kept: bool, is_sequence: bool
    ) -> None:
        self.end = end
        self.tag = tag
        self.implicit = implicit
        self.kept = kept
        self.is_sequence = is_sequence
        self.is_open = False
        self.items: list[bytes] = []
        self.values: dict[int, bytes] = {}
        self.creators: dict[int, str] = {}
        self.passing: dict[int, frozenset[int]] = {}
        self.used: set[int] = set()
        self.needs_check = False


def encoded(tag: int, vr: bytes, value: bytes) -> bytes:
    """An element in explicit little endian."""
    if vr in vrs.LONG:
        return _LONG.pack(tag >> 16, tag & 0xFFFF, vr, 0, len(value)) + value
    if len(value) > 0xFFFE:  # PS3.5 §6.2.2: a long value of a short VR travels as UN
        return _LONG.pack(tag >> 16, tag & 0xFFFF, b"UN", 0, len(value)) + value
    return _SHORT.pack(tag >> 16, tag & 0xFFFF, vr, len(value)) + value


def written(level: Level) -> bytes:
    """A data set's elements in order, the creators of its private elements with them."""
    values = with_creators(level)
    return b"".join([values[tag] for tag in sorted(values)])


def written_item(level: Level) -> bytes:
    """A data set as an item of a sequence."""
    return _START_OF_ITEM + written(level) + _END_OF_ITEM


def written_sequence(level: Level) -> bytes:
    """A sequence and its items, none with a length."""
    head = _LONG.pack(level.tag >> 16, level.tag & 0xFFFF, b"SQ", 0, UNDEFINED)
    return head + b"".join(level.items) + _END_OF_SEQUENCE


def with_creators(level: Level) -> dict[int, bytes]:
    """The elements by tag; a creator only where something of its block is kept."""
    if not level.used:
        return level.values
    creators = {}
    for block in level.used:
        tag = (block >> 8) << 16 | block & 0xFF
        name = level.creators[block].encode("latin-1")
        creators[tag] = encoded(tag, b"LO", name + b" " * (len(name) % 2))
    return level.values | creators

"""Where formats begin: the table of `data/kinds.toml`, and the few structures that need a sum.

Only bytes are compared, nothing is parsed: this runs on the trusted side.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hygie.core import rules as dated

TABLE = Path(__file__).parents[1] / "data" / "kinds.toml"

HEAD_BYTES = 64 * 1024
# A ZIP ends by 22 bytes and a comment of at most 65,535.
TAIL_BYTES = 22 + 65_535
PDF_WITHIN_BYTES = 1024
ISO_AT = 32_769
# The first values of a DICOM file are short names and dates.
MAX_EARLY_VALUE_BYTES = 4096
_LONG = {b"OB", b"OW", b"SQ", b"UN", b"UT", b"UC", b"UR"}

# Reads some bytes of the file anywhere in it: offset, length.
Reading = Callable[[int, int], bytes]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Bytes at a place; `holes` are places in them that hold anything."""

    at: int
    parts: tuple[tuple[int, bytes], ...]

    def is_in(self, head: bytes) -> bool:
        """Whether a file that begins so bears it."""
        return all(head.startswith(part, self.at + shift) for shift, part in self.parts)


@dataclass(frozen=True, kw_only=True)
class Known:
    """One kind of the table."""

    code: str
    label: str
    extensions: frozenset[str]
    withheld: str
    is_document: bool
    marks: tuple[Mark, ...]


@cache
def table() -> dict[str, Known]:
    """Every kind, in the order in which marks are looked for."""
    return {
        code: Known(
            code=code,
            label=entry["label"],
            extensions=frozenset(entry["extensions"]),
            withheld=entry.get("withheld", "common.no_lane"),
            is_document=entry.get("document", False),
            marks=tuple(_mark(mark) for mark in entry.get("marks", ())),
        )
        for code, entry in dated.load(TABLE).items()
    }


def _mark(entry: dict[str, int | str]) -> Mark:
    pairs, parts, shift = str(entry["hex"]), [], 0
    for run in pairs.split("??"):
        if run:
            parts.append((shift, bytes.fromhex(run)))
        shift += len(run) // 2 + 1
    return Mark(at=int(entry["at"]), parts=tuple(parts))


@cache
def _marks() -> tuple[tuple[int, bytes, Mark, str], ...]:
    """All marks with the place and the bytes that are looked at first."""
    return tuple(
        (mark.at + mark.parts[0][0], mark.parts[0][1], mark, code)
        for code, known in table().items()
        if code != "dicom"
        for mark in known.marks
    )


def marked(head: bytes) -> str:
    """The first kind whose mark the file bears, DICOM apart; "" for none."""
    for at, first, mark, code in _marks():
        if head.startswith(first, at) and mark.is_in(head):
            return code
    return "bmp" if is_bitmap(head) else ""


def is_bitmap(head: bytes) -> bool:
    """ "BM" are two letters of many words: the header's length decides."""
    if not head.startswith(b"BM") or len(head) < 26:
        return False
    return int.from_bytes(head[14:18], "little") in {12, 40, 52, 56, 64, 108, 124}


def is_program(head: bytes, *, read: Reading) -> bool:
    """A DOS beginning that leads to a Windows header, wherever it is."""
    if not head.startswith(b"MZ") or len(head) < 64:
        return False
    at = int.from_bytes(head[60:64], "little")
    header = head[at : at + 4] if at + 4 <= len(head) else read(at, 4)
    return header.startswith((b"PE\0\0", b"NE", b"LE", b"LX"))


def is_dos_program(head: bytes) -> bool:
    """A beginning that DOS itself would run: its header's sizes hold together."""
    if not head.startswith((b"MZ", b"ZM")) or len(head) < 32:
        return False
    last, pages, _relocations, paragraphs = struct.unpack_from("<4H", head, 2)
    return bool(last < 512 and pages > 0 and 2 <= paragraphs <= pages * 32)


def zip_end(tail: bytes) -> int:
    """Where a ZIP ends in the tail, its comment reaching the last byte; -1 for none."""
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if at + 22 <= len(tail) and at + 22 + int.from_bytes(
            tail[at + 20 : at + 22], "little"
        ) == len(tail):
            return at
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return -1


def is_bare_dicom(head: bytes) -> bool:
    """DICOM without its 128 bytes and its word: it begins by two elements of group 2 or 8."""
    return any(
        _follow_on(head, order=order, is_explicit=is_explicit)
        for order in ("<", ">")
        for is_explicit in (True, False)
    )


def _follow_on(head: bytes, *, order: str, is_explicit: bool) -> bool:
    """The first two elements follow each other in growing order, in one way of writing them."""
    at, last = 0, 0
    for _ in range(2):
        if at + 12 > len(head):
            return False
        group, element = struct.unpack_from(f"{order}HH", head, at)
        tag = group << 16 | element
        size = _size_of(head, at, order=order, is_explicit=is_explicit)
        if group not in {2, 8} or tag <= last or size < 0:
            return False
        at, last = at + size, tag
    return True


def _size_of(head: bytes, at: int, *, order: str, is_explicit: bool) -> int:
    """Bytes of an element with its value; -1 when it is none."""
    if not is_explicit:
        length = int(struct.unpack_from(f"{order}I", head, at + 4)[0])
        return length + 8 if length < MAX_EARLY_VALUE_BYTES else -1
    letters = head[at + 4 : at + 6]
    if not (letters.isalpha() and letters.isupper()):
        return -1
    if letters not in _LONG:
        return int(struct.unpack_from(f"{order}H", head, at + 6)[0]) + 8
    length = int(struct.unpack_from(f"{order}I", head, at + 8)[0])
    return length + 12 if length < MAX_EARLY_VALUE_BYTES else -1

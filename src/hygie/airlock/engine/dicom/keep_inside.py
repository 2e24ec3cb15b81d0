"""Whether one element is written again, and how. Inside only."""

from __future__ import annotations

from typing import BinaryIO

from hygie.airlock.engine.dicom import vrs
from hygie.airlock.engine.dicom.elements_inside import (
    ADDRESS,
    ALLOWED,
    CHECK,
    DOCUMENT,
    KEEP,
    KNOWN,
    PASSING,
    PIXELS,
    SILENT,
    Rule,
    is_retired,
)
from hygie.airlock.engine.dicom.level_inside import BrokenError, Level, encoded
from hygie.airlock.engine.dicom.runs_inside import REPRESENTATION
from hygie.airlock.engine.dicom.values_inside import (
    Notes,
    address,
    kept,
    swapped,
    without_carrier,
)

MAX_HEADER_BYTES = 256 << 20
FIRST_BYTES = 64 << 10
MAX_CREATOR_BYTES = 64
PADDING = 0xFFFCFFFC


class Header:
    """The bytes of a file that were read so far, from its start; pixels are never read here."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.size = size
        self.content = file.read(FIRST_BYTES)

    def load(self, end: int) -> bytes:
        """Have the bytes up to `end`.

        Raises:
            BrokenError: the file ends before, or the header is far too long.
        """
        if end > len(self.content):
            if end > MAX_HEADER_BYTES:
                raise BrokenError("dicom.too_long_header")
            self.file.seek(len(self.content))
            more = max(end - len(self.content), len(self.content), FIRST_BYTES)
            self.content += self.file.read(more)
            if end > len(self.content):
                raise BrokenError
        return self.content


class Keeper:
    """Decides of each element of a file.

    Attributes:
        top: the file's own data set: the only one whose pixels and document count.
        is_wary: look for programs and archives in each value; slower.
        pixels: tag, VR, place and length of the pixels, once they are met.
        document: place and length of an encapsulated document.
    """

    def __init__(
        self, header: Header, *, top: Level, notes: Notes, big: bool, is_wary: bool
    ) -> None:
        self.header = header
        self.top = top
        self.notes = notes
        self.big = big
        self.is_wary = is_wary
        self.pixels: tuple[int, bytes, int, int] | None = None
        self.document: tuple[int, int] | None = None
        self.representation = b"US"

    def keep(self, level: Level, tag: int, vr: bytes, at: int, end: int) -> bool:
        """Write an element whose value is at `at`, or note that it is not.

        Returns:
            Whether it is a sequence, to be entered.
        """
        rule = KNOWN.get(tag)
        if rule is None:
            self._unknown(level, tag, vr, at, end)
        elif rule.action in {KEEP, CHECK}:
            level.needs_check |= rule.action is CHECK
            return self._known(level, tag, vr, at, end, rule)
        else:
            self._special(level, tag, vr, at, end, rule)
        return False

    def put(self, level: Level, tag: int, piece: bytes) -> None:
        """Write an element; of two with one tag the last counts, as for most readers."""
        if tag in level.values:
            self.notes.add("dicom.duplicate", tag)
        level.values[tag] = piece
        if tag == REPRESENTATION and level is self.top:
            self.representation = b"SS" if piece[8:10] == b"\1\0" else b"US"

    def drop(self, tag: int, rule: Rule | None) -> None:
        """Note that an element is not written."""
        if rule is None:
            self.notes.add("dicom.private" if tag >> 16 & 1 else "dicom.unknown", tag)
        elif rule.action is PIXELS:
            self.notes.add("dicom.icon", tag)
        elif rule.action in {KEEP, CHECK, ADDRESS, SILENT}:
            self.notes.add("dicom.wrong_type", tag)
        else:
            self.notes.add("dicom.opaque" if rule.action is DOCUMENT else rule.action, tag)

    def _value(self, at: int, end: int) -> bytes:
        return self.header.load(end)[at:end]

    def _write(self, level: Level, tag: int, vr: bytes, value: bytes) -> None:
        made = kept(swapped(value, vr) if self.big else value, vr, tag, self.notes)
        if self.is_wary and made:
            made = without_carrier(made, vr, tag, self.notes)
        if made is not None:
            self.put(level, tag, encoded(tag, vr, made))

    def _special(self, level: Level, tag: int, vr: bytes, at: int, end: int, rule: Rule) -> None:
        if rule.action is SILENT:
            if tag == PADDING and self._value(at, end).strip(b"\0"):
                self.notes.add("dicom.padding", tag)
        elif rule.action is ADDRESS:
            value = address(self._value(at, end), tag, self.notes)
            self.put(level, tag, encoded(tag, b"UR", value))
        elif rule.action is PIXELS and level is self.top:
            self.pixels = (tag, vr, at, end - at)
        elif rule.action is DOCUMENT and level is self.top:
            self.document = (at, end - at)
        else:
            self.drop(tag, rule)

    def _known(self, level: Level, tag: int, vr: bytes, at: int, end: int, rule: Rule) -> bool:
        made = self._vr(vr, rule)
        if made == b"SQ":
            return True
        if made:
            self._write(level, tag, made, self._value(at, end))
        else:
            self.notes.add("dicom.wrong_type", tag)
        return False

    def _vr(self, vr: bytes, rule: Rule) -> bytes:
        """The VR to write; "" when what the file says cannot be what the standard says."""
        standard = rule.vrs[0]
        if vr in {b"", b"UN"}:
            return self.representation if rule.vrs == (b"US", b"SS") else standard
        if vr in rule.vrs:
            return vr
        if vr == b"UI" and standard in vrs.TEXTS:
            return standard
        same = (
            (vr in vrs.TEXTS and standard not in vrs.STORES and standard != b"SQ")
            or (vr in vrs.NUMBERS and standard in vrs.NUMBERS)
            or (vr in vrs.STORES and standard in vrs.STORES)
        )
        return vr if same else b""

    def _unknown(self, level: Level, tag: int, vr: bytes, at: int, end: int) -> None:
        group, element = tag >> 16, tag & 0xFFFF
        if not group & 1:
            if element:  # a group's length (element 0) is of no use, and no longer true
                self.notes.add("dicom.retired" if is_retired(tag) else "dicom.unknown", tag)
        elif 0x10 <= element <= 0xFF:
            self._creator(level, group << 8 | element, self._value(at, end))
        else:
            self._private(level, tag, vr, at, end)

    def _creator(self, level: Level, block: int, value: bytes) -> None:
        name = value[:MAX_CREATOR_BYTES].strip(b" \0").decode("latin-1")
        if len(value) > MAX_CREATOR_BYTES or not name.isprintable():
            self.notes.add("dicom.private", (block >> 8) << 16 | block & 0xFF)
        level.creators[block] = name
        level.passing[block] = PASSING.get((block >> 8, name), frozenset())

    def _private(self, level: Level, tag: int, vr: bytes, at: int, end: int) -> None:
        block = (tag >> 16) << 8 | (tag >> 8) & 0xFF
        allowed = ALLOWED.get((tag >> 16, level.creators.get(block, ""), tag & 0xFF))
        if allowed is None or end - at > allowed.max_bytes or vr not in {b"", b"UN", allowed.vr}:
            self.notes.add("dicom.private", tag)
            return
        level.used.add(block)
        self._write(level, tag, allowed.vr, self._value(at, end))

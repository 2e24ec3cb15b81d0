"""A data set, element by element, written again in explicit little endian. Inside only.

Iterative, so that no depth of nesting exhausts a stack; every length is held against what encloses
it before anything is read. Sequences and items are written with undefined lengths: what is written
depends on nothing that comes after it.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from hygie.airlock.engine.dicom import vrs
from hygie.airlock.engine.dicom.checks_inside import checked
from hygie.airlock.engine.dicom.elements_inside import (
    ADDRESS,
    ALLOWED,
    ALLOWED_CREATORS,
    CHECK,
    DOCUMENT,
    KEEP,
    KNOWN,
    PIXEL_TAGS,
    PIXELS,
    SILENT,
    Rule,
    is_retired,
)
from hygie.airlock.engine.dicom.values_inside import (
    MAX_UID_BYTES,
    SUSPECT,
    UIDS,
    Notes,
    address,
    kept,
    swapped,
    without_carrier,
)

UNDEFINED = 0xFFFFFFFF
MAX_DEPTH = 32
MAX_ELEMENTS = 1_000_000
MAX_HEADER_BYTES = 128 << 20
FIRST_BYTES = 64 << 10

ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
REPRESENTATION = 0x00280103

_SHORT = struct.Struct("<HH2sH")
_LONG = struct.Struct("<HH2sHI")
_SHORT_VRS = vrs.ALL - vrs.LONG
_SHORT_TEXTS = vrs.TEXTS - vrs.LONG
_START_OF_ITEM = struct.pack("<HHI", 0xFFFE, 0xE000, UNDEFINED)
_END_OF_ITEM = struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
_END_OF_SEQUENCE = struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


class BrokenError(Exception):
    """The data set is not made as it says; `code` is the reason told."""

    def __init__(self, code: str = "dicom.broken") -> None:
        self.code = code
        super().__init__(code)


class Header:
    """The bytes of a file that were read so far, from its start; pixels are never read here."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.size = size
        self.content = file.read(FIRST_BYTES)

    def load(self, end: int) -> bytes:
        """Have the bytes up to `end`."""
        if end > MAX_HEADER_BYTES:
            raise BrokenError("dicom.too_long_header")
        if end > len(self.content):
            self.file.seek(len(self.content))
            more = max(end - len(self.content), len(self.content), FIRST_BYTES)
            self.content += self.file.read(more)
        if end > len(self.content):
            raise BrokenError
        return self.content


class Level:
    """A data set (`is_sequence` False: values by tag) or a sequence (its items, in order)."""

    __slots__ = (
        "creators", "end", "implicit", "is_sequence", "items", "kept", "needs_check", "tag",
        "used", "values",
    )  # fmt: skip

    def __init__(
        self, *, end: int, tag: int, implicit: bool, kept: bool, is_sequence: bool
    ) -> None:
        self.end = end
        self.tag = tag
        self.implicit = implicit
        self.kept = kept
        self.is_sequence = is_sequence
        self.items: list[bytes] = []
        self.values: dict[int, bytes] = {}
        self.creators: dict[int, str] = {}
        self.used: set[int] = set()
        self.needs_check = False


class Walk:
    """One data set from its first element to its pixels, or to its end.

    Attributes:
        top: what is to be written, by tag.
        pixels: tag, VR, place and length of the pixels, once they are met.
        document: place and length of an encapsulated document.
        at: where the walk stands.
        is_wary: look for programs and archives in each value; slower.
    """

    def __init__(
        self,
        header: Header,
        *,
        at: int,
        implicit: bool,
        big: bool,
        notes: Notes,
        is_wary: bool = False,
    ) -> None:
        self.header = header
        self.at = at
        self.notes = notes
        self.big = big
        order = ">" if big else "<"
        self.short = struct.Struct(f"{order}HH2sH")
        self.long = struct.Struct(f"{order}I")
        self.plain = struct.Struct(f"{order}HHI")
        self.is_wary = is_wary
        self.is_fast = not big and not is_wary
        self.top = Level(end=header.size, tag=0, implicit=implicit, kept=True, is_sequence=False)
        self.stack = [self.top]
        self.pixels: tuple[int, bytes, int, int] | None = None
        self.document: tuple[int, int] | None = None
        self.representation = b"US"
        self.count = 0
        self.began = at
        self.last_top = 0

    def run(self) -> None:
        """Walk to the pixels or to the end; leaves what cannot be read after the end.

        Raises:
            BrokenError: what cannot be read is not merely something added at the end.
        """
        try:
            while self.stack:
                self._step()
        except BrokenError as error:
            if error.code != "dicom.broken" or not self._is_after_the_end():
                raise
            self.at = self.began
            self.stack = []
        if self.top.needs_check:
            checked(self.top, self.notes)

    def _step(self) -> None:
        level = self.stack[-1]
        if self.at >= level.end:
            self._leave(level)
        elif level.is_sequence:
            self._item(level)
        elif len(self.stack) == 1:
            self._top_element(level)
        else:
            self._element(level)

    def _top_element(self, level: Level) -> None:
        self.began = self.at
        self._element(level)
        if self.pixels is not None:
            self.stack = []

    def _is_after_the_end(self) -> bool:
        """Whether what cannot be read is no element that should have been there."""
        if not self.top.values or self.top.values.keys() & {0x00280010}:
            return False  # an image whose pixels were not met
        try:
            tag, _, _, _ = self._head(self.top, self.began)
        except BrokenError:
            return self.header.size - self.began < 8
        return tag not in KNOWN or tag <= self.last_top

    def _head(self, level: Level, at: int) -> tuple[int, bytes, int, int]:
        """Tag, VR ("" when the file does not say), length and place of the value."""
        if at + 8 > level.end:
            raise BrokenError
        content = self.header.content
        if at + 12 > len(content):
            content = self.header.load(min(at + 12, self.header.size))
        if level.implicit:
            group, element, length = self.plain.unpack_from(content, at)
            return group << 16 | element, b"", length, at + 8
        group, element, vr, length = self.short.unpack_from(content, at)
        if vr in _SHORT_VRS:
            return group << 16 | element, vr, length, at + 8
        return self._rarer_head(group << 16 | element, vr, at, level)

    def _rarer_head(
        self, tag: int, vr: bytes, at: int, level: Level
    ) -> tuple[int, bytes, int, int]:
        content = self.header.content
        if vr in vrs.LONG:
            if at + 12 > level.end:
                raise BrokenError
            return tag, vr, self.long.unpack_from(content, at + 8)[0], at + 12
        if vr.isalpha() and vr.isupper():  # a VR of the future, or of a typing error
            return tag, b"UN", self.short.unpack_from(content, at)[3], at + 8
        # Some writers slip an implicit element among explicit ones.
        return tag, b"", self.long.unpack_from(content, at + 4)[0], at + 8

    def _element(self, level: Level) -> None:
        start = self.at
        tag, vr, length, at = self._head(level, start)
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise BrokenError("dicom.too_many")
        if length == UNDEFINED:
            self._undefined(level, tag, vr, at)
            return
        end = at + length
        if tag >> 16 == 0xFFFE:
            self._delimiter(level, tag, at)
            return
        if end > level.end and (level is not self.top or tag not in PIXEL_TAGS):
            raise BrokenError
        self.at = end
        if not level.kept:
            return
        rule = KNOWN.get(tag)
        if rule is None:
            self._unknown(level, tag, vr, at, end)
        elif self.is_fast and vr in rule.vrs and rule.action is KEEP:
            self._fast(level, tag, vr, start, at, end)
        else:
            self._slow(level, tag, vr, at, end, rule)

    def _fast(self, level: Level, tag: int, vr: bytes, start: int, at: int, end: int) -> None:
        """What most elements are: explicit, of their VR; their bytes are taken as they are."""
        content = self.header.content
        if end > len(content):
            content = self.header.load(end)
        if (end - at) % 2 == 0 and (
            (vr in _SHORT_TEXTS and SUSPECT.search(content, at, end) is None)
            or (
                vr == b"UI"
                and end - at <= MAX_UID_BYTES
                and UIDS.fullmatch(content, at, end) is not None
            )
            or (vr in vrs.NUMBERS and vr not in vrs.LONG and (end - at) % vrs.NUMBERS[vr] == 0)
        ):
            self._put(level, tag, content[start:end])
        elif vr == b"SQ":
            self._enter_sequence(level, tag, end=end, at=at, implicit=level.implicit, kept=True)
        else:
            self._write(level, tag, vr, content[at:end])

    def _put(self, level: Level, tag: int, piece: bytes) -> None:
        if tag in level.values:
            self.notes.add("dicom.duplicate", tag)
        level.values[tag] = piece
        if level is self.top:
            self.last_top = max(self.last_top, tag)
            if tag == REPRESENTATION and piece[8:10] == b"\1\0":
                self.representation = b"SS"

    def _write(self, level: Level, tag: int, vr: bytes, value: bytes) -> None:
        made = kept(swapped(value, vr) if self.big else value, vr, tag, self.notes)
        if self.is_wary and made:
            made = without_carrier(made, vr, tag, self.notes)
        if made is not None:
            self._put(level, tag, encoded(tag, vr, made))

    def _slow(self, level: Level, tag: int, vr: bytes, at: int, end: int, rule: Rule) -> None:
        if rule.action is SILENT:
            if tag == 0xFFFCFFFC and self.header.load(end)[at:end].strip(b"\0"):
                self.notes.add("dicom.padding", tag)
        elif rule.action is PIXELS:
            self._pixels(level, tag, vr, at, end - at)
        elif rule.action is DOCUMENT and level is self.top:
            self.document = (at, end - at)
        elif rule.action is ADDRESS:
            value = address(self.header.load(end)[at:end], tag, self.notes)
            self._put(level, tag, encoded(tag, b"UR", value))
        elif rule.action in {KEEP, CHECK}:
            level.needs_check |= rule.action is CHECK
            self._known(level, tag, vr, at, end, rule)
        else:
            self.notes.add(rule.action if rule.action is not DOCUMENT else "dicom.opaque", tag)

    def _known(self, level: Level, tag: int, vr: bytes, at: int, end: int, rule: Rule) -> None:
        made = self._vr(vr, rule)
        if not made:
            self.notes.add("dicom.wrong_type", tag)
        elif made == b"SQ":
            implicit = level.implicit or vr in {b"UN", b""}
            self._enter_sequence(level, tag, end=end, at=at, implicit=implicit, kept=True)
        else:
            self._write(level, tag, made, self.header.load(end)[at:end])

    def _vr(self, vr: bytes, rule: Rule) -> bytes:
        """The VR to write; "" when what the file says cannot be what the standard says."""
        standard = rule.vrs[0]
        if vr in {b"", b"UN"}:
            both = rule.vrs == (b"US", b"SS")
            return self.representation if both else standard
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
        if element == 0 and not group & 1:
            return  # a group's length: of no use, and no longer true
        if not group & 1:
            self.notes.add("dicom.retired" if is_retired(tag) else "dicom.unknown", tag)
        elif 0x10 <= element <= 0xFF:
            creator = self.header.load(end)[at:end].strip(b" \0")
            level.creators[group << 8 | element] = creator[:64].decode("latin-1")
        else:
            self._private(level, tag, vr, at, end)

    def _private(self, level: Level, tag: int, vr: bytes, at: int, end: int) -> None:
        block = (tag >> 16) << 8 | (tag >> 8) & 0xFF
        creator = level.creators.get(block, "")
        allowed = (
            ALLOWED.get((tag >> 16, creator, tag & 0xFF)) if creator in ALLOWED_CREATORS else None
        )
        if allowed is None:
            self.notes.add("dicom.private", tag)
            return
        if end - at > allowed.max_bytes or vr not in {b"", b"UN", allowed.vr}:
            self.notes.add("dicom.private", tag)
            return
        level.used.add(block)
        self._write(level, tag, allowed.vr, self.header.load(end)[at:end])

    def _pixels(self, level: Level, tag: int, vr: bytes, at: int, length: int) -> None:
        if level is self.top:
            self.pixels = (tag, vr, at, length)
        else:
            self.notes.add("dicom.icon", tag)

    def _undefined(self, level: Level, tag: int, vr: bytes, at: int) -> None:
        """An element without a length: a sequence, or frames."""
        rule = KNOWN.get(tag)
        if rule is not None and rule.action is PIXELS:
            if level is self.top:
                self.pixels = (tag, vr, at, UNDEFINED)
                return
            self._skip_fragments(level, at)
            self._drop(level, tag, rule)
            return
        if tag >> 16 == 0xFFFE:
            raise BrokenError
        is_kept = level.kept and rule is not None and rule.action is KEEP and rule.vrs == (b"SQ",)
        if level.kept and not is_kept:
            self._drop(level, tag, rule)
        implicit = level.implicit or vr in {b"UN", b""}
        self._enter_sequence(level, tag, end=level.end, at=at, implicit=implicit, kept=is_kept)

    def _drop(self, level: Level, tag: int, rule: Rule | None) -> None:
        if not level.kept:
            return
        if rule is None:
            private = "dicom.private" if tag >> 16 & 1 else "dicom.unknown"
            self.notes.add(private, tag)
        elif rule.action in {PIXELS, KEEP, CHECK, DOCUMENT, ADDRESS, SILENT}:
            self.notes.add("dicom.icon" if rule.action is PIXELS else "dicom.wrong_type", tag)
        else:
            self.notes.add(rule.action, tag)

    def _skip_fragments(self, level: Level, at: int) -> None:
        while True:
            if at + 8 > level.end:
                raise BrokenError
            content = self.header.load(at + 8)
            group, element, length = self.plain.unpack_from(content, at)
            at += 8
            if group << 16 | element == SEQUENCE_END:
                self.at = at
                return
            if group << 16 | element != ITEM or length > level.end - at:
                raise BrokenError
            at += length

    def _enter_sequence(
        self, level: Level, tag: int, *, end: int, at: int, implicit: bool, kept: bool
    ) -> None:
        if len(self.stack) > 2 * MAX_DEPTH:
            raise BrokenError("dicom.too_deep")
        self.at = at
        self.stack.append(Level(end=end, tag=tag, implicit=implicit, kept=kept, is_sequence=True))

    def _item(self, level: Level) -> None:
        if self.at + 8 > level.end:
            raise BrokenError
        content = self.header.load(self.at + 8)
        group, element, length = self.plain.unpack_from(content, self.at)
        self.at += 8
        tag = group << 16 | element
        if tag == ITEM:
            end = level.end if length == UNDEFINED else self.at + length
            if end > level.end:
                raise BrokenError
            self.count += 1
            self.stack.append(
                Level(
                    end=end, tag=ITEM, implicit=level.implicit, kept=level.kept, is_sequence=False
                )
            )
        elif tag == SEQUENCE_END:
            level.end = self.at
        elif tag != ITEM_END:
            raise BrokenError

    def _delimiter(self, level: Level, tag: int, at: int) -> None:
        """The end of an item; or of its sequence, by a writer who forgot to end the item."""
        self.at = at
        if len(self.stack) < 3 or tag == ITEM:
            raise BrokenError
        level.end = at
        if tag == SEQUENCE_END:
            self.stack[-2].end = at

    def _leave(self, level: Level) -> None:
        self.stack.pop()
        if not self.stack:
            return
        above = self.stack[-1]
        if not level.kept:
            return
        if level.is_sequence:
            head = _LONG.pack(level.tag >> 16, level.tag & 0xFFFF, b"SQ", 0, UNDEFINED)
            self._put(above, level.tag, head + b"".join(level.items) + _END_OF_SEQUENCE)
            return
        if level.needs_check:
            checked(level, self.notes)
        above.items.append(_START_OF_ITEM + written(level) + _END_OF_ITEM)


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

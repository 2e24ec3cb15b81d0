"""A data set, element by element, written again in explicit little endian. Inside only.

Iterative, so that no depth of nesting exhausts a stack; every length is held against what encloses
it before anything is read. Sequences and items are written without lengths: what is written depends
on nothing that comes after it.
"""

from __future__ import annotations

import struct

from hygie.airlock.engine.dicom import runs_inside, vrs
from hygie.airlock.engine.dicom.checks_inside import checked
from hygie.airlock.engine.dicom.elements_inside import KEEP, KNOWN, PIXEL_TAGS, PIXELS
from hygie.airlock.engine.dicom.keep_inside import Header, Keeper
from hygie.airlock.engine.dicom.level_inside import (
    UNDEFINED,
    BrokenError,
    Level,
    written_item,
    written_sequence,
)
from hygie.airlock.engine.dicom.values_inside import Notes

MAX_DEPTH = 32
# A step is what no run goes through: an item, a sequence, an odd element; a few microseconds each.
# Five thousand frames described one by one are ninety thousand steps.
MAX_STEPS = 250_000
MAX_ELEMENTS = 1_000_000
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
ROWS = 0x00280010

_SHORT_VRS = vrs.ALL - vrs.LONG


class Walk:
    """One data set from its first element to its pixels, or to its end.

    Attributes:
        top: what is to be written, by tag.
        keeper: what was decided; its `pixels` and `document` once they are met.
        at: where the walk stands.
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
        self.has_runs = not big and not is_wary
        self.top = Level(end=header.size, tag=0, implicit=implicit, kept=True, is_sequence=False)
        self.keeper = Keeper(header, top=self.top, notes=notes, big=big, is_wary=is_wary)
        self.stack = [self.top]
        self.count = 0
        self.steps = 0
        self.began = at

    def run(self) -> None:
        """Walk to the pixels or to the end; what is merely added after the end is not read.

        Raises:
            BrokenError: it ends too soon, or is not made as it says.
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
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise BrokenError("dicom.too_many")
        level = self.stack[-1]
        if self.at >= level.end:
            self._leave(level)
        elif level.is_sequence:
            self._item(level)
        else:
            if self.has_runs and level.kept and not level.implicit:
                self._runs(level)
            if level is self.top:
                self.began = self.at
            if self.at < level.end:
                self._element(level)
            if self.keeper.pixels is not None:
                self.stack = []

    def _runs(self, level: Level) -> None:
        """Go through what is plain, then through what is private, as far as it is loaded."""
        content = self.header.content
        stop = min(level.end, len(content))
        before = len(level.values)
        self.at = runs_inside.plain(content, self.at, stop, level.values)
        at, count = runs_inside.private(content, self.at, stop, level.passing)
        if count:
            group, element = struct.unpack_from("<HH", content, self.at)
            self.notes.add("dicom.private", group << 16 | element, count=count)
        self.at = at
        self._count(len(level.values) - before + count)

    def _count(self, more: int) -> None:
        self.count += more
        if self.count > MAX_ELEMENTS:
            raise BrokenError("dicom.too_many")

    def _is_after_the_end(self) -> bool:
        """Whether what cannot be read is no element that should have been there."""
        if not self.top.values or ROWS in self.top.values:
            return False  # an image whose pixels were not met
        try:
            tag, _, _, _ = self._head(self.top, self.began)
        except BrokenError:
            return self.header.size - self.began < 8
        return tag not in KNOWN or tag <= max(self.top.values)

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
        tag, vr, length, at = self._head(level, self.at)
        if length == UNDEFINED:
            self._undefined(level, tag, vr, at)
            return
        if tag >> 16 == 0xFFFE:
            self._delimiter(level, tag, at)
            return
        end = at + length
        if end > level.end and (level is not self.top or tag not in PIXEL_TAGS):
            raise BrokenError
        self.at = end
        if level.kept and self.keeper.keep(level, tag, vr, at, end):
            self._enter(level, tag, vr, at=at, end=end, kept=True)

    def _undefined(self, level: Level, tag: int, vr: bytes, at: int) -> None:
        """An element without a length: a sequence, or frames."""
        rule = KNOWN.get(tag)
        if tag >> 16 == 0xFFFE:
            raise BrokenError
        if rule is not None and rule.action is PIXELS:
            if level is self.top:
                self.keeper.pixels = (tag, vr, at, UNDEFINED)
                return
            self._skip_fragments(level, at)
            if level.kept:
                self.keeper.drop(tag, rule)
            return
        is_kept = level.kept and rule is not None and rule.action is KEEP and rule.vrs == (b"SQ",)
        if level.kept and not is_kept:
            self.keeper.drop(tag, rule)
        self._enter(level, tag, vr, at=at, end=level.end, kept=is_kept, is_open=True)

    def _skip_fragments(self, level: Level, at: int) -> None:
        while True:
            if at + 8 > level.end:
                raise BrokenError
            group, element, length = self.plain.unpack_from(self.header.load(at + 8), at)
            at += 8
            if group << 16 | element == SEQUENCE_END:
                self.at = at
                return
            if group << 16 | element != ITEM or length > level.end - at:
                raise BrokenError
            at += length

    def _enter(
        self,
        level: Level,
        tag: int,
        vr: bytes,
        *,
        at: int,
        end: int,
        kept: bool,
        is_open: bool = False,
    ) -> None:
        if len(self.stack) > 2 * MAX_DEPTH:
            raise BrokenError("dicom.too_deep")
        self.at = at
        # In a sequence that hides as UN, nothing says its VR (PS3.5 §6.2.2, note 2).
        implicit = level.implicit or vr in {b"UN", b""}
        entered = Level(end=end, tag=tag, implicit=implicit, kept=kept, is_sequence=True)
        entered.is_open = is_open
        self.stack.append(entered)

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
            entered = Level(
                end=end, tag=ITEM, implicit=level.implicit, kept=level.kept, is_sequence=False
            )
            entered.is_open = length == UNDEFINED
            self.stack.append(entered)
        elif tag == SEQUENCE_END:
            _close(level, self.at)
        elif tag != ITEM_END:
            raise BrokenError

    def _delimiter(self, level: Level, tag: int, at: int) -> None:
        """The end of an item; or of its sequence, by a writer who forgot to end the item."""
        self.at = at
        if len(self.stack) < 3 or tag == ITEM:
            raise BrokenError
        _close(level, at)
        if tag == SEQUENCE_END:
            _close(self.stack[-2], at)

    def _leave(self, level: Level) -> None:
        if level.is_open:
            raise BrokenError
        self.stack.pop()
        if not self.stack or not level.kept:
            return
        above = self.stack[-1]
        if level.is_sequence:
            self.keeper.put(above, level.tag, written_sequence(level))
            return
        if level.needs_check:
            checked(level, self.notes)
        above.items.append(written_item(level))


def _close(level: Level, at: int) -> None:
    level.end = at
    level.is_open = False

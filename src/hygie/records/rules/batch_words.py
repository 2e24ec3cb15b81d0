"""The sentences of a batch: one pattern for each shape of outcome, filled with each row's days.

They are those of `explain`, word for word. Rows in error are left to `explain`: their sentence
quotes what was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from hygie.core.clock import french_date
from hygie.records.rules.columns import STATUSES, Columns, Results
from hygie.records.rules.evaluate import review_day
from hygie.records.rules.law import WHOLE_FILE
from hygie.records.rules.outcome import Decider, Doubt, Status
from hygie.records.rules.tables import Days, day_of
from hygie.records.rules.words import SLOT, Shape, Words

Rows: TypeAlias = NDArray[np.int64]
Filler: TypeAlias = Callable[[Rows], Iterable[str]]

_ERROR = STATUSES.index(Status.ERROR)
# Bits of a shape's key, from the lowest.
_WIDTHS = (3, 4, 8, 4, 13, 1, 1)


class Texts(dict[int, str]):
    """Days as text, each made once; a million rows share a few thousand days."""

    def __init__(self, say: Callable[[int], str]) -> None:
        super().__init__({0: ""})
        self._say = say

    def __missing__(self, number: int) -> str:
        text = self[number] = self._say(number)
        return text


def french_days() -> Texts:
    """06/02/2023 for the number of a day, as `clock.french_date` but quicker."""

    def say(number: int) -> str:
        year, month, day = str(day_of(number)).split("-")
        return f"{day}/{month}/{year}"

    return Texts(say)


def iso_days() -> Texts:
    """2023-02-06 for the number of a day."""
    return Texts(lambda number: str(day_of(number)))


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The rows to tell.

    Attributes:
        columns: what was given.
        results: what was decided.
        words: of the day on which it was decided.
        french: days as text.
        reasons: the reason of each row's category.
        more: what else may fill a frame, by name; each gives the texts of some rows.
    """

    columns: Columns
    results: Results
    words: Words
    french: Texts
    reasons: Sequence[str]
    more: Mapping[str, Filler] = field(default_factory=dict)

    def sentences(
        self, frame: Callable[[Shape, str], str] = lambda _shape, text: text
    ) -> list[str]:
        """The sentence of each row, put in a frame; empty for a row in error."""
        found = [""] * len(self.columns)
        keys = _keys(self.columns, self.results)
        for key in np.unique(keys).tolist():
            shape = _shape(key, self.columns)
            if shape is None:
                continue
            rows = np.flatnonzero(keys == key)
            for row, text in zip(rows.tolist(), self._told(shape, rows, frame), strict=True):
                found[row] = text
        return found

    def _told(self, shape: Shape, rows: Rows, frame: Callable[[Shape, str], str]) -> Iterator[str]:
        """The texts of rows of one shape; no line of Python runs for each of them."""
        fixed_and_slots = SLOT.split(frame(shape, self.words.pattern(shape)))
        parts = [
            self._slot(part, rows) if place % 2 else repeat(part, len(rows))
            for place, part in enumerate(fixed_and_slots)
        ]
        return map("".join, zip(*parts, strict=True))

    def _slot(self, slot: str, rows: Rows) -> Iterable[str]:
        """What fills one slot, for some rows; the same as `explain.slots`."""
        if slot in self.more:
            return self.more[slot](rows)
        if slot == "reason":
            return map(self.reasons.__getitem__, rows.tolist())
        if slot == "days":
            return map(str, self.results.suspended_days[rows].tolist())
        if slot == "review":
            ends = map(day_of, self.results.ordinary_end[rows].tolist())
            return (french_date(review_day(end, self.words.law, self.words.on)) for end in ends)
        return map(self.french.__getitem__, self._days(slot, rows).tolist())

    def _days(self, slot: str, rows: Rows) -> Days:
        columns, results = self.columns, self.results
        if slot == "contact":
            death, contact = columns.death_last[rows], columns.contact_last[rows]
            return np.where((death != 0) & (death < contact), death, contact)
        if slot == "base":
            return results.end[rows] - results.suspended_days[rows]
        by_name = {
            "end": results.end,
            "prudent": results.end_prudent,
            "after": results.eliminable_from,
            "claim": results.claim,
            "death": columns.death_last,
        }
        return by_name[slot][rows]


def _keys(columns: Columns, results: Results) -> NDArray[np.int64]:
    parts = (
        results.status,
        results.decider,
        columns.profession,
        columns.category * (results.decider == Decider.CATEGORY),
        results.doubts,
        results.suspended_days > 0,
        results.end != results.end_prudent,
    )
    keys, shift = np.zeros(len(columns), dtype=np.int64), 0
    for part, width in zip(parts, _WIDTHS, strict=True):
        keys |= part.astype(np.int64) << shift
        shift += width
    return keys


def _shape(key: int, columns: Columns) -> Shape | None:
    """The shape of a key; None for an error."""
    status, decider, profession, category, doubts, has_days, is_split = _parts(key)
    if status == _ERROR:
        return None
    return Shape(
        status=STATUSES[status],
        decider=Decider(decider),
        profession=columns.professions[profession],
        document_class=WHOLE_FILE,
        category=columns.categories[category - 1] if category else "",
        doubts=Doubt(doubts),
        has_days=bool(has_days),
        is_split=bool(is_split),
    )


def _parts(key: int) -> list[int]:
    found = []
    for width in _WIDTHS:
        found.append(key & ((1 << width) - 1))
        key >>= width
    return found

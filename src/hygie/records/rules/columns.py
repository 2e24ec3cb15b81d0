"""Many records as arrays: what the batch reads, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hygie.records.rules.outcome import Decider, Doubt, Outcome, Status
from hygie.records.rules.record import Record
from hygie.records.rules.tables import Days, Flags, day_of, number

STATUSES = tuple(Status)
STATUS_CODES = {status: place for place, status in enumerate(STATUSES)}
Codes = NDArray[np.int8]


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The claims of all records, in any order.

    Attributes:
        row: of which record.
        first: first day.
        last: last day, 0 while open.
    """

    row: NDArray[np.int64]
    first: Days
    last: Days

    def taken(self, chosen: NDArray[np.bool_]) -> Claims:
        """Some of the claims."""
        return Claims(row=self.row[chosen], first=self.first[chosen], last=self.last[chosen])


_NO_CLAIM = Claims(
    row=np.empty(0, dtype=np.int64),
    first=np.empty(0, dtype=np.int32),
    last=np.empty(0, dtype=np.int32),
)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Whole records, a row each; days are those of `tables`, 0 when unknown or absent.

    Attributes:
        birth_first, birth_last: the days among which the patient was born.
        contact_first, contact_last: those of the last contact.
        death_first, death_last: those of a death whose date is known.
        is_death_undated: the patient died, nobody knows when.
        profession: rank in `professions`.
        category: 0 for none, else one more than its rank in `categories`.
        claims: of all rows.
        professions: codes.
        categories: ids.
    """

    birth_first: Days
    birth_last: Days
    contact_first: Days
    contact_last: Days
    death_first: Days
    death_last: Days
    is_death_undated: Flags
    profession: Codes
    category: Codes
    claims: Claims
    professions: tuple[str, ...]
    categories: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.contact_last)

    def rows(self, chosen: NDArray[np.int64]) -> Columns:
        """Some of the rows, with their claims."""
        place = np.full(len(self), -1, dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        row = place[self.claims.row]
        found = self.claims.taken(row >= 0)
        claims = Claims(row=row[row >= 0], first=found.first, last=found.last)
        return self._with(chosen, claims)

    def part(self, start: int, stop: int) -> Columns:
        """Rows in a row, without copying, and without their claims."""
        return self._with(slice(start, stop), _NO_CLAIM)

    def _with(self, chosen: NDArray[np.int64] | slice, claims: Claims) -> Columns:
        taken: dict[str, Any] = {
            field.name: value[chosen] if isinstance(value, np.ndarray) else value
            for field in fields(self)
            for value in (getattr(self, field.name),)
        }
        return Columns(**taken | {"claims": claims})


@dataclass(frozen=True, kw_only=True)
class Results:
    """What was decided, a row each; names are those of `Outcome`, days 0 when there is none.

    `ordinary_end` is the prudent end that a record without end would have had.
    """

    status: Codes
    decider: Codes
    end: Days
    end_prudent: Days
    eliminable_from: Days
    active_until: Days
    suspended_days: Days
    claim: Days
    ordinary_end: Days
    doubts: NDArray[np.int32]

    @classmethod
    def empty(cls, count: int) -> Results:
        """Room for so many rows."""
        kinds = {"status": np.int8, "decider": np.int8}
        room: dict[str, Any] = {
            field.name: np.zeros(count, dtype=kinds.get(field.name, np.int32))
            for field in fields(cls)
        }
        return cls(**room)

    def part(self, start: int, stop: int) -> Results:
        """Rows in a row, to be written to."""
        views: dict[str, Any] = {
            field.name: getattr(self, field.name)[start:stop] for field in fields(self)
        }
        return Results(**views)

    def clear(self, rows: NDArray[np.int64], status: Status, decider: Decider) -> None:
        """No end: nothing of a delay remains but the active period."""
        if not len(rows):
            return
        self.status[rows] = STATUS_CODES[status]
        self.decider[rows] = decider
        days = (self.end, self.end_prudent, self.eliminable_from, self.suspended_days, self.claim)
        for column in (*days, self.doubts):
            column[rows] = 0

    def put(self, rows: NDArray[np.int64], other: Results) -> None:
        """Write the results of some rows."""
        for field in fields(self):
            getattr(self, field.name)[rows] = getattr(other, field.name)

    def outcome(self, row: int) -> Outcome:
        """One row as an outcome; when to look again is told on demand only."""
        return Outcome(
            status=STATUSES[self.status[row]],
            decider=Decider(int(self.decider[row])),
            end=day_of(int(self.end[row])),
            end_prudent=day_of(int(self.end_prudent[row])),
            eliminable_from=day_of(int(self.eliminable_from[row])),
            active_until=day_of(int(self.active_until[row])),
            suspended_days=int(self.suspended_days[row]),
            claim=day_of(int(self.claim[row])),
            doubts=Doubt(int(self.doubts[row])),
        )


def columns_from(records: Sequence[Record]) -> Columns:
    """Records as arrays; their class of document is the whole record."""
    professions = tuple(sorted({record.profession for record in records}))
    categories = tuple(sorted({record.category for record in records} - {""}))
    rank = {"": 0} | {name: place for place, name in enumerate(categories, start=1)}
    claims = [(row, claim) for row, record in enumerate(records) for claim in record.claims]

    def days(event: str, bound: str) -> Days:
        spans = (getattr(record, event) for record in records)
        found = [number(getattr(span, bound)) if span else 0 for span in spans]
        return np.array(found, dtype=np.int32)

    dates = {
        f"{event}_{bound}": days(event, bound)
        for event in ("birth", "contact", "death")
        for bound in ("first", "last")
    }
    return Columns(
        **dates,
        is_death_undated=np.array([one.is_death_undated for one in records], dtype=np.bool_),
        profession=np.array([professions.index(one.profession) for one in records], dtype=np.int8),
        category=np.array([rank[one.category] for one in records], dtype=np.int8),
        claims=Claims(
            row=np.array([row for row, _ in claims], dtype=np.int64),
            first=np.array([number(claim.first) for _, claim in claims], dtype=np.int32),
            last=np.array([number(claim.last) for _, claim in claims], dtype=np.int32),
        ),
        professions=professions,
        categories=categories,
    )

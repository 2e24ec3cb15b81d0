"""Cells of a table as columns of days: each different cell is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from operator import itemgetter
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hygie.records.rules.columns import Claims, Columns
from hygie.records.rules.dates import LAST_DAY, UnreadableError, span_from
from hygie.records.rules.law import Law
from hygie.records.rules.record import (
    Record,
    category_from,
    claim_from,
    claims_in,
    profession_from,
    record_from,
)
from hygie.records.rules.tables import number

Row: TypeAlias = list[str]
# A cell of dates as one number: first day, last day, "given but unknown"; below 0 when unreadable.
_SHIFT, _MASK, _UNDATED = 20, (1 << 20) - 1, 1 << 40
_BAD = -1
_LAST = number(LAST_DAY)
# Cells that were read are kept up to so many: a table of junk must not fill the memory.
_MOST_CELLS = 200_000
_MANY = " |,;"


class _Cells(dict[str, int]):
    def __init__(self, read: Callable[[str], int]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> int:
        if len(self) >= _MOST_CELLS:
            self.clear()
        try:
            value = self._read(cell)
        except UnreadableError:
            value = _BAD
        self[cell] = value
        return value


def _date(cell: str) -> int:
    if len(cell) == 10 and cell[4] == cell[7] == "-":  # whole days, ten times quicker
        with suppress(ValueError):
            day = number(date.fromisoformat(cell))
            if 0 < day <= _LAST:
                return day << _SHIFT | day
    span = span_from(cell)
    if span is None:
        return _UNDATED if cell.strip() else 0
    return number(span.first) << _SHIFT | number(span.last)


class Reader:
    """Reads rows whose columns have these names; an absent column is empty everywhere."""

    def __init__(self, law: Law, names: Sequence[str]) -> None:
        self._law = law
        self._places = {name: place for place, name in reversed(list(enumerate(names)))}
        self._professions = tuple(law.professions)
        self._categories = tuple({category.id for category in law.categories.values()})
        self._dates = _Cells(_date)
        self._contacts = _Cells(self._contact)
        self._profession = _Cells(lambda cell: self._professions.index(profession_from(cell, law)))
        self._category = _Cells(self._category_rank)

    def record(self, row: Row) -> Record:
        """One row alone.

        Raises:
            UnreadableError: when a cell cannot be understood.
        """
        return record_from(
            self._law,
            birth=self._cell(row, "birth"),
            contacts=_several(self._cell(row, "last_contact")),
            death=self._cell(row, "death"),
            profession=self._cell(row, "profession"),
            category=self._cell(row, "category"),
            claims=claims_in(self._cell(row, "claims")),
        )

    def columns(self, rows: list[Row]) -> tuple[Columns, list[str], list[int]]:
        """The rows as columns, the reason of each category, and the rows that cannot be read."""
        birth, contact, death, profession, category = (
            self._read(rows, name, cells)
            for name, cells in (
                ("birth", self._dates),
                ("last_contact", self._contacts),
                ("death", self._dates),
                ("profession", self._profession),
                ("category", self._category),
            )
        )
        is_bad = (birth | contact | death | profession | category) < 0
        claims, bad_claims = self._claims(rows)
        for days in (birth, contact, death, profession, category):
            days[is_bad] = 0
        undated = death >= _UNDATED
        columns = Columns(
            **{
                f"{name}_{bound}": (days >> shift & _MASK).astype(np.int32)
                for name, days in (("birth", birth), ("contact", contact), ("death", death))
                for bound, shift in (("first", _SHIFT), ("last", 0))
            },
            is_death_undated=undated,
            profession=profession.astype(np.int8),
            category=category.astype(np.int8),
            claims=claims,
            professions=self._professions,
            categories=self._categories,
        )
        return columns, self._reasons(rows, category), [*np.flatnonzero(is_bad), *bad_claims]

    def _cell(self, row: Row, name: str) -> str:
        place = self._places.get(name)
        return "" if place is None else row[place]

    def _read(self, rows: list[Row], name: str, cells: _Cells) -> NDArray[np.int64]:
        place = self._places.get(name)
        if place is None:
            return np.full(len(rows), cells[""], dtype=np.int64)
        column = map(itemgetter(place), rows)
        return np.fromiter(map(cells.__getitem__, column), dtype=np.int64, count=len(rows))

    def _claims(self, rows: list[Row]) -> tuple[Claims, list[int]]:
        place = self._places.get("claims")
        found: list[tuple[int, int, int]] = []
        bad: list[int] = []
        if place is not None:
            for rank, row in enumerate(rows):
                if not row[place]:
                    continue
                try:
                    claims = [claim_from(text) for text in claims_in(row[place])]
                except UnreadableError:
                    bad.append(rank)
                    continue
                found += [(rank, number(claim.first), number(claim.last)) for claim in claims]
        kinds: tuple[Any, ...] = (np.int64, np.int32, np.int32)
        row_of, first, last = (
            np.array([one[part] for one in found], dtype=kind) for part, kind in enumerate(kinds)
        )
        return Claims(row=row_of, first=first, last=last), bad

    def _contact(self, cell: str) -> int:
        several = _several(cell)
        if len(several) == 1:
            return _date(cell)
        span = record_from(self._law, birth="", contacts=several).contact
        return number(span.first) << _SHIFT | number(span.last) if span else 0

    def _category_rank(self, cell: str) -> int:
        name, _ = category_from(cell, self._law)
        return self._categories.index(name) + 1 if name else 0

    def _reasons(self, rows: list[Row], category: NDArray[np.int64]) -> list[str]:
        reasons = [""] * len(rows)
        for rank in np.flatnonzero(category).tolist():
            reasons[rank] = category_from(self._cell(rows[rank], "category"), self._law)[1]
        return reasons


def _several(cell: str) -> list[str]:
    """The dates of a cell: one, or several contacts between spaces, commas or bars."""
    for mark in _MANY[1:]:
        cell = cell.replace(mark, " ")
    return cell.split() or [""]

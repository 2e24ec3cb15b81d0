"""Days as small numbers, and tables that add years to all of them at once.

Day 1 is 1 January 1850; 0 is "no day", and stays 0 in every table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from hygie.records.rules.dates import DAY, FIRST_DAY, LAST_DAY
from hygie.records.rules.law import Rule

Days = NDArray[np.int32]
Flags = NDArray[np.bool_]

_ZERO = FIRST_DAY.toordinal() - 1


def number(day: date | None) -> int:
    """The number of a day; 0 for none."""
    return day.toordinal() - _ZERO if day else 0


def day_of(number: int) -> date | None:
    """The day of a number; None for 0."""
    return date.fromordinal(number + _ZERO) if number else None


_Kind = TypeVar("_Kind", bound=np.generic)


def at(
    table: NDArray[_Kind],
    days: NDArray[np.integer[Any]],
    *,
    out: NDArray[_Kind] | None = None,
) -> NDArray[_Kind]:
    """The table at each day; five times quicker than indexing when days are already `intp`."""
    return table.take(days, mode="clip", out=out)


@dataclass(frozen=True)
class Later:
    """So much later than each day, under both readings of a day that does not exist."""

    clamp: Days
    round_up: Days

    def reading(self, *, round_up: bool) -> Days:
        """The table of one reading."""
        return self.round_up if round_up else self.clamp


@cache
def later(value: int, unit: str) -> Later:
    """The tables of a duration."""
    days = _all_days()
    if unit == "days":
        return Later(*[_table(days + np.timedelta64(value, "D"))] * 2)
    months = days.astype("datetime64[M]")
    day_of_month = days - months.astype("datetime64[D]")
    target = months + np.timedelta64(value if unit == "months" else 12 * value, "M")
    first = target.astype("datetime64[D]")
    length = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - first
    clamp = first + np.minimum(day_of_month, length - np.timedelta64(1, "D"))
    return Later(_table(clamp), _table(clamp + (day_of_month >= length).astype("timedelta64[D]")))


def later_by(rule: Rule) -> Later:
    """The tables of a rule's duration."""
    return later(rule.value, rule.unit)


@cache
def unsure_days(*, in_months: bool) -> Flags:
    """Which days may have no match later: 29 February; counted in months, every 29th to 31st."""
    days = _all_days()
    months = days.astype("datetime64[M]")
    is_unsure = (days - months.astype("datetime64[D]")).astype(np.int64) >= 28
    if not in_months:
        is_unsure &= months.astype(np.int64) % 12 == 1
    found: Flags = np.concatenate(([False], is_unsure))
    return found


def _all_days() -> NDArray[np.datetime64]:
    return np.arange(np.datetime64(FIRST_DAY, "D"), np.datetime64(LAST_DAY + DAY, "D"))


def _table(days: NDArray[np.datetime64]) -> Days:
    since_1970 = days.astype(np.int64) + date(1970, 1, 1).toordinal() - _ZERO
    return np.concatenate(([0], since_1970)).astype(np.int32)

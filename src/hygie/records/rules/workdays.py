"""The days that do not work in France, for a term that a Saturday or a holiday pushes on."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hygie.core import rules

DATA = Path(__file__).parents[1] / "data" / "requests_clocks.toml"


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The days of a year that do not work in France, Alsace and Moselle apart."""
    table = rules.load(DATA)["holidays"]
    fixed = [date.fromisoformat(f"{year}-{day}") for day in table["fixed"]]
    moving = [easter(year) + timedelta(days=int(days)) for days in table["after_easter"]]
    return frozenset([*fixed, *moving])


def next_working_day(day: date) -> date:
    """That day, or the next that is no Saturday, Sunday or holiday (regulation 1182/71, 3(4))."""
    while day.weekday() >= calendar.SATURDAY or day in holidays(day.year):
        day += timedelta(days=1)
    return day

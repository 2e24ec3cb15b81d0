"""Dates as people in France type them: 06/02/1961, 6 fév 1961, 060261, 1961-02-06."""

from __future__ import annotations

import re
from datetime import date

from hygie.patients.rules.traits import as_trait

_MONTHS = ("JANVIER", "FEVRIER", "MARS", "AVRIL", "MAI", "JUIN", "JUILLET", "AOUT", "SEPTEMBRE",
           "OCTOBRE", "NOVEMBRE", "DECEMBRE")  # fmt: skip
# "ju" alone could be June or July; "mar" and "mai" are told apart by three letters.
_SHORTEST = 3
_SEPARATED = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2})(?:ER)?\s+([A-Z]{3,9})\.?\s+(\d{4}|\d{2})(?!\d)")
_TOGETHER = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4}|\d{2})(?!\d)")
_ISO_TOGETHER = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")


def day_of(text: str, *, today: date) -> date | None:
    """The one day that a text is, the latest past one when its year has two digits."""
    found, rest = days_in(text, today=today)
    if not found or rest.strip():
        return None
    return next((day for day in found if day <= today), found[0])


def days_in(text: str, *, today: date) -> tuple[list[date], str]:
    """The days that the first date of a text may be, and the text without it."""
    bare = as_trait(text)
    for pattern, order in (
        (_ISO, "ymd"), (_SEPARATED, "dmy"), (_IN_WORDS, "dwy"), (_TOGETHER, "dmy"),
        (_ISO_TOGETHER, "ymd"),
    ):  # fmt: skip
        for match in pattern.finditer(bare):
            parts = dict(zip(order, match.groups(), strict=True))
            month = _month_of(parts["w"]) if "w" in parts else int(parts["m"])
            years = _years_of(parts["y"], today)
            days = [_day(year, month, int(parts["d"])) for year in years]
            if real := [day for day in days if day]:
                return real, f"{bare[: match.start()]} {bare[match.end() :]}"
    return [], bare


def _month_of(word: str) -> int:
    found = [rank for rank, name in enumerate(_MONTHS, start=1) if name.startswith(word)]
    if word == "JUIL":
        found = [7]
    return found[0] if len(found) == 1 and len(word) >= _SHORTEST else 0


def _years_of(digits: str, today: date) -> list[int]:
    """A year of two digits is of this century or the last, never of the next years."""
    if len(digits) == 4:
        return [int(digits)]
    this_century = today.year - today.year % 100 + int(digits)
    return [year for year in (this_century, this_century - 100) if year <= today.year]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

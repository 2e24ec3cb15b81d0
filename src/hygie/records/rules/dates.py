"""Days as people know them (a day, a month, a year, unknown), and counting in years.

No text says how to count the retention of records. "Clamp" is the reading of article 641 of the
code of civil procedure: 29 February plus ten years is 28 February. "Round up" makes it 1 March.
They differ for 29 February only; the later date is the prudent one.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from hygie.core.errors import HygieError

DAY = timedelta(days=1)
# Tables of days cover 1850 to 2250: a date of 2200 plus the longest duration stays inside.
FIRST_DAY = date(1850, 1, 1)
LAST_DAY = date(2200, 12, 31)
UNKNOWN_WORDS = {"", "unknown", "inconnu", "inconnue"}

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class UnreadableError(HygieError):
    """Something given cannot be understood: the record is kept, and the person asked."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days among which an event happened: one day when it is known."""

    first: date
    last: date

    @property
    def is_exact(self) -> bool:
        """The day is known."""
        return self.first == self.last


def span_from(text: str) -> Span | None:
    """Read YYYY-MM-DD, YYYY-MM, YYYY; None for "unknown".

    Raises:
        UnreadableError: `records.bad_date`.
    """
    untrusted = text.strip()
    if untrusted.lower() in UNKNOWN_WORDS:
        return None
    match = _DATE.fullmatch(untrusted)
    if match is None:
        raise UnreadableError(
            "records.bad_date",
            f"La date «\u00a0{untrusted[:40]}\u00a0» est illisible.",
            advice="Écrivez AAAA-MM-JJ, AAAA-MM, AAAA ou «\u00a0unknown\u00a0».",
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        span = _span(year or 0, month, day)
    except ValueError as error:
        raise UnreadableError(
            "records.bad_date",
            f"La date «\u00a0{untrusted}\u00a0» n’existe pas dans le calendrier.",
            advice="Vérifiez-la.",
        ) from error
    if span.first < FIRST_DAY or span.last > LAST_DAY:
        raise UnreadableError(
            "records.bad_date",
            f"La date «\u00a0{untrusted}\u00a0» est hors des années "
            f"{FIRST_DAY.year} à {LAST_DAY.year}.",
            advice="Vérifiez-la.",
        )
    return span


def _span(year: int, month: int | None, day: int | None) -> Span:
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return Span(date(year, month, day), date(year, month, day))


def add(day: date, value: int, unit: str = "years", *, round_up: bool = False) -> date:
    """The day so much later; where that day of the month does not exist, clamp or round up."""
    if unit == "days":
        return day + timedelta(days=value)
    months = day.month - 1 + (value if unit == "months" else 12 * value)
    year, month = day.year + months // 12, months % 12 + 1
    length = calendar.monthrange(year, month)[1]
    if day.day <= length:
        return date(year, month, day.day)
    return date(year, month, length) + round_up * DAY


def latest_reaching(limit: date, years: int, *, round_up: bool) -> date:
    """The latest day which, so many years later, does not pass the limit."""
    found = add(limit, -years)
    after = found + DAY
    return after if add(after, years, round_up=round_up) <= limit else found

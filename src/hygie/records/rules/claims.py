"""Claims stop the count: the union of their intervals, within the delay that runs.

Two readings. The plain one counts the days of claims between the start and the original end. The
prudent one lets a claim that outlasts this end push it further: a stopped delay cannot end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hygie.records.rules.dates import DAY
from hygie.records.rules.record import Claim


def closed(claims: Iterable[Claim]) -> list[tuple[date, date]]:
    """The intervals of the claims that have an end, by their first day."""
    return sorted((claim.first, claim.last) for claim in claims if claim.last is not None)


def days_within(intervals: Iterable[tuple[date, date]], start: date, end: date) -> int:
    """How many days of the union lie between start and end, both counted."""
    days, covered = 0, start - DAY
    for first, last in intervals:
        days += max(0, (min(last, end) - max(first, covered + DAY)).days + 1)
        covered = max(covered, last)
    return days


def pushed_end(intervals: Iterable[tuple[date, date]], start: date, end: date) -> date:
    """The end, pushed by the whole of each interval that begins before it."""
    covered = start - DAY
    for first, last in intervals:
        begins = max(first, covered + DAY)
        if begins <= end:
            end += max(0 * DAY, last - begins + DAY)
        covered = max(covered, last)
    return end

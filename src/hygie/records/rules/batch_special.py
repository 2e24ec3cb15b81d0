"""The rows that are not plain: incomplete dates, 29 February, claims. Same rules as `ends`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hygie.records.rules.columns import STATUS_CODES, Claims, Codes, Columns, Results
from hygie.records.rules.law import Regime
from hygie.records.rules.outcome import Decider, Doubt, Status
from hygie.records.rules.tables import Days, Flags, later, later_by

_NEVER = np.iinfo(np.int32).max
Interval = tuple[NDArray[np.int64], Days, Days]


@dataclass(frozen=True)
class Dates:
    """Days narrowed by one another, as `ends.narrowed`; 0 when unknown or absent."""

    birth: Days
    contact_first: Days
    contact_last: Days
    death_first: Days
    death_last: Days


@dataclass(frozen=True)
class Ends:
    """One candidate a row, as `ends.Candidate`; only where it is possible."""

    is_possible: Flags
    decider: Codes
    end: Days
    start: Days
    earliest: Days


def decide(columns: Columns, regime: Regime, found: Results) -> None:
    """The ends of these rows; those without a last contact get none that means anything."""
    dates = _narrowed(columns)
    readings = [list(_candidates(dates, regime, round_up=up)) for up in (False, True)]
    legal, other = (_legal(reading) for reading in readings)
    intervals = list(_by_rank(columns.claims)) if regime.suspension else []
    days = _days_within(intervals, legal.start, legal.end)
    end = legal.end + days
    prudent = np.zeros_like(end)
    for one in readings[0] + readings[1]:
        pushed = _pushed_end(intervals, one.earliest, one.end)
        prudent = np.maximum(prudent, np.where(one.is_possible, pushed, 0))
    doubts = np.zeros(len(columns), dtype=np.int32)
    is_february = legal.end != other.end
    if regime.active:
        table = later_by(regime.active)
        active = table.clamp[dates.contact_last]
        found.active_until[:] = active
        is_february |= active != table.round_up[dates.contact_last]
    doubts[is_february] |= Doubt.FEB29
    doubts[(days > 0) & (legal.decider == Decider.BIRTHDAY)] |= Doubt.SUSPENDED_BIRTHDAY
    doubts[_pushed_end(intervals, legal.start, legal.end) != end] |= Doubt.CLAIM_PAST_END
    found.decider[:] = legal.decider
    found.end[:] = end
    found.end_prudent[:] = prudent
    found.suspended_days[:] = days
    found.doubts[:] = doubts


def let_claims_speak(columns: Columns, found: Results, is_dated: Flags, day: int) -> Flags:
    """What claims block; gives the rows that have an open one."""
    claims = columns.claims
    held = np.zeros(len(columns), dtype=np.int32)
    held[claims.row] = Doubt.CLAIMS
    held[claims.row[claims.first > day]] |= Doubt.FUTURE_CLAIM
    found.doubts[is_dated] |= held[is_dated]
    # Past the end, a claim not yet over blocks, even where no rule lets it stop the count.
    holds = (claims.last >= day) & (found.end_prudent[claims.row] < day)
    since = _oldest(claims, holds, len(columns))
    _block(found, np.flatnonzero((since != _NEVER) & is_dated), since)

    since = _oldest(claims, claims.last == 0, len(columns))
    is_open: Flags = since < _NEVER
    _block(found, np.flatnonzero(is_open), since)
    stops = np.flatnonzero(is_open & ~(is_dated & (since > found.end_prudent)))
    found.clear(stops, Status.SUSPENDED, Decider.OPEN_CLAIM)
    found.claim[stops] = since[stops]
    found.doubts[stops] = held[stops]
    return is_open


def _oldest(claims: Claims, chosen: Flags, count: int) -> Days:
    """First day of the oldest of some claims, for each row."""
    since: Days = np.full(count, _NEVER, dtype=np.int32)
    np.minimum.at(since, claims.row[chosen], claims.first[chosen])
    return since


def _block(found: Results, rows: NDArray[np.int64], since: Days) -> None:
    found.status[rows] = STATUS_CODES[Status.SUSPENDED]
    found.eliminable_from[rows] = 0
    found.claim[rows] = since[rows]


def _narrowed(columns: Columns) -> Dates:
    first = np.maximum(columns.contact_first, columns.birth_first)
    has_death = columns.death_last != 0
    last = columns.contact_last
    last = np.where(has_death, np.minimum(last, columns.death_last), last)
    death = np.where(has_death, np.maximum(columns.death_first, first), 0)
    return Dates(columns.birth_last, first, last, death, columns.death_last)


def _candidates(dates: Dates, regime: Regime, *, round_up: bool) -> Iterator[Ends]:
    last = dates.contact_last
    has_death = dates.death_last != 0
    if regime.death is None:
        yield _living(dates, regime, last, np.ones(len(last), dtype=np.bool_), round_up=round_up)
        return
    limits = later(regime.death.within, "years").reading(round_up=round_up)
    # The table grows with the days: its last place not beyond the death is the latest contact.
    reach = np.searchsorted(limits, dates.death_last, side="right").astype(np.int32) - 1
    outside = np.where(has_death, np.minimum(last, reach), last)
    is_possible = outside >= dates.contact_first
    yield _living(
        dates, regime, np.where(is_possible, outside, last), is_possible, round_up=round_up
    )
    death = np.where(has_death, np.minimum(dates.death_last, limits[last] - 1), 0)
    yield Ends(
        is_possible=has_death & (death >= dates.death_first),
        decider=np.full(len(last), Decider.DEATH, dtype=np.int8),
        end=later_by(regime.death).reading(round_up=round_up)[death],
        start=death,
        earliest=dates.death_first,
    )


def _living(
    dates: Dates, regime: Regime, last: Days, is_possible: Flags, *, round_up: bool
) -> Ends:
    end = later_by(regime.contact).reading(round_up=round_up)[last]
    decider = np.full(len(last), Decider.LAST_CONTACT, dtype=np.int8)
    if regime.birthday:
        birth = np.minimum(np.where(dates.birth == 0, last, dates.birth), last)
        birthday = later_by(regime.birthday).reading(round_up=round_up)[birth]
        decider[birthday > end] = Decider.BIRTHDAY
        end = np.maximum(end, birthday)
    return Ends(is_possible, decider, end, last, dates.contact_first)


def _legal(reading: list[Ends]) -> Ends:
    """The latest possible, the first one when they are equal."""
    living, *others = reading
    for death in others:
        wins = death.is_possible & (~living.is_possible | (death.end > living.end))
        return Ends(
            is_possible=wins | living.is_possible,
            decider=np.where(wins, death.decider, living.decider),
            end=np.where(wins, death.end, living.end),
            start=np.where(wins, death.start, living.start),
            earliest=np.where(wins, death.earliest, living.earliest),
        )
    return living


def _by_rank(claims: Claims) -> Iterator[Interval]:
    """Closed claims: the first of each row, then the second of each, and so on."""
    closed = np.flatnonzero(claims.last)
    row, first, last = claims.row[closed], claims.first[closed], claims.last[closed]
    order = np.lexsort((last, first, row))
    row, first, last = row[order], first[order], last[order]
    if not len(row):
        return
    begins = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1])))
    sizes = np.diff(np.concatenate((begins, [len(row)])))
    rank = np.arange(len(row)) - np.repeat(begins, sizes)
    for place in range(int(rank.max()) + 1):
        chosen = rank == place
        yield row[chosen], first[chosen], last[chosen]


def _days_within(intervals: list[Interval], start: Days, end: Days) -> Days:
    days, covered = np.zeros_like(end), start - 1
    for row, first, last in intervals:
        added = np.minimum(last, end[row]) - np.maximum(first, covered[row] + 1) + 1
        days[row] += np.maximum(added, 0)
        covered[row] = np.maximum(covered[row], last)
    return days


def _pushed_end(intervals: list[Interval], start: Days, end: Days) -> Days:
    end, covered = end.copy(), start - 1
    for row, first, last in intervals:
        begins = np.maximum(first, covered[row] + 1)
        added = np.where(begins <= end[row], np.maximum(last - begins + 1, 0), 0)
        end[row] += added
        covered[row] = np.maximum(covered[row], last)
    return end

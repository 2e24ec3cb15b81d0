"""The rules of `evaluate` on 150,000 records at once, for the yearly review.

Most rows are plain: exact dates, none on 29 February, no claim. They take one look-up in a table
for each rule; `batch_special` decides the others. A test holds both paths equal on random records.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from hygie.records.rules import batch_special
from hygie.records.rules.columns import STATUSES, Codes, Columns, Results
from hygie.records.rules.law import Law, Regime
from hygie.records.rules.outcome import Decider, Doubt, Status
from hygie.records.rules.tables import Days, Flags, at, later, later_by, leap_days, number

_CODE = {status: STATUSES.index(status) for status in Status}
_FAR = np.iinfo(np.int32).max
# Rows decided together: few enough for their columns to stay in the processor's own memory.
BLOCK = 1 << 16


def evaluate_all(columns: Columns, *, on: date, law: Law) -> Results:
    """Decide every row; each profession by the regime that it follows that day."""
    names = [law.professions[code].regime for code in columns.professions]
    regimes = {name: law.regime(name, on) for name in sorted(set(names))}
    ranks = np.array([list(regimes).index(name) for name in names], dtype=np.int8)
    columns = columns.in_order()
    found = Results.empty(len(columns))
    for start in range(0, len(columns), BLOCK):
        part = columns.part(start, start + BLOCK)
        _by_regime(part, ranks, list(regimes.values()), on, found.part(start, start + BLOCK))
    return found


def _by_regime(
    columns: Columns, ranks: Codes, regimes: list[Regime], on: date, found: Results
) -> None:
    rank = ranks.take(columns.profession)
    present = np.flatnonzero(np.bincount(rank)).tolist()
    if len(present) == 1:
        _evaluate(columns, regimes[present[0]], on, found)
        return
    for place in present:
        rows = np.flatnonzero(rank == place)
        some = Results.empty(len(rows))
        _evaluate(columns.rows(rows), regimes[place], on, some)
        found.put(rows, some)


def _evaluate(columns: Columns, regime: Regime, on: date, found: Results) -> None:
    day = number(on)
    fault = _contradictions(columns, day)
    is_dated = (columns.contact_last != 0) & (fault == 0)
    _plain(columns, regime, found)
    special = np.flatnonzero(_is_special(columns) & is_dated)
    if len(special):
        batch_special.decide(columns.rows(special), regime, found, special)
    found.doubts[:] |= _doubts(columns, regime, found, on)
    np.add(found.end_prudent, 1, out=found.eliminable_from)
    # Kept is 0.
    np.multiply(found.end_prudent < day, np.int8(_CODE[Status.ELIMINABLE]), out=found.status)
    is_open = _claims_speak(columns, found, is_dated, day)
    _no_end(columns, found, is_dated, is_open)
    _fail(found, np.flatnonzero(fault != 0), fault)


def _contradictions(columns: Columns, day: int) -> Codes:
    """The same checks as `evaluate.contradiction`, the first one last so that it wins."""
    birth, contact, death = columns.birth_first, columns.contact_first, columns.death_first
    contact_last, death_last = columns.contact_last, columns.death_last
    has_death = death_last != 0
    fault: Codes = np.zeros(len(columns), dtype=np.int8)
    for is_so, code in (
        ((birth > death_last) & has_death, Decider.BIRTH_AFTER_DEATH),
        ((birth > contact_last) & (contact_last != 0), Decider.BIRTH_AFTER_CONTACT),
        ((death_last < contact) & has_death, Decider.DEATH_BEFORE_CONTACT),
        (death > day, Decider.FUTURE_DEATH),
        (contact > day, Decider.FUTURE_CONTACT),
        (birth > day, Decider.FUTURE_BIRTH),
    ):
        if is_so.any():  # writing through a mask costs more than all these comparisons
            fault[is_so] = code
    return fault


def _plain(columns: Columns, regime: Regime, found: Results) -> None:
    """Every row as if it were plain."""
    contact, end = columns.contact_last.astype(np.intp), found.end
    at(later_by(regime.contact).clamp, contact, out=end)
    found.decider[:] = Decider.LAST_CONTACT
    if regime.birthday:
        birth = np.minimum(columns.birth_last, columns.contact_last).astype(np.intp)
        unknown = np.flatnonzero(birth == 0)
        birth[unknown] = contact[unknown]
        birthday = at(later_by(regime.birthday).clamp, birth)
        # 1 is the last contact, 2 the birthday.
        np.add((birthday > end).view(np.int8), np.int8(Decider.LAST_CONTACT), out=found.decider)
        np.maximum(end, birthday, out=end)
    if regime.death:
        dead = np.flatnonzero(columns.death_last != 0)
        death = columns.death_last[dead]
        limit = later(regime.death.within, "years").clamp
        is_close = death < at(limit, contact[dead])
        dead, death = dead[is_close], death[is_close]
        end[dead] = at(later_by(regime.death).clamp, death)
        found.decider[dead] = Decider.DEATH
    if regime.active:
        at(later_by(regime.active).clamp, contact, out=found.active_until)
    found.end_prudent[:] = end


def _is_special(columns: Columns) -> Flags:
    is_leap = leap_days()
    found: Flags = columns.contact_first != columns.contact_last
    found |= columns.death_first != columns.death_last
    for days in (columns.contact_last, columns.birth_last, columns.death_last):
        found |= at(is_leap, days.astype(np.intp))
    found[columns.claims.row] = True
    return found


def _doubts(columns: Columns, regime: Regime, found: Results, on: date) -> NDArray[np.int32]:
    """What the dates leave open, for rows that have an end."""
    doubts = np.zeros(len(columns), dtype=np.int32)

    def add(is_so: Flags, doubt: Doubt) -> None:
        if is_so.any():
            np.bitwise_or(doubts, is_so * np.int32(doubt), out=doubts)

    by_slot = (
        (Decider.LAST_CONTACT, regime.contact),
        (Decider.BIRTHDAY, regime.birthday),
        (Decider.DEATH, regime.death),
    )
    for decider, rule in by_slot:
        if rule and not rule.is_in_force(on):
            add(found.decider == decider, Doubt.OUT_OF_FORCE)
    if regime.birthday:
        needs_birth = found.decider != Decider.DEATH
        add(needs_birth & (columns.birth_last == 0), Doubt.BIRTH_UNKNOWN)
        add(needs_birth & (columns.birth_first != columns.birth_last), Doubt.BIRTH_PARTIAL)
    add(columns.contact_first != columns.contact_last, Doubt.CONTACT_PARTIAL)
    if regime.death:
        add(columns.death_first != columns.death_last, Doubt.DEATH_PARTIAL)
        add(columns.is_death_undated, Doubt.DEATH_UNKNOWN)
    return doubts


def _claims_speak(columns: Columns, found: Results, is_dated: Flags, day: int) -> Flags:
    """What claims block; gives the rows that have an open one."""
    claims = columns.claims
    since: Days = np.full(len(columns), _FAR, dtype=np.int32)
    if not len(claims.row):
        return np.zeros(len(columns), dtype=np.bool_)
    held = np.zeros(len(columns), dtype=np.int32)
    held[claims.row] = Doubt.CLAIMS
    held[claims.row[claims.first > day]] |= Doubt.FUTURE_CLAIM
    dated = claims.row[is_dated[claims.row]]
    found.doubts[dated] |= held[dated]
    prudent = found.end_prudent[claims.row]
    holds = (claims.first > prudent) & (claims.last >= day) & (prudent < day)
    np.minimum.at(since, claims.row[holds], claims.first[holds])
    _block(found, np.flatnonzero((since != _FAR) & is_dated), since)

    since[:] = _FAR
    still = claims.last == 0
    np.minimum.at(since, claims.row[still], claims.first[still])
    is_open: Flags = since != _FAR
    _block(found, np.flatnonzero(is_open), since)
    stops = np.flatnonzero(is_open & ~(is_dated & (since > found.end_prudent)))
    _clear(found, stops, Status.SUSPENDED, Decider.OPEN_CLAIM)
    found.claim[stops] = since[stops]
    found.doubts[stops] = held[stops]
    return is_open


def _block(found: Results, rows: NDArray[np.int64], since: Days) -> None:
    found.status[rows] = _CODE[Status.SUSPENDED]
    found.eliminable_from[rows] = 0
    found.claim[rows] = since[rows]


def _no_end(columns: Columns, found: Results, is_dated: Flags, is_open: Flags) -> None:
    """Categories without an end, then records whose last contact is unknown."""
    has_category = columns.category != 0
    rows = np.flatnonzero(has_category & ~is_open)
    found.ordinary_end[rows] = np.where(is_dated[rows], found.end_prudent[rows], 0)
    _clear(found, rows, Status.UNLIMITED, Decider.CATEGORY)
    is_dead = (columns.death_last[rows] != 0) | columns.is_death_undated[rows]
    found.doubts[rows[is_dead]] = Doubt.CATEGORY_FIRST
    rows = np.flatnonzero(~is_dated & ~has_category & ~is_open)
    _clear(found, rows, Status.UNKNOWN, Decider.NO_LAST_CONTACT)


def _fail(found: Results, rows: NDArray[np.int64], fault: Codes) -> None:
    _clear(found, rows, Status.ERROR, Decider.NO_CONTRADICTION)
    found.decider[rows] = fault[rows]
    found.active_until[rows] = 0


def _clear(found: Results, rows: NDArray[np.int64], status: Status, decider: Decider) -> None:
    """No end: nothing of a delay remains but the active period."""
    found.status[rows] = _CODE[status]
    found.decider[rows] = decider
    for days in (found.end, found.end_prudent, found.eliminable_from, found.suspended_days):
        days[rows] = 0
    found.claim[rows] = 0
    found.doubts[rows] = 0

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
from hygie.records.rules.tables import Days, Flags, later, later_by, leap_days, number

_CODE = {status: STATUSES.index(status) for status in Status}
_FAR = np.iinfo(np.int32).max


def evaluate_all(columns: Columns, *, on: date, law: Law) -> Results:
    """Decide every row; each profession by the regime that it follows that day."""
    names = [law.professions[code].regime for code in columns.professions]
    regimes = sorted(set(names))
    if len(regimes) == 1:
        return _evaluate(columns, law.regime(names[0], on), on)
    found = Results.empty(len(columns))
    followed = np.array([regimes.index(name) for name in names], dtype=np.int8)
    for place, name in enumerate(regimes):
        rows = np.flatnonzero(followed[columns.profession] == place)
        found.put(rows, _evaluate(columns.rows(rows), law.regime(name, on), on))
    return found


def _evaluate(columns: Columns, regime: Regime, on: date) -> Results:
    day = number(on)
    fault = _contradictions(columns, day)
    is_dated = (columns.contact_last != 0) & (fault == 0)
    found = _plain(columns, regime)
    special = np.flatnonzero(_is_special(columns) & is_dated)
    if len(special):
        batch_special.decide(columns.rows(special), regime, found, special)
    found.doubts[:] |= _doubts(columns, regime, found, on)
    np.add(found.end_prudent, 1, out=found.eliminable_from)
    found.status[:] = np.where(found.end_prudent < day, _CODE[Status.ELIMINABLE], 0)
    is_open = _claims_speak(columns, found, is_dated, day)
    _no_end(columns, found, is_dated, is_open)
    _fail(found, np.flatnonzero(fault), fault)
    return found


def _contradictions(columns: Columns, day: int) -> Codes:
    """The same checks as `evaluate.contradiction`, the first one last so that it wins."""
    birth, contact, death = columns.birth_first, columns.contact_first, columns.death_first
    contact_last, death_last = columns.contact_last, columns.death_last
    has_death = death_last != 0
    fault: Codes = np.zeros(len(columns), dtype=np.int8)
    fault[has_death & (birth > death_last)] = Decider.BIRTH_AFTER_DEATH
    fault[(contact_last != 0) & (birth > contact_last)] = Decider.BIRTH_AFTER_CONTACT
    fault[has_death & (death_last < contact)] = Decider.DEATH_BEFORE_CONTACT
    for event, code in (
        (death, Decider.FUTURE_DEATH),
        (contact, Decider.FUTURE_CONTACT),
        (birth, Decider.FUTURE_BIRTH),
    ):
        fault[event > day] = code
    return fault


def _plain(columns: Columns, regime: Regime) -> Results:
    """Every row as if it were plain."""
    found = Results.empty(len(columns))
    contact = columns.contact_last
    end = later_by(regime.contact).clamp[contact]
    found.decider[:] = Decider.LAST_CONTACT
    if regime.birthday:
        birth = columns.birth_last
        birth = np.minimum(np.where(birth == 0, contact, birth), contact)
        birthday = later_by(regime.birthday).clamp[birth]
        found.decider[birthday > end] = Decider.BIRTHDAY
        np.maximum(end, birthday, out=end)
    if regime.death:
        death = columns.death_last
        limit = later(regime.death.within, "years").clamp
        dead = np.flatnonzero(death)
        dead = dead[death[dead] < limit[contact[dead]]]
        end[dead] = later_by(regime.death).clamp[death[dead]]
        found.decider[dead] = Decider.DEATH
    if regime.active:
        found.active_until[:] = later_by(regime.active).clamp[contact]
    found.end[:] = end
    found.end_prudent[:] = end
    return found


def _is_special(columns: Columns) -> Flags:
    is_leap = leap_days()
    found: Flags = columns.contact_first != columns.contact_last
    found |= columns.death_first != columns.death_last
    found |= is_leap[columns.contact_last]
    found |= is_leap[columns.birth_last]
    found |= is_leap[columns.death_last]
    found[columns.claims.row] = True
    return found


def _doubts(columns: Columns, regime: Regime, found: Results, on: date) -> NDArray[np.int32]:
    """What the dates leave open, for rows that have an end."""
    doubts = np.zeros(len(columns), dtype=np.int32)
    by_slot = (
        (Decider.LAST_CONTACT, regime.contact),
        (Decider.BIRTHDAY, regime.birthday),
        (Decider.DEATH, regime.death),
    )
    for decider, rule in by_slot:
        if rule and not rule.is_in_force(on):
            doubts[found.decider == decider] |= Doubt.OUT_OF_FORCE
    if regime.birthday:
        needs_birth = found.decider != Decider.DEATH
        doubts[needs_birth & (columns.birth_last == 0)] |= Doubt.BIRTH_UNKNOWN
        is_partial = columns.birth_first != columns.birth_last
        doubts[needs_birth & is_partial] |= Doubt.BIRTH_PARTIAL
    doubts[columns.contact_first != columns.contact_last] |= Doubt.CONTACT_PARTIAL
    if regime.death:
        doubts[columns.death_first != columns.death_last] |= Doubt.DEATH_PARTIAL
        doubts[columns.is_death_undated] |= Doubt.DEATH_UNKNOWN
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
    found.doubts[is_dated] |= held[is_dated]
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

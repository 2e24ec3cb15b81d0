"""The rules of `evaluate` on 150,000 records at once, for the yearly review.

Most rows are plain: exact dates, none on an unsure day (29 February), no claim. They take one
look-up in a table for each rule; `batch_special` decides the others. A test holds both paths equal
on random records.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from hygie.records.rules import batch_special
from hygie.records.rules.columns import STATUS_CODES, Codes, Columns, Results
from hygie.records.rules.law import Law, Regime
from hygie.records.rules.outcome import Decider, Doubt, Status
from hygie.records.rules.tables import Flags, at, later, later_by, number, unsure_days

# Rows decided together: few enough for their columns to stay in the processor's own memory.
BLOCK = 1 << 16


def evaluate_all(columns: Columns, *, on: date, law: Law) -> Results:
    """Decide every row; each profession by the regime that it follows that day."""
    names = [law.professions[code].regime for code in columns.professions]
    regimes = sorted(set(names))
    found = Results.empty(len(columns))
    if len(regimes) == 1:
        _evaluate(columns, law.regime(regimes[0], on), on, found)
        return found
    rank = np.array([regimes.index(name) for name in names], dtype=np.int8)
    followed = rank.take(columns.profession)
    for place, name in enumerate(regimes):
        rows = np.flatnonzero(followed == place)
        if len(rows) == len(columns):
            _evaluate(columns, law.regime(name, on), on, found)
        elif len(rows):
            some = Results.empty(len(rows))
            _evaluate(columns.rows(rows), law.regime(name, on), on, some)
            found.put(rows, some)
    return found


def _evaluate(columns: Columns, regime: Regime, on: date, found: Results) -> None:
    """Every row as if it were plain, a block at a time; then again those that are not."""
    is_special = np.zeros(len(columns), dtype=np.bool_)
    counted = (regime.contact, regime.birthday, regime.death, regime.active)
    unsure = unsure_days(in_months=any(rule.unit == "months" for rule in counted if rule))
    for start in range(0, len(columns), BLOCK):
        stop = start + BLOCK
        rows, results = columns.part(start, stop), found.part(start, stop)
        _plain(rows, regime, results)
        _conclude(rows, regime, on, results)
        _mark_special(rows, unsure, is_special[start:stop])
    is_special[columns.claims.row] = True
    special = np.flatnonzero(is_special)
    if len(special):
        rows, results = columns.rows(special), Results.empty(len(special))
        batch_special.decide(rows, regime, results)
        _conclude(rows, regime, on, results)
        found.put(special, results)


def _plain(columns: Columns, regime: Regime, found: Results) -> None:
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


def _mark_special(columns: Columns, unsure: Flags, found: Flags) -> None:
    """Incomplete dates and unsure days; claims are marked for all blocks at once."""
    np.not_equal(columns.contact_first, columns.contact_last, out=found)
    found |= columns.death_first != columns.death_last
    for days in (columns.contact_last, columns.birth_last, columns.death_last):
        found |= at(unsure, days.astype(np.intp))


def _conclude(columns: Columns, regime: Regime, on: date, found: Results) -> None:
    """From the ends to what may be done, in the order of decision read backwards."""
    day = number(on)
    fault = _contradictions(columns, day)
    is_dated = (columns.contact_last != 0) & (fault == 0)
    _doubt(columns, regime, found, on)
    np.add(found.end_prudent, 1, out=found.eliminable_from)
    # Kept is 0.
    is_over = found.end_prudent < day
    np.multiply(is_over, np.int8(STATUS_CODES[Status.ELIMINABLE]), out=found.status)
    is_open = None
    if len(columns.claims.row):
        is_open = batch_special.let_claims_speak(columns, found, is_dated, day)
    _end_none(columns, found, is_dated, is_open)
    _fail(found, np.flatnonzero(fault != 0), fault)


def _contradictions(columns: Columns, day: int) -> Codes:
    """The same checks as `evaluate.contradiction`, the first one last so that it wins."""
    birth, contact, death = columns.birth_first, columns.contact_first, columns.death_first
    contact_last, death_last = columns.contact_last, columns.death_last
    fault: Codes = np.zeros(len(columns), dtype=np.int8)
    has_death = death_last != 0
    # With whole dates the last one is one of the two others; with a year alone it is not.
    is_suspect = (birth > contact_last) | ((death_last < contact) & has_death)
    is_suspect |= (birth > death_last) & has_death
    latest = max(int(days.max(initial=0)) for days in (birth, contact, death))
    if latest <= day and not is_suspect.any():
        return fault
    for is_so, code in (
        ((birth > death_last) & has_death, Decider.BIRTH_AFTER_DEATH),
        ((birth > contact_last) & (contact_last != 0), Decider.BIRTH_AFTER_CONTACT),
        ((death_last < contact) & has_death, Decider.DEATH_BEFORE_CONTACT),
        (death > day, Decider.FUTURE_DEATH),
        (contact > day, Decider.FUTURE_CONTACT),
        (birth > day, Decider.FUTURE_BIRTH),
    ):
        fault[is_so] = code
    return fault


def _doubt(columns: Columns, regime: Regime, found: Results, on: date) -> None:
    """What the dates leave open, for rows that have an end."""

    def add(is_so: Flags, doubt: Doubt) -> None:
        if is_so.any():  # most often nothing is
            np.bitwise_or(found.doubts, is_so * np.int32(doubt), out=found.doubts)

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
        add((columns.birth_last == 0) & needs_birth, Doubt.BIRTH_UNKNOWN)
        add((columns.birth_first != columns.birth_last) & needs_birth, Doubt.BIRTH_PARTIAL)
    add(columns.contact_first != columns.contact_last, Doubt.CONTACT_PARTIAL)
    if regime.death:
        add(columns.death_first != columns.death_last, Doubt.DEATH_PARTIAL)
        add(columns.is_death_undated, Doubt.DEATH_UNKNOWN)


def _end_none(columns: Columns, found: Results, is_dated: Flags, is_open: Flags | None) -> None:
    """Categories without an end, then records whose last contact is unknown."""
    has_category = columns.category != 0
    speaks = has_category if is_open is None else has_category & ~is_open
    rows = np.flatnonzero(speaks)
    found.ordinary_end[rows] = np.where(is_dated[rows], found.end_prudent[rows], 0)
    found.clear(rows, Status.UNLIMITED, Decider.CATEGORY)
    is_dead = (columns.death_last[rows] != 0) | columns.is_death_undated[rows]
    found.doubts[rows[is_dead]] = Doubt.CATEGORY_FIRST
    is_unknown = ~is_dated & ~has_category
    rows = np.flatnonzero(is_unknown if is_open is None else is_unknown & ~is_open)
    found.clear(rows, Status.UNKNOWN, Decider.NO_LAST_CONTACT)


def _fail(found: Results, rows: NDArray[np.int64], fault: Codes) -> None:
    found.clear(rows, Status.ERROR, Decider.NO_CONTRADICTION)
    found.decider[rows] = fault[rows]
    found.active_until[rows] = 0

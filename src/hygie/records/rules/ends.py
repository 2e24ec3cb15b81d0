"""Where a record's delay ends: the rules of a regime on dates that may be incomplete.

The death rule replaces the others, so a later contact or an earlier death can shorten by years: an
incomplete date cannot just be taken at its last day. Each way the dates may lie gives a candidate;
the latest is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hygie.records.rules.dates import DAY, Span, add, latest_reaching
from hygie.records.rules.law import Regime
from hygie.records.rules.outcome import Decider
from hygie.records.rules.record import Record


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known, each date narrowed by the others: birth, then contact, then death."""

    birth: Span | None
    contact: Span
    death: Span | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An end that the dates allow.

    Attributes:
        decider: the rule that gives it.
        end: last day, before any suspension.
        start: first day of the delay that leads to it.
        earliest: the earliest that this delay may have started.
    """

    decider: Decider
    end: date
    start: date
    earliest: date


def narrowed(record: Record, contact: Span) -> Dates:
    """The dates of a record without contradiction, each within what the others allow."""
    birth, death = record.birth, record.death
    first = max(contact.first, birth.first) if birth else contact.first
    last = min(contact.last, death.last) if death else contact.last
    contact = Span(first, last)
    if death:
        death = Span(max(death.first, first), death.last)
    return Dates(birth, contact, death)


def candidates(dates: Dates, regime: Regime, *, round_up: bool) -> list[Candidate]:
    """The ends allowed under one reading: outside the death rule, then under it."""
    found = []
    last_contact: date | None = dates.contact.last
    if regime.death and dates.death:
        last_contact = _contact_outside_death(dates, regime, round_up=round_up)
    if last_contact:
        found.append(_living(dates, regime, last_contact, round_up=round_up))
    if regime.death and dates.death:
        limit = add(dates.contact.last, regime.death.within, round_up=round_up)
        last_death = min(dates.death.last, limit - DAY)
        if last_death >= dates.death.first:
            end = add(last_death, regime.death.value, regime.death.unit, round_up=round_up)
            found.append(Candidate(Decider.DEATH, end, last_death, dates.death.first))
    return found


def _contact_outside_death(dates: Dates, regime: Regime, *, round_up: bool) -> date | None:
    """The last possible contact from which the death is not "less than ten years" away."""
    if not regime.death or not dates.death:
        return dates.contact.last
    reach = latest_reaching(dates.death.last, regime.death.within, round_up=round_up)
    last = min(dates.contact.last, reach)
    return last if last >= dates.contact.first else None


def _living(dates: Dates, regime: Regime, last_contact: date, *, round_up: bool) -> Candidate:
    contact = regime.contact
    end = add(last_contact, contact.value, contact.unit, round_up=round_up)
    decider = Decider.LAST_CONTACT
    if regime.birthday:
        # Unknown, or only known to be before the contact: a newborn is the prudent bound.
        birth = min(dates.birth.last, last_contact) if dates.birth else last_contact
        birthday = add(birth, regime.birthday.value, regime.birthday.unit, round_up=round_up)
        if birthday > end:
            end, decider = birthday, Decider.BIRTHDAY
    return Candidate(decider, end, last_contact, dates.contact.first)


def legal(found: list[Candidate]) -> Candidate:
    """The candidate that decides: the latest, outside the death rule when they are equal."""
    return max(found, key=lambda one: one.end)

"""When a request must be answered: not before, at the latest, and by which way of counting.

Days are those of Paris. The 48 hours are hours that pass (a night when the clocks change has one
less or one more); everything else is counted in days and months.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from hygie.core import rules
from hygie.core.clock import PARIS, french_date
from hygie.records.rules.workdays import DATA, next_working_day


class Basis(StrEnum):
    """What a request asks under: the health code, the GDPR, or both at once."""

    RECORD = "record"
    BOTH = "both"
    GDPR = "gdpr"


@cache
def delays() -> dict[str, Any]:
    """The delays by name, as written in `data/requests_clocks.toml`."""
    found: dict[str, Any] = rules.load(DATA)["delays"]
    return found


def length(name: str) -> int:
    """How many hours, days, months or years a delay has."""
    return int(delays()[name]["value"])


@dataclass(frozen=True, kw_only=True)
class Longer:
    """What makes the delays of a request longer; None for what did not happen.

    Attributes:
        extended_on: the day the person was told that the GDPR's month is extended, and why.
        commission_on: the day the psychiatric commission was asked (health code, L. 1111-7).
    """

    extended_on: date | None = None
    commission_on: date | None = None


NOTHING_LONGER = Longer()


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The dates of one request.

    Attributes:
        starts_on: the day the delay runs from; None while a missing proof is awaited.
        earliest: first day on which a copy may leave; None while the delay does not run.
        earliest_at: the hour of that day, when the request's own is known.
        latest: the next term to keep; None while the delay does not run.
        latest_recent: the term of information of five years or less; None when there is none.
        latest_old: the term of older information; None when there is none, or nobody knows.
        latest_gdpr: the GDPR's own term, where it applies.
        strict_latest: the term counted from the first reception, whatever was missing.
        why: French sentences, one a date.
        ambiguities: French sentences on what no text settles.
    """

    starts_on: date | None
    earliest: date | None = None
    earliest_at: datetime | None = None
    latest: date | None = None
    latest_recent: date | None = None
    latest_old: date | None = None
    latest_gdpr: date | None = None
    strict_latest: date
    why: tuple[str, ...] = ()
    ambiguities: tuple[str, ...] = ()


def days_left(latest: date | None, *, today: date) -> int | None:
    """Days until the term, that day being the last: 0 on it, negative when it is past."""
    return None if latest is None else (latest - today).days


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last of that month (CPC 641, 2nd paragraph)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def gdpr_term(day: date, *, is_extended: bool = False) -> date:
    """One month, or three, by regulation 1182/71: the day of the request is not counted."""
    months = length("gdpr") + (length("gdpr_extension") if is_extended else 0)
    return next_working_day(add_months(day, months))


def reflection_ends(received_on: date, received_at: datetime | None) -> datetime:
    """When 48 hours have passed; without an hour, the same day counted from its beginning."""
    hours = timedelta(hours=length("reflection"))
    if received_at is not None:
        return (received_at.astimezone(UTC) + hours).astimezone(PARIS)
    day = received_on + timedelta(days=hours.days)
    return datetime(day.year, day.month, day.day, tzinfo=PARIS)


def is_old(constituted_on: date | None, *, received_on: date) -> bool:
    """The information is more than five years old that day.

    An unknown date is taken for recent, and so is 29 February until 1 March: the shorter delay.
    """
    if constituted_on is None:
        return False
    months = 12 * length("old_after")
    fifth = add_months(constituted_on, months)
    if fifth.day != constituted_on.day:
        fifth += timedelta(days=1)
    return received_on > fifth


def terms(
    *,
    received_on: date,
    received_at: datetime | None = None,
    basis: Basis = Basis.RECORD,
    proof_asked_on: date | None = None,
    complete_on: date | None = None,
    constituted: Sequence[date | None] | None = None,
    is_living: bool = True,
    longer: Longer = NOTHING_LONGER,
) -> Terms:
    """The dates of a request.

    Args:
        received_on: the day it came in, in Paris; `received_at`: the instant, when known.
        basis: what it asks under.
        proof_asked_on: the day a missing proof was asked for; `complete_on`: the last one came.
        constituted: when each document of the record was made; None until the list is made.
        is_living: the GDPR speaks of living people alone.
        longer: what lengthens its delays.
    """
    asked = _Asked(
        received_on=received_on, basis=basis, constituted=constituted, is_living=is_living,
        longer=longer,
    )  # fmt: skip
    strict = _latest(received_on, asked).latest
    starts_on, ambiguities = _start(received_on, proof_asked_on, complete_on, strict)
    if starts_on is None:
        why = (_words("missing_proof"),)
        return Terms(starts_on=None, strict_latest=strict, why=why, ambiguities=ambiguities)
    found = _latest(starts_on, asked)
    earliest, earliest_at = _earliest(starts_on, received_on, received_at, basis)
    return Terms(
        starts_on=starts_on, earliest=earliest, earliest_at=earliest_at, latest=found.latest,
        latest_recent=found.recent, latest_old=found.old, latest_gdpr=found.gdpr,
        strict_latest=strict, why=_why(asked, found),
        ambiguities=(*ambiguities, *_doubts(asked, found)),
    )  # fmt: skip


def _earliest(
    starts_on: date, received_on: date, received_at: datetime | None, basis: Basis
) -> tuple[date, datetime | None]:
    """The first day on which a copy may leave, and its hour when it can be known."""
    if basis is Basis.GDPR:
        return starts_on, None
    free_at = reflection_ends(received_on, received_at)
    if starts_on > free_at.date():
        return starts_on, None
    return free_at.date(), free_at if received_at else None


@dataclass(frozen=True, kw_only=True)
class _Asked:
    received_on: date
    basis: Basis
    constituted: Sequence[date | None] | None
    is_living: bool
    longer: Longer


@dataclass(frozen=True, kw_only=True)
class _Latest:
    latest: date
    recent: date | None
    old: date | None
    gdpr: date | None


def _latest(starts_on: date, asked: _Asked) -> _Latest:
    extended_on, commission_on = asked.longer.extended_on, asked.longer.commission_on
    # Told after the month, an extension extends nothing.
    is_extended = extended_on is not None and extended_on <= gdpr_term(starts_on)
    gdpr = gdpr_term(starts_on, is_extended=is_extended)
    if asked.basis is Basis.GDPR:
        return _Latest(latest=gdpr, recent=None, old=None, gdpr=gdpr)
    ages = [is_old(day, received_on=asked.received_on) for day in asked.constituted or [None]]
    soon = starts_on + timedelta(days=length("recent"))
    if commission_on:
        soon = add_months(starts_on, length("commission"))
    recent = None if all(ages) else soon
    old = add_months(starts_on, length("old")) if any(ages) else None
    binding = [recent, old, gdpr if asked.basis is Basis.BOTH else None]
    return _Latest(
        latest=min(day for day in binding if day),
        recent=recent,
        old=old,
        gdpr=gdpr if asked.is_living else None,
    )


def _start(
    received_on: date, asked_on: date | None, complete_on: date | None, strict_latest: date
) -> tuple[date | None, tuple[str, ...]]:
    """The day the delay runs from, and what no text settles about it."""
    if asked_on is None:
        return received_on, ()
    if asked_on > strict_latest:
        late = (
            f"La preuve a été demandée le {french_date(asked_on)}, après le terme du "
            f"{french_date(strict_latest)} : elle n’arrête rien."
        )
        return received_on, (late,)
    doubt = (f"{delays()['missing_proof']['ambiguity']} Ici : le {french_date(strict_latest)}.",)
    return complete_on, doubt


def _words(name: str) -> str:
    return str(delays()[name]["says"])


def _why(asked: _Asked, found: _Latest) -> tuple[str, ...]:
    extended = ["gdpr_extension"] if asked.longer.extended_on else []
    if asked.basis is Basis.GDPR:
        return tuple(_words(name) for name in ("gdpr", *extended, "gdpr_counting"))
    said = ["reflection"]
    if found.recent:
        said.append("commission" if asked.longer.commission_on else "recent")
    said += ["old", "old_after"] if found.old else []
    said += ["gdpr", *extended] if asked.basis is Basis.BOTH else []
    return tuple(_words(name) for name in said)


def _doubts(asked: _Asked, found: _Latest) -> tuple[str, ...]:
    doubts = []
    if found.recent and found.old and found.recent < found.old:
        doubts.append(
            f"{_words('mixed')} Le {french_date(found.recent)}, puis le "
            f"{french_date(found.old)} pour le reste."
        )
    if asked.basis is Basis.RECORD and found.gdpr and found.gdpr < found.latest:
        doubts.append(
            f"Si la demande cite aussi le RGPD, son mois finit avant : le "
            f"{french_date(found.gdpr)}."
        )
    return tuple(doubts)

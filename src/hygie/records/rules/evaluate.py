"""One record, in the order of decision: contradiction, claim, category, last contact, rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hygie.records.rules import claims as suspension
from hygie.records.rules.dates import DAY, Span, add
from hygie.records.rules.ends import Candidate, Dates, candidates, legal, narrowed
from hygie.records.rules.law import Law, Regime, Rule
from hygie.records.rules.outcome import NO_DOUBT, Decider, Doubt, Outcome, Status
from hygie.records.rules.record import Claim, Record

_RULE_SLOT = {
    Decider.LAST_CONTACT: "contact",
    Decider.BIRTHDAY: "birthday",
    Decider.DEATH: "death",
}


def contradiction(record: Record, on: date) -> Decider:
    """The first thing that cannot be true whatever the missing days are."""
    birth, contact, death = record.birth, record.contact, record.death
    checks = (
        (Decider.FUTURE_BIRTH, birth and birth.first > on),
        (Decider.FUTURE_CONTACT, contact and contact.first > on),
        (Decider.FUTURE_DEATH, death and death.first > on),
        (Decider.DEATH_BEFORE_CONTACT, contact and death and death.last < contact.first),
        (Decider.BIRTH_AFTER_CONTACT, birth and contact and birth.first > contact.last),
        (Decider.BIRTH_AFTER_DEATH, birth and death and birth.first > death.last),
    )
    return next((code for code, is_so in checks if is_so), Decider.NO_CONTRADICTION)


def regime_of(record: Record, law: Law, on: date) -> Regime:
    """The rules that the whole record, or a document that follows it, obeys."""
    chosen = law.classes[record.document_class].regime
    if chosen in {"profession", ""}:
        chosen = law.professions[record.profession].regime
    return law.regime(chosen, on)


def outcome_of_file(record: Record, *, on: date, law: Law) -> Outcome:
    """What is decided for a whole record."""
    fault = contradiction(record, on)
    if fault:
        return Outcome(status=Status.ERROR, decider=fault)
    regime = regime_of(record, law, on)
    is_binding = law.classes[record.document_class].id == "establishment_file"
    held = doubts_of_claims(record.claims, on)
    ordinary = _ordinary(record, record.contact, regime, on) if record.contact else None
    blocking = open_since(record)
    if blocking:
        return suspended(ordinary, since=blocking, doubts=held)
    if record.category and not is_binding:
        return _unlimited(record, ordinary, law, on)
    if ordinary is None:
        return Outcome(status=Status.UNKNOWN, decider=Decider.NO_LAST_CONTACT)
    return replace(ordinary, doubts=ordinary.doubts | held) if record.claims else ordinary


def open_since(record: Record) -> date | None:
    """First day of the oldest claim that is still open."""
    return min((claim.first for claim in record.claims if claim.last is None), default=None)


def suspended(ordinary: Outcome | None, *, since: date, doubts: Doubt) -> Outcome:
    """An open claim: no end while it stops the count; one that came after the end only blocks."""
    if ordinary and ordinary.end_prudent and since > ordinary.end_prudent:
        return replace(
            ordinary, status=Status.SUSPENDED, eliminable_from=None, claim=since,
            doubts=ordinary.doubts | doubts,
        )  # fmt: skip
    return Outcome(
        status=Status.SUSPENDED,
        decider=Decider.OPEN_CLAIM,
        active_until=ordinary.active_until if ordinary else None,
        claim=since,
        doubts=doubts,
    )


def doubts_of_claims(claims: tuple[Claim, ...], on: date) -> Doubt:
    found = Doubt.CLAIMS if claims else NO_DOUBT
    return found | Doubt.FUTURE_CLAIM if any(claim.first > on for claim in claims) else found


def _ordinary(record: Record, contact: Span, regime: Regime, on: date) -> Outcome:
    """The rules alone: what the record obeys while no open claim and no category speaks."""
    dates = narrowed(record, contact)
    closed = suspension.closed(record.claims)
    intervals = closed if regime.suspension else []
    readings = [candidates(dates, regime, round_up=round_up) for round_up in (False, True)]
    chosen = legal(readings[0])
    days = suspension.days_within(intervals, chosen.start, chosen.end)
    end = chosen.end + days * DAY
    prudent = max(
        suspension.pushed_end(intervals, one.earliest, one.end) for one in readings[0] + readings[1]
    )
    active, active_up = (_active(dates, regime, round_up=up) for up in (False, True))
    doubts = _doubts_of_dates(record, dates, regime, chosen, on)
    if active != active_up or _ends(readings[0]) != _ends(readings[1]):
        doubts |= Doubt.FEB29
    if days and chosen.decider is Decider.BIRTHDAY:
        doubts |= Doubt.SUSPENDED_BIRTHDAY
    if suspension.pushed_end(intervals, chosen.start, chosen.end) != end:
        doubts |= Doubt.CLAIM_PAST_END
    return dated(
        Outcome(
            status=Status.KEPT,
            decider=chosen.decider,
            end=end,
            end_prudent=prudent,
            active_until=active,
            suspended_days=days,
            doubts=doubts,
        ),
        closed,
        prudent=prudent,
        on=on,
    )


def holding_since(closed: list[tuple[date, date]], on: date) -> date | None:
    """First day of the oldest claim whose end is known but not passed."""
    return min((first for first, last in closed if last >= on), default=None)


def dated(outcome: Outcome, closed: list[tuple[date, date]], *, prudent: date, on: date) -> Outcome:
    """Kept or eliminable on that day; past the end, a claim not yet over blocks.

    It blocks even where it does not stop the count: it came after the end, or no rule says so.
    """
    holding = holding_since(closed, on)
    if on > prudent and holding:
        return replace(outcome, status=Status.SUSPENDED, claim=holding)
    status = Status.ELIMINABLE if on > prudent else Status.KEPT
    return replace(outcome, status=status, eliminable_from=prudent + DAY)


def _ends(found: list[Candidate]) -> date:
    return legal(found).end


def _active(dates: Dates, regime: Regime, *, round_up: bool) -> date | None:
    rule = regime.active
    return add(dates.contact.last, rule.value, rule.unit, round_up=round_up) if rule else None


def _doubts_of_dates(
    record: Record, dates: Dates, regime: Regime, chosen: Candidate, on: date
) -> Doubt:
    needs_birth = bool(regime.birthday) and chosen.decider is not Decider.DEATH
    needs_death = bool(regime.death)
    rule: Rule = getattr(regime, _RULE_SLOT[chosen.decider])
    found = {
        Doubt.BIRTH_UNKNOWN: needs_birth and dates.birth is None,
        Doubt.BIRTH_PARTIAL: needs_birth and dates.birth and not dates.birth.is_exact,
        Doubt.CONTACT_PARTIAL: record.contact and not record.contact.is_exact,
        Doubt.DEATH_PARTIAL: needs_death and record.death and not record.death.is_exact,
        Doubt.DEATH_UNKNOWN: needs_death and record.is_death_undated,
        Doubt.OUT_OF_FORCE: not rule.is_in_force(on),
    }
    return Doubt(sum(doubt for doubt, is_so in found.items() if is_so))


def _unlimited(record: Record, ordinary: Outcome | None, law: Law, on: date) -> Outcome:
    is_dead = record.death is not None or record.is_death_undated
    return Outcome(
        status=Status.UNLIMITED,
        decider=Decider.CATEGORY,
        active_until=ordinary.active_until if ordinary else None,
        review=review_day(ordinary.end_prudent if ordinary else None, law, on),
        doubts=Doubt.CATEGORY_FIRST if is_dead else NO_DOUBT,
    )


def review_day(end: date | None, law: Law, on: date) -> date:
    """When to look again at a record without end: the day after its ordinary end, then regularly.

    Without an ordinary end, at this year's review.
    """
    if end is None:
        return date(on.year, 12, 31)
    first = review = end + DAY
    turn = 0
    while review < on:
        turn += 1
        review = add(first, turn * law.review.value, law.review.unit)
    return review

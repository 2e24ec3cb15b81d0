"""A document with a duration of its own: it runs from its anchor, not from the patient's dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hygie.records.rules import claims as suspension
from hygie.records.rules.dates import DAY, Span, add
from hygie.records.rules.evaluate import (
    dated,
    doubts_of_claims,
    holding_since,
    open_since,
    suspended,
)
from hygie.records.rules.law import Law, Rule
from hygie.records.rules.outcome import NO_DOUBT, Decider, Doubt, Outcome, Status
from hygie.records.rules.record import Record


def rules_for(record: Record, law: Law, on: date) -> list[Rule]:
    """The rules of a class for whoever keeps the document, the longest first."""
    own = law.classes[record.document_class].rules
    mine = [one for one in own if not one.professions or record.profession in one.professions]
    in_force = [one for one in mine or own if one.is_in_force(on)]
    day = record.contact.last if record.contact else on
    return sorted(
        in_force or mine or own, key=lambda one: add(day, one.value, one.unit), reverse=True
    )


def outcome_of_document(record: Record, *, on: date, law: Law) -> Outcome:
    """What is decided for a document by the class's own rules."""
    anchor = record.contact
    if anchor and anchor.first > on:
        return Outcome(status=Status.ERROR, decider=Decider.FUTURE_CONTACT)
    held = doubts_of_claims(record.claims, on)
    ordinary = None
    if anchor:
        rule = rules_for(record, law, on)[0]
        ended = _limited if rule.is_maximum else _kept
        ordinary = ended(record, anchor, rule, on)
        ordinary = replace(ordinary, doubts=ordinary.doubts | held)
    blocking = open_since(record)
    if blocking:
        return suspended(ordinary, since=blocking, doubts=held)
    return ordinary or Outcome(status=Status.UNKNOWN, decider=Decider.NO_LAST_CONTACT)


def _kept(record: Record, anchor: Span, rule: Rule, on: date) -> Outcome:
    intervals = suspension.closed(record.claims)
    base, up = (add(anchor.last, rule.value, rule.unit, round_up=one) for one in (False, True))
    days = suspension.days_within(intervals, anchor.last, base)
    pushed = suspension.pushed_end(intervals, anchor.last, base)
    prudent = suspension.pushed_end(intervals, anchor.first, up)
    doubts = {
        Doubt.FEB29: base != up,
        Doubt.CLAIM_PAST_END: pushed != base + days * DAY,
        Doubt.CONTACT_PARTIAL: not anchor.is_exact,
        Doubt.OUT_OF_FORCE: not rule.is_in_force(on),
    }
    outcome = Outcome(
        status=Status.KEPT,
        decider=Decider.DOCUMENT,
        end=base + days * DAY,
        end_prudent=prudent,
        suspended_days=days,
        doubts=Doubt(sum(doubt for doubt, is_so in doubts.items() if is_so)),
    )
    return dated(outcome, intervals, prudent=prudent, on=on)


def _limited(record: Record, anchor: Span, rule: Rule, on: date) -> Outcome:
    """A longest duration: prudence is the earliest day, and nothing asks to wait for it.

    A claim not yet over still blocks: a document that may serve it is no one's to erase.
    """
    end = add(anchor.first, rule.value, rule.unit)
    outcome = Outcome(
        status=Status.ELIMINABLE,
        decider=Decider.DOCUMENT,
        end=end,
        end_prudent=end,
        eliminable_from=anchor.first,
        doubts=NO_DOUBT if anchor.is_exact else Doubt.CONTACT_PARTIAL,
    )
    holding = holding_since(suspension.closed(record.claims), on)
    if holding:
        return replace(outcome, status=Status.SUSPENDED, eliminable_from=None, claim=holding)
    return outcome

"""Retention as rules, pure: one record explained (`explain`), or many at once (`batch`)."""

from hygie.records.rules.dates import Span, UnreadableError
from hygie.records.rules.explain import explain, unreadable
from hygie.records.rules.law import Law, law
from hygie.records.rules.outcome import Doubt, Evaluation, Outcome, Status
from hygie.records.rules.record import Claim, Record, record_from

__all__ = [
    "Claim",
    "Doubt",
    "Evaluation",
    "Law",
    "Outcome",
    "Record",
    "Span",
    "Status",
    "UnreadableError",
    "explain",
    "law",
    "record_from",
    "unreadable",
]

"""A short way to ask about one invented record, in the words of the command."""

from datetime import date

from hygie.records.rules import explain, law, record_from

TODAY = date(2026, 11, 24)


def asked(birth, *contacts, death=None, claims=(), on=TODAY, **more):
    """The evaluation of a record whose dates are text; the last contact may be several."""
    record = record_from(law(), birth=birth, contacts=contacts, death=death, claims=claims, **more)
    return explain(record, on=on, law=law())


def days(evaluation):
    """End and prudent end, as text."""
    outcome = evaluation.outcome
    return str(outcome.end), str(outcome.end_prudent)

"""Many at once decide as one alone: the same status, days, rule and doubts, row by row."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.records.rules import Record, Span, Status, law
from hygie.records.rules.batch import evaluate_all
from hygie.records.rules.columns import columns_from
from hygie.records.rules.evaluate import outcome_of_file
from hygie.records.rules.law import Law
from hygie.records.rules.outcome import Decider
from hygie.records.tests.rules.invented import LAW, ON, any_records

many_records = st.lists(any_records(), min_size=1, max_size=25)


def alone(record, on, known=LAW):
    """One record alone; when to look again is told on demand by the batch."""
    return replace(outcome_of_file(record, on=on, law=known), review=None)


@settings(max_examples=250, deadline=None)
@given(many_records, st.sampled_from([ON, date(2015, 3, 1), date(2034, 1, 1), date(2060, 2, 29)]))
def test_many_at_once_decide_as_each_alone(records, on):
    results = evaluate_all(columns_from(records), on=on, law=LAW)
    for row, record in enumerate(records):
        assert results.outcome(row) == alone(record, on), record


def edited(known: Law) -> Law:
    """A law as a jurist might correct it: shorter, without birthday, in months."""
    hospital = known.regimes["hospital"]
    (contact,), (death,) = hospital["contact"], hospital["death"]
    shorter = {
        "contact": (replace(contact, value=123, unit="months"),),
        "death": (replace(death, value=4, within=7),),
    }
    return replace(known, regimes={**known.regimes, "hospital": shorter})


@settings(max_examples=80, deadline=None)
@given(many_records)
def test_they_still_agree_when_the_data_files_say_otherwise(records):
    known = edited(law())
    results = evaluate_all(columns_from(records), on=ON, law=known)
    for row, record in enumerate(records):
        assert results.outcome(row) == alone(record, ON, known), record


def test_no_record_gives_no_result():
    results = evaluate_all(columns_from([]), on=ON, law=LAW)
    assert len(results.status) == 0


def test_each_profession_follows_its_own_regime():
    child = Record(
        birth=Span(date(2005, 1, 1), date(2005, 1, 1)),
        contact=Span(date(2007, 1, 1), date(2007, 1, 1)),
    )
    results = evaluate_all(columns_from([child, replace(child, profession="28")]), on=ON, law=LAW)
    assert results.outcome(0).decider is Decider.BIRTHDAY
    assert results.outcome(1).decider is Decider.LAST_CONTACT
    assert results.outcome(1).status is Status.KEPT

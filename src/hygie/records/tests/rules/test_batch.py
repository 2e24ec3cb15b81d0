"""Many at once decide as one alone: the same status, days, rule and doubts, row by row."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hygie.records.rules import Claim, Record, Span, Status, explain, law
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


BORN_AFTER_HER_DEATH = Record(
    birth=Span(date(2000, 3, 1), date(2000, 3, 1)),
    contact=Span(date(2000, 1, 1), date(2000, 12, 31)),
    death=Span(date(2000, 2, 28), date(2000, 2, 28)),
)


@settings(max_examples=250, deadline=None)
@example([BORN_AFTER_HER_DEATH], ON)
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


# No rule says here that a claim stops the count: one to come, one that began before the end.
AFTER_THE_END = Record(
    birth=None,
    contact=Span(date(1904, 2, 29), date(1904, 2, 29)),
    claims=(Claim(date(2027, 1, 1), date(2027, 1, 1)),),
)
ASTRIDE = Record(
    birth=None,
    contact=Span(date(2010, 3, 15), date(2010, 3, 15)),
    claims=(Claim(date(2015, 1, 1), date(2027, 1, 1)), Claim(date(2016, 1, 1), date(2017, 1, 1))),
)

# 123 months after 31 January: 30 April or 1 May.
LAST_OF_JANUARY = Record(birth=None, contact=Span(date(2000, 1, 31), date(2000, 1, 31)))


@settings(max_examples=80, deadline=None)
@given(many_records)
@example([AFTER_THE_END])
@example([ASTRIDE])
@example([LAST_OF_JANUARY])
def test_they_still_agree_when_the_data_files_say_otherwise(records):
    known = edited(law())
    results = evaluate_all(columns_from(records), on=ON, law=known)
    for row, record in enumerate(records):
        assert results.outcome(row) == alone(record, ON, known), record


@pytest.mark.parametrize("record", [AFTER_THE_END, ASTRIDE])
def test_a_claim_not_yet_over_forbids_to_eliminate_even_where_no_rule_lets_it_count(record):
    known = edited(law())
    results = evaluate_all(columns_from([record]), on=ON, law=known)
    for found in (alone(record, ON, known), results.outcome(0)):
        assert found.status is Status.SUSPENDED
        assert found.claim == record.claims[0].first
        assert found.eliminable_from is None
        assert (found.end, found.suspended_days) == (found.end_prudent, 0)
    over = alone(record, date(2027, 1, 2), known)
    assert over.status is Status.ELIMINABLE
    told = explain(record, on=ON, law=known)
    assert "même s’il n’arrête pas le délai" in told.sentence
    assert "Aucune règle lue" in told.rejected[-1].reason


def test_counted_in_months_the_end_of_a_month_has_two_readings_for_many_too():
    known = edited(law())
    found = evaluate_all(columns_from([LAST_OF_JANUARY]), on=ON, law=known).outcome(0)
    assert (found.end, found.end_prudent) == (date(2010, 4, 30), date(2010, 5, 1))


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

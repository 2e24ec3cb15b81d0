"""The laws of retention, whatever the record; where the text itself jumps, the jump is named."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hygie.records.rules import Span, Status
from hygie.records.rules.evaluate import outcome_of_file
from hygie.records.rules.outcome import Decider
from hygie.records.tests.rules.asked import asked
from hygie.records.tests.rules.invented import (
    LAW,
    ON,
    any_records,
    claims,
    exact,
    records,
)

DAY = timedelta(days=1)
unclaimed = records(dates=exact, categories=("",)).map(lambda one: replace(one, claims=()))
many = settings(max_examples=300, deadline=None)


def decided(record, on=ON):
    return outcome_of_file(record, on=on, law=LAW)


def is_dated(outcome):
    assume(outcome.end is not None)
    return True


def shifted(span, days):
    return Span(span.first + timedelta(days=days), span.last + timedelta(days=days))


@many
@given(any_records(), st.sampled_from([ON, date(2040, 1, 1), date(2090, 1, 1)]))
def test_only_a_dated_record_past_its_prudent_end_is_eliminable(record, on):
    outcome = decided(record, on)
    assert (outcome.eliminable_from is not None) is (
        outcome.status in {Status.KEPT, Status.ELIMINABLE}
    )
    if outcome.status is Status.ELIMINABLE:
        assert on > outcome.end_prudent >= outcome.end
        assert all(claim.last for claim in record.claims)
        assert not record.category
    if outcome.eliminable_from:
        assert outcome.eliminable_from == outcome.end_prudent + DAY


@many
@given(any_records(), claims())
def test_a_hold_never_shortens(record, claim):
    before, after = decided(record), decided(replace(record, claims=(*record.claims, claim)))
    if before.status is not Status.ELIMINABLE:
        assert after.status is not Status.ELIMINABLE
    if before.end and after.end:
        assert after.end >= before.end
        assert after.end_prudent >= before.end_prudent


@many
@given(unclaimed, st.integers(0, 4000))
def test_a_later_contact_never_shortens_unless_it_brings_the_death_within_ten_years(record, days):
    assume(record.contact)
    before = decided(record)
    after = decided(replace(record, contact=shifted(record.contact, days)))
    if is_dated(before) and is_dated(after) and after.end_prudent < before.end_prudent:
        # The death rule replaces the others: one day more can take six years away (T22, T23).
        assert (before.decider, after.decider) != (Decider.DEATH, Decider.DEATH)
        assert after.decider is Decider.DEATH


def test_the_named_exception_a_later_contact_puts_the_claims_before_it_out_of_the_delay():
    claim = ["2008-06-01..2009-05-31"]
    assert asked("2000-01-02", "2008-01-01", claims=claim).outcome.end == date(2029, 1, 1)
    assert asked("2000-01-02", "2009-06-01", claims=claim).outcome.end == date(2029, 6, 1)
    assert asked("2006-01-02", "2008-01-01", claims=claim).outcome.end == date(2035, 1, 2)
    assert asked("2006-01-02", "2009-06-01", claims=claim).outcome.end == date(2034, 1, 2)


@many
@given(records(dates=exact, categories=("",)))
def test_a_death_can_only_shorten(record):
    assume(record.death)
    dead, alive = decided(record), decided(replace(record, death=None))
    if is_dated(dead) and is_dated(alive):
        assert dead.end <= alive.end
        assert dead.end_prudent <= alive.end_prudent


@many
@given(records(dates=exact, categories=("",)), st.integers(0, 4000))
def test_a_later_birth_never_shortens(record, days):
    assume(record.birth)
    before = decided(record)
    after = decided(replace(record, birth=shifted(record.birth, days)))
    if is_dated(before) and is_dated(after):
        assert after.end >= before.end
        assert after.end_prudent >= before.end_prudent


@many
@given(
    records(dates=exact, categories=("",)),
    st.sampled_from(["birth", "contact", "death"]),
    st.data(),
)
def test_a_vaguer_date_never_shortens(record, event, data):
    known = getattr(record, event)
    assume(known)
    month = known.first.replace(day=1)
    next_month = (month + timedelta(days=32)).replace(day=1)
    vague = data.draw(
        st.sampled_from(
            [
                Span(month, next_month - DAY),
                Span(known.first.replace(month=1, day=1), known.first.replace(month=12, day=31)),
            ]
        )
    )
    sure, unsure = decided(record), decided(replace(record, **{event: vague}))
    if is_dated(sure):
        assert unsure.end_prudent >= sure.end_prudent


@many
@given(records(dates=exact, categories=("",)))
def test_an_unknown_birth_never_shortens(record):
    sure, unsure = decided(record), decided(replace(record, birth=None))
    if is_dated(sure):
        assert unsure.end_prudent >= sure.end_prudent


@many
@given(records(dates=exact, categories=("",)), st.integers(0, 60))
def test_a_day_more_never_takes_back_what_was_kept_until(record, years):
    on = ON + timedelta(days=365 * years)
    now, later = decided(record, on), decided(record, on + DAY)
    assert (now.end, now.end_prudent) == (later.end, later.end_prudent)

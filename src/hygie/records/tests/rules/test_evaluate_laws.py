"""The laws of retention, whatever the record; where the text itself jumps, the jump is named."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hygie.records.rules import Span, Status
from hygie.records.rules.evaluate import outcome_of_file
from hygie.records.rules.outcome import Decider
from hygie.records.tests.rules.asked import asked
from hygie.records.tests.rules.invented import LAW, ON, any_records, claims, lives

DAY = timedelta(days=1)
many = settings(max_examples=300, deadline=None)


def decided(record, on=ON):
    return outcome_of_file(record, on=on, law=LAW)


def keeps_at_least(longer, shorter):
    """An open claim may leave no end at all, which keeps longest."""
    if longer.end_prudent is None or shorter.end_prudent is None:
        return longer.status is Status.SUSPENDED
    return longer.end_prudent >= shorter.end_prudent and longer.end >= shorter.end


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
        assert all(claim.last and claim.last < on for claim in record.claims)
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
@given(lives().map(lambda one: replace(one, claims=())), st.integers(0, 4000))
def test_a_later_contact_never_shortens_unless_it_brings_the_death_within_ten_years(life, days):
    latest = life.death.first if life.death else ON
    days = min(days, (latest - life.contact.first).days)
    before = decided(life)
    after = decided(replace(life, contact=shifted(life.contact, days)))
    if not keeps_at_least(after, before):
        # The death rule replaces the others: one day more can take six years away (T22, T23).
        assert before.decider is not Decider.DEATH
        assert after.decider is Decider.DEATH


def test_the_named_exception_a_later_contact_puts_the_claims_before_it_out_of_the_delay():
    claim = ["2008-06-01..2009-05-31"]
    assert asked("2000-01-02", "2008-01-01", claims=claim).outcome.end == date(2029, 1, 1)
    assert asked("2000-01-02", "2009-06-01", claims=claim).outcome.end == date(2029, 6, 1)
    assert asked("2006-01-02", "2008-01-01", claims=claim).outcome.end == date(2035, 1, 2)
    assert asked("2006-01-02", "2009-06-01", claims=claim).outcome.end == date(2034, 1, 2)


@many
@given(lives(is_dead=True))
def test_a_death_can_only_shorten(life):
    assert keeps_at_least(decided(replace(life, death=None)), decided(life))


@many
@given(lives(), st.integers(0, 4000))
def test_a_later_birth_never_shortens(life, days):
    days = min(days, (life.contact.first - life.birth.first).days)
    assert keeps_at_least(decided(replace(life, birth=shifted(life.birth, days))), decided(life))


@many
@given(lives(), st.sampled_from(["birth", "contact", "death"]), st.booleans())
def test_a_vaguer_date_never_shortens(life, event, is_month):
    known = getattr(life, event)
    assume(known)
    first = known.first.replace(day=1) if is_month else known.first.replace(month=1, day=1)
    after = first + timedelta(days=32 if is_month else 366)
    vague = Span(first, after.replace(day=1) - DAY)
    sure, unsure = decided(life), decided(replace(life, **{event: vague}))
    assert unsure.end_prudent is None or unsure.end_prudent >= sure.end_prudent


@many
@given(lives())
def test_an_unknown_birth_never_shortens(life):
    assert keeps_at_least(decided(replace(life, birth=None)), decided(life))


@many
@given(lives(), st.integers(0, 60))
def test_a_day_more_never_takes_back_what_was_kept_until(life, years):
    on = ON + timedelta(days=365 * years)
    now, later = decided(life, on), decided(life, on + DAY)
    assert (now.end, now.end_prudent) == (later.end, later.end_prudent)

"""The dates of a request: those of the texts, and the days on which counting is hard."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.clock import PARIS
from hygie.records.rules import clocks
from hygie.records.rules.clocks import Basis, Longer, terms

RECENT, OLD = date(2025, 6, 1), date(2010, 6, 1)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))


def received(day, **more):
    return terms(received_on=day, **more)


def test_not_before_48_hours_and_at_the_latest_after_eight_days():
    found = received(date(2026, 3, 2), constituted=[RECENT])
    assert (found.earliest, found.latest) == (date(2026, 3, 4), date(2026, 3, 10))
    assert found.latest_old is None
    assert "quarante-huit heures" in found.why[0]


def test_two_months_for_information_of_more_than_five_years():
    assert received(date(2026, 3, 2), constituted=[OLD]).latest == date(2026, 5, 2)


def test_two_months_from_the_last_of_december_end_on_the_last_of_february():
    assert received(date(2025, 12, 31), constituted=[OLD]).latest == date(2026, 2, 28)
    assert received(date(2027, 12, 31), constituted=[OLD]).latest == date(2028, 2, 29)


def test_a_request_under_the_gdpr_alone_has_a_month_and_no_time_to_think():
    found = received(date(2026, 3, 2), basis=Basis.GDPR)
    assert (found.earliest, found.latest) == (date(2026, 3, 2), date(2026, 4, 2))


def test_before_the_list_is_made_the_eight_days_are_kept():
    assert received(date(2026, 3, 2)).latest == date(2026, 3, 10)
    assert received(date(2026, 3, 2), constituted=[]).latest == date(2026, 3, 10)


def test_a_mixed_record_owes_its_recent_part_within_eight_days():
    found = received(date(2026, 3, 2), constituted=[OLD, RECENT])
    assert found.latest == found.latest_recent == date(2026, 3, 10)
    assert found.latest_old == date(2026, 5, 2)
    assert any("mêlé" in doubt for doubt in found.ambiguities)


def test_a_document_without_a_date_is_taken_for_recent():
    assert received(date(2026, 3, 2), constituted=[OLD, None]).latest == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("constituted", "asked", "old"),
    [
        (date(2021, 3, 2), date(2026, 3, 2), False),  # five years that very day: not more
        (date(2021, 3, 1), date(2026, 3, 2), True),
        (date(2020, 2, 29), date(2025, 2, 28), False),
        (date(2020, 2, 29), date(2025, 3, 1), False),  # the prudent reading: the shorter delay
        (date(2020, 2, 29), date(2025, 3, 2), True),
        (None, date(2026, 3, 2), False),
    ],
)
def test_five_years_run_from_the_day_the_information_was_made(constituted, asked, old):
    assert clocks.is_old(constituted, received_on=asked) is old


def test_a_request_that_cites_the_gdpr_for_old_information_keeps_the_shorter_term():
    found = received(date(2026, 3, 2), basis=Basis.BOTH, constituted=[OLD])
    assert (found.latest, found.latest_old) == (date(2026, 4, 2), date(2026, 5, 2))
    alone = received(date(2026, 3, 2), constituted=[OLD])
    assert any("02/04/2026" in doubt for doubt in alone.ambiguities)


def test_the_gdpr_says_nothing_of_the_dead():
    found = received(date(2026, 3, 2), constituted=[OLD], is_living=False)
    assert (found.latest_gdpr, found.ambiguities) == (None, ())


def test_a_missing_proof_that_was_asked_holds_the_delay_until_it_comes():
    waiting = received(date(2026, 3, 2), proof_asked_on=date(2026, 3, 3))
    assert (waiting.starts_on, waiting.earliest, waiting.latest) == (None, None, None)
    assert waiting.strict_latest == date(2026, 3, 10)
    came = received(
        date(2026, 3, 2), proof_asked_on=date(2026, 3, 3), complete_on=date(2026, 3, 20)
    )
    assert (came.earliest, came.latest) == (date(2026, 3, 20), date(2026, 3, 28))
    assert any("10/03/2026" in doubt for doubt in came.ambiguities), "the doubt is shown"


def test_a_proof_that_comes_at_once_does_not_shorten_the_time_to_think():
    found = received(
        date(2026, 3, 2), proof_asked_on=date(2026, 3, 2), complete_on=date(2026, 3, 3)
    )
    assert (found.earliest, found.latest) == (date(2026, 3, 4), date(2026, 3, 11))


def test_a_proof_asked_after_the_term_changes_nothing():
    found = received(date(2026, 3, 2), proof_asked_on=date(2026, 3, 11))
    assert found.latest == date(2026, 3, 10)
    assert any("n’arrête rien" in doubt for doubt in found.ambiguities)
    on_it = received(date(2026, 3, 2), proof_asked_on=date(2026, 3, 10))
    assert on_it.latest is None


@pytest.mark.parametrize(
    ("at", "free_at"),
    [
        # Summer time begins on 29 March 2026: 48 hours end an hour later by the clock.
        (datetime(2026, 3, 28, 10, tzinfo=PARIS), datetime(2026, 3, 30, 11, tzinfo=PARIS)),
        (datetime(2026, 3, 28, 23, 30, tzinfo=PARIS), datetime(2026, 3, 31, 0, 30, tzinfo=PARIS)),
        # Winter time comes back on 25 October 2026.
        (datetime(2026, 10, 24, 10, tzinfo=PARIS), datetime(2026, 10, 26, 9, tzinfo=PARIS)),
        (datetime(2026, 3, 2, 14, 5, tzinfo=PARIS), datetime(2026, 3, 4, 14, 5, tzinfo=PARIS)),
    ],
)
def test_48_hours_are_hours_that_pass(at, free_at):
    assert clocks.reflection_ends(at.date(), at) == free_at
    assert (free_at.astimezone(UTC) - at.astimezone(UTC)) == timedelta(hours=48)
    assert received(at.date(), received_at=at).earliest_at == free_at


def test_eight_days_are_days_whatever_the_clocks_do():
    assert received(date(2026, 3, 25)).latest == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        (date(2026, 4, 30), date(2026, 6, 1)),  # 30 May is a Saturday
        (date(2026, 4, 14), date(2026, 5, 15)),  # 14 May is Ascension Day
        (date(2026, 4, 25), date(2026, 5, 26)),  # 25 May is Whit Monday
        (date(2026, 11, 25), date(2026, 12, 28)),  # Christmas, then a Saturday and a Sunday
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2027, 2, 28), date(2027, 3, 30)),  # Easter Sunday, then Easter Monday
    ],
)
def test_the_month_of_the_gdpr_ends_on_a_day_that_works(asked, term):
    assert clocks.gdpr_term(asked) == term


def test_the_term_of_the_health_code_falls_on_a_sunday_like_any_day():
    assert received(date(2026, 3, 14)).latest == date(2026, 3, 22)
    assert date(2026, 3, 22).weekday() == 6


@pytest.mark.parametrize(
    ("today", "left"), [(date(2026, 3, 4), 6), (date(2026, 3, 10), 0), (date(2026, 3, 12), -2)]
)
def test_days_left_count_the_last_day_as_zero(today, left):
    assert clocks.days_left(date(2026, 3, 10), today=today) == left
    assert clocks.days_left(None, today=today) is None


@given(day=DAYS, made=st.lists(DAYS | st.none(), max_size=5), basis=st.sampled_from(Basis))
def test_a_term_never_comes_before_its_beginning(day, made, basis):
    found = terms(received_on=day, constituted=made, basis=basis)
    assert found.earliest is not None
    assert found.latest is not None
    assert day <= found.earliest <= found.latest
    assert found.latest == found.strict_latest


@given(day=DAYS, made=st.lists(DAYS | st.none(), max_size=5), more=DAYS | st.none())
def test_one_more_document_never_gives_more_time(day, made, more):
    alone = terms(received_on=day, constituted=made or [OLD]).latest
    assert terms(received_on=day, constituted=[*(made or [OLD]), more]).latest <= alone


def test_each_delay_has_its_source_and_its_words():
    for name, delay in clocks.delays().items():
        assert delay["says"].endswith("."), name
        assert delay["source"]["title"]


def test_an_extension_told_within_the_month_gives_three_months_from_the_request():
    told = Longer(extended_on=date(2026, 3, 20))
    found = received(date(2026, 3, 2), basis=Basis.GDPR, longer=told)
    assert found.latest == found.latest_gdpr == date(2026, 6, 2)
    assert any("Prolongé de deux mois" in line for line in found.why)
    at_the_end = Longer(extended_on=date(2026, 4, 2))
    assert received(date(2026, 3, 2), basis=Basis.GDPR, longer=at_the_end).latest == found.latest


def test_an_extension_told_after_the_month_extends_nothing():
    late = Longer(extended_on=date(2026, 4, 3))
    assert received(date(2026, 3, 2), basis=Basis.GDPR, longer=late).latest == date(2026, 4, 2)


def test_an_extension_leaves_the_delays_of_the_record_as_they_are():
    told = Longer(extended_on=date(2026, 3, 4))
    found = received(date(2026, 3, 2), basis=Basis.BOTH, longer=told)
    assert (found.latest, found.latest_gdpr) == (date(2026, 3, 10), date(2026, 6, 2))
    old = received(date(2026, 3, 2), basis=Basis.BOTH, constituted=[OLD], longer=told)
    assert old.latest == date(2026, 5, 2), "not after the two months of the health code"
    assert received(date(2026, 3, 2), longer=told).latest == date(2026, 3, 10)


def test_the_psychiatric_commission_makes_the_eight_days_two_months():
    asked = Longer(commission_on=date(2026, 3, 5))
    found = received(date(2026, 3, 2), longer=asked)
    assert found.latest == date(2026, 5, 2)
    assert any("commission" in line for line in found.why)
    assert not any("mêlé" in line for line in found.ambiguities)


@given(day=DAYS, made=st.lists(DAYS | st.none(), max_size=4), basis=st.sampled_from(Basis),
       extended=DAYS | st.none(), commission=DAYS | st.none())  # fmt: skip
def test_what_makes_a_delay_longer_never_makes_it_shorter(day, made, basis, extended, commission):
    more = Longer(extended_on=extended, commission_on=commission)
    assert (
        terms(received_on=day, constituted=made, basis=basis, longer=more).latest
        >= terms(received_on=day, constituted=made, basis=basis).latest
    )

"""The worked cases, each with its number; then what cannot be true, and claims at the edges."""

from datetime import date

import pytest

from hygie.records.rules import Status
from hygie.records.rules.outcome import Doubt
from hygie.records.tests.rules.asked import asked, days

LATER = date(2095, 1, 1)
ID = {"birth": "1970-05-10", "last": "2010-03-15"}
OVERLAPPING = ("2015-01-01..2016-12-31", "2016-06-01..2017-06-30")


@pytest.mark.parametrize(
    ("case", "birth", "contact", "death", "end", "prudent", "rule", "on"),
    [
        ("T1", "1970-05-10", "2010-03-15", None, "2030-03-15", "", "last_contact", None),
        ("T2", "1970-05-10", "2012-02-29", None, "2032-02-29", "", "last_contact", None),
        ("T3", "2050-01-01", "2080-02-29", None, "2100-02-28", "2100-03-01", "last_contact", LATER),
        ("T5", "2000-01-02", "2008-01-01", None, "2028-01-02", "", "birthday", None),
        ("T7", "2000-01-01", "2008-01-02", None, "2028-01-02", "", "last_contact", None),
        ("T9", "2072-02-29", "2072-03-01", None, "2100-02-28", "2100-03-01", "birthday", LATER),
        ("T11", "1940-01-01", "2010-06-01", "2013-06-01", "2023-06-01", "", "death", None),
        ("T13", "1940-01-01", "2010-06-01", "2020-05-31", "2030-05-31", "", "death", None),
        ("T15", "1940-01-01", "2010-06-01", "2020-06-02", "2030-06-01", "", "last_contact", None),
        ("T17", "1940-01-01", "1995-06-01", "2020-06-01", "2015-06-01", "", "last_contact", None),
        (
            "T18",
            "1940-01-01",
            "2015-01-01",
            "2020-02-29",
            "2030-02-28",
            "2030-03-01",
            "death",
            None,
        ),
        ("T19", "1940-01-01", "2012-02-29", "2022-02-28", "2032-02-29", "", "last_contact", None),
        ("T21", "1940-01-01", "2012-02-29", "2022-03-01", "2032-02-29", "", "last_contact", None),
        ("T22", "2005-03-03", "2007-03-03", "2017-03-02", "2027-03-02", "", "death", None),
        ("T23", "2005-03-03", "2007-03-03", "2017-03-03", "2033-03-03", "", "birthday", None),
        ("T25", "2005-03-03", "2007-03-03", "2018-03-04", "2033-03-03", "", "birthday", None),
        ("T27", "1901-02-28", "2003-05-05", None, "2023-05-05", "", "last_contact", None),
        ("T37", "unknown", "2010-03-15", None, "2038-03-15", "", "birthday", None),
        ("T39", "2006", "2010-03-15", None, "2034-12-31", "", "birthday", None),
        # On the tenth anniversary itself a death is not "less than ten years" after.
        ("edge", "1940-01-01", "2010-06-01", "2020-06-01", "2030-06-01", "", "last_contact", None),
        ("same day", "1940-01-01", "2010-06-01", "2010-06-01", "2020-06-01", "", "death", None),
    ],
)
def test_a_worked_case_ends_on_its_day(case, birth, contact, death, end, prudent, rule, on):
    told = asked(birth, contact, death=death, **({"on": on} if on else {}))
    assert days(told) == (end, prudent or end)
    assert told.rule == rule
    assert str(told.outcome.eliminable_from) > (prudent or end)


def test_the_day_after_the_end_is_the_first_on_which_a_record_may_be_eliminated():
    assert str(asked(*ID.values()).outcome.eliminable_from) == "2030-03-16"
    assert asked(*ID.values(), on=date(2030, 3, 15)).outcome.status is Status.KEPT
    assert asked(*ID.values(), on=date(2030, 3, 16)).outcome.status is Status.ELIMINABLE


def test_between_the_two_readings_of_29_february_the_record_is_still_kept():
    death_on_29th = ("1940-01-01", "2015-01-01")
    assert (
        asked(*death_on_29th, death="2020-02-29", on=date(2030, 3, 1)).outcome.status is Status.KEPT
    )
    assert (
        asked(*death_on_29th, death="2020-02-29", on=date(2030, 3, 2)).outcome.status
        is Status.ELIMINABLE
    )


@pytest.mark.parametrize(
    ("birth", "contact", "death", "is_told"),
    [
        ("1940-01-01", "2015-01-01", "2020-02-29", True),
        ("1940-01-01", "2012-02-29", "2022-02-28", True),  # the readings disagree on which rule
        ("1970-05-10", "2012-02-29", None, True),  # the archive begins on 1 March or on 29 February
        ("1972-02-29", "2012-03-01", None, False),
        ("1970-05-10", "2010-03-15", None, False),
    ],
)
def test_29_february_is_told_when_it_changes_something(birth, contact, death, is_told):
    doubts = asked(birth, contact, death=death).outcome.doubts
    assert (Doubt.FEB29 in doubts) is is_told


def test_t29_the_last_contact_counts_for_the_whole_record():
    assert days(asked("1960-01-01", "2001-02-03", "2019-11-20"))[0] == "2039-11-20"
    assert asked("1960-01-01", "2001-02-03", "unknown").outcome.status is Status.UNKNOWN


@pytest.mark.parametrize("claims", [("2015-01-01..2017-06-30",), OVERLAPPING, OVERLAPPING[::-1]])
def test_t30_t31_claims_add_the_days_of_their_union(claims):
    told = asked(*ID.values(), claims=claims)
    assert days(told) == ("2032-09-12", "2032-09-12")
    assert told.outcome.suspended_days == 912


def test_t33_a_claim_after_the_end_revives_nothing_but_forbids_to_eliminate():
    told = asked(*ID.values(), claims=["2031-01-01"], on=date(2032, 1, 1))
    assert told.outcome.status is Status.SUSPENDED
    assert days(told)[0] == "2030-03-15"
    assert told.outcome.eliminable_from is None


def test_a_claim_after_the_end_that_is_over_forbids_nothing_any_more():
    claims = ["2031-01-01..2033-12-31"]
    assert asked(*ID.values(), claims=claims, on=date(2033, 12, 31)).outcome.status is (
        Status.SUSPENDED
    )
    over = asked(*ID.values(), claims=claims, on=date(2034, 1, 1))
    assert over.outcome.status is Status.ELIMINABLE
    assert days(over) == ("2030-03-15", "2030-03-15")


def test_t35_a_claim_suspends_the_delay_that_runs_from_the_death():
    told = asked("1940-01-01", "2010-06-01", death="2013-06-01", claims=["2014-01-01..2014-12-31"])
    assert days(told)[0] == "2024-05-31"


def test_a_claim_counts_only_from_the_start_of_the_delay():
    before = asked(*ID.values(), claims=["2001-01-01..2009-12-31"])
    astride = asked(*ID.values(), claims=["2001-01-01..2010-03-15"])
    assert days(before)[0] == "2030-03-15"
    assert days(astride)[0] == "2030-03-16"


def test_a_claim_that_outlasts_the_end_has_two_readings_and_the_later_one_keeps():
    told = asked(*ID.values(), claims=["2029-01-01..2031-12-31"], on=date(2031, 6, 1))
    assert days(told) == ("2031-05-28", "2033-03-14")
    assert told.outcome.status is Status.KEPT
    assert Doubt.CLAIM_PAST_END in told.outcome.doubts


def test_an_open_claim_leaves_no_end():
    told = asked(*ID.values(), claims=["2015-01-01"])
    assert told.outcome.status is Status.SUSPENDED
    assert days(told) == ("None", "None")
    assert told.rule == "open_claim"


def test_an_open_claim_speaks_before_a_category_and_before_an_unknown_contact():
    assert asked(*ID.values(), claims=["2015"], category="rare").outcome.status is Status.SUSPENDED
    assert asked("1970", "unknown", claims=["2015"]).outcome.status is Status.SUSPENDED


def test_a_claim_dated_in_the_future_counts_and_is_told():
    told = asked(*ID.values(), claims=["2031-01-01"])
    assert told.outcome.status is Status.SUSPENDED
    assert Doubt.FUTURE_CLAIM in told.outcome.doubts


def test_the_28th_birthday_is_pushed_by_a_claim_and_the_choice_is_told():
    told = asked("2000-01-02", "2008-01-01", claims=["2012-01-01..2012-01-10"])
    assert days(told)[0] == "2028-01-12"
    assert Doubt.SUSPENDED_BIRTHDAY in told.outcome.doubts


def test_t41_without_a_last_contact_the_record_is_kept():
    told = asked("1980-01-01", "unknown")
    assert told.outcome.status is Status.UNKNOWN
    assert days(told) == ("None", "None")


def test_t43_a_neurological_disease_comes_before_the_death_rule():
    told = asked("1980-01-01", "2000-01-01", death="2003", category="neurological")
    assert told.outcome.status is Status.UNLIMITED
    assert days(told) == ("None", "None")
    assert Doubt.CATEGORY_FIRST in told.outcome.doubts
    # Its ordinary end was 31 December 2013: looked at the day after, then every five years.
    assert told.outcome.review == date(2029, 1, 1)


def test_a_record_without_end_and_without_contact_is_looked_at_this_year():
    told = asked("1980-01-01", "unknown", category="genetic")
    assert (told.outcome.status, told.outcome.review) == (Status.UNLIMITED, date(2026, 12, 31))


def test_a_hospital_record_has_its_end_whatever_the_disease():
    told = asked(*ID.values(), category="rare", document_class="establishment_file")
    assert days(told)[0] == "2030-03-15"
    assert told.nature == "obligation"


def test_t47_an_optician_keeps_five_years_at_hand_then_fifteen_in_archive():
    told = asked("unknown", "2012-02-29", profession="28")
    assert days(told) == ("2032-02-29", "2032-02-29")
    assert str(told.outcome.active_until) == "2017-02-28"
    assert "01/03/2017" in dict(told.ambiguities)["feb29"]
    assert Doubt.OUT_OF_FORCE in told.outcome.doubts


@pytest.mark.parametrize(
    ("birth", "contact", "death", "rule"),
    [
        ("1970-05-10", "2010-03-15", "2009-01-01", "death_before_contact"),  # T45
        ("1980-01-01", "2030-01-01", None, "future_contact"),  # T53
        ("2030-01-01", "2010-01-01", None, "future_birth"),
        ("1980-01-01", "2010-01-01", "2030", "future_death"),
        ("2011-01-01", "2010-01-01", None, "birth_after_contact"),
        ("2011-01-01", "unknown", "2010-01-01", "birth_after_death"),
    ],
)
def test_what_cannot_be_true_is_asked_again_and_kept(birth, contact, death, rule):
    told = asked(birth, contact, death=death, category="genetic", claims=["2012"])
    assert told.outcome.status is Status.ERROR
    assert told.rule == rule
    assert told.sentence.endswith("En attendant, le dossier est conservé.")
    assert days(told) == ("None", "None")


@pytest.mark.parametrize(
    ("birth", "contact", "death", "end"),
    [
        # A year that may hold both orders is no contradiction.
        ("2010", "2010-03-15", None, "2038-03-15"),
        ("1940", "2010-06-01", "2010", "2020-12-31"),
        ("1940", "2010", "2010-06-01", "2020-06-01"),
        ("1970", "2010-02", None, "2030-02-28"),
        ("1970", "2012-02", None, "2032-02-29"),
        # The contact may be ten years before the death or not: the longer one is kept.
        ("2009-01-01", "2010", "2020-06-01", "2037-01-01"),
        ("1940", "2010-06-01", "2020", "2030-06-01"),
        ("1940", "2010-06-01", "unknown", "2030-06-01"),
    ],
)
def test_an_incomplete_date_takes_the_bound_that_keeps_longest(birth, contact, death, end):
    assert days(asked(birth, contact, death=death)) == (end, end)

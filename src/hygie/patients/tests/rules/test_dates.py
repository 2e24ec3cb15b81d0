"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.clock import french_date
from hygie.patients.rules.dates import day_of, days_in

TODAY = date(2026, 11, 24)
BORN = date(1961, 2, 6)


@pytest.mark.parametrize(
    "typed",
    [
        "06/02/1961", "6/2/1961", "6/2/61", "06-02-1961", "06.02.1961", "06 02 1961", "060261",
        "06021961", "1961-02-06", "19610206", "6 février 1961", "6 fév 1961", "6 FÉVR. 61",
        " 06 / 02 / 1961 ", "6 fevrier 61",
    ],
)  # fmt: skip
def test_one_day_is_read_in_any_french_form(typed):
    assert day_of(typed, today=TODAY) == BORN


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1er janvier 2000", date(2000, 1, 1)), ("3 juil 1999", date(1999, 7, 3)),
        ("3 juin 1999", date(1999, 6, 3)), ("15 août 48", date(1948, 8, 15)),
        ("24/11/26", date(2026, 11, 24)), ("25/11/26", date(1926, 11, 25)),
        ("01/01/27", date(1927, 1, 1)), ("29/02/2000", date(2000, 2, 29)),
    ],
)  # fmt: skip
def test_months_and_short_years_are_understood(typed, day):
    assert day_of(typed, today=TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "", "31/02/1961", "1961", "dupont", "6 ju 1961", "32/01/1980", "6 février", "00/00/0000",
        "06/02/1961 ou 07/02/1961", "né le 06/02/1961", "12345678901", "٠٦/٠٢/١٩٦١x",
    ],
)  # fmt: skip
def test_what_is_no_day_gives_none(typed):
    assert day_of(typed, today=TODAY) is None


def test_a_short_year_may_be_of_two_centuries():
    assert days_in("06/02/21", today=TODAY)[0] == [date(2021, 2, 6), date(1921, 2, 6)]


def test_a_day_is_found_among_words():
    days, rest = days_in("dupont 06/02/1961 jean", today=TODAY)
    assert (days, rest.split()) == ([BORN], ["DUPONT", "JEAN"])


@given(st.dates(min_value=date(1900, 1, 1), max_value=TODAY))
def test_every_day_that_hygie_writes_is_read_back(day):
    assert day_of(french_date(day), today=TODAY) == day
    assert day_of(day.isoformat(), today=TODAY) == day


@given(st.text(max_size=40))
def test_any_text_is_read_without_failing(text):
    days_in(text, today=TODAY)

"""Of whom a page speaks. The people are invented."""

import time
from datetime import date

import pytest

from hygie.filing.rules import matching
from hygie.filing.rules.matching import Reason
from hygie.patients.rules import mentions

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Née le 06/02/1961 à Brest", date(1961, 2, 6)),
        ("née le 6 février 1961", date(1961, 2, 6)),
        ("le 1er mars 1980.", date(1980, 3, 1)),
        ("DDN : 06-02-1961", date(1961, 2, 6)),
        ("DDN 06.02.1961", date(1961, 2, 6)),
        ("birthDate 1961-02-06", date(1961, 2, 6)),
        ("6 AOÛT 1999", date(1999, 8, 6)),
        ("(06/02/61)", date(1961, 2, 6)),
    ],
)
def test_a_date_is_found_however_it_is_written(text, day):
    assert matching.days_of(text, today=TODAY) == {day}


@pytest.mark.parametrize("text", ["", "31/02/1999", "24/11/2027", "06/02/1", "12345/67/8901"])
def test_what_is_no_past_day_is_not_one(text):
    assert matching.days_of(text, today=TODAY) == set()


def test_a_year_of_two_digits_is_read_both_ways():
    assert matching.days_of("le 03/04/12", today=TODAY) == {date(2012, 4, 3), date(1912, 4, 3)}


def test_a_book_of_dates_is_not_read_to_its_end():
    text = " ".join(f"0{1 + n % 9}/01/{1900 + n % 100}" for n in range(100_000))
    assert len(matching.days_of(text, today=TODAY)) <= matching.MOST_DATES


@pytest.mark.parametrize(
    "text",
    [
        "INS : 2 79 03 51 215 189 89",
        "279035121518989",
        "(279035121518989)",
        "2.79.03.51.215.189.89",
    ],
)
def test_a_matricule_is_found_with_its_spaces(text):
    assert matching.numbers_of(text) == {"279035121518989"}


@pytest.mark.parametrize("text", ["279035121518988", "A279035121518989", "2790351215189891"])
def test_a_number_whose_key_is_wrong_or_that_is_longer_is_none(text):
    assert matching.numbers_of(text) == set()


@pytest.mark.parametrize(
    "endless",
    ["1" * 200_000, "a" * 200_000, "a-\n" * 66_000, "1 " * 100_000, f"a-{' ' * 200_000}",
     f"12{' ' * 200_000}", "12 mars " * 25_000, "1 80 03 2B 020 " * 13_000],
    ids=range(8),
)  # fmt: skip
def test_a_hostile_text_does_not_keep_hygie_thinking(endless):
    began = time.monotonic()
    matching.numbers_of(endless)
    matching.days_of(endless, today=TODAY)
    mentions.words_of(endless)
    assert time.monotonic() - began < 10, "a few tenths of a second is usual"


def test_a_corsican_matricule_is_found():
    assert matching.numbers_of("1 80 03 2B 020 401 23") == {"180032B02040123"}


def test_the_heaviest_reasons_come_first():
    found = {
        "a": {Reason.NAMES},
        "b": {Reason.NUMBER, Reason.NAMES},
    }
    assert matching.ordered(found) == [("b", [Reason.NUMBER, Reason.NAMES]), ("a", [Reason.NAMES])]


def test_the_number_of_a_parent_weighs_no_more_than_the_names_of_the_child():
    assert matching.weight([Reason.NUMBER]) == matching.weight([Reason.NAMES])


def test_a_code_leaves_out_whoever_is_only_written():
    found = {"parent": {Reason.NUMBER, Reason.NAMES}, "child": {Reason.CODE}}
    assert matching.ordered(found) == [("child", [Reason.CODE])]


def test_each_reason_is_said_in_french():
    assert {reason.words for reason in Reason} == {
        "code INS lu", "identité du code INS", "numéro INS écrit", "nom et date de naissance",
    }  # fmt: skip

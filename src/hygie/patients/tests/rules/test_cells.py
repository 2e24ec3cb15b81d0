"""What cells say: a day is a day, a phone is never one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.patients.rules import cells
from hygie.patients.rules.cells import Day

TODAY = date(2026, 11, 24)
BORN = date(1961, 2, 6)


@pytest.mark.parametrize(
    "text",
    [
        "06/02/1961", "6/2/1961", "06/02/61", "6/2/61", "06-02-1961", "06.02.1961", "1961-02-06",
        "6 février 1961", "6 fév. 1961", "06 fevrier 61", "19610206", "06021961", "22318",
        "06/02/1961 00:00", "06/02/1961 00:00:00", "1961-02-06T00:00:00", " 06/02/1961 ",
        "1961-02-06T00:00:00.000Z", "22318,0", "22318.0",
    ],
)  # fmt: skip
def test_a_day_is_read_in_each_form_that_software_writes(text):
    assert cells.read_day(text, today=TODAY) == Day(BORN)


@pytest.mark.parametrize(
    "text",
    [
        "0612345678", "06 12 34 56 78", "06.12.34.56.78", "612345678", "+33612345678", "0199001234",
        "279035121518989", "75011", "1961", "61", "31/02/1961", "06/13/1961", "abc", "Dupont",
        "06/02", "99999", "12345678901",
    ],
)  # fmt: skip
def test_a_phone_a_number_a_year_or_a_day_that_never_was_is_no_day(text):
    found = cells.read_day(text, today=TODAY)
    assert found == Day(is_unreadable=True), found


@pytest.mark.parametrize("text", ["", "  ", "00/00/0000", "0000-00-00", "-", "//", "0"])
def test_an_empty_day_says_nothing(text):
    assert cells.read_day(text, today=TODAY) == Day()


@pytest.mark.parametrize(
    "text", ["00/00/1961", "00/02/1961", "01/00/1961", "1961-00-00", "0/0/1961"]
)
def test_a_day_of_which_the_day_or_the_month_is_unknown_is_said_partial(text):
    assert cells.read_day(text, today=TODAY) == Day(is_partial=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("06/02/26", date(2026, 2, 6)),
        ("24/11/26", date(2026, 11, 24)),
        ("25/11/26", date(1926, 11, 25)),
        ("01/01/27", date(1927, 1, 1)),
        ("01/01/00", date(2000, 1, 1)),
    ],
)
def test_two_digits_of_a_year_give_the_last_past_day(text, day):
    assert cells.read_day(text, today=TODAY).value == day


def test_a_day_to_come_is_read_as_it_is_and_judged_elsewhere():
    assert cells.read_day("06/02/2031", today=TODAY).value == date(2031, 2, 6)


@given(st.dates(min_value=date(1927, 5, 18), max_value=TODAY))
def test_any_day_is_found_again_from_what_excel_and_france_write(day):
    serial = (day - date(1899, 12, 30)).days
    for text in (f"{day:%d/%m/%Y}", day.isoformat(), str(serial)):
        assert cells.read_day(text, today=TODAY).value == day


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_no_french_phone_is_ever_a_day(digits, between):
    phone = between.join(digits[at : at + 2] for at in range(0, 10, 2))
    assert cells.read_day(phone, today=TODAY).value is None


@pytest.mark.parametrize(
    ("sex", "spellings"),
    [
        ("F", "F f Féminin FEMME fille Mme Madame Mlle Mademoiselle 2 female Mme."),
        ("M", "M m Masculin HOMME H garçon M. Mr Monsieur 1 male"),
        ("I", "I Indéterminé X"),
        ("", "Inconnu ? Enfant Dr 0"),
    ],
)
def test_a_sex_is_read_in_each_spelling(sex, spellings):
    assert {cells.read_sex(word) for word in spellings.split()} == {sex}


def test_a_sex_that_is_not_understood_is_not_guessed():
    assert cells.read_sex("Dupont") is None
    assert cells.read_sex("") == ""


def test_yes_and_no():
    assert [cells.read_yes(w) for w in ("Oui", "X", "1", "VRAI", "décédée")] == [True] * 5
    assert [cells.read_yes(word) for word in ("", "non", "0", "Faux", "vivant")] == [False] * 5
    assert cells.read_yes("peut-être") is None


def test_a_phone_gets_back_the_zero_that_a_spreadsheet_took():
    assert cells.read_phone("612345678") == "0612345678"
    assert cells.read_phone("06 12 34 56 78") == "06 12 34 56 78"
    assert cells.read_phone("0612345678") == "0612345678"


def test_a_place_gets_back_its_zero():
    assert (cells.read_place("1053"), cells.read_place("2a004")) == ("01053", "2A004")


@pytest.mark.parametrize("text", ["=1+1", "+33 6 12", "-", "@nom", " =x", "'=1", "''+1", "\t=1"])
def test_what_begins_as_a_formula_is_guarded(text):
    assert cells.guarded(text) == f"'{text}"


def test_a_name_with_an_apostrophe_is_left_alone():
    assert cells.guarded("'T HOOFT") == "'T HOOFT"
    assert cells.unguarded("'T HOOFT") == "'T HOOFT"


@given(st.text(alphabet="'=+-@ a\té1", max_size=8))
def test_a_guarded_cell_comes_back_unchanged(text):
    assert cells.unguarded(cells.guarded(text)) == text
    assert not cells.guarded(text).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("DUPONT Jeanne", ("DUPONT", "Jeanne")),
        ("Jeanne Marie DE LA TOUR", ("DE LA TOUR", "Jeanne Marie")),
        ("DUPONT-DURAND Jean-Noël", ("DUPONT-DURAND", "Jean-Noël")),
        ("DUPONT, Jeanne", ("DUPONT", "Jeanne")),
        ("Dupont Jeanne", ("Dupont", "Jeanne")),
        ("DUPONT JEANNE", ("DUPONT", "JEANNE")),
        ("DE LA TOUR JEANNE", ("", "")),
        ("Dupont", ("", "")),
    ],
)
def test_a_name_is_split_where_its_capitals_end_or_not_at_all(text, parts):
    assert cells.split_name(text) == parts

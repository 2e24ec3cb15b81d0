from datetime import date

import pytest

from hygie.records.rules import Claim, Span, UnreadableError, law, record_from
from hygie.records.rules.record import (
    category_from,
    claim_from,
    claims_in,
    class_from,
    latest,
    profession_from,
)

LAW = law()
DAY = date(2010, 3, 15)


def test_a_record_is_read_from_what_people_write():
    record = record_from(
        LAW,
        birth="1970",
        contacts=["2001-02-03", "2010-03-15"],
        death="unknown",
        category="other: étude familiale",
        claims=["2015-01-01"],
    )
    assert record.birth == Span(date(1970, 1, 1), date(1970, 12, 31))
    assert record.contact == Span(DAY, DAY)
    assert (record.death, record.is_death_undated) == (None, True)
    assert (record.profession, record.document_class) == ("10", "whole_file")
    assert (record.category, record.reason) == ("other", "étude familiale")
    assert record.claims == (Claim(date(2015, 1, 1), None),)


@pytest.mark.parametrize("death", [None, "", "  "])
def test_no_death_is_not_an_undated_death(death):
    record = record_from(LAW, birth="1970", contacts=["2010"], death=death)
    assert (record.death, record.is_death_undated) == (None, False)


def test_the_last_of_several_is_unknown_when_one_is():
    early, late = Span(date(2001, 1, 1), date(2001, 12, 31)), Span(DAY, DAY)
    assert latest([early, late]) == late
    assert latest([early, None]) is None
    assert latest([]) is None
    # The later of two years that overlap is at least the later first day.
    overlapping = Span(date(2001, 6, 1), date(2001, 6, 30))
    assert latest([early, overlapping]) == Span(date(2001, 6, 1), date(2001, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015-01-01", date(2015, 1, 1), None),
        ("2015-01-01..", date(2015, 1, 1), None),
        ("2015-01-01..unknown", date(2015, 1, 1), None),
        ("2015..2017-06", date(2015, 1, 1), date(2017, 6, 30)),
        ("unknown..2017-06-30", date(1850, 1, 1), date(2017, 6, 30)),
        ("2015-01-01..2015-01-01", date(2015, 1, 1), date(2015, 1, 1)),
    ],
)
def test_a_claim_takes_the_bounds_that_keep_longest(text, first, last):
    assert claim_from(text) == Claim(first, last)


@pytest.mark.parametrize("text", ["2017-06-30..2015-01-01", "..2015", "2015..hier", "x"])
def test_a_claim_that_ends_before_it_starts_or_is_unreadable_is_asked_again(text):
    with pytest.raises(UnreadableError):
        claim_from(text)


def test_the_claims_of_a_cell_are_separated_by_what_people_use():
    assert claims_in(" 2015..2016, 2018;2019..2020 | 2021 ") == [
        "2015..2016", "2018", "2019..2020", "2021",
    ]  # fmt: skip
    assert claims_in("") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("", "")),
        ("genetic", ("genetic", "")),
        (" Génétique ", ("genetic", "")),
        ("orpheline", ("rare", "")),
        ("other: une raison", ("other", "une raison")),
    ],
)
def test_a_category_has_its_names(text, found):
    assert category_from(text, LAW) == found


@pytest.mark.parametrize("text", ["inconnue", "other", "other:", ":raison", "genetics"])
def test_an_unknown_category_or_one_without_reason_is_asked_again(text):
    with pytest.raises(UnreadableError) as raised:
        category_from(text, LAW)
    assert raised.value.code == "records.bad_category"


def test_a_profession_and_a_class_are_codes():
    assert profession_from("", LAW) == "10"
    assert profession_from(" x2 ", LAW) == "X2"
    assert class_from("Care-Sheet-Duplicates", LAW) == "care_sheet_duplicates"
    with pytest.raises(UnreadableError, match="profession"):
        profession_from("doctor", LAW)
    with pytest.raises(UnreadableError, match="blood_derived_register"):
        class_from("tout", LAW)

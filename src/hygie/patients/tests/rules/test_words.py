"""What a patient is found by, and what is understood of what is typed."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.patients.rules.words import Kind, digits_of, rows_of, tokens_of

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Someone:
    birth_name: str = "D'ARTAGNAN DE L'HERAULT"
    birth_given_names: str = "PIERRE-ALAIN"
    used_name: str = ""
    used_given_name: str = ""
    birth_date: date | None = date(1961, 2, 6)
    ins: str = "279035121518989"
    phone: str = "+33 1 99 00 12 34"
    mobile: str = ""
    local_id: str = "c-204"


def words(kind, **fields):
    return {row.word for row in rows_of(replace(Someone(), **fields)) if row.kind == kind}


def typed(text):
    return [token.beginnings for token in tokens_of(text, today=TODAY)]


def test_a_name_is_found_by_each_of_its_words_and_by_what_is_joined():
    assert words(Kind.SURNAME) == {
        "D", "ARTAGNAN", "DE", "L", "HERAULT", "DARTAGNANDELHERAULT", "DELHERAULT", "LHERAULT",
    }  # fmt: skip
    assert words(Kind.GIVEN) == {"PIERRE", "ALAIN", "PIERREALAIN"}


def test_a_patient_is_found_by_the_used_names_too():
    assert "PETIT" in words(Kind.SURNAME, used_name="Petit")
    assert "PIERROT" in words(Kind.GIVEN, used_given_name="Pierrot")


def test_a_patient_is_found_by_her_numbers():
    assert words(Kind.NUMBER) == {"19610206", "279035121518989", "0199001234", "C204"}
    assert words(Kind.NUMBER, birth_date=None, ins="", phone="", local_id="") == set()


def test_every_row_holds_all_the_words():
    for row in rows_of(Someone()):
        assert row.beside.startswith(" ")
        assert row.beside.endswith(" 19610206 ")


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("01 99 00 12 34", "0199001234"), ("+33 (0)199001234", "330199001234"),
        ("0033199001234", "0199001234"), ("+32 2 555 12 12", "3225551212"), ("", ""),
    ],
)  # fmt: skip
def test_a_phone_is_dialled_in_france(phone, digits):
    assert digits_of(phone) == digits


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Lefèvre hélène", [("LEFEVRE",), ("HELENE",)]),
        ("de la Tour", [("DELATOUR", "LATOUR", "TOUR")]),
        ("d’Artagnan", [("DARTAGNAN", "ARTAGNAN")]),
        ("Mme Dupont née Martin", [("DUPONT",), ("MARTIN",)]),
        ("mme", [("MME",)]),
        ("dupont 61", [("DUPONT",), ("1961",)]),
        ("dupont 21", [("DUPONT",), ("2021", "1921")]),
        ("jean-pierre", [("JEAN",), ("PIERRE",)]),
        ("de", [("DE",)]),
        ("06/02/1961", [("19610206", "06021961")]),
        ("060261", [("19610206", "060261")]),
        ("dupont 6 fév 1961", [("19610206",), ("DUPONT",)]),
        ("dupont 1961", [("DUPONT",), ("1961",)]),
        ("2 79 03 51 215 189 89", [("279035121518989",)]),
        ("2 79 03 51", [("2790351",)]),
        ("180032b02040123", [("180032B02040123",)]),
        ("06 12 34 56 78", [("0612345678",)]),
        ("+33 6 12 34 56 78", [("0612345678",)]),
        ("dupont 0612345678", [("0612345678",), ("DUPONT",)]),
        ("6", []),
        ("", []),
        (" - ' ", []),
        ("🙂", []),
    ],
)
def test_what_is_typed_is_understood(text, tokens):
    assert typed(text) == tokens


@given(st.text(max_size=300))
def test_any_text_gives_a_few_tokens(text):
    tokens = tokens_of(text, today=TODAY)
    assert len(tokens) <= 9
    assert all(all(token.beginnings) for token in tokens)


@given(st.text("ABCDEFGHIJ KL-'", max_size=30))
def test_whoever_is_typed_in_full_is_among_the_words(name):
    rows = rows_of(Someone(birth_name=name, birth_given_names="", local_id=""))
    known = {row.word for row in rows if row.kind == Kind.SURNAME}
    for token in tokens_of(name, today=TODAY)[:5]:
        assert known & set(token.beginnings)

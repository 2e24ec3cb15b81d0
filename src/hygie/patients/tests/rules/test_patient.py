"""A whole file, field by field."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.patients.rules.patient import faults_of, readable, warnings_about

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class File:
    birth_name: str = "DUPONT"
    birth_given_names: str = "JEANNE"
    used_name: str = ""
    used_given_name: str = ""
    birth_date: date | None = date(1961, 2, 6)
    sex: str = "F"
    birth_place: str = ""
    ins: str = ""
    ins_oid: str = ""
    ins_state: str = "none"
    phone: str = ""
    mobile: str = ""
    email: str = ""
    address: str = ""
    local_id: str = ""
    last_contact: date | None = None
    is_deceased: bool = False
    died_on: date | None = None


def faults(**fields):
    return faults_of(replace(File(), **fields), today=TODAY, is_demonstration=False)


def test_a_plain_file_has_no_fault():
    assert faults() == {}
    assert faults(birth_name="", used_name="Dupont") == {}
    assert faults(is_deceased=True, last_contact=TODAY, email="j.d@cabinet.exemple.fr") == {}


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"birth_name": ""}, "birth_name", "au moins un nom"),
        ({"used_name": "4"}, "used_name", "Le nom utilisé"),
        ({"birth_date": date(2030, 1, 1)}, "birth_date", "futur"),
        ({"birth_place": "PARIS"}, "birth_place", "INSEE"),
        ({"ins": "1", "ins_oid": "1.2.250.1.213.1.4.8"}, "ins", "chiffres"),
        ({"ins_state": "retrieved"}, "ins_state", "Sans matricule"),
        ({"died_on": date(2020, 1, 1)}, "died_on", "cochez aussi"),
        ({"died_on": date(2030, 1, 1), "is_deceased": True}, "died_on", "futur"),
        ({"died_on": date(1950, 1, 1), "is_deceased": True}, "died_on", "précède"),
        ({"last_contact": date(2027, 1, 1)}, "last_contact", "rendez-vous"),
        ({"last_contact": date(1950, 1, 1)}, "last_contact", "précède"),
        ({"email": "jeanne@dupont"}, "email", "incomplète"),
        ({"email": "a b@c.fr"}, "email", "incomplète"),
        ({"phone": "0" * 31}, "phone", "31 signes"),
        ({"address": "x" * 401}, "address", "trop long"),
    ],
)
def test_each_fault_is_told_on_its_field(fields, field, told):
    found = faults(**fields)
    assert field in found
    assert told in found[field][0]


def test_all_the_faults_are_told_at_once():
    assert set(faults(birth_name="", birth_date=date(2030, 1, 1), email="x")) == {
        "birth_name", "birth_date", "email",
    }  # fmt: skip


@given(st.text(max_size=80))
def test_a_readable_text_shows_all_its_signs_and_stays_so(text):
    shown = readable(text)
    assert "\x00" not in shown
    assert readable(shown) == shown


def test_lines_are_kept():
    assert readable(" 12  allée\r\ndes\tTilleuls ") == "12 allée\ndes Tilleuls"


def test_a_contact_after_the_death_is_kept_and_told():
    died_on, later = date(2024, 3, 2), date(2025, 1, 1)
    file = replace(File(), is_deceased=True, died_on=died_on, last_contact=later)
    assert faults_of(file, today=TODAY, is_demonstration=False) == {}
    assert "(01/01/2025) est postérieur au décès" in warnings_about(file)[0]
    assert warnings_about(replace(file, last_contact=died_on)) == []
    assert warnings_about(File()) == []

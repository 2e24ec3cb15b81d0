"""Two files of one person, or of two."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from hygie.patients.rules.likeness import reason_to_doubt


@dataclass(frozen=True)
class Someone:
    birth_name: str = "DUPONT"
    birth_given_names: str = "JEANNE MARIE"
    used_name: str = ""
    used_given_name: str = ""
    birth_date: date | None = date(1961, 2, 6)
    ins: str = ""
    phone: str = "01 99 00 12 34"
    mobile: str = ""
    local_id: str = ""


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({}, "même date de naissance"),
        ({"birth_name": "DUPOND", "birth_given_names": "JANE", "used_given_name": "Jeanne"},
         "qui sonne pareil"),
        ({"birth_name": "PETIT", "used_name": "Dupont"}, "Même nom"),
        ({"birth_name": "PETIT", "phone": "", "mobile": "+33199001234"}, "même téléphone"),
        ({"birth_date": None}, "une date de naissance manque"),
        ({"birth_date": date(1961, 6, 2)}, "échangés"),
    ],
)  # fmt: skip
def test_what_makes_one_doubt(other, reason):
    one = Someone()
    assert reason in reason_to_doubt(one, replace(one, **other))
    assert reason in reason_to_doubt(replace(one, **other), one)


@pytest.mark.parametrize(
    "other",
    [
        {"birth_given_names": "ANNE"},
        {"birth_given_names": ""},
        {"birth_date": date(1962, 2, 6)},
        {"birth_name": "PETIT", "phone": ""},
        {"birth_name": "PETIT", "birth_date": None},
    ],
    ids=["a twin", "no given name", "another year", "only the day", "another name, no day"],
)
def test_what_makes_no_doubt(other):
    assert reason_to_doubt(Someone(), replace(Someone(), **other)) == ""

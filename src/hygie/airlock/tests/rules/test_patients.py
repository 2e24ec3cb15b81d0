from dataclasses import dataclass
from datetime import date

import pytest

from hygie.airlock.rules.patients import day_of, differences, identity_from


@dataclass
class Somebody:
    birth_name: str = "PAT-TROIS"
    birth_given_names: str = "DOMINIQUE MARIE-LOUISE"
    used_name: str = ""
    used_given_name: str = ""
    birth_date: date | None = date(1979, 3, 28)
    sex: str = "F"


def told(name="PAT-TROIS^DOMINIQUE", birth_date="19790328", sex="F", **known):
    return differences(
        identity_from(name=name, birth_date=birth_date, sex=sex), Somebody(**known)
    )  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "PAT-TROIS^DOMINIQUE",
        "Pat Trois^Dominique",
        "pat-trois^dominique^marie-louise^mme",
        "PAT-TROIS^MARIE LOUISE",
        "PAT-TROIS DOMINIQUE",
        "PAT-TROIS^DOMINIQUE=ぱと^ど",
        "PÂT-TROÏS^Dominiqué",
    ],
)
def test_ones_own_name_is_known_however_it_is_written(name):
    assert told(name) == ()


@pytest.mark.parametrize(
    "name", ["MARTIN^DOMI", "MARTIN^DOMINIQUE", "PAT-TROIS NEE MARTIN^DOMI",
             "MARTIN PAT-TROIS^DOMI", "MARTIN EP PAT TROIS^DOMINIQUE"]
)  # fmt: skip
def test_a_used_name_is_hers_too(name):
    assert told(name, used_name="Martin", used_given_name="Domi") == ()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"name": "PAT-QUATRE^DOMINIQUE"}, "nom"),
        ({"name": "TROIS^DOMINIQUE"}, "nom"),
        ({"name": "PAT-TROIS DURAND^DOMINIQUE"}, "nom"),
        ({"name": "PAT-TROIS^CHLOE"}, "prénom"),
        ({"name": "PAT-TROIS^"}, "prénom"),
        ({"name": "PAT-TROIS"}, "prénom"),
        ({"name": ""}, "aucun nom"),
        ({"name": "^^^="}, "aucun nom"),
        ({"birth_date": "19790329"}, "29/03/1979"),
        ({"birth_date": ""}, "naissance"),
        ({"birth_date": "19791340"}, "naissance"),
        ({"birth_date": None}, "naissance"),
        ({"sex": "M"}, "sexe"),
    ],
)
def test_each_difference_is_told(said, word):
    if said.get("birth_date", "") is None:
        sentences = differences(
            identity_from(name="PAT-TROIS^DOMINIQUE", birth_date="19790328", sex="F"),
            Somebody(birth_date=None),
        )
    else:
        sentences = told(**said)
    assert len(sentences) == 1
    assert word in sentences[0]


@pytest.mark.parametrize("sex", ["", "O", "f ", "X"])
def test_a_sex_that_says_nothing_accuses_nobody(sex):
    assert told(sex=sex) == ()
    assert told(sex="M") != ()


def test_a_stranger_differs_in_everything():
    assert len(told("DURAND^PAUL", birth_date="19500101", sex="M")) == 3


def test_days_of_dicom():
    assert day_of("19790328") == day_of("1979.03.28") == date(1979, 3, 28)
    assert [day_of(said) for said in ("", "1979", "20261301", "1979-03-28", "²9790328")] == [
        None
    ] * 5


def test_an_identity_is_shown_as_patients_are_searched():
    found = identity_from(name="PAT-TROIS^DOMINIQUE", birth_date="19790328", sex="F")
    assert found.shown == "PAT TROIS DOMINIQUE 28/03/1979"

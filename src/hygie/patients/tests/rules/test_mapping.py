"""The file of the columns' meanings: written, read again, changed by a person."""

import json

import pytest

from hygie.core.errors import HygieError
from hygie.patients.rules import mapping

HEADERS = ["N°", "Nom", "Nom", "", 'Dit "Jo"\n(surnom)']
CODES = ("local_id", "birth_name", "used_name", "", "")


def test_what_is_written_is_read_again():
    text = mapping.written(HEADERS, CODES, "Logiciel «\u00a0Médilune\u00a0»")
    assert mapping.read(text, HEADERS, is_json=False) == (CODES, "Logiciel «\u00a0Médilune\u00a0»")
    assert "birth_name: Nom de naissance" in text


def test_json_does_as_well():
    text = json.dumps({"columns": {"Nom (2)": "birth_name", "Colonne 4": "phone"}})
    read = mapping.read(text, HEADERS, is_json=True)
    assert read == (("", "", "birth_name", "phone", ""), "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[columns", "pas écrit comme prévu"),
        ("source = 3", "pas écrit comme prévu"),
        ("columns = 3", "pas écrit comme prévu"),
        ('[columns]\n"Prénom" = "phone"', "pas de colonne «\u00a0Prénom"),
    ],
)
def test_a_file_that_does_not_fit_is_told(text, words):
    with pytest.raises(HygieError, match=words):
        mapping.read(text, HEADERS, is_json=False)

"""Whether a text names somebody. The people are invented."""

from dataclasses import dataclass

import pytest

from hygie.patients.rules import mentions


@dataclass
class Somebody:
    birth_name: str = "DUPONT"
    birth_given_names: str = "JEANNE"
    used_name: str = ""
    used_given_name: str = ""


@pytest.mark.parametrize(
    ("person", "text"),
    [
        (Somebody(), "Mme Jeanne Dupont"),
        (Somebody(), "DUPONT épouse LEROY, Jeanne"),
        (Somebody("PAT-TROIS", "DOMINIQUE"), "Dominique Pat-Trois"),
        (Somebody("PAT-TROIS", "DOMINIQUE"), "DOMINIQUE PAT TROIS"),
        (Somebody("D'ARTAGNAN DE L'HERAULT", "PIERRE-ALAIN"),
         "Pierre-Alain d’Artagnan de l’Hérault"),
        (Somebody("D'AEION", "COEUR"), "Cœur d'Aeïon"),
        (Somebody("LEROY", "EMILIE ANNE", used_name="Lemoine-Picard"), "Émilie LEMOINE PICARD"),
        (Somebody("LEROY", "ANNE", used_given_name="Zoé"), "Zoe LEROY"),
        (Somebody("LEFEBVRE", "FLEUR"), "\ufb02eur Lefebvre"),
        (Somebody("BEAUREPAIRE", "JEANNE"), "Jeanne BEAU-\nREPAIRE"),
        (Somebody("PAT-TROIS", "JEANNE"), "Jeanne PAT-\nTROIS"),
    ],
)  # fmt: skip
def test_names_are_found_whatever_their_signs(person, text):
    assert mentions.is_named(person, mentions.words_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Mme Dupont",
        "Jeanne",
        "Jeanne DUPONTEL",
        "JEANNETTE DUPONT",
        "Jean Dupont",
        "Dup ont Jeanne",
    ],
)
def test_half_a_name_is_nobody(text):
    assert not mentions.is_named(Somebody(), mentions.words_of(text))


def test_a_patient_without_a_name_is_never_found():
    nobody = Somebody("", "", "", "")
    assert not mentions.is_named(nobody, mentions.words_of("Jeanne Dupont"))

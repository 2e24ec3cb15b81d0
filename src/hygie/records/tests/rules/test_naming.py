"""A name leaves a text, and nothing else does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.records.rules.naming import ERASED_NAME, without


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("A à D, et Mme Dupont", {"DUPONT"}, f"A à D, et Mme {ERASED_NAME}"),
        ("petite boîte du Petit", {"PETIT"}, f"petite boîte du {ERASED_NAME}"),
        ("Mme L’HÔTE-Été", {"L'HOTE ETE"}, f"Mme {ERASED_NAME}"),
        ("Durand-Petit, Petit", {"PETIT", "Durand-Petit"}, f"{ERASED_NAME}, {ERASED_NAME}"),
        ("Cave", {"", "LE"}, "Cave"),
        ("le carton", {"CARTONNIER"}, "le carton"),
    ],
)
def test_a_name_is_taken_out_whole(text, names, left):
    assert without(text, names) == left


@settings(max_examples=50)
@given(before=st.text(max_size=8), after=st.text(max_size=8))
def test_whatever_stands_around_it_between_spaces_the_name_is_gone(before, after):
    assert "ZWYX" not in without(f"{before} Zwyx {after}", {"ZWYX"}).upper()


def test_a_text_without_the_name_is_left_as_it_is():
    assert without("Dossiers de 1998 à 2004, A à D", {"DUPONT"}) == "Dossiers de 1998 à 2004, A à D"

"""Names that sound alike have one key; others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.patients.rules.sounds import sound_of
from hygie.patients.rules.traits import as_trait

ALIKE = [
    ("Dupont", "Dupond"), ("Philippe", "Filip"), ("Lefèvre", "Lefebvre"), ("Mohamed", "Mohammed"),
    ("Boucher", "Bouché"), ("Bouchet", "Bouchez"), ("Thibault", "Thibaud"), ("Thibaut", "Tibo"),
    ("Renaud", "Renault"), ("Gautier", "Gauthier"), ("Mathieu", "Matthieu"), ("Leroy", "Leroi"),
    ("Christophe", "Kristof"), ("Catherine", "Katherine"), ("Isabelle", "Izabel"),
    ("Nathalie", "Natali"), ("Sophie", "Sofi"), ("Jacques", "Jaques"), ("Éric", "Erick"),
    ("Guy", "Gui"), ("Gilles", "Jil"), ("Michel", "Michèle"), ("André", "Andrée"),
    ("Dupré", "Duprez"), ("Durand", "Durant"), ("Meunier", "Meunié"), ("Moreau", "Morault"),
    ("Girard", "Girart"), ("Bernard", "Bernart"), ("Laurent", "Laurant"), ("Martin", "Martain"),
    ("Lambert", "Lambèrt"), ("Clément", "Clémant"), ("Yann", "Yan"), ("Haddad", "Hadad"),
    ("Fischer", "Ficher"), ("Schmitt", "Schmit"), ("Benoît", "Benois"), ("Hélène", "Elène"),
    ("Thomas", "Toma"), ("Louis", "Loui"), ("Xavier", "Xavié"),
    ("Wagner", "Vagner"), ("Georges", "Jorje"), ("Quentin", "Kentin"), ("Agnès", "Anès"),
    ("Fontaine", "Fontène"), ("Maillard", "Mailard"), ("Lemoine", "Lemoyne"),
]  # fmt: skip
APART = [
    ("Martin", "Martine"), ("Dupont", "Dupuis"), ("Bernard", "Bertrand"), ("Jean", "Jeanne"),
    ("Simon", "Simone"), ("Leroy", "Leroux"), ("Petit", "Petrov"), ("Marie", "Marion"),
    ("Julien", "Julie"), ("Noël", "Noémie"), ("Blanc", "Blot"), ("Roux", "Roy"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALIKE, ids=lambda name: name)
def test_names_that_sound_alike_have_one_key(one, other):
    assert sound_of(as_trait(one)) == sound_of(as_trait(other))


@pytest.mark.parametrize(("one", "other"), APART, ids=lambda name: name)
def test_names_that_sound_otherwise_have_two(one, other):
    assert sound_of(as_trait(one)) != sound_of(as_trait(other))


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=40))
def test_every_word_has_a_key_no_longer_than_twice_itself(word):
    sound = sound_of(word)
    assert 0 < len(sound) <= 2 * len(word) + 1


@pytest.mark.parametrize("word", ["1961", "ДЮПОН", "E", "S", "X"])
def test_what_has_no_sound_is_kept_as_it_is(word):
    assert sound_of(word)

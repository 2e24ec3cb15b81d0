import pytest

from hygie.answers.rules import vocabulary
from hygie.answers.rules.vocabulary import Vocabulary, thesaurus
from hygie.answers.rules.words import keys
from hygie.core.errors import HygieError

TEXTS = (
    "Envoyer une ordonnance au patient.",
    "Le mot de passe de l’ordinateur.\nUne pharmacie, une sauvegarde.",
)


@pytest.fixture(scope="module")
def known():
    return Vocabulary(TEXTS, thesaurus())


def test_what_is_short_is_opened(known):
    assert known.read("mdp").keys == tuple(keys("mot de passe"))


def test_people_who_say_it_otherwise_are_understood(known):
    assert "pharmacie" in known.read("mon officine").groups
    assert "mot-de-passe" in known.read("mes mdp").groups
    assert "mssante" in known.read("la messagerie sécurisée").groups


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("sauvgarde", "sauvegarde"), ("ordniateur", "ordinateur"), ("pharmcie", "pharmacie")],
)
def test_a_slip_is_corrected_to_a_word_of_the_guide(known, typed, meant):
    reading = known.read(typed)
    assert reading.keys == tuple(keys(meant))
    assert reading.corrected[typed] == reading.keys[0]
    assert reading.unknown == ()


@pytest.mark.parametrize("typed", ["lordonnance", "dordinateur", "lordi"])
def test_an_article_stuck_to_its_word_is_parted(known, typed):
    assert known.read(typed).unknown == ()


def test_a_word_far_from_all_is_unknown(known):
    reading = known.read("la zibeline")
    assert reading.unknown == reading.content == tuple(keys("zibeline"))


def test_words_of_style_carry_no_subject(known):
    assert known.read("est-ce que je peux savoir comment faire svp ?").content == ()


def test_the_thesaurus_says_the_same_thing_of_each_abbreviation_once():
    found = thesaurus()
    assert {"mdp", "ordo", "maj", "kine"} <= set(found.abbreviations)
    assert len(found.groups) > 500
    assert all(phrase and names for phrase, names in found.groups.items())


def test_no_group_is_made_of_style_alone():
    style = thesaurus().style
    empty = [phrase for phrase in thesaurus().groups if len(phrase) == 1 and phrase[0] in style]
    assert empty == []


@pytest.mark.parametrize("damage", ["style = 1", 'style = ""\nabbreviations = 2', 'style = "a"'])
def test_a_damaged_thesaurus_is_told(damage, tmp_path, monkeypatch):
    (tmp_path / "thesaurus.toml").write_text(damage, encoding="utf-8")
    monkeypatch.setattr(vocabulary, "DATA", tmp_path)
    thesaurus.cache_clear()
    try:
        with pytest.raises(HygieError, match="ne convient pas") as told:
            thesaurus()
        assert told.value.code == "answers.thesaurus"
    finally:
        thesaurus.cache_clear()

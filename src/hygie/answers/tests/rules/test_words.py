import pytest

from hygie.answers.rules import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ordonnance", "Ordonances"),
        ("pharmacie", "farmacie"),
        ("sauvegardé", "sauvegarder"),
        ("messagerie", "mésagerie"),
        ("envoyer", "envoyé"),
        ("mots", "mot"),
        ("fichier", "fichié"),
        ("rançon", "ransson"),
        ("assurance", "assurence"),
    ],
)
def test_words_that_sound_alike_are_one(one, other):
    assert words.keys(one) == words.keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("passe", "pas"), ("décès", "des"), ("disque", "dix"), ("clé", "clic"), ("CPS", "CP")],
)
def test_words_that_mean_other_things_stay_apart(one, other):
    assert words.keys(one) != words.keys(other)


@pytest.mark.parametrize("word", ["usb", "ins", "17cyber", "2fa", "321"])
def test_short_words_and_numbers_are_kept(word):
    assert words.key(word) == word


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("L’e-CPS de l'œil", ["l", "ecps", "de", "l", "oeil"]),
        ("Wi-Fi, e-mail, WHATS APP", ["wifi", "mail", "whatsapp"]),
        ("3 - 2 - 1", ["321"]),
        ("", []),
        ("\0\x1b[31m ?!", ["31m"]),
    ],
)
def test_signs_part_words(typed, read):
    assert words.words(typed) == read


def test_a_question_longer_than_anyone_asks_is_cut():
    assert len(words.words("mot " * 100_000)) == words.MAX_LETTERS // 4
    assert words.words("a" * 100_000) == ["a" * words.MAX_LETTERS]


def test_pieces_mark_the_ends_of_a_word():
    assert list(words.grams("mot")) == ["_mo", "mot", "ot_", "_mot", "mot_"]


def test_a_slip_of_the_finger_loses_one_letter():
    assert set(words.without_one("abc")) == {"abc", "ab", "ac", "bc"}

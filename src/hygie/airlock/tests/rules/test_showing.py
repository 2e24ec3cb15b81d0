"""The words of verdicts."""

import re

import pytest

from hygie.airlock.rules import showing
from hygie.airlock.rules.verdicts import Colour, Verdict

ALL = [*showing.FILES.values(), showing.DANGER, showing.LOOK, showing.REBUILT, showing.NOTHING]


def test_every_verdict_has_its_words():
    assert set(showing.FILES) == set(Verdict)


def test_no_word_promises_what_nobody_can_know():
    said = " ".join(f"{one.word} {one.sentence}" for one in ALL)
    assert not re.search(r"sans virus|\bpropres?\b|\bsaine?s?\b|garanti|\bsûre?s?\b", said, re.I)


@pytest.mark.parametrize(
    ("colour", "passed", "word"),
    [
        (Colour.GREEN, 3, "Reconstruit"),
        (Colour.GREEN, 0, "Rien à transmettre"),
        (Colour.ORANGE, 0, "À regarder"),
        (Colour.RED, 9, "Danger"),
    ],
)
def test_a_key_gets_one_word(colour, passed, word):
    assert showing.word_for_all(colour, passed=passed).word == word


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.4, "moins d’une seconde"), (1.9, "1 seconde"), (59, "59 secondes"), (125, "2 minutes 05"),
     (-3, "moins d’une seconde"), (60, "1 minute 00")],
)  # fmt: skip
def test_a_duration_is_told_as_one_says_it(seconds, told):
    assert showing.seconds_in_words(seconds) == told


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "0 octet"), (999, "999 octets"), (1000, "1,0\u00a0ko"), (525_312, "525\u00a0ko"),
     (999_600, "1,0\u00a0Mo"), (1_050_000_000, "1,1\u00a0Go"), (9.2e15, "9200\u00a0To")],
)  # fmt: skip
def test_a_size_is_told_as_systems_print_it(size, told):
    assert showing.size_in_words(int(size)) == told

from hygie.airlock.rules import words
from hygie.airlock.rules.verdicts import Colour, Verdict


def test_every_verdict_and_colour_has_its_words():
    assert set(words.VERDICTS) == set(words.EXPLAINED) == set(words.GRAVITY) == set(Verdict)
    assert set(words.COLOURS) == set(words.SENTENCES) == set(Colour)


def test_nothing_is_ever_called_clean():
    said = " ".join([*words.VERDICTS.values(), *words.EXPLAINED.values(), *words.COLOURS.values(),
                     *words.SENTENCES.values()]).lower()  # fmt: skip
    assert not any(word in said for word in ("virus", "propre", "sain "))


def test_verdicts_are_counted_the_gravest_first():
    found = words.counted([Verdict.REBUILT, Verdict.DANGEROUS, Verdict.REBUILT])
    assert found == [(Verdict.DANGEROUS, 1), (Verdict.REBUILT, 2)]

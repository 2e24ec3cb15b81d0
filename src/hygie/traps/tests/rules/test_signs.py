import re

from hygie.core import rules as dated
from hygie.traps.rules import signs


def test_every_sentence_is_french_and_short():
    told = [one.sentence for one in signs.phrases()]
    told += [
        e["sentence"] for c, e in dated.load(signs.DATA / "signs.toml").items() if c != "source"
    ]
    for sentence in told:
        assert sentence[0].isupper(), sentence
        assert sentence.endswith("."), sentence
        assert "'" not in sentence, sentence
        assert not re.search(r" [:;!?»]|« ", sentence), sentence


def test_what_a_stranger_wrote_is_shortened_and_made_visible():
    sentence = signs.sign("link_short", "a\n\u202eb" + "c" * 200).sentence
    assert "\n" not in sentence
    assert "\u202e" not in sentence
    assert len(sentence) < 160


def test_every_pattern_is_linear_enough_for_a_long_text():
    text = "compte " * 20_000 + "a" * 50_000
    assert [one.code for one in signs.phrases() if one.patterns[0].search(text)] == []


def test_a_phrase_finds_what_it_is_for():
    found = {one.code for one in signs.phrases() for p in one.patterns
             if p.search("merci d'envoyer une photo de votre carte cps recto verso")}  # fmt: skip
    assert "card" in found

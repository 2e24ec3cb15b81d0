import re
from datetime import date

import pytest

from hygie.answers.entries import entries
from hygie.answers.rules import search
from hygie.answers.rules.index import WAYS
from hygie.answers.rules.scores import Fit, Judgement
from hygie.answers.rules.search import Zone
from hygie.core.errors import HygieError

LIMITS = search.Settings(
    fitted_on=date(2026, 11, 24), weights={}, known={"for_us": 10.0}, sure={"right": 10.0},
    refuse_below=0.6, answer_above=0.6, margin_above=2.0,
)  # fmt: skip


def judged(*, for_us, right, elsewhere=0.0, margin=2.0):
    fits = tuple(Fit(name=e.id, score=2.0, share=0.5) for e in entries()[:5])
    other = (Fit(name="~facturation", score=elsewhere, share=0.0),)
    signals = {"for_us": for_us, "right": right, "margin": margin}
    return Judgement(entries=fits, elsewhere=other, signals=signals)


@pytest.mark.parametrize(
    ("for_us", "right", "zone"),
    [(1, 1, Zone.ANSWER), (1, -1, Zone.CARDS), (-1, 1, Zone.NONE), (-1, -1, Zone.NONE)],
)
def test_an_answer_asks_to_be_sure_of_both(for_us, right, zone):
    outcome = search.decide(judged(for_us=for_us, right=right), LIMITS)
    assert outcome.zone is zone
    assert len(outcome.matches) == search.SHOWN


def test_an_answer_asks_for_a_clear_margin_too():
    assert search.decide(judged(for_us=1, right=1, margin=1.9), LIMITS).zone is Zone.CARDS


def test_whom_to_ask_is_said_when_an_unknown_subject_fits_better():
    assert "caisse" in search.decide(judged(for_us=-1, right=1, elsewhere=3.0), LIMITS).ask
    assert search.decide(judged(for_us=-1, right=1, elsewhere=1.0), LIMITS).ask == ""


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_each_title_leads_to_its_entry(entry):
    outcome = search.ask(entry.title)
    assert outcome.zone is not Zone.NONE
    assert outcome.matches[0].entry is entry


@pytest.mark.parametrize(
    ("typed", "entry_id"),
    [
        ("comen envoyer une ordo a un patient svp", "ordonnance"),
        ("c risqué d'enregistré ses mdp ds chrome ?", "mots-de-passe-enregistres"),
        ("LORDI EST HACKER JETEINS OU PAS", "ne-pas-eteindre"),
        ("qelle diference avec un edr", "edr"),
    ],
)
def test_everyday_french_is_understood(typed, entry_id):
    assert entry_id in [match.entry.id for match in search.ask(typed).matches]


@pytest.mark.parametrize("nothing", ["", "   ", "\0", "???", "est-ce que je", "a" * 100_000, "🙂"])
def test_a_question_that_says_nothing_is_refused(nothing):
    assert search.ask(nothing).zone is Zone.NONE


def test_a_question_of_a_hundred_thousand_letters_is_read_to_its_limit():
    long = "faut-il éteindre l’ordinateur en cas d’attaque ? " * 2_000
    assert search.ask(long).matches[0].entry.id == "ne-pas-eteindre"


def test_what_a_program_reads_is_plain():
    told = search.ask("faut-il éteindre l’ordinateur en cas d’attaque ?").as_json()
    assert set(told) == {"zone", "entries"}
    first = told["entries"][0]
    assert set(first) == {"id", "title", "score", "answers"}
    assert (first["id"], first["answers"][0]) == ("ne-pas-eteindre", 15)
    assert 0 <= first["score"] <= 1


def test_the_same_question_gets_the_same_outcome():
    assert search.ask("clé usb d’un patient") == search.ask("clé usb d’un patient")


def test_the_settings_name_every_way_of_comparing():
    found = search.settings()
    assert set(found.weights) == set(WAYS)
    assert 0 < found.refuse_below < 1
    assert 0 < found.answer_above < 1
    assert found.margin_above > 0


def test_each_unknown_subject_says_whom_to_ask():
    for name, whom in search.elsewhere().items():
        assert re.match(r"[A-ZÀÉ].+\.$", whom), name


@pytest.mark.parametrize("damage", ["", "fitted_on = 1", "[weights]\ngroups = 1.0"])
def test_damaged_settings_are_told(damage, tmp_path, monkeypatch):
    (tmp_path / "search.toml").write_text(damage, encoding="utf-8")
    monkeypatch.setattr(search, "DATA", tmp_path)
    search.settings.cache_clear()
    try:
        with pytest.raises(HygieError, match="ne convient pas") as told:
            search.settings()
        assert told.value.code == "answers.search_settings"
    finally:
        search.settings.cache_clear()

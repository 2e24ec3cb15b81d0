from datetime import date

import pytest

from hygie.core.rules import Nature, Source
from hygie.records.rules import Status, law
from hygie.records.rules.outcome import NO_DOUBT, Decider
from hygie.records.rules.words import SLOT, Shape, Words, certainty, duration
from hygie.records.tests.rules.asked import TODAY, asked

READ = Source(title="t", nature=Nature.OBLIGATION, verified_on=date(2026, 11, 24))


def shape(status, decider, **more):
    kept = {
        "profession": "10", "document_class": "whole_file", "category": "", "doubts": NO_DOUBT,
        "has_days": False, "is_split": False,
    }  # fmt: skip
    return Shape(status=status, decider=decider, **kept | more)


def test_a_pattern_has_a_slot_for_each_day_and_is_made_once():
    words = Words(law(), TODAY)
    kept = shape(Status.KEPT, Decider.LAST_CONTACT)
    assert SLOT.findall(words.pattern(kept)) == ["end", "contact", "after"]
    assert words.pattern(kept) is words.pattern(kept)


@pytest.mark.parametrize("profession", sorted(law().professions))
@pytest.mark.parametrize("status", [Status.KEPT, Status.ELIMINABLE, Status.SUSPENDED])
def test_every_profession_has_its_sentence_with_cause_article_nature_and_date(profession, status):
    words = Words(law(), TODAY)
    text = words.pattern(shape(status, Decider.LAST_CONTACT, profession=profession))
    assert "à conserver au moins jusqu’au {end} inclus, parce que" in text
    assert "article R. 1112-7" in text or "norme simplifiée n°\u00a054" in text
    assert "recommandation" in text or "usage" in text
    assert "24/11/2026" in text
    assert "obligation" not in text


def test_what_was_not_verified_says_so_in_the_sentence():
    assert "non vérifiée" in asked("1970", "2010", profession="21").sentence
    assert "plus en vigueur" in asked("1970", "2010", profession="28").sentence
    assert "source rapportée" in asked("1970", "2010").sentence


def test_the_weakest_source_is_the_one_told():
    told = Source(
        title="t", nature=Nature.USAGE, verified_on=READ.verified_on, certainty="rapporté"
    )
    assert certainty(READ) == "texte lu le 24/11/2026"
    assert certainty(READ, told) == "source rapportée, vérifiée le 24/11/2026"


def test_a_duration_is_said_with_its_unit():
    assert duration(law().classes["care_sheet_duplicates"].rules[0]) == "90\u00a0jours"
    assert duration(law().classes["video"].rules[0]) == "1\u00a0mois"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "parce que le dernier passage date du 15/03/2010"),
        ({"claims": ["2015-01-01"]}, "un recours introduit le 01/01/2015 est ouvert"),
        ({"claims": ["2031-01-01"], "on": date(2032, 1, 1)}, "même s’il est venu après le terme"),
        ({"claims": ["2015-01-01..2015-01-10"]}, "pendant 10 jours"),
        ({"category": "genetic"}, "Conservation illimitée, à revoir le 16/03/2030"),
        ({"category": "other:étude 50 %"}, "motif\u00a0: étude 50 %"),
        ({"death": "2013-06"}, "le patient est mort au plus tard le 30/06/2013"),
        ({"on": date(2031, 1, 1)}, "Dossier éliminable depuis le 16/03/2030, si une personne"),
    ],
)
def test_a_sentence_says_what_decided(more, told):
    assert told in asked("1970-05-10", "2010-03-15", **more).sentence


@pytest.mark.parametrize(
    ("birth", "told"),
    [
        ("2008-01-02", "le patient a 28\u00a0ans le 02/01/2036"),
        ("2008", "le patient a 28\u00a0ans au plus tard le 31/12/2036"),
        ("unknown", "la naissance est inconnue"),
    ],
)
def test_the_birthday_is_said_as_well_as_it_is_known(birth, told):
    assert told in asked(birth, "2010-03-15").sentence


def test_the_prudent_day_stands_in_the_sentence_when_it_differs():
    told = asked("1940-01-01", "2015-01-01", death="2020-02-29").sentence
    assert "jusqu’au 28/02/2030 inclus, par prudence jusqu’au 01/03/2030, parce que" in told
    assert "Éliminable à partir du 02/03/2030" in told


def test_no_sentence_keeps_a_slot_nor_breaks_french_typography():
    for more in ({}, {"category": "rare"}, {"claims": ["2012"]}, {"profession": "21"}):
        sentence = asked("2008", "2010", **more).sentence
        assert not SLOT.search(sentence)
        for mark in (" :", " ;", " ?", "« ", "'"):
            assert mark not in sentence

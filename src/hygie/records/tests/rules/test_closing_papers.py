"""The papers of a closing: filled in, sourced."""

from datetime import date

import pytest

from hygie.records.rules import closing_papers as rules
from hygie.records.rules.closing import Circumstances

ABOUT = Circumstances(
    closes_on=date(2027, 6, 30), has_successor=True, successor="Dr Chloé", practice="Cabinet",
    keeper="Paul, 5 chemin",
)  # fmt: skip


def words(name, about=ABOUT, until="30/05/2027"):
    told = rules.paper(name, about, opposition_until=until)
    lines = [line for section in told["sections"] for line in section["lines"]]
    return " ".join([told["title"], told["intro"], *lines, told["source"]])


@pytest.mark.parametrize("name", rules.names())
def test_each_paper_is_filled_in_and_says_on_whose_word(name):
    for about in (ABOUT, Circumstances(closes_on=date(2027, 6, 30))):
        text = words(name, about, until="")
        assert not set("{}") & set(text)
        assert "vérifié le 24/11/2026" in text


def test_the_clause_says_what_the_law_asks():
    text = words("clause")
    for said in ("30/05/2027", "notes personnelles", "s’opposer", "reçu", "donner accès"):
        assert said in text


def test_the_heirs_are_told_to_keep_to_be_silent_and_to_answer():
    text = words("keeper")
    for said in ("sans les lire", "huit jours", "Ordre des médecins", "recommandation"):
        assert said in text


@pytest.mark.parametrize("name", rules.names())
def test_no_paper_says_a_le_or_de_le(name):
    for wrong in (" à le ", " de le ", " à les ", " de les "):
        assert wrong not in words(name)


def test_an_unknown_paper_is_none():
    with pytest.raises(KeyError):
        rules.paper("autre", ABOUT)

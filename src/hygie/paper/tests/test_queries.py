from hygie.core import clock
from hygie.journal.queries import head_hash
from hygie.paper.queries import sheet
from hygie.practice.actions import describe_practice
from hygie.practice.queries import practice
from hygie.storage import opening


def test_a_paper_names_the_practice_and_carries_the_journals_head(founded):
    known = practice()
    known.address = "12 allée des Tilleuls\n00000 Ville-Inventée"
    describe_practice(known)
    told = sheet("Bilan")
    assert told["practice"] == {
        "name": "Cabinet Martin", "place": "12 allée des Tilleuls 00000 Ville-Inventée",
    }  # fmt: skip
    assert told["journal_head"] == head_hash()
    assert (told["title"], told["printed_on"], told["demo"]) == ("Bilan", clock.today(), False)


def test_a_paper_printed_while_hygie_is_locked_names_nobody(founded):
    opening.lock()
    told = sheet("Carte d’urgence")
    assert told["practice"] == {"name": "", "place": ""}
    assert told["journal_head"] == ""

import pytest

from hygie.checkup.observation import Observation, Status, Trouble
from hygie.checkup.rules.words import Subject, counted, listed, not_seen, quoted, trouble, unknown
from hygie.checkup.tests import planted
from hygie.core.findings import State, Who

SUBJECT = Subject(code="x.y", answers=(22,), why="Parce que.", missing="Pas vu.")


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 clé"), (1, "1 clé"), (2, "2 clés"), (1234, "1\u202f234 clés")],
)
def test_nouns_agree_with_their_numbers(number, said):
    assert counted(number, "clé", "clés") == said


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A et B"), (list("ABC"), "A, B et C")]
)
def test_names_are_listed_as_in_a_sentence(names, said):
    assert listed(names) == said


def test_names_are_quoted_the_french_way():
    assert quoted("SAUVE-1") == "«\u00a0SAUVE-1\u00a0»"


def test_an_unknown_trouble_is_still_french():
    assert trouble("broken") == Trouble.BROKEN.label
    assert trouble("tout autre chose") == trouble(None) == "illisible"


def test_what_is_unknown_says_what_to_do():
    found = unknown(planted.look(), SUBJECT, "On ne sait pas.")
    assert found.state is State.UNKNOWN
    assert found.computer == "ACCUEIL"
    assert found.seen_at == planted.NOW
    assert found.advice


@pytest.mark.parametrize(
    ("status", "who"),
    [
        (Status.TIMEOUT, Who.ANYONE),
        (Status.UNREADABLE, Who.ANYONE),
        (Status.UNSUPPORTED, Who.TECHNICIAN),
    ],
)
def test_a_probe_that_did_not_answer_greens_nothing(status, who):
    (found,) = not_seen(
        planted.look(), SUBJECT, Observation(probe="x", status=status, note="Trop long.")
    )
    assert (found.state, found.who, found.title) == (State.UNKNOWN, who, "Pas vu.")
    assert found.evidence == ("Trop long.",)

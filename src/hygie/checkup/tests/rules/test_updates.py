from datetime import timedelta

import pytest

from hygie.checkup.observation import Observation, Status
from hygie.checkup.rules import updates
from hygie.checkup.tests import planted
from hygie.core.findings import State


def told(*, days_ago=1.0, **changes):
    facts = {
        "manager": "apt",
        "pending": 0,
        "security": 0,
        "refreshed_at": (planted.NOW - timedelta(days=days_ago)).isoformat(),
        "restart_needed": False,
    }
    return updates.findings(planted.look(planted.seen("updates", **(facts | changes))))


def test_nothing_waits_after_a_fresh_search():
    (found,) = told()
    assert found.state is State.IN_PLACE
    assert found.answers == (22,)


def test_what_waits_is_counted_and_security_comes_first():
    (found,) = told(pending=136, security=82)
    assert found.state is State.TO_DO
    assert found.title == "136 mises à jour attendent, dont 82 de sécurité."
    assert found.urgency == 3
    (found,) = told(pending=1)
    assert found.title == "1 mise à jour attend."
    assert found.urgency == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"days_ago": 8}, "depuis le 16/11/2026"),
        ({"days_ago": -3}, "depuis le 27/11/2026"),
        ({"refreshed_at": None}, "ne sait pas quand"),
        ({"unread_lists": 2}, "n’a pas pu être vérifiée"),
    ],
)
def test_nothing_waits_is_not_believed_without_a_fresh_and_whole_search(change, words):
    (found,) = told(**change)
    assert found.state is State.UNKNOWN
    assert words in found.title
    assert found.advice


def test_what_waits_after_an_old_search_is_at_least_that_much():
    (found,) = told(pending=3, days_ago=40)
    assert found.state is State.TO_DO
    assert found.title.startswith("Au moins 3 mises à jour")


def test_a_restart_that_waits_is_to_be_done():
    (found,) = told(restart_needed=True)
    assert found.state is State.TO_DO
    assert "redémarr" in found.title.lower()
    assert [one.state for one in told(restart_needed=True, pending=2)] == [State.TO_DO] * 2


@pytest.mark.parametrize("manager", ["apt", "Windows Update", "macOS"])
def test_the_advice_says_where_on_each_system(manager):
    (found,) = told(manager=manager, pending=1)
    assert updates.WHERE[manager] in found.advice


@pytest.mark.parametrize("status", [Status.UNREADABLE, Status.UNSUPPORTED, Status.TIMEOUT])
def test_what_was_not_read_is_unknown(status):
    unread = Observation(probe="updates", status=status, note="Pas lu.")
    (found,) = updates.findings(planted.look(unread))
    assert found.state is State.UNKNOWN


def test_the_technician_reads_when_the_search_was_and_some_names():
    (found,) = told(pending=2, examples=["apt", "jq"])
    assert "Dernière recherche\u00a0: 23/11/2026" in found.evidence[1]
    assert "apt, jq" in found.evidence[2]

"""What the home page says of the requests, without a name."""

import pytest

from hygie.core.findings import State
from hygie.practice import registries
from hygie.records.actions import requests as actions
from hygie.records.findings import findings
from hygie.records.findings_requests import requests_finding
from hygie.records.models import RecordRequest
from hygie.records.tests.requests_people import asks, days_ago, living

pytestmark = pytest.mark.usefixtures("alice")


def test_nothing_that_waits_is_in_place():
    found = requests_finding()
    assert (found.code, found.answers, found.state) == ("records.requests", (19,), State.IN_PLACE)
    assert found.action == "records:requests"


@pytest.mark.parametrize(
    ("days", "state", "urgency", "words"),
    [
        (2, State.TO_CONFIRM, 1, "en cours"),
        (5, State.TO_DO, 3, "très vite"),
        (8, State.TO_DO, 3, "très vite"),
        (9, State.TO_DO, 3, "passé"),
    ],
)
def test_a_term_that_comes_near_rises(days, state, urgency, words):
    asks(living(), received_days_ago=days)
    found = requests_finding()
    assert (found.state, found.urgency) == (state, urgency)
    assert words in found.title
    assert "Odile" not in f"{found.title}{found.advice}{found.evidence}"
    assert "VIVANTE" not in f"{found.title}{found.advice}{found.evidence}"


def test_the_next_term_is_told():
    asks(living(), received_days_ago=5)
    assert "Prochain terme" in requests_finding().advice


def test_a_proof_asked_for_long_ago_is_asked_again():
    actions.ask_proof(asks(living(), received_days_ago=20).pk, version=0)
    RecordRequest.objects.update(proof_asked_on=days_ago(14))
    assert "en cours" in requests_finding().title
    RecordRequest.objects.update(proof_asked_on=days_ago(15))
    assert "en attente d’une pièce" in requests_finding().title


def test_the_room_has_registered():
    assert "records" in registries.finding_sources
    assert {found.code for found in findings()} >= {"records.requests", "records.closing_plan"}

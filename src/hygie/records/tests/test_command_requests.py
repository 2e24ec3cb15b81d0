"""`hygie records requests`: plain values for a machine, a line for a person, no name, told."""

import json

import pytest

from hygie.journal.models import Entry
from hygie.records import command_requests
from hygie.records.actions import requests as actions
from hygie.records.tests.requests_people import asks, days_ago, living

pytestmark = pytest.mark.usefixtures("alice")


def printed(capsys, *, as_json):
    assert command_requests.requests(as_json=as_json) == 0
    return capsys.readouterr().out


def test_a_machine_gets_ids_and_dates(capsys):
    request = asks(living())
    (told,) = json.loads(printed(capsys, as_json=True))
    assert told["id"] == request.pk
    assert (told["capacity"], told["state"]) == ("patient", "received")
    assert (told["earliest"], told["days_left"]) == (days_ago(1).isoformat(), 5)
    line = Entry.objects.latest("number")
    assert (line.action, line.actor_name) == ("records.see_requests", "automate")


def test_a_person_gets_lines(capsys):
    assert printed(capsys, as_json=False) == "Aucune demande en attente.\n"
    actions.ask_proof(asks(living("UN")).pk, version=0)
    asks(living("DEUX"))
    told = printed(capsys, as_json=False)
    assert "le délai partira" in told
    assert "2 en attente." in told
    assert "Odile" not in told

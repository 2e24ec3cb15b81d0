"""`hygie records due`: figures and opaque ids, never a name."""

import json
from datetime import timedelta

import pytest

from hygie.core import clock
from hygie.records.command_due import due
from hygie.records.tests.people import a_list, somebody


@pytest.fixture(autouse=True)
def _in_a_practice(alice):
    a_list(clock.now())


def test_it_gives_what_the_year_asks(capsys):
    her = somebody("ZWYXQUEBOURG")
    assert due(year=None, as_json=True) == 0
    told = capsys.readouterr().out
    found = json.loads(told)
    assert (found["year"], found["proposes"]) == (clock.today().year, True)
    assert found["due"] == [
        {
            "patient_id": her.pk, "asks": "eliminate", "since": "2019-03-16",
            "kept_until": "2019-03-15", "rule": "last_contact",
            "reason": "durée après le dernier contact",
        }
    ]  # fmt: skip
    assert "ZWYX" not in told


def test_another_year_asks_something_else(capsys):
    somebody()
    assert due(year=2018, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["asks"] for one in found["due"]] == ["archive"]


def test_in_words(capsys):
    somebody()
    due(year=None, as_json=False)
    told = capsys.readouterr().out
    assert "Peut être éliminé\u00a0: 1" in told
    a_list(clock.now() - timedelta(days=40))
    due(year=None, as_json=False)
    told = capsys.readouterr().out
    assert "plus d’un mois\u00a0: rien n’est proposé" in told
    assert "Peut être éliminé" not in told

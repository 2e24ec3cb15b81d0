"""`hygie records due`: figures and opaque ids, never a name."""

import json
from datetime import date, timedelta

import pytest

from hygie.core import clock
from hygie.records.actions.exports import keep_export
from hygie.records.actions.review import keep_box
from hygie.records.command_due import due
from hygie.records.models import Box, SoftwareExport
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
    assert found["boxes"] == []


def test_the_paper_and_the_export_are_of_the_year_too(capsys):
    fields = {"place": "Cave", "content": "A à D"}
    box = keep_box(Box(name="B1", review_on=date(2020, 1, 1), **fields))
    keep_box(Box(name="B2", review_on=date(2190, 1, 1), **fields))
    keep_export(SoftwareExport(software="Médilune", asked_by="Alice", asked_on=date(2026, 3, 2)))
    due(year=None, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["boxes"] == [{"box_id": box.pk, "review_on": "2020-01-01", "late": True}]
    assert [one["state"] for one in found["exports"]] == ["waited_for"]


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

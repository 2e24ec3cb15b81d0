"""The plan of a closing at the terminal, on a computer without any practice."""

import json
from datetime import timedelta

import pytest

from hygie.core import clock

FIELDS = {"date", "title", "who", "source", "nature"}


def in_days(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def test_a_plan_is_given_without_any_practice(hygie, home):
    ran = hygie("records", "close-plan", "--date", "2035-06-30", "--json")
    assert ran.returncode == 0
    told = json.loads(ran.stdout)
    assert told["closes_on"] == "2035-06-30"
    days = [task["date"] for task in told["tasks"]]
    assert days == sorted(days)
    assert all(set(task) >= FIELDS and task["who"] and task["source"] for task in told["tasks"])
    order = next(task for task in told["tasks"] if task["id"] == "order")
    assert (order["date"], order["nature"]) == ("2035-05-30", "obligation")
    assert not home.exists(), "nothing is written"


def test_a_successor_and_a_profession_change_the_plan(hygie):
    arguments = ("records", "close-plan", "--date", "2035-06-30", "--json")
    alone = json.loads(hygie(*arguments, "--profession", "60").stdout)
    taken = json.loads(hygie(*arguments, "--profession", "60", "--successor").stdout)
    assert "undertaking" in {task["id"] for task in taken["tasks"]}
    assert "undertaking" not in {task["id"] for task in alone["tasks"]}
    assert any("CARPIMKO" in task["title"] for task in alone["tasks"])


def test_a_person_reads_the_same_plan(hygie):
    ran = hygie("records", "close-plan", "--date", in_days(40))
    assert "Plan pour le" in ran.stdout
    assert "(en retard\u00a0: maintenant)" in ran.stdout, "six months before is over"
    assert "Prévenir par écrit" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--date", in_days(-1)), "demandez le plan d’urgence"),
        (("--date", "30/06/2035"), "Écrivez AAAA-MM-JJ"),
        (("--date", "2035-02-30"), "illisible"),
        (("--date", "2035-06-30", "--profession", "999"), "est inconnue"),
        (("--date", "2206-06-30"), "Vérifiez l’année"),
        (("--date", in_days(9), "--reason", "death"), "dans le futur"),
    ],
)
def test_what_cannot_be_planned_is_told(hygie, arguments, sentence):
    ran = hygie("records", "close-plan", *arguments)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert sentence in ran.stderr


@pytest.mark.parametrize("reason", ["death", "illness"])
def test_the_urgent_plans_begin_in_the_past(hygie, reason):
    ran = hygie("records", "close-plan", "--date", in_days(-5), "--reason", reason, "--json")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["tasks"]

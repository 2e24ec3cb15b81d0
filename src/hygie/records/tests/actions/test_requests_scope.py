"""What is chosen, document by document: never without a reason of the law."""

import pytest

from hygie.core.errors import HygieError
from hygie.records.actions import requests_scope as scope
from hygie.records.actions.requests_scope import Chosen
from hygie.records.models.requests import Outcome
from hygie.records.queries import requests as queries
from hygie.records.tests.requests_people import (
    child,
    choose,
    dead,
    dead_child,
    give_all,
    listed,
    living,
    ready,
)

pytestmark = pytest.mark.usefixtures("alice")


def code(run):
    with pytest.raises(HygieError) as caught:
        run()
    return caught.value.code.removeprefix("records.")


def test_every_document_is_decided_before_anything():
    request = listed(ready(living()), "Bilan", "Radio")
    assert code(lambda: choose(request, Bilan=Chosen(choice="give"))) == "undecided"


def test_nothing_is_left_out_without_a_reason_of_the_law():
    request = listed(ready(living()))
    for reason in ("", "not_needed", "parce que"):
        refused = Chosen(choice="withhold", reason=reason)
        assert code(lambda one=refused: choose(request, Bilan=one)) == "no_reason"
    kept = choose(request, Bilan=Chosen(choice="withhold", reason="third_party"))
    assert queries.withheld(kept)[0].reason == "third_party"


def test_after_a_death_each_given_piece_says_what_it_serves():
    request = listed(ready(dead(), "heir", motive="causes"))
    assert code(lambda: choose(request, Bilan=Chosen(choice="give", why=" "))) == "no_reason"
    assert choose(request, Bilan=Chosen(choice="give", why="Dernier bilan")).scope_decided


def test_what_does_not_serve_the_motive_makes_the_answer_partial():
    request = listed(ready(dead(), "spouse", motive="causes"), "Bilan", "Vaccins")
    request = choose(
        request,
        Bilan=Chosen(choice="give", why="Dernier bilan"),
        Vaccins=Chosen(choice="withhold", reason="not_needed"),
    )
    assert scope.outcome_of(request) == Outcome.PARTIAL


@pytest.mark.parametrize("reason", ["personal_note", "minor_secret"])
def test_what_no_letter_tells_makes_no_answer_partial(reason):
    request = listed(ready(child(), "parent"), "Bilan", "Secret")
    rows = {row.title: row.key for row in queries.rows_of(request)}
    chosen = {
        rows["Bilan"]: Chosen(choice="give"),
        rows["Secret"]: Chosen(choice="withhold", reason=reason),
    }
    request = scope.decide_scope(request.pk, chosen, minor_secret="some", version=request.version)
    assert scope.outcome_of(request) == Outcome.WHOLE


@pytest.mark.parametrize("patient", [child, dead_child])
def test_a_minor_s_secret_is_asked_about_first(patient):
    capacity = "parent" if patient is child else "dead_minor_parent"
    request = listed(ready(patient(), capacity))
    version = request.version
    for said in ("", "peut-être"):
        run = lambda one=said: scope.decide_scope(  # noqa: E731
            request.pk, give_all(request), minor_secret=one, version=version
        )
        assert code(run) == "minor_secret"
    row = queries.rows_of(request)[0]
    hidden = {row.key: Chosen(choice="withhold", reason="minor_secret")}
    assert (
        code(lambda: scope.decide_scope(
            request.pk, hidden, minor_secret="none", version=version
        )) == "minor_secret"
    )  # fmt: skip

"""Two clicks, two people, a mistake: each step is done once, and taken back where nothing left."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.actor import Actor, acting_as
from hygie.journal.models import Entry
from hygie.records.actions import requests as actions
from hygie.records.actions import requests_decide as decide
from hygie.records.actions import requests_scope as scope
from hygie.records.actions import requests_steps as steps
from hygie.records.models import RecordRequest, ScopeItem
from hygie.records.models.requests import RequestState
from hygie.records.queries import requests as queries
from hygie.records.tests.requests_people import again, asks, give_all, living, proven, ready


@pytest.fixture(autouse=True)
def _acting(request):
    """Dr Alice Martin acts in the tests' base, but where a whole practice is founded."""
    if "founded" not in request.fixturenames:
        request.getfixturevalue("alice")


def code(run):
    with pytest.raises(HygieError) as caught:
        run()
    return caught.value.code.removeprefix("records.")


def lines():
    return Entry.objects.filter(action__startswith="records.").count()


def answered():
    request = ready(living())
    actions.add_item(ScopeItem(request=request, title="Bilan", place="paper"))
    request = scope.decide_scope(request.pk, give_all(request), version=request.version)
    return decide.grant(request.pk, channel="paper", version=request.version)


def test_two_clicks_are_one_step():
    request = asks(living())
    actions.ask_proof(request.pk, version=0)
    before = lines()
    assert actions.ask_proof(request.pk, version=0).version == 1
    assert (lines(), request.steps.count()) == (before, 1)


@pytest.mark.slow
def test_two_clicks_at_the_same_instant_are_one_step(founded):
    request = asks(living())
    both = threading.Barrier(2)

    def click():
        both.wait()
        try:
            with acting_as(Actor("a", "Alice")):
                return actions.ask_proof(request.pk, version=0).version
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert [one.result() for one in [pool.submit(click), pool.submit(click)]] == [1, 1]
    assert again(request).steps.count() == 1
    assert Entry.objects.filter(action="records.ask_proof_request").count() == 1


def test_a_page_that_is_out_of_date_changes_nothing():
    request = asks(living())
    actions.ask_proof(request.pk, version=0)
    assert code(lambda: actions.withdraw(request.pk, version=0)) == "request_moved"
    assert code(lambda: steps.undo(request.pk, version=0)) == "request_moved"
    assert again(request).state == RequestState.PROOF_ASKED


def test_a_step_that_is_refused_leaves_no_trace():
    request = asks(living())
    before = lines()
    assert code(lambda: actions.complete(request.pk, version=0)) == "incomplete"
    assert (again(request).version, request.steps.count(), lines()) == (0, 0, before)


def test_a_mistaken_step_is_taken_back_and_told():
    request = proven(asks(living()))
    done = actions.complete(request.pk, version=1)
    undone = steps.undo(request.pk, version=done.version)
    assert (undone.state, undone.complete_on) == (RequestState.RECEIVED, None)
    assert undone.proofs_seen == ["identity"]
    assert Entry.objects.latest("number").action == "records.undo_request"
    assert queries.last_step(undone).verb == "proofs", "the one before can be taken back too"


def test_what_was_corrected_is_found_as_it_was():
    request = asks(living(), motive_details="", received_time="14:05")
    request = again(request)
    request.name = "Autre"
    actions.change(request, version=0)
    undone = steps.undo(request.pk, version=1)
    kept = again(undone)
    assert (kept.name, str(kept.received_time)) == ("Odile Demandeuse", "14:05:00")


def test_choices_are_taken_back_with_their_step():
    request = ready(living())
    actions.add_item(ScopeItem(request=request, title="Bilan"))
    request = scope.decide_scope(request.pk, give_all(request), version=request.version)
    undone = steps.undo(request.pk, version=request.version)
    assert not undone.scope_decided
    assert queries.given(undone) == []


def test_an_answer_is_taken_back_only_by_who_says_that_nothing_left():
    request = answered()
    version = request.version
    assert code(lambda: steps.undo(request.pk, version=version)) == "already_left"
    undone = steps.undo(request.pk, version=version, nothing_left=True)
    assert (undone.state, undone.outcome, undone.answered_on) == (RequestState.READY, "", None)


def test_what_left_is_never_taken_back():
    request = answered()
    RecordRequest.objects.update(left_at=clock.now())
    said = code(lambda: steps.undo(request.pk, version=request.version, nothing_left=True))
    assert said == "already_left"


def test_there_may_be_nothing_to_take_back():
    request = asks(living())
    assert code(lambda: steps.undo(request.pk, version=0)) == "nothing_to_undo"

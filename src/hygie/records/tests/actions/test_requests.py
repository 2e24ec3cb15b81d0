"""A request from its receipt until it is complete: once, told, and kept whatever is missing."""

from datetime import date, time, timedelta

import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.records.actions import requests as actions
from hygie.records.models import RecordRequest, ScopeItem
from hygie.records.models.requests import RequestState
from hygie.records.queries import requests as queries
from hygie.records.tests.requests_people import (
    again,
    asks,
    child,
    days_ago,
    dead,
    living,
    opposes,
    proven,
    ready,
)

pytestmark = pytest.mark.usefixtures("alice")


def told():
    lines = Entry.objects.filter(action__startswith="records.").order_by("number")
    return [line.action.removeprefix("records.") for line in lines]


def refused(code, run):
    with pytest.raises(HygieError) as caught:
        run()
    assert caught.value.code == f"records.{code}"
    return str(caught.value)


def test_a_request_is_noted_and_told_without_a_name():
    request = asks(living())
    assert RecordRequest.objects.get() == request
    assert told() == ["receive_request"]
    assert "Odile" not in str(Entry.objects.values_list())


def test_the_same_page_sent_twice_is_one_request():
    request = asks(living())
    twice = RecordRequest(
        request_id=request.pk, patient_id=request.patient_id, capacity="patient",
        name="Odile", received_on=clock.today(),
    )  # fmt: skip
    assert actions.receive(twice) == request
    assert (RecordRequest.objects.count(), told()) == (1, ["receive_request"])


def test_somebody_who_is_not_entitled_is_noted_too_and_never_complete():
    request = asks(dead(), "not_insurance_beneficiary")
    said = refused("must_refuse", lambda: actions.complete(request.pk, version=0))
    assert "assurance-vie" in said
    assert "gardée" in said
    assert again(request).state == RequestState.RECEIVED


@pytest.mark.parametrize(
    ("received_on", "words"),
    [
        (clock.today() + timedelta(days=1), "à venir"),
        (date(1939, 1, 1), "avant la naissance"),
        (days_ago(300), "avant le décès"),
    ],
)
def test_a_date_that_cannot_be_keeps_what_was_typed(received_on, words):
    patient = dead()
    request = RecordRequest(
        patient_id=patient.pk, capacity="heir", name="Odile", received_on=received_on
    )
    said = refused("refused_dates", lambda: actions.receive(request))
    assert words in said
    assert "saisie est gardée" in said
    assert RecordRequest.objects.count() == 0


def test_an_unknown_capacity_or_patient_is_refused():
    patient = living()
    refused("unknown_capacity", lambda: asks(patient, ""))
    patient.pk = "0" * 32
    refused("no_patient", lambda: asks(patient))


def test_the_gdpr_is_not_for_the_dead():
    said = refused("gdpr_of_the_dead", lambda: asks(dead(), "heir", basis="gdpr"))
    assert "vivantes" in said


def test_a_missing_proof_is_named_and_the_request_is_kept():
    request = asks(dead(), "heir", motive="causes")
    said = refused("incomplete", lambda: actions.complete(request.pk, version=0))
    assert "acte de notoriété" in said
    assert "gardée" in said
    asked = actions.ask_proof(request.pk, version=0)
    assert (asked.state, asked.proof_asked_on) == (RequestState.PROOF_ASKED, clock.today())
    assert queries.see(asked).days_left is None


def test_a_motive_left_empty_is_asked_for():
    request = proven(asks(dead(), "concubin"))
    said = refused("incomplete", lambda: actions.complete(request.pk, version=1))
    assert "motif" in said


def test_proofs_that_are_seen_make_it_complete():
    request = actions.ask_proof(asks(dead(), "heir", motive="causes").pk, version=0)
    complete = actions.complete(proven(request).pk, version=2)
    assert (complete.state, complete.complete_on) == (RequestState.READY, clock.today())
    assert told() == [
        "receive_request", "ask_proof_request", "proofs_request", "complete_request",
    ]  # fmt: skip


def test_nothing_is_asked_for_when_nothing_is_missing():
    request = proven(asks(living()))
    refused("nothing_missing", lambda: actions.ask_proof(request.pk, version=1))


def test_the_first_day_a_proof_was_asked_for_still_counts():
    request = actions.ask_proof(asks(living(), received_days_ago=6).pk, version=0)
    RecordRequest.objects.update(proof_asked_on=days_ago(5))
    assert actions.ask_proof(request.pk, version=1).proof_asked_on == days_ago(5)


@pytest.mark.parametrize("day", [days_ago(4), clock.today() + timedelta(days=1)])
def test_it_is_not_complete_before_it_came_nor_tomorrow(day):
    request = proven(asks(living()))
    refused("refused_dates", lambda: actions.complete(request.pk, version=1, on=day))


def test_an_opposition_expressed_in_life_stops_it_with_its_trace():
    patient = dead()
    request = proven(asks(patient, "heir", motive="causes"))
    note = opposes(patient)
    said = refused("must_refuse", lambda: actions.complete(request.pk, version=1))
    assert "03/02/2020" in said
    assert "Bruno" in said
    note.ended_on = date(2021, 1, 1)
    note.save()
    assert actions.complete(request.pk, version=1).state == RequestState.READY


def test_another_title_asks_for_other_proofs():
    request = ready(child(), "parent")
    request.capacity = "agent"
    changed = actions.change(request, version=request.version)
    assert changed.state == RequestState.RECEIVED
    assert changed.proofs_seen == ["identity"], "the one that both ask for"


def test_what_is_corrected_is_checked_again():
    request = asks(living())
    request.received_on = clock.today() + timedelta(days=3)
    refused("refused_dates", lambda: actions.change(request, version=0))
    assert again(request).received_on == days_ago(3)


def test_an_hour_is_kept_and_gives_an_instant_in_paris():
    request = again(asks(living(), received_time=time(14, 5)))
    assert request.received_at.isoformat().endswith(("+01:00", "+02:00"))
    assert again(asks(living("AUTRE"))).received_at is None


def test_who_gives_up_sends_nothing_and_stays_on_the_list():
    request = actions.withdraw(asks(living()).pk, version=0)
    assert request.state == RequestState.WITHDRAWN
    assert list(queries.ended()) == [request]
    refused("wrong_state", lambda: actions.withdraw(request.pk, version=1))


def test_documents_are_listed_by_hand_once_and_taken_off():
    request = asks(living())
    item = ScopeItem(request=request, title="Lettre du cardiologue", place="paper")
    assert actions.add_item(item) == actions.add_item(item)
    assert [row.title for row in queries.rows_of(request)] == ["Lettre du cardiologue"]
    actions.remove_item(item)
    assert queries.rows_of(request) == []
    late = ScopeItem(request=request, title="Demain", constituted_on=days_ago(-1))
    refused("refused_dates", lambda: actions.add_item(late))


def test_nothing_is_added_once_it_is_answered():
    request = asks(living())
    RecordRequest.objects.update(state=RequestState.ANSWERED)
    late = ScopeItem(request=again(request), title="Trop tard")
    refused("wrong_state", lambda: actions.add_item(late))


def test_each_look_is_told_and_the_list_once_a_minute():
    request = asks(living())
    actions.look_at(request)
    actions.look_at(request)
    actions.tell_list()
    actions.tell_list()
    assert told()[1:] == ["look_request", "look_request", "see_requests"]

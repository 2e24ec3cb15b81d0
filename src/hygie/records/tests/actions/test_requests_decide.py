"""What is answered, when and by whom: only what the law lets, and never without a reason."""

from datetime import timedelta

import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.practice import registries
from hygie.practice.registries import Delivery
from hygie.records.actions import requests_decide as decide
from hygie.records.actions import requests_scope as scope
from hygie.records.actions.requests_scope import Chosen
from hygie.records.models import RecordRequest
from hygie.records.models.requests import Outcome, RequestState
from hygie.records.tests.requests_people import (
    again,
    asks,
    choose,
    dead,
    give_all,
    listed,
    living,
    opposes,
    ready,
)

pytestmark = pytest.mark.usefixtures("alice")


def code(run):
    with pytest.raises(HygieError) as caught:
        run()
    return caught.value.code.removeprefix("records.")


def decided(patient=None, capacity="patient", **fields):
    request = listed(ready(patient or living(), capacity, **fields))
    return scope.decide_scope(
        request.pk, give_all(request), version=request.version, minor_secret="none"
    )


def grant(request, channel="paper", **more):
    return decide.grant(request.pk, channel=channel, version=request.version, **more)


def test_a_patient_gets_the_whole_record():
    request = grant(decided())
    assert (request.state, request.outcome) == (RequestState.ANSWERED, Outcome.WHOLE)
    assert (request.answered_on, request.answered_by) == (clock.today(), "Dr Alice Martin")


def test_a_document_added_after_the_choice_asks_to_choose_again():
    request = listed(decided(), "Radio")
    assert code(lambda: grant(request)) == "scope_undecided"


def test_nothing_leaves_before_48_hours(monkeypatch):
    request = decided(received_days_ago=1)
    with pytest.raises(HygieError) as caught:
        grant(request)
    assert caught.value.code == "records.too_early"
    assert "quarante-huit heures" in caught.value.message
    assert again(request).state == RequestState.READY
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert grant(request).state == RequestState.ANSWERED


def test_the_hour_of_reception_counts_when_it_is_known(monkeypatch):
    hour = (clock.now() + timedelta(minutes=10)).astimezone(clock.PARIS)
    if hour.date() != clock.today():
        pytest.skip("too near midnight for this one")
    request = decided(received_days_ago=2, received_time=hour.time())
    assert code(lambda: grant(request)) == "too_early"
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert grant(request).state == RequestState.ANSWERED


def test_a_request_under_the_gdpr_alone_may_be_answered_at_once():
    assert grant(decided(received_days_ago=0, basis="gdpr")).state == RequestState.ANSWERED


def test_giving_nothing_is_a_refusal():
    request = listed(ready(living()))
    request = choose(request, Bilan=Chosen(choice="withhold", reason="third_party"))
    assert code(lambda: grant(request)) == "nothing_given"


def test_an_opposition_noted_meanwhile_stops_the_answer():
    patient = dead()
    request = decided(patient, "heir", motive="causes")
    opposes(patient)
    assert code(lambda: grant(request)) == "must_refuse"


def test_files_that_anybody_reads_are_the_person_s_own_choice():
    request = decided()
    assert code(lambda: grant(request, "own_key")) == "clear_not_chosen"
    assert grant(request, "own_key", clear_chosen=True).clear_files_chosen


def test_an_unknown_way_is_refused():
    request = decided()
    assert code(lambda: grant(request, "pigeon")) == "no_channel"


def test_mssante_sends_now_or_nothing_is_answered(shelf):
    patient = living()
    document = shelf.keep(patient)
    request = ready(patient)
    request = scope.decide_scope(request.pk, give_all(request), version=request.version)
    assert code(lambda: grant(request, "mssante")) == "no_delivery"
    assert again(request).state == RequestState.READY
    asked = []

    def send(patient_id, documents, purpose):
        asked.append((patient_id, documents, purpose))
        return Delivery(room="messaging", how="par MSSanté")

    registries.register_deliver("messaging", send)
    answered = grant(request, "mssante")
    assert asked == [(patient.pk, [document.pk], "copie de dossier")]
    assert answered.left_at is not None


def test_mssante_is_for_the_patient_and_for_what_hygie_keeps(shelf):
    registries.register_deliver("messaging", lambda *_: Delivery(room="messaging", how="envoyé"))
    on_paper = decided()
    assert code(lambda: grant(on_paper, "mssante")) == "no_delivery"
    for_a_lawyer = decided(living("AUTRE"), "lawyer")
    assert code(lambda: grant(for_a_lawyer, "mssante")) == "no_delivery"


def refuse(request, *grounds, words=""):
    return decide.refuse(request.pk, grounds=grounds, explanation=words, version=request.version)


def test_a_refusal_says_why():
    request = asks(dead(), "not_sibling")
    assert code(lambda: refuse(request)) == "unmotivated"
    assert code(lambda: refuse(request, "parce que")) == "unmotivated"
    refused = refuse(request, "not_entitled")
    assert (refused.outcome, refused.refusals) == (Outcome.REFUSED, ["not_entitled"])


def test_some_reasons_need_the_professional_s_words():
    request = ready(dead(), "heir", motive="rights", motive_details="Un contrat")
    assert code(lambda: refuse(request, "weak_motive", words=" ")) == "unmotivated"
    assert refuse(request, "weak_motive", words="Quel contrat ?").explanation == "Quel contrat ?"


def test_a_refusal_of_another_record_is_not_kept():
    assert code(lambda: refuse(asks(living()), "opposed")) == "unmotivated"


def test_what_is_handed_over_is_closed_by_a_signed_receipt():
    request = grant(decided())
    close = lambda **more: decide.close(request.pk, version=request.version, **more)  # noqa: E731
    assert code(close) == "no_receipt"
    for wrong in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)):
        assert code(lambda day=wrong: close(receipt_signed_on=day)) == "refused_dates"
    closed = close(receipt_signed_on=clock.today())
    assert (closed.state, closed.receipt_signed_on) == (RequestState.CLOSED, clock.today())


def test_a_refusal_is_closed_without_a_receipt_and_what_opened_a_copy_is_forgotten():
    request = refuse(asks(dead(), "not_other"), "not_entitled")
    RecordRequest.objects.update(passphrase="AAAA-BBBB")
    closed = decide.close(request.pk, version=request.version)
    assert (closed.state, closed.passphrase) == (RequestState.CLOSED, "")

"""What is read of the requests: whose, by when, and what may be chosen from."""

from datetime import date

import pytest

from hygie.core.errors import HygieError
from hygie.patients import duplicates
from hygie.patients.models import Patient
from hygie.practice import registries
from hygie.records.actions import requests as actions
from hygie.records.actions import requests_scope as scope
from hygie.records.models import ScopeItem
from hygie.records.queries import requests as queries
from hygie.records.tests.requests_people import (
    again,
    asks,
    days_ago,
    dead,
    give_all,
    living,
    opposes,
    ready,
)

pytestmark = pytest.mark.usefixtures("alice")


def test_the_nearest_term_comes_first_and_who_waits_for_a_proof_last():
    late = asks(living("UN"), received_days_ago=7)
    early = asks(living("DEUX"), received_days_ago=2)
    waits = actions.ask_proof(asks(living("TROIS"), received_days_ago=5).pk, version=0)
    found = queries.open_requests()
    assert [seen.request for seen in found] == [late, early, waits]
    assert [seen.days_left for seen in found] == [1, 6, None]


def test_documents_of_more_than_five_years_give_two_months(shelf):
    patient = living()
    shelf.keep(patient, constituted_on=date(2010, 1, 1))
    seen = queries.see(asks(patient))
    assert seen.terms.latest_recent is None
    assert seen.days_left > 50
    actions.add_item(ScopeItem(request=seen.request, title="Récent", constituted_on=days_ago(9)))
    assert queries.see(seen.request).days_left == 5


def test_personal_notes_and_third_parties_are_never_on_the_list(shelf):
    patient = living()
    shelf.keep(patient, "Compte rendu")
    shelf.keep(patient, "Mes notes", is_personal_note=True)
    shelf.keep(patient, "Dit par sa sœur", kind="third_party")
    shelf.keep(patient, "Notes", kind="personal_note")
    assert [row.title for row in queries.rows_of(asks(patient))] == ["Compte rendu"]


def test_a_document_that_became_a_personal_note_is_not_given_though_it_was_chosen(shelf):
    patient = living()
    shelf.keep(patient)
    request = ready(patient)
    request = scope.decide_scope(request.pk, give_all(request), version=request.version)
    assert len(queries.given_documents(request)) == 1
    shelf.kept.clear()
    shelf.keep(patient, "Compte rendu", is_personal_note=True)
    assert queries.given(request) == []
    with pytest.raises(HygieError) as caught:
        queries.given_documents(request)
    assert caught.value.code == "records.document_gone"


def test_two_files_made_one_keep_their_requests_and_documents(shelf):
    first, second = living("UN"), living("UNE")
    shelf.keep(second, "Radio")
    request = asks(second)
    duplicates.make_one(first, second)
    seen = queries.see(again(request))
    assert seen.patient == Patient.objects.get()
    assert [row.title for row in queries.rows_of(seen.request)] == ["Radio"]
    assert list(queries.requests_about(seen.patient)) == [request]


def test_an_opposition_is_told_with_who_wrote_it_and_when():
    patient = dead()
    assert queries.opposition_of(patient) == ""
    opposes(patient)
    told = queries.opposition_of(patient)
    assert "03/02/2020" in told
    assert "Bruno" in told
    assert "sœur" in told


def test_a_patient_s_page_shows_the_requests_about_her(shelf):
    patient = living()
    request = asks(patient)
    panels = [p for p in registries.panels_of(patient.pk) if p.title == "Demandes de dossier"]
    assert [seen.request for seen in panels[0].shown["seen"]] == [request]
    assert queries.patient_panel("0" * 32) is None


def test_the_command_gets_plain_values_without_a_name():
    request = asks(living())
    told = queries.as_json(queries.see(request))
    assert {"id", "patient_id", "capacity", "state", "earliest", "latest", "days_left"} <= set(told)
    assert (told["earliest"], told["days_left"]) == (days_ago(1).isoformat(), 5)
    assert "Odile" not in str(told)

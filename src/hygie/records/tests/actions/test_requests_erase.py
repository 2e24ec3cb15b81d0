"""A patient who is eliminated takes with her the requests that name her."""

import pytest

from hygie.accounts.actions import save_draft
from hygie.accounts.models import Draft
from hygie.journal.models import Entry
from hygie.practice import registries
from hygie.records.actions.requests_erase import erase
from hygie.records.models import RecordRequest, RequestStep, ScopeItem
from hygie.records.tests.requests_people import asks, living, ready

pytestmark = pytest.mark.usefixtures("alice")


def test_the_requests_on_her_are_gone_with_their_lists_and_steps_and_no_other():
    patient, other = living(), living("AUTRE")
    request = ready(patient)
    ScopeItem.objects.create(request=request, title="Bilan")
    kept = asks(other)
    gone = erase(patient.pk)
    assert (gone.room, gone.count) == ("records.requests", 1)
    assert list(RecordRequest.objects.all()) == [kept]
    assert (RequestStep.objects.count(), ScopeItem.objects.count()) == (0, 0)
    assert Entry.objects.latest("number").action == "records.erase_requests"


def test_what_was_half_typed_about_her_goes_too(alice):
    patient = living()
    request = asks(patient)
    for path in (f"/dossiers/demandes/nouvelle/{patient.pk}/", f"/dossiers/demandes/{request.pk}/"):
        save_draft(alice, path=path, fields={"name": ["Odile"]})
    save_draft(alice, path="/cabinet/", fields={"name": ["Cabinet"]})
    erase(patient.pk)
    assert [draft.path for draft in Draft.objects.all()] == ["/cabinet/"]


def test_nothing_to_forget_is_no_line():
    lines = Entry.objects.count()
    assert erase("0" * 32).count == 0
    assert Entry.objects.count() == lines


def test_the_room_has_registered():
    assert registries.erasers["records.requests"] is erase

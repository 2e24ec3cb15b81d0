"""The pages of a request, from the secretary's first gesture to the signed receipt."""

import io
import re
import zipfile
from types import SimpleNamespace

import pytest
from django.test import Client

from hygie.accounts import actions as accounts
from hygie.accounts.models import Role
from hygie.core import clock
from hygie.practice import registries
from hygie.records.models import RecordRequest
from hygie.records.models.requests import RequestState
from hygie.records.tests.requests_people import asks, days_ago, dead, living, opposes

DEMANDES = "/dossiers/demandes/"


def text(answer):
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(bare.replace("\u00a0", " ").replace("&nbsp;", " ").split())


@pytest.fixture
def secretary(founded):
    """A browser in which Bruno, the secretary, signed in."""
    accounts.add_member(
        name="Bruno", login="bruno", role=Role.SECRETARY, passphrase=founded.passphrase
    )
    client = Client()
    client.post("/ouvrir/", {"login": "bruno", "passphrase": founded.passphrase})
    return client


def act(client, address, **typed):
    """Send a form as the page would, with the version that it shows; gives the page after it."""
    one = RecordRequest.objects.filter(pk__in=address.split("/")).first()
    version = {"version": one.version} if one else {}
    return client.post(address, {**version, **typed}, follow=True)


@pytest.fixture
def prepared(secretary, shelf):
    """What the secretary prepared: a complete request on a record of one document."""
    patient = living()
    document = shelf.keep(patient, "Compte rendu", b"clair")
    act(secretary, f"{DEMANDES}nouvelle/{patient.pk}/", capacity="patient", name="Jeanne",
        received_on=days_ago(3).isoformat(), way="letter", basis="record")  # fmt: skip
    request = RecordRequest.objects.get()
    one = f"{DEMANDES}{request.pk}/"
    act(secretary, f"{one}preuves/", proof="identity")
    assert "complète" in text(act(secretary, f"{one}etape/", verb="complete"))
    return SimpleNamespace(one=one, document=document, patient=patient, id=request.pk)


def state(prepared):
    return RecordRequest.objects.get(pk=prepared.id).state


def decide(client, prepared, channel="encrypted"):
    act(client, f"{prepared.one}choix/", **{f"choice_{prepared.document.pk}": "give"})
    return act(client, f"{prepared.one}accord/", channel=channel)


def test_a_secretary_prepares_and_a_doctor_answers(secretary, signed_in, prepared):
    assert "Un soignant choisit" in text(secretary.get(prepared.one))
    assert secretary.get(f"{prepared.one}choix/").status_code == 403
    assert "La réponse est notée" in text(decide(signed_in, prepared))
    answer = signed_in.post(f"{prepared.one}copie/")
    assert answer["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == ["LISEZ-MOI.txt", "cle.age", "dossier.zip.age"]
    answer.close()
    assert signed_in.get(f"{prepared.one}phrase.pdf").content.startswith(b"%PDF")
    assert secretary.get(f"{prepared.one}receipt.docx").content.startswith(b"PK")
    closed = act(
        secretary, f"{prepared.one}etape/", verb="close",
        receipt_signed_on=clock.today().isoformat(),
    )  # fmt: skip
    assert "La demande est close" in text(closed)
    assert state(prepared) == RequestState.CLOSED


def test_a_secretary_takes_back_her_own_step_and_not_a_doctor_s(secretary, signed_in, prepared):
    decide(signed_in, prepared, "paper")
    refused = act(secretary, f"{prepared.one}etape/", verb="undo", nothing_left="on")
    assert "celle d’un soignant" in text(refused)
    assert state(prepared) == RequestState.ANSWERED
    for _ in range(2):
        act(signed_in, f"{prepared.one}etape/", verb="undo", nothing_left="on")
    assert "La dernière étape est annulée" in text(
        act(secretary, f"{prepared.one}etape/", verb="undo")
    )
    assert state(prepared) == RequestState.RECEIVED


def test_the_page_of_before_is_refused_and_changes_nothing(secretary, prepared):
    late = secretary.post(f"{prepared.one}etape/", {"verb": "withdraw", "version": "0"})
    assert "a changé depuis" in text(late)
    assert state(prepared) == RequestState.READY


def test_what_was_typed_is_shown_again_beside_what_is_wrong(secretary):
    patient = living()
    typed = {"capacity": "patient", "name": "Jeanne Tapée", "received_on": "2099-01-01",
             "way": "letter", "basis": "record"}  # fmt: skip
    answer = secretary.post(f"{DEMANDES}nouvelle/{patient.pk}/", typed)
    assert "à venir" in text(answer)
    assert "Jeanne Tapée" in answer.content.decode()
    assert RecordRequest.objects.count() == 0


def test_choices_that_lack_a_reason_are_kept_on_the_page(signed_in, prepared):
    field = f"choice_{prepared.document.pk}"
    answer = act(signed_in, f"{prepared.one}choix/", **{field: "withhold"})
    assert "Il manque une raison" in text(answer)
    assert re.search(r'value="withhold"[^>]*checked', answer.content.decode())


def test_a_document_is_read_by_a_doctor_and_never_run(secretary, signed_in, prepared, shelf):
    shown = signed_in.get(f"{prepared.one}document/{prepared.document.pk}/")
    assert (shown.content, shown["Content-Type"]) == (b"clair", "application/pdf")
    assert shown["Cache-Control"] == "no-store"
    page = shelf.keep(prepared.patient, "Page", b"<script>", media_type="text/html")
    saved = signed_in.get(f"{prepared.one}document/{page.pk}/")
    assert saved["Content-Disposition"] == "attachment"
    assert secretary.get(f"{prepared.one}document/{page.pk}/").status_code == 403


def test_two_requests_on_one_record_choose_each_for_itself(signed_in, prepared):
    act(signed_in, f"{prepared.one}choix/", **{f"choice_{prepared.document.pk}": "give"})
    other = asks(prepared.patient, name="Me Avocate", capacity="lawyer")
    act(signed_in, f"{DEMANDES}{other.pk}/preuves/", proof=["identity", "mandate"])
    act(signed_in, f"{DEMANDES}{other.pk}/etape/", verb="complete")
    act(signed_in, f"{DEMANDES}{other.pk}/choix/",
        **{f"choice_{prepared.document.pk}": "withhold",
           f"reason_{prepared.document.pk}": "third_party"})  # fmt: skip
    kept = {
        (item.request_id, item.choice)
        for one in RecordRequest.objects.all()
        for item in one.items.all()
    }
    assert kept == {(prepared.id, "give"), (other.pk, "withhold")}


def test_an_opposition_is_shown_with_its_trace_and_leaves_a_refusal_alone(signed_in):
    patient = dead()
    opposes(patient)
    one = f"{DEMANDES}{asks(patient, 'heir', motive='causes').pk}/"
    shown = text(signed_in.get(one))
    assert "ne peut pas être donné" in shown
    assert "03/02/2020" in shown
    assert "La demande est complète" not in shown
    refused = act(signed_in, f"{one}refus/", grounds="opposed")
    assert "Le refus est noté" in text(refused)
    assert signed_in.get(f"{one}refusal.pdf").content.startswith(b"%PDF")


def test_a_patient_s_page_leads_to_a_new_request(signed_in):
    patient = living()
    asks(patient)
    (panel,) = [
        registries.patient_panels[name](patient.pk)
        for name in registries.patient_panels
        if name == "records.requests"
    ]
    assert panel is not None
    page = signed_in.get(f"/patients/{patient.pk}/").content.decode()
    assert "Odile Demandeuse" in page
    assert f"{DEMANDES}nouvelle/{patient.pk}/" in page


def test_the_month_of_the_gdpr_is_extended_in_time_with_a_letter(signed_in, secretary):
    request = asks(living(), basis="both")
    one = f"{DEMANDES}{request.pk}/"
    assert "Ce délai est-il plus long" in text(signed_in.get(one))
    assert secretary.get(f"{one}delai/").status_code == 403
    page = text(signed_in.get(f"{one}delai/"))
    assert "La personne doit recevoir la lettre" in page
    assert "psychiatriques est-elle saisie" in page
    typed = {"verb": "extend", "ground": "many", "reason": "Trente demandes ce mois-ci."}
    assert "Ce champ est obligatoire" in text(
        act(signed_in, f"{one}delai/", **typed | {"reason": ""})
    )
    page = text(act(signed_in, f"{one}delai/", **typed))
    assert "Délai du RGPD prolongé le" in page
    assert "Prolongation du délai, à envoyer dans le mois" in page
    assert signed_in.get(f"{one}extension.docx").status_code == 200
    page = text(act(signed_in, f"{one}delai/", verb="commission", commission_on=str(days_ago(1))))
    assert "la commission départementale des soins psychiatriques est saisie" in page
    page = text(signed_in.get(f"{one}delai/"))
    assert "Trente demandes ce mois-ci" in page

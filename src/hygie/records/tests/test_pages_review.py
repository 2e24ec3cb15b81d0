"""The pages of the review, of one record and of a list, as a browser asks them."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from hygie.accounts.models import new_id
from hygie.core import clock
from hygie.journal.queries import last_of
from hygie.patients.models import Patient
from hygie.patients.tests.people import text_of
from hygie.records.actions import holds
from hygie.records.models import (
    Archived,
    Box,
    EliminationList,
    FileCategory,
    Hold,
    Review,
    SoftwareExport,
)
from hygie.records.tests.people import a_hold, a_list, eliminated, somebody
from hygie.storage import copies


@pytest.fixture
def browser(fresh, signed_in):
    return signed_in


@pytest.fixture
def other_browser(fresh, benoit):
    client = Client()
    client.post("/ouvrir/", {"login": "benoit", "passphrase": fresh.passphrase})
    return client


def followed(browser, address, typed=None):
    return text_of(browser.post(address, typed or {}, follow=True))


def test_a_patients_page_says_one_line_and_leads_to_the_whole(browser):
    her = somebody()
    page = text_of(browser.get(f"/patients/{her.pk}/"))
    assert "<h2>Conservation du dossier</h2>" in page
    assert "Dossier éliminable depuis le 16/03/2019" in page
    page = text_of(browser.get(f"/dossiers/{her.pk}/"))
    for said in ("La durée est passée", "Gardé jusqu’au", "15/03/2019", "R. 1112-7", "minimales"):
        assert said in page, said
    assert last_of("patients.look").object_id == her.pk
    assert browser.get(f"/dossiers/{'0' * 32}/").status_code == 404


def test_a_hold_is_noted_once_said_everywhere_lifted_and_kept(browser):
    her = somebody()
    typed = {
        "hold_id": new_id(), "kind": "amicable", "asked_by": "Sa fille", "reason": "Une lettre",
        "since": "2/3/2024", "look_again_on": "01/06/2190",
    }  # fmt: skip
    address = f"/dossiers/{her.pk}/blocages/"
    assert "dans le futur" in text_of(browser.post(address, typed | {"since": "02/03/2190"}))
    for _ in range(2):
        browser.post(address, typed)
    hold = Hold.objects.get()
    assert "Bloqué :" in text_of(browser.get(f"/patients/{her.pk}/"))
    assert "Sa fille" in text_of(browser.get(f"/dossiers/{her.pk}/"))
    assert "VIEILLEDAME" in text_of(browser.get("/dossiers/blocages/"))
    one = f"{address}{hold.pk}/"
    assert "Il est terminé" in text_of(browser.get(one))
    assert "futur" in followed(browser, f"{one}lever/", {"until": "01/01/2190"})
    assert "Le blocage est levé" in followed(browser, f"{one}lever/", {"until": "5/3/2024"})
    assert "clos le 05/03/2024" in text_of(browser.get(f"/dossiers/{her.pk}/"))
    assert "Dites pourquoi" in followed(browser, f"{one}erreur/")
    assert "Noté par erreur" in followed(browser, f"{one}erreur/", {"why": "autre patiente"})


def test_the_hold_of_another_patient_is_not_touched(browser):
    her, other = somebody(), somebody("AUTRE")
    hold = holds.note_hold(a_hold(other))
    assert browser.get(f"/dossiers/{her.pk}/blocages/{hold.pk}/").status_code == 404


def test_a_category_is_said_with_its_reason(browser):
    her = somebody()
    address = f"/dossiers/{her.pk}/categorie/"
    assert "manque la raison" in text_of(browser.post(address, {"category": "other"}))
    page = followed(browser, address, {"category": "other", "reason": "essai clinique"})
    assert "essai clinique" in page
    assert "Conservation illimitée" in page
    followed(browser, address, {"category": ""})
    assert not FileCategory.objects.exists()


def test_an_old_list_of_patients_is_asked_first(browser):
    somebody()
    a_list(clock.now() - timedelta(days=40))
    page = text_of(browser.get("/dossiers/"))
    assert "a plus d’un mois" in page
    assert "Lire la liste des patients" in page
    assert "VIEILLEDAME" not in page
    assert "Rien n’a été éliminé" in followed(
        browser, "/dossiers/preparer/", {"patient": [Patient.objects.get().pk]}
    )


def test_a_list_goes_from_the_review_to_its_certificate(browser, other_browser):
    her, kept = somebody(), somebody("GARDEE")
    copies.make_copy()
    assert "VIEILLEDAME" in text_of(browser.get("/dossiers/?demande=eliminate"))
    page = followed(browser, "/dossiers/preparer/", {"qui": "tous", "demande": "eliminate"})
    made = EliminationList.objects.get()
    assert "Essai à blanc" in page
    assert Patient.objects.count() == 2
    address = f"/dossiers/eliminations/{made.pk}/"
    listed = made.patients.get(patient_id=kept.pk)
    assert "il est gardé" in followed(browser, f"{address}retirer/{listed.pk}/")
    assert "figée et signée" in followed(browser, f"{address}signer/")
    assert "une autre personne doit la confirmer" in followed(browser, f"{address}confirmer/")
    assert Patient.objects.count() == 2
    page = followed(other_browser, f"{address}confirmer/")
    assert "L’élimination est confirmée" in page
    assert Patient.objects.get() == kept
    assert "1 ancienne copie de la base" in page
    assert "Cette liste est maintenant" in followed(browser, f"{address}confirmer/")
    said = {"copies_say": "Disque chez Alice", "copies_until": "30/06/2027"}
    assert "C’est noté" in followed(browser, f"{address}copies/", said)
    pdf = browser.get(f"{address}certificat/")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "30/06/2027" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    followed(browser, f"{address}effacer-les-copies/")
    assert copies.all_copies() == []
    page = text_of(browser.get("/dossiers/eliminations/registre/"))
    assert her.pk in page
    assert "VIEILLEDAME" not in page


def test_a_list_is_given_up(browser):
    followed(browser, "/dossiers/preparer/", {"patient": [somebody().pk]})
    made = EliminationList.objects.get()
    page = followed(browser, f"/dossiers/eliminations/{made.pk}/abandonner/")
    assert "Tout est gardé" in page
    assert "Abandonnée" in text_of(browser.get("/dossiers/eliminations/"))


def test_who_comes_back_with_the_softwares_list_is_shown(browser, benoit):
    eliminated(somebody(local_id="Z9"), by=benoit)
    again = somebody(local_id="Z9")
    for address in ("/dossiers/?demande=eliminate", f"/patients/{again.pk}/"):
        assert "encore dans votre logiciel" in text_of(browser.get(address)), address


def test_records_are_noted_as_archived_and_the_year_closed(browser):
    her = somebody(last_contact=clock.today() - timedelta(days=3000))
    assert "Cochez d’abord" in followed(browser, "/dossiers/archiver/")
    followed(browser, "/dossiers/archiver/", {"patient": [her.pk]})
    assert Archived.objects.get().pk == her.pk
    assert "est notée comme faite" in followed(browser, "/dossiers/revue-faite/")
    assert Review.objects.get().year == clock.today().year


def test_a_box_is_noted_once_and_changed(browser):
    typed = {"box_id": new_id(), "name": "B1", "place": "Cave", "content": "A à D",
             "review_on": "01/01/2190"}  # fmt: skip
    for _ in range(2):
        browser.post("/dossiers/boites/ajouter/", typed)
    box = Box.objects.get()
    page = followed(browser, f"/dossiers/boites/{box.pk}/", typed | {"place": "Grenier"})
    assert "Grenier" in page


@pytest.mark.parametrize("address", ["?annee=x", "?annee=99999", "?page=9", "?mois=²&raison=<b>"])
def test_a_strange_address_shows_a_page(browser, address):
    somebody()
    assert browser.get(f"/dossiers/{address}").status_code == 200


def test_a_box_is_looked_at_again_when_its_latest_document_ends(browser):
    typed = {
        "box_id": new_id(), "name": "B1", "place": "Cave", "content": "Paie",
        "document_class": "payslips", "latest_on": "6/5/2020",
    }  # fmt: skip
    page = followed(browser, "/dossiers/boites/ajouter/", typed)
    assert "À revoir le 07/05/2025" in page
    assert "Qui la garde ?" in page
    page = text_of(browser.post("/dossiers/boites/ajouter/", typed | {"latest_on": ""}))
    assert "Donnez ce jour" in page


def test_an_export_is_noted_once_and_asks_to_be_opened(browser):
    address = "/dossiers/exports/ajouter/"
    assert "Médilune" in text_of(browser.get(address))
    typed = {
        "export_id": new_id(), "software": "Médilune", "asked_by": "Alice",
        "asked_on": "2/3/2026", "place": "Disque LACIE",
    }  # fmt: skip
    assert "avant d’être demandé" in text_of(
        browser.post(address, typed | {"received_on": "1/3/2026"})
    )
    for _ in range(2):
        page = followed(browser, address, typed)
    one = SoftwareExport.objects.get()
    assert "Médilune : Demandé, pas encore reçu" in page
    opened = typed | {"opened_on": "02/04/2026", "opened_by": "Paul", "place": ""}
    page = followed(browser, f"/dossiers/exports/{one.pk}/", opened)
    assert "Ouvert le 02/04/2026 par Paul" in page

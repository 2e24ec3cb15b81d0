"""The page "À ranger", as a person walks it."""

import os
from datetime import date

import pytest

from hygie.filing.models import FiledDocument, FoundFile
from hygie.patients.models import Patient
from hygie.patients.tests.people import somebody
from hygie.reading.tests.sheets import DOMINIQUE, sheet

REAL = DOMINIQUE.replace("1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.8\x1d")


@pytest.fixture
def inbox(signed_in, tmp_path):
    folder = tmp_path / "À ranger"
    folder.mkdir()
    page = sheet(tmp_path / "t", "Jeanne D’ARTAGNAN, née le 06/02/1961")
    (folder / "Lettre d’été <b>.pdf").write_bytes(page)
    (folder / "code.pdf").write_bytes(sheet(tmp_path / "t", payload=REAL))
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    return folder


def page_of(browser, address="/ranger/"):
    return browser.get(address, follow=True).content.decode()


def test_a_folder_is_chosen_a_file_is_offered_filed_shown_and_moved(signed_in, inbox):
    jeanne = somebody("D'ARTAGNAN", "JEANNE", birth_date=date(1961, 2, 6))
    other = somebody("DURAND", "PAUL")
    assert "Quel dossier" in page_of(signed_in)
    signed_in.post("/ranger/dossier/", {"path": str(inbox)})
    shown = page_of(signed_in)
    assert "Lettre d’été &lt;b&gt;.pdf" in shown
    assert "nom et date de naissance" in shown
    assert "Créer sa fiche" in shown
    file = FoundFile.objects.get(name__startswith="Lettre")
    original = signed_in.get(f"/ranger/{file.pk}/fichier.pdf")
    assert original.content.startswith(b"%PDF-")
    done = signed_in.post(f"/ranger/{file.pk}/ranger/", {"patient_id": jeanne.pk}, follow=True)
    assert "Le fichier est rangé" in done.content.decode()
    filed = FiledDocument.objects.get()
    assert signed_in.get(f"/ranger/document/{filed.pk}/").content == original.content
    assert "Documents rangés" in page_of(signed_in, f"/patients/{jeanne.pk}/")
    searched = signed_in.post(f"/ranger/document/{filed.pk}/patient/", {"q": "durand"})
    assert "DURAND" in searched.content.decode()
    signed_in.post(f"/ranger/document/{filed.pk}/patient/", {"patient_id": other.pk})
    assert "Documents rangés" in page_of(signed_in, f"/patients/{other.pk}/")
    assert "Documents rangés" not in page_of(signed_in, f"/patients/{jeanne.pk}/")


def test_an_unknown_code_leads_to_a_new_patient_then_to_the_same_file(signed_in, inbox):
    signed_in.post("/ranger/dossier/", {"path": str(inbox)})
    file = FoundFile.objects.get(name="code.pdf")
    made = signed_in.post(f"/ranger/{file.pk}/creer/", follow=True).content.decode()
    assert "n’est pas encore dans Hygie" in made
    signed_in.post("/patients/feuille-ins/garder/", {})
    patient = Patient.objects.get()
    shown = page_of(signed_in)
    assert "Créer sa fiche" not in shown
    assert f"/patients/{patient.pk}/" in shown
    assert "code INS lu" in shown


def test_an_unplugged_key_is_told_on_the_page(signed_in, inbox):
    signed_in.post("/ranger/dossier/", {"path": str(inbox)})
    inbox.rename(inbox.with_name("ailleurs"))
    told = signed_in.post("/ranger/regarder/", follow=True).content.decode()
    assert "introuvable" in told
    assert "code.pdf" in told
    file = FoundFile.objects.get(name="code.pdf")
    patient = somebody()
    sent = signed_in.post(f"/ranger/{file.pk}/ranger/", {"patient_id": patient.pk}, follow=True)
    assert "introuvable" in sent.content.decode()
    assert not FiledDocument.objects.exists()


def test_a_folder_that_is_none_says_so_beside_the_field(signed_in):
    told = signed_in.post("/ranger/dossier/", {"path": "Documents"}).content.decode()
    assert "adresse complète" in told

"""The airlock's pages in the practice, as a person walks them."""

import re
from datetime import date

import pytest

from hygie.airlock.actions import running
from hygie.airlock.engine.report import JSON_NAME
from hygie.airlock.models import ReceivedDocument, Station
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests import examined
from hygie.airlock.tests.parcels import handed_over
from hygie.journal.models import Entry
from hygie.patients.models import Patient
from hygie.patients.tests.people import somebody


@pytest.fixture
def key(tmp_path):
    folder = tmp_path / "CLE D’ÉTÉ"
    folder.mkdir()
    return folder


@pytest.fixture
def run(signed_in, key):
    """An examination that has ended, with its signed report."""
    return examined.ended(key, examine=examined.reported(examined.outcome()))


def page_of(browser, address):
    return browser.get(address, follow=True).content.decode()


def at(run, rest=""):
    return f"/sas/examen/{run.name}/{rest}"


def test_the_first_page_says_what_holds_and_offers_what_is_there(signed_in):
    shown = page_of(signed_in, "/sas/")
    assert "Examiner la clé ou le disque" in shown
    assert 'hx-trigger="every 2s"' in shown
    mark = re.search(r"\?vu=([0-9a-f]{16})", shown)[1]
    assert signed_in.get(f"/sas/cles/?vu={mark}").status_code == 204, "nothing changed"
    assert signed_in.get("/sas/cles/?vu=").status_code == 200


def test_a_folder_is_examined_and_the_journal_knows_it(signed_in, key):
    (key / "lisez-moi.exe").write_bytes(b"MZ\x90\x00" + b"\x00" * 200)
    begun = signed_in.post("/sas/examiner/", {"path": f'"{key}"', "drawn": "1"})
    run = running.current()
    assert run.is_drawn
    assert begun["Location"] == at(run)
    examined.wait(run)
    shown = page_of(signed_in, "/sas/")
    assert "lisez-moi.exe" in shown
    assert Entry.objects.filter(action="airlock.examine", object_id=run.name).exists()
    assert "lisez" not in str(list(Entry.objects.values_list("object_id", "action")))


def test_a_zip_sent_by_the_browser_is_examined(signed_in, tmp_path):
    sent = tmp_path / "examen.zip"
    sent.write_bytes(b"PK\x05\x06" + b"\0" * 18)
    with sent.open("rb") as stream:
        signed_in.post("/sas/examiner/", {"sent": stream})
    run = running.current()
    examined.wait(run)
    assert run.source.is_relative_to(run.held.folder)
    assert run.label == "examen.zip"


@pytest.mark.parametrize(
    ("typed", "told"),
    [({"path": "/nulle/part"}, "rien à cette adresse"), ({"path": "../.."}, "rien à cette adresse"),
     ({}, "rien à cette adresse"), ({"device": "sdz9"}, "plus branché")],
)  # fmt: skip
def test_what_cannot_be_examined_is_told(signed_in, typed, told):
    shown = signed_in.post("/sas/examiner/", typed, follow=True).content.decode()
    assert told in shown
    assert running.current() is None


def test_a_result_in_one_word_its_files_and_its_papers(signed_in, run):
    shown = page_of(signed_in, at(run))
    assert re.search(r"<h1[^>]*tone-green.*Reconstruit", shown, re.DOTALL)
    assert "Viewer/viewer.exe" in shown
    assert "DICOM/I1" not in shown, "what is simply rebuilt is counted, and listed when asked"
    assert "DICOM/I1" in page_of(signed_in, at(run, "?verdict=tous"))
    for which in ("rapport", "liste", "recu"):
        assert signed_in.get(at(run, f"{which}.pdf")).content.startswith(b"%PDF-")
    assert run.label in page_of(signed_in, "/sas/"), "the page of the airlock leads back to it"


def test_danger_is_said_nothing_is_promised_and_a_name_is_never_markup(signed_in, key):
    bad = examined.entry("<img src=x onerror=alert(1)>", Verdict.DANGEROUS, "common.garbled")
    outcome = examined.outcome(*examined.study(), bad, notes=(Reason(code="common.cancelled"),))
    run = examined.ended(key, outcome, label="<b>CLE</b>")
    shown = page_of(signed_in, at(run))
    assert "N’ouvrez ce support sur aucun autre ordinateur" in shown
    assert not re.search("sans virus|clé propre|clé saine", shown)
    assert "<img src=x" not in shown
    assert "<b>CLE</b>" not in shown


def test_it_is_copied_to_a_folder_never_to_the_patients_key_then_erased_here(
    signed_in, run, key, tmp_path
):
    target = tmp_path / "bureau"
    target.mkdir()
    before = signed_in.get(at(run, "terminer/")).content.decode()
    assert "sans rien transmettre" in before
    told = signed_in.post(at(run, "transmettre/"), {"path": str(key)}, follow=True)
    assert "support du patient" in told.content.decode()
    assert list(key.iterdir()) == []
    relative = signed_in.post(at(run, "transmettre/"), {"path": "bureau"}, follow=True)
    assert "adresse complète" in relative.content.decode()
    done = signed_in.post(at(run, "transmettre/"), {"path": str(target)}, follow=True)
    assert "Copié et relu" in done.content.decode()
    (made,) = target.iterdir()
    assert (made / JSON_NAME).exists()
    assert (made / "DOCUMENTS/compte-rendu.pdf").read_bytes() == b"image"
    assert Entry.objects.filter(action="airlock.hand_over").exists()
    shown = signed_in.post(at(run, "terminer/"), follow=True).content.decode()
    assert "effacé" in shown
    assert not run.held.folder.exists()
    stale = page_of(signed_in, at(run, "images/"))
    assert "Cet examen est terminé" in stale


def test_when_nothing_passes_the_report_can_still_be_copied(signed_in, key, tmp_path):
    found = examined.outcome(examined.entry("jeu.exe"))
    run = examined.ended(key, examine=examined.reported(found))
    assert "Copier le rapport" in page_of(signed_in, at(run))
    target = tmp_path / "bureau"
    target.mkdir()
    signed_in.post(at(run, "transmettre/"), {"path": str(target)})
    (made,) = target.iterdir()
    assert sorted(path.suffix for path in made.iterdir()) == [".json", ".pdf"]


def test_images_are_listed_by_study_and_a_series_is_walked_without_javascript(signed_in, run):
    shown = page_of(signed_in, at(run, "images/"))
    assert "ADRTROIS DOMINIQUE" in shown
    assert "Non destiné au diagnostic" in shown
    first = page_of(signed_in, at(run, "images/0/?image=1&fenetre=os"))
    assert "Image 1 sur 3" in first
    assert "?image=2&amp;fenetre=os" in first
    assert "Image 3 sur 3" in page_of(signed_in, at(run, "images/0/?image=99"))
    assert "Image 2 sur 3" in page_of(signed_in, at(run, "images/0/?image=²"))
    assert signed_in.get(at(run, "images/9/")).status_code == 404
    assert signed_in.get(at(run, "images/0/9.png")).status_code == 404


def test_while_it_runs_the_page_tells_and_offers_to_skip_and_to_stop(signed_in, key):
    def examine(run):
        run.tell(2, 9, 1_050_000, "DICOM/IM2")
        run.stop.wait(20)
        return examined.outcome(is_whole=False)

    run = running.start(key, label="CLE", who="x", examine=examine, ready=None)
    while not run.progress.seen:
        run.erased.wait(0.005)
    shown = page_of(signed_in, "/sas/")
    assert "Passer ce fichier" in shown
    bar = signed_in.get(at(run, "avance/")).content.decode()
    assert "DICOM/IM2" in bar
    assert "1,1\u00a0Mo lus" in bar
    signed_in.post(at(run, "passer/"))
    assert run.is_skipped("DICOM/IM2")
    again = signed_in.post("/sas/examiner/", {"path": str(key)})
    assert again["Location"] == at(run), "a second click finds the same examination"
    signed_in.post(at(run, "arreter/"))
    examined.wait(run)
    assert signed_in.get(at(run, "avance/"))["HX-Refresh"] == "true"
    assert "Tout n’a pas été examiné" in page_of(signed_in, at(run))


def test_it_enters_a_patients_documents_once_the_identity_was_looked_at(signed_in, run):
    patient = somebody("AUTRE", "JEANNE")
    asked = signed_in.get(at(run, "patient/")).content.decode()
    assert "ADRTROIS DOMINIQUE 28/03/1979" in asked
    found = signed_in.post(at(run, "patient/"), {"q": "autre"}).content.decode()
    assert patient.pk in found
    doubt = signed_in.post(at(run, "patient/"), {"patient_id": patient.pk}).content.decode()
    assert "Le nom diffère" in doubt
    assert not ReceivedDocument.objects.exists()
    typed = {"patient_id": patient.pk, "confirmed": "1"}
    done = signed_in.post(at(run, "patient/"), typed, follow=True).content.decode()
    assert "Documents pris, chiffrés" in done
    assert "Venus du sas" in page_of(signed_in, f"/patients/{patient.pk}/")
    letter = ReceivedDocument.objects.get(kind="paper")
    assert signed_in.get(f"/sas/document/{letter.pk}/").content == b"image"
    study = ReceivedDocument.objects.get(kind="study")
    given = signed_in.get(f"/sas/document/{study.pk}/")
    assert given["Content-Disposition"].startswith("attachment")
    assert "ADRTROIS" not in given["Content-Disposition"]


def test_what_a_station_handed_over_is_received_once_its_fingerprint_was_compared(
    signed_in, tmp_path
):
    handed_over(tmp_path / "SAS-1", elsewhere=tmp_path / "station")
    patient = somebody("PAT-TROIS", "DOMINIQUE", birth_date=date(1979, 3, 28), sex="F")
    opened = signed_in.post("/sas/recevoir/", {"path": str(tmp_path / "SAS-1")})
    asked = signed_in.get(opened["Location"]).content.decode()
    assert "ne connaît pas encore" in asked
    wrong = signed_in.post(opened["Location"], {"typed": "AAAA-BBBB"}).content.decode()
    assert "n’a pas la bonne forme" in wrong
    assert not Station.objects.exists()
    print_shown = re.search(r"\(([0-9A-Z]{4}(?:[- ][0-9A-Z]{4}){5})\)", asked)[1]
    signed_in.post(opened["Location"], {"typed": print_shown})
    shown = signed_in.get(opened["Location"]).content.decode()
    assert patient.pk in shown, "the patient whom the images name is offered"
    paper = signed_in.get(opened["Location"] + "&papier=recu")
    assert paper.content.startswith(b"%PDF-")
    signed_in.post(opened["Location"], {"patient_id": patient.pk})
    assert ReceivedDocument.objects.count() == 2
    station = Station.objects.get()
    assert station.fingerprint in page_of(signed_in, "/sas/stations/")
    signed_in.post(f"/sas/stations/{station.pk}/retirer/")
    assert "Aucune pour l’instant" in page_of(signed_in, "/sas/stations/")


def test_a_folder_that_no_station_signed_is_refused(signed_in, tmp_path):
    for place in (str(tmp_path), "", "/nulle/part", "\x00"):
        told = signed_in.post("/sas/recevoir/", {"path": place}, follow=True)
        assert told.status_code == 200, place
        assert "Rien n’a été pris" in told.content.decode(), place
    assert not Patient.objects.exists()


def test_the_reports_of_this_computer_are_found_again(signed_in, run):
    shown = page_of(signed_in, "/sas/rapports/")
    assert run.report_id in shown
    got = signed_in.get(f"/sas/rapports/{run.report_id}/recu.pdf")
    assert got.content.startswith(b"%PDF-")
    assert signed_in.get("/sas/rapports/0000000000000000/recu.pdf").status_code == 404

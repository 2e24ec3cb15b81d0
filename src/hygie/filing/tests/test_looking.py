import io
import os
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfWriter

from hygie.core.errors import HygieError
from hygie.filing import actions, looking, queries
from hygie.filing.looking import Look, look, look_if_asked
from hygie.filing.models import FoundFile, State, WatchedFolder
from hygie.journal.models import Entry
from hygie.patients.actions import keep_patient
from hygie.patients.models import Patient
from hygie.patients.tests.people import PAT_TROIS, somebody
from hygie.practice import registries
from hygie.reading.engine import pages
from hygie.reading.tests.sheets import DOMINIQUE, photograph, sheet


@pytest.fixture(autouse=True)
def _first_look():
    looking._unsettled.clear()


def shown():
    return {
        waiting.file.name: [(str(o.patient), o.proposal.words) for o in waiting.offers]
        for waiting in queries.waiting()
    }


def test_each_new_file_is_offered_with_its_reason(dominique, herault, put):
    put("code.pdf", "Bonjour", payload=DOMINIQUE)
    put("lettre.pdf", "Cher confrère, je vois Pierre-Alain d’Artagnan de l’Hérault,",
        "né le 14/07/2009.")  # fmt: skip
    put("publicité.pdf", "Achetez nos fauteuils avant le 31/12/2026")
    assert look() == Look(new=3)
    assert shown() == {
        "code.pdf": [("PAT-TROIS Dominique", "code INS lu")],
        "lettre.pdf": [("D'ARTAGNAN DE L'HERAULT Pierre-Alain", "nom et date de naissance")],
        "publicité.pdf": [],
    }


def test_a_scan_is_offered_by_its_code(dominique, put, tmp_path):
    page = sheet(tmp_path / "scan", "Résultats", payload=DOMINIQUE)
    scan = photograph(page, degrees=4, noise=60, blur=0.8)
    stream = io.BytesIO()
    Image.open(io.BytesIO(scan)).save(stream, "PDF")
    put("scan.pdf", content=stream.getvalue())
    look()
    assert shown() == {"scan.pdf": [("PAT-TROIS Dominique", "code INS lu")]}


def test_a_file_is_read_once(dominique, put):
    put("code.pdf", payload=DOMINIQUE)
    lines = Entry.objects.count()
    assert look() == Look(new=1)
    assert look() == look() == Look()
    assert Entry.objects.count() == lines + 1


def test_a_file_that_changed_is_offered_anew(dominique, herault, put):
    put("lettre.pdf", "Dominique PAT-TROIS, 28/03/1979")
    look()
    put("lettre.pdf", "Pierre-Alain d’Artagnan de l’Hérault, 14/07/2009", age_s=30)
    assert look() == Look(new=1)
    assert list(shown().values()) == [
        [("D'ARTAGNAN DE L'HERAULT Pierre-Alain", "nom et date de naissance")]
    ]


def test_a_file_still_written_waits_for_its_program(dominique, put):
    put("lettre.pdf", payload=DOMINIQUE, age_s=0)
    assert look() == Look(unsettled=1)
    assert shown() == {}
    put("lettre.pdf", payload=DOMINIQUE)
    assert look() == Look(new=1)


def test_a_file_dated_by_another_clock_is_read_when_two_looks_see_it_the_same(dominique, put):
    put("partage.pdf", payload=DOMINIQUE, age_s=-7200)
    assert look() == Look(unsettled=1)
    assert look() == Look(new=1)


def test_a_file_busy_elsewhere_is_read_later(put, monkeypatch):
    put("tenu.pdf", payload=DOMINIQUE)
    open_ = looking.disk.os.open

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(looking.disk.os, "open", refuse)
    assert look() == Look(unsettled=1)
    monkeypatch.setattr(looking.disk.os, "open", open_)
    assert look() == Look(new=1)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "vide"), (b"%PDF-1.7 abc", "abîmé"), (b"MZ\x90 virus", "ni un PDF")],
)
def test_a_file_that_cannot_be_read_says_why_and_can_still_be_left(put, content, words):
    put("bizarre.pdf", content=content)
    assert look() == Look(new=1)
    (waiting,) = queries.waiting()
    assert words in waiting.file.problem
    actions.leave(waiting.file)
    assert queries.waiting() == []
    assert look() == Look()


def test_a_protected_pdf_says_so(put, tmp_path):
    writer = PdfWriter(clone_from=io.BytesIO(sheet(tmp_path / "s", "Secret")))
    writer.encrypt("secret", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    put("protégé.pdf", content=stream.getvalue())
    look()
    assert "mot de passe" in queries.waiting()[0].file.problem


def test_a_file_of_two_gigabytes_is_not_even_opened(put, folder, monkeypatch):
    path = put("film.pdf", content=b"%PDF-1.7")
    with path.open("r+b") as stream:
        stream.truncate(2 * 1024**3)  # a hole: no byte of it is on the disk
    os.utime(path, (1, 1))

    def never(*_, **__):
        raise AssertionError("opened")

    monkeypatch.setattr(looking.disk, "read_whole", never)
    assert look() == Look(new=1)
    assert f"{pages.MAX_BYTES // 1024**2}" in queries.waiting()[0].file.problem


def test_an_unplugged_key_is_told_and_what_was_found_stays(dominique, put, folder):
    put("lettre.pdf", payload=DOMINIQUE)
    look()
    away = folder.rename(folder.with_name("ailleurs"))
    with pytest.raises(HygieError) as told:
        look()
    assert told.value.code == "filing.folder_gone"
    assert "introuvable" in queries.folder().problem
    assert list(shown()) == ["lettre.pdf"]
    away.rename(folder)
    look()
    assert queries.folder().problem == ""


def test_the_job_says_nothing_when_the_key_is_unplugged_or_nothing_was_asked(folder):
    folder.rmdir()
    look_if_asked()
    assert "introuvable" in queries.folder().problem
    WatchedFolder.objects.all().delete()
    look_if_asked()
    with pytest.raises(HygieError) as told:
        look()
    assert told.value.code == "filing.no_folder_yet"


def test_what_a_person_took_away_is_offered_no_more(put):
    path = put("lettre.pdf", "Bonjour")
    look()
    path.unlink()
    assert look() == Look()
    assert shown() == {}


def test_a_file_offered_to_nobody_is_read_again_when_its_patient_is_added(put):
    put("lettre.pdf", "Jeanne DUPONT, née le 06/02/1961")
    assert look() == Look(new=1)
    assert look(again=True) == Look()
    somebody("DUPONT", "JEANNE", birth_date=date(1961, 2, 6))
    assert look() == Look()
    assert look(again=True) == Look(new=1)
    assert shown() == {"lettre.pdf": [("DUPONT Jeanne", "nom et date de naissance")]}
    assert look(again=True) == Look()


def test_a_code_of_nobody_is_offered_once_the_file_of_its_patient_is_made(put):
    put("code.pdf", payload=DOMINIQUE)
    look()
    looking.offer_to_new_patients()
    assert shown() == {"code.pdf": []}
    keep_patient(Patient(**PAT_TROIS))
    looking.offer_to_new_patients()
    looking.offer_to_new_patients()
    assert shown() == {"code.pdf": [("PAT-TROIS Dominique", "code INS lu")]}


def test_a_full_folder_is_read_in_several_looks(put, folder, monkeypatch):
    monkeypatch.setattr(looking, "MOST_READ", 2)
    for rank in range(3):
        put(f"{rank}.pdf", content=b"")
    assert look() == Look(new=2, left=1)
    assert look() == Look(new=1)


def test_a_hostile_folder_does_not_hold_a_look_for_ever(put, monkeypatch):
    monkeypatch.setattr(looking, "BUDGET_S", 0.0)
    put("un.pdf", content=b"")
    assert look() == Look(left=1)
    monkeypatch.undo()


def test_two_looks_at_once_are_one(put):
    with looking._one_at_a_time, pytest.raises(HygieError) as told:
        look()
    assert told.value.code == "filing.already_looking"


def test_nothing_of_a_file_is_kept_in_clear(dominique, put, home, tmp_path):
    put("lettre.pdf", "Dominique PAT-TROIS, 28/03/1979, diabète de type 2")
    look()
    kept = " ".join(str(vars(one)) for one in FoundFile.objects.all())
    assert "diabète" not in kept
    for path in home.rglob("*"):
        assert not path.is_file() or "diab" not in path.read_bytes().decode("latin-1")


def test_the_job_is_registered():
    assert registries.jobs["filing.look"].run is look_if_asked


def test_what_was_filed_is_not_offered_again(dominique, put):
    path = put("lettre.pdf", payload=DOMINIQUE)
    look()
    actions.file(queries.waiting()[0].file, dominique)
    assert look() == Look()
    assert FoundFile.objects.get().state == State.FILED
    path.unlink()
    look()
    assert not FoundFile.objects.exists()
    assert len(queries.latest()) == 1


def test_names_that_sound_alike_are_not_enough(folder, put):
    somebody("DUPOND", "JEANNE", birth_date=date(1961, 2, 6))
    put("lettre.pdf", "Jeanne DUPONT, née le 06/02/1961")
    look()
    assert shown() == {"lettre.pdf": []}

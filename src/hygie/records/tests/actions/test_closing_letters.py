"""The letters: one a patient, to a folder, followed to the receipt."""

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.documents.queries import documents
from hygie.patients import duplicates
from hygie.patients.actions import add_rights_note, keep_new_patients, mark_deceased
from hygie.patients.models import Patient, RightsNote
from hygie.patients.queries import rights_in_force
from hygie.patients.tests.people import somebody
from hygie.practice import registries
from hygie.practice.registries import Delivery
from hygie.records.actions import closing_letters as actions
from hygie.records.engine import bulk_letters as engine
from hygie.records.models import PatientLetter
from hygie.records.tests.cast import ADDRESS, decided, with_successor

pytestmark = pytest.mark.usefixtures("alice")


def text_of(path):
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def made(folder):
    return sorted(folder.rglob("lettre-*.pdf"))


def states():
    return list(PatientLetter.objects.order_by("number").values_list("state", flat=True))


def test_each_living_patient_with_an_address_has_one_letter(jeanne, zoe):
    mark_deceased(somebody("MORT", "PAUL", address=ADDRESS), died_on=None)
    lost = somebody("PERDU", "PAUL")
    plan = decided()
    assert actions.prepare(plan) == actions.Prepared(made=2, without_address=1)
    assert actions.prepare(plan).made == 0
    Patient.objects.filter(pk=lost.pk).update(address=ADDRESS)
    assert actions.prepare(plan) == actions.Prepared(made=1, without_address=0)
    numbers = PatientLetter.objects.values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3]


def test_thousands_without_address_are_counted_and_get_no_letter():
    people = [Patient(birth_name=f"DURAND{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}",
                      birth_given_names="JEAN") for n in range(3000)]  # fmt: skip
    keep_new_patients(people, told_as="patients.import")
    assert actions.prepare(decided()) == actions.Prepared(made=0, without_address=3000)


def test_letters_are_written_with_each_ones_own_data_and_no_name_outside(jeanne, zoe, tmp_path):
    plan = with_successor(successor_address="3 rue B")
    actions.prepare(plan)
    seen = []
    assert actions.print_letters(plan, tmp_path, progress=lambda *at: seen.append(at)) == 2
    files = made(tmp_path)
    assert [file.name for file in files] == ["lettre-000001.pdf", "lettre-000002.pdf"]
    assert seen[0] == (0, 2)
    assert seen[-1] == (2, 2)
    first, second = (text_of(file) for file in files)
    assert "Jeanne DUPONT" in first
    assert "Zoé D’ÉTÉ-L’HÔTE" in second
    for text in (first, second):
        assert "Dr Chloé L’Hôte" in text
        assert clock.french_date(plan.opposition_until) in text
        assert "Je refuse" in text
        assert "Ordre des médecins" in text
        assert "CNIL" in text
    assert states() == ["printed", "printed"]
    told = "".join(str(path) for path in tmp_path.rglob("*"))
    assert "DUPONT" not in told.upper()
    assert "supprimez ce dossier" in (files[0].parent / engine.NOTICE).read_text("utf-8").lower()


def test_without_a_successor_the_letter_says_how_to_get_a_copy(jeanne, tmp_path):
    plan = decided(pick_up="au cabinet, de 9 h à 12 h")
    actions.prepare(plan)
    actions.print_letters(plan, tmp_path)
    text = text_of(made(tmp_path)[0])
    assert "Je n’ai pas de successeur" in text
    assert "au cabinet, de 9 h à 12 h" in text
    assert "contre reçu" in text
    assert "Paul Martin" in text
    assert "refuse" not in text


def test_the_home_folder_is_refused(jeanne, home):
    plan = decided()
    actions.prepare(plan)
    with pytest.raises(HygieError) as caught:
        actions.print_letters(plan, home / "lettres")
    assert caught.value.code == "records.letters_inside"
    assert states() == ["to_send"]


def test_stopped_then_taken_up_no_letter_is_made_twice(tmp_path, monkeypatch):
    keep_new_patients(
        [Patient(birth_name=f"DURAND{chr(65 + n)}", birth_given_names="JEAN", address=ADDRESS)
         for n in range(7)], told_as="patients.import",
    )  # fmt: skip
    monkeypatch.setattr(engine, "BATCH", 3)
    plan = decided()
    actions.prepare(plan)
    asked = iter([False, True])
    assert actions.print_letters(plan, tmp_path, is_stopped=lambda: next(asked)) == 3
    before = {path: path.stat().st_mtime_ns for path in made(tmp_path)}
    assert len(before) == 3
    assert states() == ["printed"] * 3 + ["to_send"] * 4
    assert actions.print_letters(plan, tmp_path) == 4
    assert len(made(tmp_path)) == 7
    assert all(path.stat().st_mtime_ns == at for path, at in before.items())


def test_a_disk_that_fills_keeps_what_is_made(jeanne, zoe, tmp_path, monkeypatch):
    plan = decided()
    actions.prepare(plan)
    whole = engine._write

    def full(template, letter, folder):
        if letter.name == "lettre-000002.pdf":
            raise OSError(28, "No space left on device")
        whole(template, letter, folder)

    monkeypatch.setattr(engine, "BATCH", 1)
    monkeypatch.setattr(engine, "_write", full)
    with pytest.raises(HygieError, match="disque est plein"):
        actions.print_letters(plan, tmp_path)
    assert states() == ["printed", "to_send"]
    monkeypatch.setattr(engine, "_write", whole)
    assert actions.print_letters(plan, tmp_path) == 1


def test_letters_are_posted_taken_back_and_made_again(jeanne, tmp_path):
    plan = decided()
    actions.prepare(plan)
    assert actions.mark_posted(plan) == 0
    actions.print_letters(plan, tmp_path)
    assert actions.mark_posted(plan) == 1
    assert states() == ["posted"]
    assert actions.take_back_posted(plan) == 1
    letter = PatientLetter.objects.get()
    actions.write_again(letter)
    actions.print_letters(plan, tmp_path)
    assert [file.name for file in made(tmp_path)] == ["lettre-000001-2.pdf", "lettre-000001.pdf"]
    assert states() == ["printed"]


def test_a_refusal_becomes_a_right_and_an_agreement_takes_it_back(jeanne):
    plan = with_successor()
    actions.prepare(plan)
    letter = PatientLetter.objects.get()
    actions.follow(letter, state="posted", choice="opposed")
    assert rights_in_force(jeanne, "successor")
    actions.follow(letter, state="answered", choice="opposed")
    assert jeanne.rights_notes.count() == 1
    actions.follow(letter, state="answered", choice="accepted")
    assert not rights_in_force(jeanne, "successor")
    assert letter.state == "answered"


def test_a_refusal_noted_before_the_letter_stays_until_she_says_otherwise(jeanne):
    add_rights_note(RightsNote(patient=jeanne, kind="successor", noted_on=clock.today()))
    actions.prepare(with_successor())
    actions.follow(PatientLetter.objects.get(), state="answered", choice="copy")
    assert rights_in_force(jeanne, "successor")


def test_what_cannot_be_noted_is_told(jeanne):
    actions.prepare(decided())
    letter = PatientLetter.objects.get()
    with pytest.raises(HygieError, match="nom et l’adresse du médecin"):
        actions.follow(letter, state="answered", choice="doctor", doctor="  ")
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(HygieError, match="futur"):
        actions.follow(letter, state="answered", choice="copy", handed_on=tomorrow)
    letter.refresh_from_db()
    assert letter.choice == ""


def test_a_letter_goes_by_the_room_that_can_send_it(jeanne, monkeypatch):
    monkeypatch.setattr(registries, "deliverers", {})
    actions.prepare(decided())
    letter = PatientLetter.objects.get()
    with pytest.raises(HygieError) as caught:
        actions.send_by_mssante(letter)
    assert caught.value.code == "records.cannot_deliver"
    assert documents().count() == 0, "what could not be sent is destroyed"
    assert letter.state == "to_send"
    asked = []

    def send(patient_id, document_ids, purpose):
        asked.append((patient_id, len(document_ids), purpose))
        return Delivery(room="messaging", how="Envoyée.")

    registries.register_deliver("messaging", send)
    assert actions.send_by_mssante(letter).how == "Envoyée."
    assert asked == [(jeanne.pk, 1, "closing")]
    assert states() == ["mssante"]


def test_a_dead_patient_gets_no_letter(jeanne, tmp_path):
    plan = decided()
    actions.prepare(plan)
    mark_deceased(jeanne, died_on=None)
    assert actions.print_letters(plan, tmp_path) == 0
    assert made(tmp_path) == []


def test_a_file_made_one_with_another_keeps_its_letter(jeanne, zoe, tmp_path):
    plan = decided()
    actions.prepare(plan)
    duplicates.make_one(zoe, jeanne)
    actions.print_letters(plan, tmp_path)
    assert "Zoé" in text_of(made(tmp_path)[0])


def test_a_patient_is_forgotten(jeanne, zoe):
    actions.prepare(decided())
    erased = actions.forget(jeanne.pk)
    assert (erased.count, erased.room) == (1, "records.closing")
    assert PatientLetter.objects.get().patient_id == zoe.pk
    assert actions.forget("0" * 32).count == 0


KILLED = """
import sys, time
from pathlib import Path
from hygie.records.engine import bulk_letters as letters
from hygie.records.tests.engine.test_bulk_letters import TEMPLATE, many
letters.BATCH = 5
tell = lambda names: print(len(names), flush=True)
letters.write_all(TEMPLATE, many(400), Path(sys.argv[1]), written=tell)
"""


@pytest.mark.skipif(os.name != "posix", reason="impossible ici : signaux POSIX")
def test_killed_in_the_middle_the_next_run_makes_only_what_is_absent(tmp_path):
    from hygie.records.tests.engine.test_bulk_letters import TEMPLATE, many

    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    process = subprocess.Popen([sys.executable, "-c", KILLED, tmp_path], stdout=subprocess.PIPE,
                               env=env)  # fmt: skip
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    before = {path.name: path.stat().st_ino for path in tmp_path.glob("*.pdf")}
    assert len(before) >= 15
    assert all(PdfReader(tmp_path / name).pages for name in before), "each is whole"
    count = len(before) + 5
    names = []
    engine.write_all(TEMPLATE, many(count), tmp_path, written=names.extend)
    assert len(names) == count
    after = {path.name: path.stat().st_ino for path in tmp_path.glob("*.pdf")}
    assert before.items() <= after.items()
    assert len(after) == count
    assert list(tmp_path.glob("*.part")) == []

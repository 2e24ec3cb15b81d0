"""Reading patients."""

from datetime import date, timedelta

import pytest

from hygie.core import clock
from hygie.journal.actor import Actor, acting_as
from hygie.patients import actions, duplicates, queries
from hygie.patients.models import Import, Patient, RightsKind, RightsNote
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody

pytestmark = pytest.mark.usefixtures("alice")
BRUNO = Actor("b" * 32, "Bruno")


def test_a_patient_is_read_by_her_id_and_nobody_by_another():
    assert not queries.has_patients()
    patient = somebody()
    assert queries.patient(patient.pk) == patient
    assert queries.patient("0" * 32) is None
    assert queries.count() == 1
    assert queries.has_patients()


def test_a_former_file_leads_to_the_patient():
    kept, other = somebody(local_id="A1"), somebody("DURAND", local_id="B2")
    other_id = other.pk
    duplicates.make_one(kept, other)
    assert queries.patient(other_id) == kept
    assert queries.ids_of(kept) == [kept.pk, other_id]
    assert queries.of_local_id("B2") == queries.of_local_id("A1") == kept
    assert queries.of_local_id("") is None


def test_a_patient_is_read_by_her_ins(home):
    in_demonstration(home)
    patient = actions.keep_patient(Patient(**PAT_TROIS))
    somebody()
    assert queries.of_ins(PAT_TROIS["ins"]) == patient
    assert queries.of_ins("") is None
    assert queries.is_demonstration()


def test_the_last_list_that_was_read_is_known():
    assert queries.last_import() is None
    for days in (1, 3):
        Import.objects.create(
            at=clock.now() - timedelta(days=days), by_id="x", by_name="Bruno",
            file_name=f"{days}.csv",
        )  # fmt: skip
    assert queries.last_import().file_name == "1.csv"


def test_what_a_patient_asked_is_in_force_until_it_is_taken_back():
    patient, kind = somebody(), RightsKind.PATIENT_MESSAGES
    note = RightsNote(patient=patient, kind=kind, noted_on=date(2020, 1, 1))
    assert not queries.rights_in_force(patient, kind)
    actions.add_rights_note(note)
    assert queries.rights_in_force(patient, kind)
    actions.end_rights_note(note, ended_on=clock.today())
    assert not queries.rights_in_force(patient, kind)
    assert list(queries.rights_notes(patient)) == [note]


def test_everybody_finds_the_patients_she_saw_last():
    first, second = somebody("AUBRY"), somebody("BLANC")
    for patient in (first, second, first):
        actions.look_at(patient)
    with acting_as(BRUNO):
        actions.look_at(second)
    assert queries.recently_seen_by(BRUNO.actor_id) == [second]
    me = queries.lines_about(first).first().actor_id
    assert queries.recently_seen_by(me) == [first, second]


def test_who_did_what_with_a_file_is_told_even_before_it_was_made_one():
    kept, other = somebody("AUBRY"), somebody("BLANC")
    with acting_as(BRUNO):
        actions.look_at(other)
    duplicates.make_one(kept, other)
    lines = [(line.actor_name, line.action) for line in queries.lines_about(kept)]
    assert ("Bruno", "patients.look") in lines
    assert len(lines) == 5, "two added, one look, one line on each of the two"


def test_doubts_wait_for_a_person():
    one, other = somebody(birth_date=date(1961, 2, 6)), somebody("DUPOND")
    third = somebody("MARTIN")
    assert len(queries.doubts()) == len(queries.doubts(one)) == len(queries.doubts(other)) == 1
    assert not queries.doubts(third)
    duplicates.tell_apart(queries.doubts().get())
    assert not queries.doubts()


def test_the_last_search_of_a_person_is_hers():
    actions.tell_search()
    assert queries.last_search_of(BRUNO.actor_id) is None

"""The one door by which documents leave."""

from datetime import date

import pytest

from hygie.core import clock
from hygie.documents.actions import destroy
from hygie.patients import duplicates
from hygie.patients.actions import add_rights_note, end_rights_note, mark_deceased
from hygie.patients.models import Patient, RightsNote
from hygie.patients.tests.people import somebody
from hygie.practice import registries
from hygie.practice.registries import PatientDocument
from hygie.records.actions import holds
from hygie.records.models import FileCategory, SealedArchive
from hygie.records.queries import closing_archive as queries
from hygie.records.tests.cast import NOTE_SECRET, SECRET, decided, with_successor
from hygie.records.tests.people import a_hold

pytestmark = pytest.mark.usefixtures("alice")


def ids_of(leaving):
    return [one.kept.pk for one in leaving]


def test_a_personal_note_never_leaves_even_when_another_room_does_not_know_it(jeanne, cupboard):
    kept = cupboard.put(jeanne, SECRET)
    note = cupboard.put(jeanne, NOTE_SECRET, note=True)
    unaware = PatientDocument(
        document_id=note.pk, title="Texte", media_type="text/plain", constituted_on=None,
        kind="lettre", is_personal_note=False,
    )  # fmt: skip
    registries.register_patient_documents("other", lambda patient_id: [unaware])
    assert ids_of(queries.leaving_documents(jeanne)) == [kept.pk]


def test_what_is_destroyed_or_not_needed_stays(jeanne, cupboard):
    kept = cupboard.put(jeanne, SECRET)
    cupboard.put(jeanne, SECRET, kind="facture")
    destroy(cupboard.put(jeanne, SECRET))
    assert ids_of(queries.leaving_documents(jeanne, without={"facture"})) == [kept.pk]
    assert queries.kinds_of_documents([jeanne.pk]) == ["facture", "lettre"]


def test_documents_of_a_former_file_leave_with_the_patient(jeanne, zoe, cupboard):
    kept = cupboard.put(jeanne, SECRET)
    duplicates.make_one(zoe, jeanne)
    assert ids_of(queries.leaving_documents(zoe)) == [kept.pk]


def test_a_refusal_taken_back_is_no_refusal(jeanne, zoe):
    note = add_rights_note(RightsNote(patient=jeanne, kind="successor", noted_on=clock.today()))
    plan = with_successor()
    assert queries.people("transfer", plan) == [zoe.pk]
    end_rights_note(note, ended_on=clock.today())
    assert queries.people("transfer", plan) == [jeanne.pk, zoe.pk]


def test_what_remains_is_everybody_until_records_were_handed_over(jeanne, zoe):
    gone = mark_deceased(somebody("MORT", "PAUL"), died_on=None)
    add_rights_note(RightsNote(patient=jeanne, kind="successor", noted_on=clock.today()))
    everybody = {jeanne.pk, zoe.pk, gone.pk}
    plan = with_successor()
    assert set(queries.people("closing", plan)) == everybody
    SealedArchive.objects.create(
        plan=plan, kind="transfer", file_name="a", size_bytes=1, sha256="", patients=1,
        documents=0, sealed_at=clock.now(), sealed_by="Alice",
    )  # fmt: skip
    assert set(queries.people("closing", plan)) == {jeanne.pk, gone.pk}
    assert queries.people("copy", plan, patient=zoe) == [zoe.pk]


def test_patients_come_in_the_order_asked(jeanne, zoe):
    decided()
    assert list(queries.in_order([zoe.pk, "0" * 32, jeanne.pk])) == [zoe, jeanne]


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"birth_date": date(1961, 2, 6), "last_contact": date(2024, 2, 29)}, "29/02/2044"),
        ({"birth_date": date(2020, 1, 1), "last_contact": date(2024, 1, 1)}, "01/01/2048"),
        ({"birth_date": date(1961, 2, 6)}, queries.UNKNOWN_END),
    ],
)
def test_the_end_of_retention_is_that_of_the_rules(fields, end):
    until, why = queries.end_of_retention(Patient(birth_name="D", **fields), "10")
    assert until == end
    assert why.endswith(".")


def test_the_end_of_retention_counts_what_a_carer_said_and_the_holds(alice):
    her = somebody("RARE", last_contact=date(2024, 1, 1))
    holds.note_hold(a_hold(her, kind="own"))
    assert queries.end_of_retention(her, "10")[1].endswith(queries.HELD)
    FileCategory.objects.create(pk=her.pk, category="rare", at=clock.now())
    until, why = queries.end_of_retention(her, "10")
    assert until == queries.WITHOUT_END
    assert "illimitée" in why

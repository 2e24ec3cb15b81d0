"""Two files, one person: proposed, decided by somebody, and parted again when it was wrong."""

from datetime import date

import pytest
from django.db import connection

from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.patients import actions, duplicates, queries, search
from hygie.patients.models import FormerFile, Patient, PossibleDuplicate, RightsKind, RightsNote
from hygie.patients.rules.ins import TEST_OIDS
from hygie.patients.rules.words import rows_of
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody

pytestmark = pytest.mark.usefixtures("alice")
BORN = date(1961, 2, 6)


@pytest.fixture
def pair(alice):
    """One person, whose name somebody misheard."""
    return (
        somebody("DUPONT", "JEANNE", birth_date=BORN, local_id="A1", last_contact=date(2024, 1, 5)),
        somebody("DUPOND", "JEANNE", birth_date=BORN, local_id="B2", phone="01 99 00 12 34",
                 last_contact=date(2025, 1, 5)),
    )  # fmt: skip


def told(action):
    lines = Entry.objects.filter(action=action).order_by("number")
    return list(lines.values_list("object_id", flat=True))


def words_are_in_step():
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, word, beside, patient_id FROM patients_word")
        kept = set(cursor.fetchall())
    return kept == {
        (int(row.kind), row.word, row.beside, patient.pk)
        for patient in Patient.objects.all()
        for row in rows_of(patient)
    }


def test_two_files_alike_are_proposed_once_and_nothing_else_happens(pair):
    doubt = queries.doubts().get()
    assert {doubt.first, doubt.second} == set(pair)
    assert "sonne pareil" in doubt.reason
    assert duplicates.propose(pair[0]) == 0
    assert Patient.objects.count() == 2


def test_two_persons_are_not_asked_about_again(pair):
    duplicates.tell_apart(queries.doubts().get())
    assert duplicates.propose(pair[0]) == 0
    assert not queries.doubts()
    assert sorted(told("patients.tell_apart")) == sorted(patient.pk for patient in pair)
    assert PossibleDuplicate.objects.get().by_name == "Dr Alice Martin"


def test_one_person_keeps_both_numbers_and_both_ids(pair):
    kept, other = pair
    other_id = other.pk
    duplicates.make_one(kept, other)
    assert Patient.objects.get() == kept
    now = Patient.objects.get()
    assert (now.phone, now.local_id, now.last_contact) == (
        "01 99 00 12 34", "A1", date(2025, 1, 5),
    )  # fmt: skip
    former = FormerFile.objects.get()
    assert (former.former_id, former.local_id, former.by_name) == (
        other_id, "B2", "Dr Alice Martin",
    )  # fmt: skip
    assert told("patients.make_one") == [kept.pk, other_id]
    assert words_are_in_step()
    assert search.found("01 99 00 12 34").patients == [now]


def test_what_each_file_asked_is_kept(pair):
    kept, other = pair
    for patient, kind in zip(pair, (RightsKind.SUCCESSOR, RightsKind.OTHER), strict=True):
        actions.add_rights_note(RightsNote(patient=patient, kind=kind, noted_on=BORN))
    duplicates.make_one(kept, other)
    assert {note.kind for note in queries.rights_notes(kept)} == {"successor", "other"}


def test_two_ins_are_two_persons_until_somebody_mends_one(pair, home):
    in_demonstration(home)
    # CORSE ANTHONY, a published test identity.
    corse = {"ins": "180032B02040123", "ins_oid": TEST_OIDS[0], "ins_state": "provisional"}
    kept = actions.keep_patient(Patient(**PAT_TROIS))
    other = somebody("PAT-TROIS", "DOMINIQUE", **corse)
    with pytest.raises(HygieError) as caught:
        duplicates.make_one(kept, other)
    assert caught.value.code == "patients.two_ins"
    assert Patient.objects.count() == 4
    assert told("patients.make_one") == []


def test_the_ins_and_the_death_of_the_other_file_are_not_lost(home):
    in_demonstration(home)
    kept, other = somebody("PAT-TROIS", "DOMINIQUE"), actions.keep_patient(Patient(**PAT_TROIS))
    actions.mark_deceased(other, died_on=date(2020, 1, 1))
    duplicates.make_one(kept, other)
    now = Patient.objects.get()
    assert (now.ins, now.ins_state, now.died_on) == (
        PAT_TROIS["ins"], "qualified", date(2020, 1, 1),
    )  # fmt: skip


def test_an_ins_comes_with_the_traits_that_it_was_given_with(home):
    in_demonstration(home)
    kept = somebody("PATTROIS", "DOMINIQUE", birth_date=date(1979, 3, 28), phone="01 99 00 12 34")
    other = actions.keep_patient(Patient(**PAT_TROIS))
    duplicates.make_one(kept, other)
    now = Patient.objects.get()
    assert {name: getattr(now, name) for name in PAT_TROIS} == PAT_TROIS
    assert now.phone == "01 99 00 12 34"
    assert words_are_in_step()
    duplicates.part(FormerFile.objects.get())
    assert {p.birth_name: p.ins for p in Patient.objects.all()} == {
        "PATTROIS": "", "PAT-TROIS": PAT_TROIS["ins"],
    }  # fmt: skip


def test_what_was_made_one_by_mistake_is_parted_and_each_is_as_before(pair):
    kept, other = pair
    actions.add_rights_note(RightsNote(patient=other, kind=RightsKind.OTHER, noted_on=BORN))
    fields = ("patient_id", "birth_name", "phone", "local_id", "last_contact", "birth_date",
              "created_at")  # fmt: skip
    before = {patient.pk: [getattr(patient, f) for f in fields] for patient in pair}
    other_id = other.pk
    duplicates.make_one(kept, other)
    duplicates.part(FormerFile.objects.get())
    after = {p.pk: [getattr(p, f) for f in fields] for p in Patient.objects.all()}
    assert after == before
    assert queries.rights_notes(Patient.objects.get(pk=other_id)).count() == 1
    assert not FormerFile.objects.exists()
    assert words_are_in_step()
    assert not queries.doubts(), "a person said that they are two"
    assert told("patients.part") == [kept.pk, other_id]


def test_what_was_changed_since_is_left_as_it_is(pair):
    kept, other = pair
    duplicates.make_one(kept, other)
    kept.phone = "01 99 00 99 99"
    actions.keep_patient(kept)
    duplicates.part(FormerFile.objects.get())
    assert Patient.objects.get(pk=kept.pk).phone == "01 99 00 99 99"


def test_files_made_one_in_a_chain_all_lead_to_the_last(pair):
    kept, other = pair
    third = somebody("DUPONT", "JEANNE", local_id="C3")
    ids = [other.pk, kept.pk]
    duplicates.make_one(kept, other)
    duplicates.make_one(third, kept)
    assert {queries.patient(patient_id) for patient_id in ids} == {third}
    assert sorted(queries.ids_of(third)) == sorted([third.pk, *ids])
    duplicates.part(FormerFile.objects.get(pk=ids[1]))
    assert queries.patient(ids[0]).pk == ids[1], "the chain is parted where it was tied"

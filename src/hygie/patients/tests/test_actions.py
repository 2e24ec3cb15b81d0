"""Keeping patients: whole or not at all, once, and told."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.patients import actions, duplicates, search
from hygie.patients.models import (
    FormerFile,
    Patient,
    PossibleDuplicate,
    RightsKind,
    RightsNote,
)
from hygie.patients.rules.words import rows_of
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody

pytestmark = pytest.mark.usefixtures("alice")


def told():
    lines = Entry.objects.filter(action__startswith="patients.").order_by("number")
    return [(line.action, line.object_id) for line in lines]


def words_in_base():
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, word, beside, patient_id FROM patients_word ORDER BY 1,2,3,4")
        return [tuple(row) for row in cursor.fetchall()]


def words_expected():
    return sorted(
        (int(row.kind), row.word, row.beside, patient.pk)
        for patient in Patient.objects.all()
        for row in rows_of(patient)
    )


def test_a_patient_is_written_as_the_ins_does_and_told_without_a_name():
    patient = somebody("  Lefèvre ", "Hélène  marie", used_name="d’Étienne", phone=" 01 99\t00 ")
    kept = Patient.objects.get()
    assert (kept.birth_name, kept.birth_given_names) == ("LEFEVRE", "HELENE MARIE")
    assert (kept.used_name, kept.phone) == ("d’Étienne", "01 99 00")
    assert (str(kept), kept.other_name) == ("D’ÉTIENNE Helene", "LEFEVRE")
    assert told() == [("patients.add", patient.pk)]
    assert "LEFEVRE" not in str(Entry.objects.values_list())


def test_the_same_sent_twice_is_one_patient_and_one_line():
    patient = somebody()
    again = Patient(patient_id=patient.pk, birth_name="Dupont", birth_given_names="Jeanne")
    assert actions.keep_patient(again).created_at == patient.created_at
    assert Patient.objects.count() == 1
    assert told() == [("patients.add", patient.pk)]


def test_a_change_keeps_the_day_of_the_first_writing_and_the_words_in_step():
    patient = somebody(birth_date=date(1961, 2, 6))
    created_at = patient.created_at
    patient.birth_name, patient.used_name = "Durand", "Petit"
    actions.keep_patient(patient)
    assert Patient.objects.get().created_at == created_at
    assert told()[-1] == ("patients.change", patient.pk)
    assert words_in_base() == words_expected()
    assert search.found("dupont").patients == []
    assert search.found("petit").patients == [patient]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"birth_name": "D" * 400}, "birth_name"),
        ({"birth_name": "Dup\x00ont"}, "birth_name"),
        ({"birth_given_names": "🙂"}, "birth_given_names"),
        ({"birth_name": " "}, "birth_name"),
        ({"birth_date": clock.today() + timedelta(days=2)}, "birth_date"),
        ({"ins": "279035121518980", "ins_oid": "1.2.250.1.213.1.4.8",
          "ins_state": "provisional"}, "ins"),
        ({"ins_state": "qualified"}, "ins_state"),
        ({"died_on": date(2020, 1, 1)}, "died_on"),
        ({"email": "jeanne"}, "email"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_french_and_changes_nothing(fields, field):
    patient = Patient(**{"birth_name": "DUPONT", "birth_given_names": "JEANNE"} | fields)
    assert list(actions.faults_of(actions.tidied(patient))) == [field]
    with pytest.raises(HygieError) as caught:
        actions.keep_patient(patient)
    assert caught.value.code == "patients.refused"
    assert "Rien n’a été enregistré." in str(caught.value)
    assert (Patient.objects.count(), told(), words_in_base()) == (0, [], [])


def test_one_ins_is_of_one_patient(home):
    in_demonstration(home)
    actions.keep_patient(Patient(**PAT_TROIS))
    with pytest.raises(HygieError, match="déjà celui d’un autre patient"):
        actions.keep_patient(Patient(**PAT_TROIS | {"birth_name": "PAT-QUATRE"}))
    now = clock.now()
    with pytest.raises(IntegrityError):
        Patient.objects.create(**PAT_TROIS, created_at=now, changed_at=now)


def test_a_test_identity_is_refused_in_a_real_practice():
    with pytest.raises(HygieError, match="identité de test"):
        actions.keep_patient(Patient(**PAT_TROIS))


def test_an_ins_taken_off_takes_its_nature_with_it(home):
    in_demonstration(home)
    patient = actions.keep_patient(Patient(**PAT_TROIS))
    patient.ins, patient.ins_state = "", "none"
    actions.keep_patient(patient)
    assert Patient.objects.get().ins_oid == ""


def test_many_patients_at_once_have_one_line_and_their_words():
    people = [Patient(birth_name=name, birth_given_names="Zoé") for name in ("Aubry", "Blanc")]
    actions.keep_new_patients(people, told_as="patients.import", about="a1")
    assert told() == [("patients.import", "a1")]
    assert words_in_base() == words_expected()
    assert [str(found) for found in search.found("zoe").patients] == ["AUBRY Zoe", "BLANC Zoe"]


def test_many_patients_are_all_kept_or_none():
    people = [Patient(birth_name="AUBRY"), Patient(birth_name="4")]
    with pytest.raises(HygieError):
        actions.keep_new_patients(people, told_as="patients.import")
    assert (Patient.objects.count(), words_in_base()) == (0, [])


def test_a_look_is_told_each_time_and_a_search_once_a_minute():
    patient = somebody()
    for _ in range(2):
        actions.look_at(patient)
        actions.tell_search()
    assert told()[1:] == [
        ("patients.look", patient.pk), ("patients.search", ""), ("patients.look", patient.pk),
    ]  # fmt: skip


def test_a_later_search_is_told_again(monkeypatch):
    actions.tell_search()
    later = clock.now() + timedelta(seconds=actions.ONE_SEARCH_S + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    actions.tell_search()
    assert [action for action, _ in told()] == ["patients.search"] * 2


def test_a_death_is_noted_with_or_without_its_day_and_taken_back():
    patient = somebody(birth_date=date(1940, 5, 1))
    actions.mark_deceased(patient, died_on=None)
    assert Patient.objects.get().is_deceased
    actions.mark_deceased(patient, died_on=date(2024, 3, 2))
    assert Patient.objects.get().died_on == date(2024, 3, 2)
    with pytest.raises(HygieError, match="précède la naissance"):
        actions.mark_deceased(patient, died_on=date(1900, 1, 1))
    actions.mark_alive(patient)
    alive = Patient.objects.get()
    assert (alive.is_deceased, alive.died_on) == (False, None)
    assert [action for action, _ in told()] == [
        "patients.add", "patients.mark_deceased", "patients.mark_deceased", "patients.mark_alive",
    ]  # fmt: skip


def test_what_a_patient_asked_is_noted_once_ended_and_resumed():
    patient = somebody()
    note = RightsNote(
        patient=patient, kind=RightsKind.SUCCESSOR, text="par\x00 écrit", noted_on=clock.today()
    )
    actions.add_rights_note(note)
    actions.add_rights_note(note)
    kept = RightsNote.objects.get()
    assert (kept.by_name, kept.text) == ("Dr Alice Martin", "par écrit")
    actions.end_rights_note(kept, ended_on=clock.today())
    actions.end_rights_note(kept, ended_on=None)
    assert told()[1:] == [
        (f"patients.{verb}_rights_note", patient.pk) for verb in ("add", "end", "resume")
    ]


def test_a_patient_is_erased_with_her_words_notes_doubts_and_former_files():
    her, other = somebody(), somebody("DURAND")
    her = duplicates.make_one(her, other)
    somebody("DUPOND")
    actions.add_rights_note(RightsNote(patient=her, kind="other", noted_on=clock.today()))
    erased = actions.erase_patient(her.pk)
    assert (erased.room, erased.count) == ("patients", 2)
    assert Patient.objects.get().birth_name == "DUPOND"
    assert search.found("durand").patients == []
    for kept in (RightsNote, FormerFile, PossibleDuplicate):
        assert not kept.objects.exists()
    assert told()[-1] == ("patients.erase", her.pk)


def test_a_patient_who_is_not_there_is_not_erased():
    assert actions.erase_patient("0" * 32).count == 0
    assert told() == []

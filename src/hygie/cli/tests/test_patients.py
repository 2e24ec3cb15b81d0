"""Patients at the terminal, and the invented ones of the demonstration."""

import json
from datetime import date

import pytest
from stdnum.fr import nir

from hygie.cli.invented_patients import invented_doubles, invented_notes, invented_patients
from hygie.journal.actor import AUTOMATON, acting_as
from hygie.journal.models import Entry
from hygie.patients.actions import keep_patient, tidied
from hygie.patients.models import Patient
from hygie.patients.rules.ins import TEST_OIDS, missing_to_qualify
from hygie.patients.rules.patient import faults_of
from hygie.storage import opening

TODAY = date(2026, 11, 24)
KEYS = {"patient_id", "birth_name", "birth_given_names", "used_name", "birth_date", "sex", "ins",
        "last_contact"}  # fmt: skip


@pytest.fixture
def with_jeanne(founded):
    """A practice with one patient; the base is closed by `unattended`, asked after."""
    with acting_as(AUTOMATON):
        return keep_patient(
            Patient(birth_name="Dupont", birth_given_names="Jeanne", birth_date=date(1961, 2, 6))
        )


def last_line(founded):
    opening.open_as_member("alice.martin", founded.passphrase)
    return Entry.objects.latest("number")


def test_a_patient_is_found_in_json_and_the_journal_tells_it(
    hygie, founded, with_jeanne, unattended
):
    ran = hygie("patients", "search", "dupond", "jeanne", "--json")
    found = json.loads(ran.stdout)
    assert (ran.returncode, len(found)) == (0, 1)
    assert set(found[0]) == KEYS
    assert found[0] == {
        "patient_id": with_jeanne.pk, "birth_name": "DUPONT", "birth_given_names": "JEANNE",
        "used_name": "", "birth_date": "1961-02-06", "sex": "", "ins": "", "last_contact": None,
    }  # fmt: skip
    line = last_line(founded)
    assert (line.action, line.actor_name, line.object_id) == ("patients.search", "automate", "")


def test_a_patient_is_found_in_a_line_a_person_can_read(hygie, with_jeanne, unattended):
    ran = hygie("patients", "search", "06/02/1961")
    assert ran.stdout == f"{with_jeanne.pk}  DUPONT Jeanne  06/02/1961\n"


def test_nobody_found_is_no_error_and_no_line(hygie, founded, with_jeanne, unattended):
    assert json.loads(hygie("patients", "search", "xyzzy", "--json").stdout) == []
    ran = hygie("patients", "search", "xyzzy")
    assert (ran.returncode, ran.stdout) == (0, "Personne ne correspond.\n")
    assert last_line(founded).action == "patients.add"


def test_a_locked_practice_gives_nobody(hygie, with_jeanne, at_rest):
    ran = hygie("patients", "search", "dupont", "--json")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "personne n’est là pour l’ouvrir" in ran.stderr


@pytest.fixture(scope="module")
def invented():
    """Two thousand people who do not exist."""
    return [tidied(patient) for patient in invented_patients(2000, today=TODAY)]


def test_the_same_people_are_invented_each_time(invented):
    again = [tidied(patient) for patient in invented_patients(2000, today=TODAY)]
    fields = ("birth_name", "birth_given_names", "birth_date", "ins", "phone", "last_contact")
    for one, other in zip(invented, again, strict=True):
        assert [getattr(one, f) for f in fields] == [getattr(other, f) for f in fields]


def test_invented_people_can_be_kept_and_be_nobody(invented):
    for patient in invented:
        assert faults_of(patient, today=TODAY, is_demonstration=True) == {}
        if patient.ins:
            assert patient.ins_oid == TEST_OIDS[0]
            assert nir.is_valid(patient.ins)
            assert patient.ins[5:7] == "00", "no department has that number"
        if patient.ins_state == "qualified":
            assert missing_to_qualify(patient) == []
    numbers = [patient.ins for patient in invented if patient.ins]
    assert len(set(numbers)) == len(numbers) > 1000


def test_invented_people_are_of_every_kind(invented):
    ages = {(TODAY - patient.birth_date).days // 3653 for patient in invented}
    assert ages >= set(range(9)), "all ages"
    assert {patient.ins_state for patient in invented} == {
        "none", "provisional", "retrieved", "qualified",
    }  # fmt: skip
    dead = [patient for patient in invented if patient.is_deceased]
    assert 40 < len(dead) < 400
    assert {bool(patient.died_on) for patient in dead} == {True, False}
    assert {patient.last_contact.year for patient in invented} >= set(range(1997, 2027))
    names = " ".join(f"{p.birth_name} {p.used_name} {p.used_given_name}" for p in invented)
    assert all(sign in names for sign in "-'’éèëïç")


def test_a_few_asked_something_and_a_few_have_two_files(invented):
    notes = list(invented_notes(invented, today=TODAY))
    assert len(notes) == 50
    assert {bool(note.ended_on) for note in notes} == {True, False}
    assert all(double.ins == "" for double in invented_doubles(invented))

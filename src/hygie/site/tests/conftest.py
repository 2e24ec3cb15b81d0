"""The people of the screens' tests: one of each role, a browser for each, an address for each."""

from datetime import date

import pytest
from argon2 import PasswordHasher
from django.db import connections
from django.test import Client
from django.urls import reverse

from hygie.accounts import actions as accounts
from hygie.accounts import keys
from hygie.accounts.models import Role
from hygie.core import clock
from hygie.home import rules as home_rules
from hygie.patients import actions as patients
from hygie.patients import duplicates
from hygie.patients.models import FormerFile, Patient, PossibleDuplicate, RightsNote
from hygie.practice import actions as practice
from hygie.practice.models import Computer, Disk, DiskUse
from hygie.records.actions import holds
from hygie.records.actions.review import keep_box
from hygie.records.models import Box, EliminationList, Hold, ListedPatient
from hygie.storage import opening

PAGES_OF_A_LIST = ("list", "sign", "cancel", "confirm", "say_of_copies", "remove_copies")
PAGES_OF_A_PATIENT = ("patient", "change", "deceased", "alive", "add_note", "lines")
COLLEAGUES = {
    Role.PROFESSIONAL: "Benoît",
    Role.SECRETARY: "Bruno",
    Role.TECHNICIAN: "Denis",
}


@pytest.fixture
def team(founded, monkeypatch):
    """One member of each role, all with the passphrase of Dr Alice Martin's."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", quick)
    members = {Role.OWNER: founded.member}
    for role, name in COLLEAGUES.items():
        members[role] = accounts.add_member(
            name=name, login=name, role=role, passphrase=founded.passphrase
        )
    return members


@pytest.fixture
def browser_of(founded):
    """A new browser in which a member signed in."""

    def sign_in(member, **kwargs):
        client = Client(**kwargs)
        typed = {"login": member.login, "passphrase": founded.passphrase}
        assert client.post("/ouvrir/", typed).status_code == 302
        return client

    return sign_in


@pytest.fixture
def arguments(team):
    """What each address that takes arguments is asked with here: real things of the practice."""
    leaver = accounts.add_member(
        name="Fanny", login="fanny", role=Role.SECRETARY, passphrase="la phrase de fanny"
    )
    computer = practice.keep(Computer(name="ACCUEIL"))
    disk = practice.keep(Disk(name="SAUVE-1", use=DiskUse.COPY))
    access, _ = keys.add_machine_access("Tâches de la nuit")
    thing = {"kind": "disk", "thing_id": disk.pk}
    patient, note, doubt, former = _patients()
    return {
        "static": {"path": "hygie/hygie.css"},
        "accounts:change_role": {"member_id": leaver.member_id},
        "accounts:remove_member": {"member_id": leaver.member_id},
        "accounts:revoke_access": {"access_id": access.access_id},
        "practice:add": {"kind": "disk"},
        "practice:edit": thing,
        "practice:remove": thing,
        **{f"patients:{name}": {"patient_id": patient.pk} for name in PAGES_OF_A_PATIENT},
        "patients:end_note": {"patient_id": patient.pk, "note_id": note.pk},
        "patients:part": {"patient_id": patient.pk, "former_id": former.pk},
        "patients:doubt": {"doubt_id": doubt.pk},
        **_records(patient),
        "checkup:computer": {"computer_id": computer.pk},
        "home:answer": {"number": 2},
        "home:answer_sheet": {"number": 2},
        "home:technician_sheet": {"number": 2},
        "home:question": {"question_id": home_rules.questions()[0].id},
        "site:guide": {"room": "home"},
    }


def _patients():
    """A patient, what she asked, a file that was made hers, and another that may be."""
    patient, other, third = (
        patients.keep_patient(Patient(birth_name=name, birth_given_names="Jeanne"))
        for name in ("Dupont", "Martin", "Dupond")
    )
    note = RightsNote(patient=patient, kind="other", noted_on=clock.today())
    duplicates.make_one(patient, other)
    doubt = PossibleDuplicate.objects.get(first__in=(patient, third), second__in=(patient, third))
    return patient, patients.add_rights_note(note), doubt, FormerFile.objects.get()


def _records(patient):
    """A hold, a box, a list to eliminate, another that is done."""
    hold = holds.note_hold(
        Hold(patient_id=patient.pk, kind="own", asked_by="Alice", reason="Étude",
             look_again_on=date(2190, 1, 1))
    )  # fmt: skip
    box = keep_box(Box(name="B1", place="Cave", content="A à D", review_on=date(2190, 1, 1)))
    made, done = (
        EliminationList.objects.create(state=state, prepared_by_id="x", prepared_at=clock.now())
        for state in ("draft", "done")
    )
    listed = ListedPatient.objects.create(
        elimination_list=made, patient_id=patient.pk, rule="last_contact", kept_until=clock.today()
    )
    known = {"patient_id": patient.pk}
    of_hold = {**known, "hold_id": hold.pk}
    return {
        **{f"records:{name}": known for name in ("file", "category", "add_hold")},
        **{f"records:{name}": of_hold for name in ("hold", "lift_hold", "withdraw_hold")},
        "records:box": {"box_id": box.pk},
        **{f"records:{name}": {"list_id": made.pk} for name in PAGES_OF_A_LIST},
        "records:take_off": {"list_id": made.pk, "listed_id": listed.pk},
        "records:certificate": {"list_id": done.pk},
    }


@pytest.fixture
def address_of(arguments):
    """The address of a name."""
    return lambda name: reverse(name, kwargs=arguments.get(name))


@pytest.fixture
def locked(home):
    """A process that has just started: no key in memory, no base open."""
    key = opening.current_key() if opening.is_open() else None
    base = connections.settings["default"]["NAME"]
    opening.lock()
    yield
    opening.lock()
    if key:
        opening.hold(key, base)

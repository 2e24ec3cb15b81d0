"""The practice of demonstration: invented people, findings of every kind."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.db import transaction

from hygie.accounts import actions as accounts
from hygie.accounts.models import Member, Role
from hygie.checkup.actions import look_here
from hygie.cli.invented_key import write_key
from hygie.cli.invented_patients import invented_doubles, invented_notes, invented_patients
from hygie.cli.invented_requests import note_requests
from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.home import actions as home
from hygie.journal import actor
from hygie.journal.actor import acting_as
from hygie.patients import actions as patients
from hygie.patients import duplicates
from hygie.patients.models import Import, RightsNote
from hygie.practice import actions as practice
from hygie.practice import queries
from hygie.practice.models import Computer, Disk, DiskUse, Supplier, SupplierKind
from hygie.storage import keyfile, opening, unattended

PRACTICE = "Cabinet des Tilleuls (inventé)"
PATIENTS = 2_000
OWNER_LOGIN = "alice.martin"
WORDS = ("tilleul", "lanterne", "marée", "violon", "brioche", "sentier", "falaise", "cerise",
         "boussole", "galet", "moulin", "papier", "orage", "écharpe", "navire")  # fmt: skip
TEAM = (
    ("Benoît L’Hostis", "benoit.lhostis", Role.PROFESSIONAL, "60"),
    ("Dr Éloïse Fabre-Noël", "eloise.fabre-noel", Role.PROFESSIONAL, "10"),
    ("Bruno Petit", "bruno.petit", Role.SECRETARY, "X3"),
)
# Replies that make findings of every kind; the others wait, as on a real first day.
REPLIES = {
    "prescription": "mssante",
    "mssante_contacts": "colleagues",
    "letterhead": "no",
    "patient_mail": "received",
    "messengers": "sometimes",
    "passwords": "vault_alone",
    "external_disk": "plugged",
    "patient_keys": "usual",
    "register": "recent",
    "deceased_patient": "dont_know",
    "closing": "unwritten",
    "hosting": "hosted_checked",
    "emergency_reflex": "some",
    "remote_access": "each_time",
}


def build_if_absent() -> None:
    """Make the practice of demonstration, once.

    Raises:
        HygieError: `demo.real_practice` when the folder holds a real one: it is not touched.
    """
    folder = files.home()
    if keyfile.exists(folder):
        if not unattended.is_demonstration(folder):
            raise HygieError(
                "demo.real_practice",
                f"Le dossier {folder} contient un vrai cabinet. Il n’a pas été touché.",
                advice="Choisissez un autre dossier par HYGIE_HOME, ou aucun.",
            )
        unattended.open_if_possible()
        if queries.practice().is_demonstration:
            return
        _clear(folder)
    passphrase = " ".join(secrets.choice(WORDS) for _ in range(5))
    # First, so that a folder left half built is known as ours to build again.
    files.write_atomically(folder / unattended.DEMONSTRATION_FILE, f"{passphrase}\n".encode())
    _found(passphrase)


def _clear(folder: Path) -> None:
    """Forget an invented practice whose building was cut short."""
    opening.lock()
    (folder / keyfile.FILE_NAME).unlink()


def _found(passphrase: str) -> None:
    answers = {
        "practice_name": PRACTICE, "name": "Dr Alice Martin", "profession": "10",
        "login": OWNER_LOGIN, "passphrase": passphrase,
    }  # fmt: skip
    alice, _ = practice.found(answers)
    with acting_as(accounts.actor_of(alice)):
        for name, login, role, profession in TEAM:
            member = accounts.add_member(name=name, login=login, role=role, passphrase=passphrase)
            practice.describe_professional(member, profession=profession)
        _equip()
        look_here()
        _reply(alice)
        _fill_with_patients()
        _describe()
        note_requests()


def _describe() -> None:
    sheet = queries.practice()
    sheet.address = "12 allée des Tilleuls\n00000 Ville-Inventée"
    sheet.phone = "01 99 00 12 34"
    sheet.is_demonstration = True
    practice.describe_practice(sheet)


@transaction.atomic
def _fill_with_patients() -> None:
    """As if a list had been read: one line in the journal for all of them."""
    today, who = clock.today(), actor.current()
    people = list(invented_patients(PATIENTS, today=today))
    write_key(people[0], today=today)
    doubles = list(invented_doubles(people))
    source = Import.objects.create(
        at=clock.now(), by_id=who.actor_id, by_name=who.name, created=len(people) + len(doubles),
        file_name="patients-inventes.csv", source_label="Logiciel Médilune (inventé)",
    )  # fmt: skip
    patients.keep_new_patients([*people, *doubles], told_as="patients.invent", about=source.pk)
    RightsNote.objects.bulk_create(invented_notes(people, today=today))
    for double in doubles:
        duplicates.propose(double)


def _equip() -> None:
    practice.keep(Computer(name="ACCUEIL", place="Secrétariat"))
    practice.keep(Disk(name="SAUVE-1", use=DiskUse.COPY, kept_where="Armoire du secrétariat"))
    practice.keep(
        Supplier(name="Informatique du Port (inventé)", kind=SupplierKind.TECHNICIAN,
                 phone="01 99 00 56 78", reference="C-2041", has_remote_access=True)
    )  # fmt: skip
    practice.keep(
        Supplier(name="Logiciel Médilune (inventé)", kind=SupplierKind.SOFTWARE,
                 phone="01 99 00 90 12", has_remote_access=True)
    )  # fmt: skip


def _reply(alice: Member) -> None:
    for question_id, choice_id in REPLIES.items():
        home.reply(question_id, choice_id, by=alice)


def say_how_to_enter() -> None:
    """Where the invented passphrase is."""
    path = files.home() / unattended.DEMONSTRATION_FILE
    print(f"Cabinet de démonstration. Identifiant : {OWNER_LOGIN}", flush=True)
    print(f"Phrase de passe : {path.read_text(encoding='utf-8').strip()}", flush=True)

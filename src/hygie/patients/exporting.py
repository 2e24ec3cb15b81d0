"""Every patient in a list, in clear: for another software, and imported here again unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from hygie.core import files
from hygie.core.clock import french_date
from hygie.journal.actions import record
from hygie.patients.lists import MARK, csv_line
from hygie.patients.models import Patient

EXPORTED = (
    ("N° patient", "local_id"), ("Nom de naissance", "birth_name"), ("Nom utilisé", "used_name"),
    ("Prénoms de naissance", "birth_given_names"), ("Prénom utilisé", "used_given_name"),
    ("Date de naissance", "birth_date"), ("Sexe", "sex"),
    ("Code INSEE du lieu de naissance", "birth_place"), ("Matricule INS", "ins"),
    ("OID", "ins_oid"), ("Statut INS", "ins_state"), ("Téléphone", "phone"),
    ("Portable", "mobile"), ("Email", "email"), ("Adresse", "address"),
    ("Dernier contact", "last_contact"), ("Décédé", "is_deceased"), ("Date du décès", "died_on"),
)  # fmt: skip
_STATES = {"provisional": "Provisoire", "retrieved": "Récupérée", "qualified": "Qualifiée"}


def export_list(path: Path) -> int:
    """Write every patient in a CSV; gives how many. Told in the journal first.

    Raises:
        HygieError: the disk's errors.
    """
    with transaction.atomic():
        record("patients.export", object_type="patients")
    everybody = Patient.objects.order_by("birth_name", "birth_given_names", "pk")
    files.write_atomically(path, b"".join(exported(everybody.iterator())))
    return everybody.count()


def exported(patients: Iterable[Patient]) -> Iterator[bytes]:
    """The patients as a list that another software reads, and that is imported here unchanged."""
    yield MARK + csv_line([header for header, _ in EXPORTED])
    for patient in patients:
        yield csv_line([_exported(name, getattr(patient, name)) for _, name in EXPORTED])


def _exported(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else ""
    if isinstance(value, date):
        return french_date(value)
    return _STATES.get(str(value), "") if name == "ins_state" else str(value or "")

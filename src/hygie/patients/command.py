"""`hygie patients search`: for a script of the practice, or a person at a terminal."""

from __future__ import annotations

import json

from hygie.core.clock import french_date
from hygie.patients import actions
from hygie.patients import search as searching
from hygie.patients.models import Patient


def search(text: str, *, as_json: bool) -> int:
    """Print who is found; the journal is told when somebody is. Gives the exit code."""
    results = searching.found(text)
    if results.patients:
        actions.tell_search()
    if as_json:
        found = [_as_json(patient) for patient in results.patients]
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for patient in results.patients:
        born = french_date(patient.birth_date) if patient.birth_date else "date inconnue"
        print(f"{patient.pk}  {patient}  {born}{'  décédé' if patient.is_deceased else ''}")
    if not results.patients:
        print("Personne ne correspond.")
    if results.has_more:
        print("Il y en a d’autres\u00a0: précisez le prénom ou la date de naissance.")
    return 0


def _as_json(patient: Patient) -> dict[str, str | None]:
    return {
        "patient_id": patient.pk,
        "birth_name": patient.birth_name,
        "birth_given_names": patient.birth_given_names,
        "used_name": patient.used_name,
        "birth_date": patient.birth_date.isoformat() if patient.birth_date else None,
        "sex": patient.sex,
        "ins": patient.ins,
        "last_contact": patient.last_contact.isoformat() if patient.last_contact else None,
    }

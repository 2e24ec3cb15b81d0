"""What the pages of patients show."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import date
from typing import Any

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.journal import actor
from hygie.patients import forms, queries, search
from hygie.patients.models import Patient, PossibleDuplicate
from hygie.patients.rules import ins, traits
from hygie.practice import registries

# What is to be done next, by state of the INS.
NEXT_STEPS = {
    ins.State.NONE: "Demandez la carte Vitale ou l’application carte Vitale, puis interrogez le "
    "téléservice INSi dans votre logiciel. Recopiez ensuite le matricule dans cette fiche.",
    ins.State.PROVISIONAL: "Un matricule recopié peut être faux. Interrogez le téléservice INSi "
    "dans votre logiciel, et comparez les noms, la date et le sexe.",
    ins.State.RETRIEVED: "Demandez une pièce d’identité et comparez-la à ces traits. S’ils sont "
    "identiques, passez l’INS à «\u00a0Qualifiée\u00a0».",
    ins.State.QUALIFIED: "Rien à faire\u00a0: le patient peut recevoir ses documents par MSSanté.",
}


def list_page() -> dict[str, Any]:
    """What stands around the results."""
    return {
        "count": queries.count(),
        "doubts": queries.doubts().count(),
        "last_import": queries.last_import(),
    }


def results(text: str, *, start: str) -> dict[str, Any]:
    """The results, or what to begin with: asked again at each letter."""
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 4 else 0
    found = search.found(text, start=first) if text.strip() else None
    return {
        "q": text,
        "results": found,
        "has_patients": queries.has_patients(),
        "letters": string.ascii_uppercase,
        "following": first + search.LIMIT,
        "can_follow": first + 2 * search.LIMIT <= search.CANDIDATES,
        "recent": [] if found else queries.recently_seen_by(actor.current().actor_id),
    }


def patient_page(patient: Patient) -> dict[str, Any]:
    """Everything that a patient's page says."""
    today = clock.today()
    born = patient.birth_date
    is_minor = traits.is_minor(born, today) and not patient.is_deceased
    missing = ins.missing_to_qualify(patient) if patient.ins_state == ins.State.RETRIEVED else []
    return {
        "patient": patient,
        "age": _age(patient, today),
        "is_minor": is_minor,
        "ins": ins.spaced(patient.ins),
        "is_test": ins.is_test(patient.ins_oid),
        "next_step": NEXT_STEPS[ins.State(patient.ins_state)],
        "missing": missing,
        "carer": forms.name_of_carer(patient.professional),
        "notes": queries.rights_notes(patient),
        "doubts": queries.doubts(patient),
        "former_files": patient.former_files.order_by("merged_at"),
        "panels": registries.panels_of(patient.pk),
        "last_import": queries.last_import(),
    }


def _age(patient: Patient, today: date) -> int | None:
    """Age now, or the day of the death; nobody knows that of a death without its day."""
    if patient.birth_date is None or (patient.is_deceased and not patient.died_on):
        return None
    return traits.age_years(patient.birth_date, patient.died_on or today)


def side_by_side(pair: PossibleDuplicate) -> dict[str, Any]:
    """Two files compared, line by line, and whether each line is the same."""
    sides = (pair.first, pair.second)
    rows = []
    for label, read in COMPARED.items():
        one, other = (read(side) for side in sides)
        if one or other:
            rows.append((label, one or "–", other or "–", one == other))
    return {"rows": rows, "has_two_ins": bool(pair.first.ins and pair.second.ins)}


COMPARED: dict[str, Callable[[Patient], str]] = {
    "Nom de naissance": lambda p: p.birth_name,
    "Prénoms de naissance": lambda p: p.birth_given_names,
    "Nom utilisé": lambda p: p.used_name,
    "Prénom utilisé": lambda p: p.used_given_name,
    "Date de naissance": lambda p: french_date(p.birth_date) if p.birth_date else "",
    "Sexe": lambda p: p.get_sex_display() if p.sex else "",
    "INS": lambda p: f"{ins.spaced(p.ins)} ({p.get_ins_state_display().lower()})" if p.ins else "",
    "Mobile": lambda p: p.mobile,
    "Téléphone": lambda p: p.phone,
    "Adresse électronique": lambda p: p.email,
    "Adresse": lambda p: p.address,
    "Numéro dans votre logiciel": lambda p: p.local_id,
    "Dernier contact": lambda p: french_date(p.last_contact) if p.last_contact else "",
    "Décès": lambda p: "décédé" if p.is_deceased else "",
}

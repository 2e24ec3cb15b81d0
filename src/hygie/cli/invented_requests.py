"""Invented requests for the demonstration: one late, one that waits for a proof, one to decide."""

from __future__ import annotations

from datetime import date, timedelta

from hygie.core import clock
from hygie.patients.actions import keep_patient
from hygie.patients.models import Patient
from hygie.records.actions import requests as actions
from hygie.records.models import RecordRequest, ScopeItem
from hygie.records.rules.requests_book import book

LISTED = (
    ("Compte rendu d’hospitalisation (inventé)", 40, "paper"),
    ("Bilan sanguin (inventé)", 35, "software"),
    ("Radiographie du poignet (inventée)", 3000, "paper"),
)


def note_requests() -> None:
    """Three requests on two invented patients."""
    living = _patient("TILLEUL", "JEANNE", date(1956, 5, 3))
    dead = _patient("LANTERNE", "PAUL", date(1940, 5, 3), died_days_ago=30)
    _asks(living, "patient", "Jeanne Tilleul (inventée)", days_ago=9)
    _asks(dead, "concubin", "Odile Violon (inventée)", days_ago=4)
    daughter = _asks(
        dead, "heir", "Inès Lanterne (inventée)", days_ago=5, motive="rights",
        motive_details="Contrat d’assurance souscrit en 2024 : la compagnie conteste une maladie.",
    )  # fmt: skip
    for title, days, place in LISTED:
        made_on = clock.today() - timedelta(days=days)
        actions.add_item(
            ScopeItem(request=daughter, title=title, constituted_on=made_on, place=place)
        )
    proofs = [proof.id for proof in book().capacities["heir"].proofs]
    actions.see_proofs(daughter.pk, proofs, version=0)
    actions.complete(daughter.pk, version=1)


def _patient(name: str, given: str, born_on: date, *, died_days_ago: int = 0) -> Patient:
    died_on = clock.today() - timedelta(days=died_days_ago) if died_days_ago else None
    return keep_patient(
        Patient(birth_name=name, birth_given_names=given, birth_date=born_on,
                is_deceased=bool(died_days_ago), died_on=died_on)
    )  # fmt: skip


def _asks(
    patient: Patient, capacity: str, name: str, *, days_ago: int, **more: str
) -> RecordRequest:
    return actions.receive(
        RecordRequest(
            patient_id=patient.pk, capacity=capacity, name=name,
            address="3 rue de la Marée\n00000 Ville-Inventée",
            received_on=clock.today() - timedelta(days=days_ago), **more,
        )
    )  # fmt: skip

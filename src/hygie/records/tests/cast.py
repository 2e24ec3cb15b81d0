"""The practice that closes, in the tests: invented people, documents of another room."""

import io
from datetime import date, timedelta

import pytest

from hygie.core import clock
from hygie.documents.actions import keep
from hygie.patients.tests.people import somebody
from hygie.practice import registries
from hygie.practice.registries import PatientDocument
from hygie.records.actions.closing import keep_plan
from hygie.records.models import ClosingPlan

NOTE = "Me paraît anxieuse (note personnelle)"
SECRET = b"%PDF-1.7 compte rendu de Jeanne"
NOTE_SECRET = b"ce que je pense d'elle"
ADDRESS = "12 rue de l’Église\n00000 Ville-Inventée"


def decided(**changes):
    """A closing in two hundred days."""
    fields = {
        "reason": "retirement", "closes_on": clock.today() + timedelta(days=200),
        "profession": "10", "keeper_name": "Paul Martin", "keeper_address": "5 chemin des Œillets",
        **changes,
    }  # fmt: skip
    return keep_plan(ClosingPlan(**fields))


def with_successor(**changes):
    """The same, taken over by Dr Chloé."""
    return decided(has_successor=True, successor_name="Dr Chloé L’Hôte", **changes)


class Cupboard:
    """A room that keeps documents about patients, as the messaging or the airlock do."""

    def __init__(self):
        self.rows = {}

    def put(self, patient, content, *, title="Compte rendu", kind="lettre", note=False):
        document = keep(io.BytesIO(content), title=title, media_type="application/pdf")
        told = PatientDocument(
            document_id=document.pk, title=title, media_type="application/pdf",
            constituted_on=date(2020, 3, 2), kind=kind, is_personal_note=note,
        )  # fmt: skip
        self.rows.setdefault(patient.pk, []).append(told)
        return document

    def __call__(self, patient_id):
        return self.rows.get(patient_id, [])


@pytest.fixture
def cupboard(monkeypatch):
    """The room, and nobody else's documents."""
    monkeypatch.setattr(registries, "patient_documents", {})
    room = Cupboard()
    registries.register_patient_documents("cupboard", room)
    return room


@pytest.fixture
def jeanne():
    return somebody(
        "DUPONT", "JEANNE", address=ADDRESS, birth_date=date(1961, 2, 6),
        last_contact=date(2024, 2, 29),
    )  # fmt: skip


@pytest.fixture
def zoe():
    return somebody(
        "L'HOTE", "ZOE", used_name="D’Été-L’Hôte", used_given_name="Zoé", address=ADDRESS,
        birth_date=date(1990, 5, 10),
    )  # fmt: skip

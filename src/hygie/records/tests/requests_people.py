"""Invented requests on invented patients, and a room that keeps documents about them.

DOMINIQUE PAT-TROIS is a test identity published by the ANS; the others are nobody.
"""

import io
from datetime import date, timedelta

from hygie.core import clock
from hygie.documents.actions import keep
from hygie.patients.models import RightsKind, RightsNote
from hygie.patients.tests.people import somebody
from hygie.practice import registries
from hygie.practice.registries import PatientDocument
from hygie.records.actions import requests as actions
from hygie.records.actions import requests_scope as scope
from hygie.records.actions.requests_scope import Chosen
from hygie.records.models import RecordRequest, ScopeItem
from hygie.records.queries import requests as queries
from hygie.records.rules.requests_book import book

ROOM = "tests"


def days_ago(days):
    return clock.today() - timedelta(days=days)


def living(name="VIVANTE", **fields):
    return somebody(name, "JEANNE", **{"birth_date": date(1956, 5, 3), **fields})


def child(**fields):
    return somebody("PETIT", "LÉO", birth_date=days_ago(10 * 366), **fields)


def dead(**fields):
    kept = {"birth_date": date(1940, 5, 3), "is_deceased": True, "died_on": days_ago(200)}
    return somebody("DÉFUNT", "PAUL", **{**kept, **fields})


def dead_child():
    return somebody(
        "ENFANT", "ZOÉ", birth_date=days_ago(10 * 366), is_deceased=True, died_on=days_ago(100)
    )


def opposes(patient, text="L’a dit au docteur, en présence de sa sœur."):
    return RightsNote.objects.create(
        patient=patient, kind=RightsKind.HEIRS_ACCESS, text=text, noted_on=date(2020, 2, 3),
        by_name="Bruno",
    )  # fmt: skip


def asks(patient, capacity="patient", *, received_days_ago=3, **fields):
    """A request that came in three days ago: it can be answered."""
    kept = {"name": "Odile Demandeuse", "address": "3 rue de l’Été\n38000 Grenoble", **fields}
    return actions.receive(
        RecordRequest(
            patient_id=patient.pk,
            capacity=capacity,
            received_on=days_ago(received_days_ago),
            **kept,
        )
    )


def again(request):
    return queries.request(request.pk)


def proven(request):
    """The same, with all its proofs seen."""
    wanted = [proof.id for proof in book().capacities[request.capacity].proofs]
    return actions.see_proofs(request.pk, wanted, version=request.version)


def ready(patient, capacity="patient", **fields):
    """A request of which nothing is missing."""
    request = proven(asks(patient, capacity, **fields))
    return actions.complete(request.pk, version=request.version)


class Shelf:
    """What a room keeps about patients; registered for the time of a test."""

    def __init__(self, monkeypatch):
        self.kept = []
        monkeypatch.setattr(registries, "patient_documents", {})
        monkeypatch.setattr(registries, "deliverers", {})
        registries.register_patient_documents(
            ROOM, lambda patient_id: [d for p, d in self.kept if p == patient_id]
        )

    def keep(self, patient, title="Compte rendu", content=b"clair", **fields):
        document = keep(
            io.BytesIO(content), title=title, media_type=fields.get("media_type", "application/pdf")
        )
        about = {
            "media_type": "application/pdf", "constituted_on": days_ago(400), "kind": "report",
            "is_personal_note": False, **fields,
        }  # fmt: skip
        self.kept.append(
            (patient.pk, PatientDocument(document_id=document.pk, title=title, **about))
        )
        return document


def give_all(request, *, why="Éclaire les dernières heures."):
    return {row.key: Chosen(choice="give", why=why) for row in queries.rows_of(request)}


def listed(request, *titles):
    """The same, with documents that are on paper."""
    for title in titles or ("Bilan",):
        actions.add_item(ScopeItem(request=request, title=title, place="paper"))
    return again(request)


def choose(request, **by_title):
    """What a professional chose of each document, by its title."""
    rows = {row.title: row.key for row in queries.rows_of(request)}
    chosen = {rows[title]: choice for title, choice in by_title.items()}
    return scope.decide_scope(request.pk, chosen, version=request.version)

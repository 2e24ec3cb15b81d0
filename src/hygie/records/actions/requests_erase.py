"""Forgetting the requests on a patient who is eliminated: they name her and those who asked."""

from __future__ import annotations

from django.db import transaction

from hygie.accounts.models import Draft
from hygie.journal.actions import record
from hygie.patients import queries as patients
from hygie.practice.registries import Erased
from hygie.records.models.requests import RecordRequest


@transaction.atomic
def erase(patient_id: str) -> Erased:
    """Delete the requests on a patient, with their lists, their steps and half-typed forms."""
    patient = patients.patient(patient_id)
    ids = patients.ids_of(patient) if patient else [patient_id]
    mine = RecordRequest.objects.filter(patient_id__in=ids)
    count = mine.count()
    for page in [*ids, *mine.values_list("request_id", flat=True)]:
        Draft.objects.filter(path__contains=page).delete()
    if count:
        mine.delete()
        record("records.erase_requests", object_type="patient", object_id=patient_id)
    return Erased(room="records.requests", what="demandes de dossier", count=count)

"""The stations that the practice trusts, and what came from them for its patients.

Patients are named by their opaque id: two files made one keep both (`patients.queries.ids_of`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hygie.accounts.models import new_id
from hygie.documents.models import Document


class Station(models.Model):
    """A station whose fingerprint somebody compared and accepted."""

    station_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    name = models.CharField("nom", max_length=80)
    fingerprint = models.CharField("empreinte", max_length=40)
    public_key = models.CharField(max_length=64)  # 32 bytes in hexadecimal
    accepted_at = models.DateTimeField("acceptée le")
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField("retirée le", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["public_key"], condition=models.Q(withdrawn_at=None),
                name="one_station_a_key",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Reception(models.Model):
    """What was taken from one report, for one patient, at one time."""

    reception_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="receptions")
    patient_id = models.CharField(max_length=32, db_index=True)
    report_id = models.CharField(max_length=16, db_index=True)
    report_sha256 = models.CharField(max_length=64)
    examined_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    # Somebody saw that the images' identity differs, and said that they are the patient's.
    identity_differed = models.BooleanField(default=False)
    # What the station said of itself: nothing of the patient.
    colour = models.CharField(max_length=6)
    network = models.CharField(max_length=8)
    sandbox_held = models.BooleanField(default=False)
    engines = models.JSONField(default=dict)


class Kind(models.TextChoices):
    """What a document taken in is."""

    STUDY = "study", "Examen d’imagerie"
    PICTURE = "picture", "Image"
    PAPER = "paper", "Document"


class ReceivedDocument(models.Model):
    """A document that came through the airlock."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True)
    reception = models.ForeignKey(Reception, on_delete=models.CASCADE, related_name="documents")
    # Which part of the report it is: the same is not taken twice.
    item = models.CharField(max_length=500)
    kind = models.CharField(max_length=8, choices=Kind)
    files = models.PositiveIntegerField(default=1)
    constituted_on = models.DateField(null=True)

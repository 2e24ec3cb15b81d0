"""The folder, its files, whom each was offered to, and what was filed for whom.

Patients are named by their opaque id: two files made one keep both (`patients.queries.ids_of`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hygie.accounts.models import new_id
from hygie.documents.models import Document
from hygie.filing.rules.matching import Reason

NAME_LETTERS = 300


class WatchedFolder(models.Model):
    """The folder that the practice chose; one row, none while nobody chose."""

    path = models.CharField("dossier", max_length=1000)
    chosen_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    # What the last look could not do, in French; empty when all went well.
    problem = models.TextField(blank=True)


class State(models.TextChoices):
    """What became of a file."""

    WAITING = "waiting", "À ranger"
    LEFT = "left", "Laissé dans le dossier"
    FILED = "filed", "Rangé"


class FoundFile(models.Model):
    """A PDF file seen in the folder. Its text is never kept: only whom it may be about."""

    file_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    name = models.CharField(max_length=NAME_LETTERS)
    size_bytes = models.BigIntegerField()
    modified_ns = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Why it could not be read, in French.
    problem = models.TextField(blank=True)
    # What an INS code says of somebody whom the practice does not know yet.
    unknown_code = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "seen_at"], name="filing_state")]

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """A patient to whom a file may belong."""

    file = models.ForeignKey(FoundFile, on_delete=models.CASCADE, related_name="proposals")
    patient_id = models.CharField(max_length=32)
    reasons = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()
    # A person said that it is somebody else's.
    is_refused = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "patient_id"], name="one_proposal_a_patient")
        ]

    @property
    def words(self) -> str:
        """Why, as the page says it."""
        return ", ".join(Reason(reason).words for reason in self.reasons.split())


class FiledDocument(models.Model):
    """A document and the patient it is about."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True)
    patient_id = models.CharField(max_length=32, db_index=True)
    # Why it was proposed; empty when a person chose the patient.
    reasons = models.CharField(max_length=60, blank=True)
    filed_at = models.DateTimeField()
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    original_removed_at = models.DateTimeField(null=True)
    # A professional's own notes: they are neither handed over nor shown (R. 4127-45 CSP).
    is_personal_note = models.BooleanField(default=False)

"""What a person says of a record: a category kept without an end, and holds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hygie.accounts.models import new_id
from hygie.records.rules.review import CLAIM_KINDS


class FileCategory(models.Model):
    """A record that a carer says to keep without an end; one row a patient."""

    patient_id = models.CharField(primary_key=True, max_length=32)
    category = models.CharField("catégorie", max_length=20)
    reason = models.CharField("raison", max_length=200, blank=True)
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()


class HoldKind(models.TextChoices):
    """Who stops the elimination of a record."""

    AMICABLE = "amicable", "Réclamation ou recours amiable"
    CONTENTIOUS = "contentious", "Recours devant un juge ou une commission"
    JUDICIAL = "judicial", "Réquisition de la police ou d’un juge"
    OWN = "own", "Décision du cabinet"


class Hold(models.Model):
    """A reason not to eliminate a record, from a day to another."""

    hold_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    patient_id = models.CharField(max_length=32, db_index=True)
    kind = models.CharField("nature", max_length=12, choices=HoldKind)
    asked_by = models.CharField("demandé par", max_length=200)
    reason = models.TextField("pourquoi", max_length=1000)
    # None: nobody knows; it is then counted as very old.
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("close le", null=True, blank=True)
    look_again_on = models.DateField("à revoir le")
    by_id = models.CharField(max_length=64, editable=False)
    by_name = models.CharField(max_length=200, editable=False)
    noted_at = models.DateTimeField(editable=False)
    # Noted by mistake: it never counted.
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = models.CharField("pourquoi", max_length=200, blank=True, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["look_again_on"], name="hold_look_again")]

    @property
    def is_claim(self) -> bool:
        """It puts care in question: it stops the count of the delay."""
        return self.kind in CLAIM_KINDS

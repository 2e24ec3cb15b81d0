"""Lists of records to eliminate, and the register: opaque ids, no name, no health data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hygie.accounts.models import new_id


class ListState(models.TextChoices):
    """Where a list stands."""

    DRAFT = "draft", "En préparation"
    SIGNED = "signed", "Figée et signée, à confirmer"
    CONFIRMED = "confirmed", "Confirmée, élimination en cours"
    DONE = "done", "Éliminée"
    CANCELLED = "cancelled", "Abandonnée"


class EliminationList(models.Model):
    """A list: prepared, frozen and signed by one member, confirmed at another moment."""

    list_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    state = models.CharField(max_length=10, choices=ListState, default=ListState.DRAFT)
    prepared_by_id = models.CharField(max_length=64)
    prepared_by = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    # Of what was signed: the ids and what was known of each.
    digest = models.CharField(max_length=64, blank=True)
    signed_by_id = models.CharField(max_length=64, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.CharField(max_length=64, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # When the base's file was written anew, without what SQLite had left in its corners.
    cleaned_at = models.DateTimeField(null=True)
    # What the practice says of the copies that Hygie does not see.
    copies_say = models.CharField("autres copies", max_length=300, blank=True)
    copies_until = models.DateField("la dernière sera effacée le", null=True, blank=True)


class ListedState(models.TextChoices):
    """What became of a patient of a list."""

    WAITING = "waiting", "Sur la liste"
    OUT = "out", "Sortie de la liste"
    ELIMINATED = "eliminated", "Éliminé"


class ListedPatient(models.Model):
    """A patient of a list. What was known of her is forgotten when she leaves it."""

    elimination_list = models.ForeignKey(
        EliminationList, on_delete=models.CASCADE, related_name="patients"
    )
    patient_id = models.CharField(max_length=32, db_index=True)
    state = models.CharField(max_length=10, choices=ListedState, default=ListedState.WAITING)
    rule = models.CharField(max_length=40)
    kept_until = models.DateField()
    facts = models.JSONField(default=dict)
    why_out = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["elimination_list", "patient_id"], name="once_on_a_list"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["elimination_list", "state"], name="listed_state")
        ]


class Eliminated(models.Model):
    """One line of the register: kept after everything else is gone, so it tells nobody's name."""

    number = models.BigAutoField(primary_key=True)
    patient_id = models.CharField(max_length=32, unique=True)
    former_ids = models.JSONField(default=list)
    # Keyed hashes of her number and traits: known again if the practice's software still holds her.
    recognisers = models.JSONField(default=list)
    list_id = models.CharField(max_length=32)
    rule = models.CharField(max_length=40)
    signed_by_id = models.CharField(max_length=64)
    confirmed_by_id = models.CharField(max_length=64)
    eliminated_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    # The line is also in the file that outlives the base.
    is_outlived = models.BooleanField(default=False)
    # Erased again after an older copy was put back: how many times.
    reapplied = models.PositiveSmallIntegerField(default=0)

"""Kinds of documents that no text of ours foresaw: the practice says how long it keeps them."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from hygie.accounts.models import new_id
from hygie.records.rules.own import ID_PREFIX, LONGEST_YEARS


class OwnUnit(models.TextChoices):
    """In what a duration is counted; the values are those of `rules.law.UNITS`."""

    YEARS = "years", "ans"
    MONTHS = "months", "mois"
    DAYS = "days", "jours"


class OwnNature(models.TextChoices):
    """What the practice leans on; never an obligation, which only a text makes."""

    USAGE = "usage", "Une habitude du cabinet"
    RECOMMENDATION = "recommandation", "Un conseil reçu (assureur, Ordre, confrère…)"


def new_class_id() -> str:
    """An id that no class of the data files has."""
    return f"{ID_PREFIX}{new_id()}"


class OwnClass(models.Model):
    """A kind of document with a duration that the practice chose."""

    class_id = models.CharField(
        primary_key=True, max_length=40, default=new_class_id, editable=False
    )
    label = models.CharField("sorte de document", max_length=120)
    anchor_label = models.CharField("on compte à partir de", max_length=120)
    value = models.PositiveSmallIntegerField(
        "durée",
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_YEARS * 366)],
    )
    unit = models.CharField("en", max_length=6, choices=OwnUnit, default=OwnUnit.YEARS)
    nature = models.CharField("d’où vient cette durée\u00a0?", max_length=14, choices=OwnNature,
                              default=OwnNature.USAGE)  # fmt: skip
    reason = models.CharField("pourquoi cette durée", max_length=300)
    decided_on = models.DateField(editable=False)
    by_id = models.CharField(max_length=64, editable=False)
    by_name = models.CharField(max_length=200, editable=False)
    # Withdrawn: no longer offered; what already leans on it is still told.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["withdrawn_at"], name="own_class_in_use")]

    def __str__(self) -> str:
        return self.label

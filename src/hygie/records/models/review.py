"""The yearly review: what was archived, the boxes of paper, what was counted, who closed it."""

from __future__ import annotations

from django.db import models

from hygie.accounts.models import new_id


class Archived(models.Model):
    """A record that a person moved to the archive: separate place, same protection."""

    patient_id = models.CharField(primary_key=True, max_length=32)
    archived_on = models.DateField()
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)


class Box(models.Model):
    """A box of paper: Hygie cannot destroy it, so it reminds."""

    box_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    name = models.CharField("nom ou numéro de la boîte", max_length=80)
    place = models.CharField("où est-elle\u00a0?", max_length=120)
    content = models.CharField("que contient-elle\u00a0?", max_length=300)
    review_on = models.DateField("à revoir le")
    destroyed_on = models.DateField("détruite le", null=True, blank=True)
    how = models.CharField("comment, et par qui", max_length=200, blank=True)
    noted_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return self.name


class ReviewFigures(models.Model):
    """What the last count of the night gave, for the home page; one row."""

    counted_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    figures = models.JSONField()


class Review(models.Model):
    """The review of a year, closed by a person."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    closed_at = models.DateTimeField()
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    figures = models.JSONField()

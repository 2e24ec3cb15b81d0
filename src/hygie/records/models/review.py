"""The yearly review: what was archived, the paper, the software's export, counts, who closed it."""

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
    # What it holds, for its duration; empty while nobody said.
    document_class = models.CharField("sorte de documents", max_length=40, blank=True)
    latest_on = models.DateField("date du document le plus récent", null=True, blank=True)
    keeper = models.CharField("qui la garde, qui a la clé", max_length=120, blank=True)
    review_on = models.DateField("à revoir le")
    destroyed_on = models.DateField("détruite le", null=True, blank=True)
    how = models.CharField("comment, et par qui", max_length=200, blank=True)
    noted_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return self.name


class SoftwareExport(models.Model):
    """The full export of the practice's own software: proven only by opening it."""

    export_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    software = models.CharField("logiciel", max_length=120)
    asked_by = models.CharField("qui l’a demandé", max_length=120)
    asked_to = models.CharField("à qui (éditeur, interlocuteur)", max_length=120, blank=True)
    asked_on = models.DateField("demandé le")
    received_on = models.DateField("reçu le", null=True, blank=True)
    place = models.CharField("où est-il ?", max_length=200, blank=True)
    keeper = models.CharField("qui le garde", max_length=120, blank=True)
    opened_on = models.DateField("ouvert et essayé le", null=True, blank=True)
    opened_by = models.CharField("qui l’a ouvert", max_length=120, blank=True)
    found = models.CharField("ce qui a été vu, ce qui manque", max_length=300, blank=True)
    # Thrown away, or replaced by a later one: kept in the list, followed no more.
    dropped_on = models.DateField("remplacé ou effacé le", null=True, blank=True)
    noted_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return self.software


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

"""The paper of the evening: whether it is asked, and the last ones that were kept."""

from __future__ import annotations

from django.db import models

from hygie.accounts.models import new_id
from hygie.documents.models import Document


class EveningPaper(models.Model):
    """What the practice asked for each evening; one row, none while nobody asked."""

    folder = models.CharField("dossier de l’agenda", max_length=1000)
    asked_at = models.DateTimeField()
    # The day of the evening that was last made, and what the last try could not do, in French.
    made_on = models.DateField(null=True)
    problem = models.TextField(blank=True)


class OfflineDay(models.Model):
    """A paper that was kept, encrypted."""

    offline_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    expected = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    # Who is on it, as the agenda wrote them: a patient who is eliminated takes her papers with her.
    # None: made before this was noted. Emptied when the paper is destroyed.
    names = models.JSONField(null=True, default=None, editable=False)

"""Questions that the guide could not answer, kept because somebody agreed."""

from __future__ import annotations

from django.db import models

from hygie.accounts.models import new_id

MAX_LETTERS = 300


class KeptQuestion(models.Model):
    """A question, as it was reread and left by the person who agreed; nobody's name with it."""

    question_id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    text = models.CharField(max_length=MAX_LETTERS)
    kept_at = models.DateTimeField()

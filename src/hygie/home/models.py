"""What the person answered to the few questions that no program can see."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class GivenReply(models.Model):
    """A reply; the latest of a question counts, the earlier stay as they were signed."""

    question_id = models.CharField(max_length=60)
    choice_id = models.CharField(max_length=60)
    by_id = models.CharField(max_length=32)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["question_id", "at"], name="reply_question")]

"""What was seen on each computer, each time it was looked at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hygie.practice.models import Computer


class SeenLook(models.Model):
    """One look at one computer, as the probes told it."""

    computer = models.ForeignKey(Computer, on_delete=models.CASCADE, related_name="looks")
    seen_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["computer", "seen_at"], name="look_computer")]

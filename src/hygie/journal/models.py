"""The journal's lines. No foreign key: a member who leaves stays in the lines he wrote."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One line."""

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)  # ISO instant in UTC, kept as hashed
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=60, db_index=True)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_id"], name="journal_object")
        ]

    @property
    def instant(self) -> datetime:
        """When it was written."""
        return datetime.fromisoformat(self.at)


class Head(models.Model):
    """Number and hash of the last line, so that a line taken off the end is missed."""

    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

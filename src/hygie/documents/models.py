"""What the base keeps of each document: above all its identity, without which nobody reads it."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.db import models

from hygie.accounts.models import new_id
from hygie.core import files

FOLDER = "documents"
TITLE_LETTERS = 300


def folder() -> Path:
    """Where the age files are."""
    return files.home() / FOLDER


def new_naming_key() -> str:
    """32 random bytes, in hexadecimal."""
    return secrets.token_hex(32)


class Document(models.Model):
    """A file kept encrypted; once destroyed, only its id, name, size and dates stay."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    title = models.CharField("titre", max_length=TITLE_LETTERS)
    media_type = models.CharField("nature", max_length=120)
    size_bytes = models.BigIntegerField("taille en octets")
    sha256 = models.CharField(max_length=64)
    identity = models.CharField(max_length=80)
    stored_name = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField("gardé le")
    destroyed_at = models.DateTimeField("détruit le", null=True)

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> Path:
        """The document's age file."""
        return folder() / self.stored_name


class NamingKey(models.Model):
    """The key of the files' names; one row. Without it, a name tells nothing of a content."""

    key = models.CharField(max_length=64, default=new_naming_key)

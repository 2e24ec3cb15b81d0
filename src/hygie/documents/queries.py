"""Reads of the documents. Opening one is told in the journal."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from hygie.core.errors import HygieError
from hygie.documents.engine import agefile
from hygie.documents.engine.streams import Progress, Writer
from hygie.documents.models import Document
from hygie.journal.actions import record


def documents() -> QuerySet[Document]:
    """The documents that can be read, the latest first."""
    return Document.objects.filter(destroyed_at=None).order_by("-created_at", "pk")


def open_into(document: Document, writer: Writer, *, progress: Progress | None = None) -> None:
    """Decrypt a document to a writer; the journal tells it, even when the file is damaged.

    What the writer received is to be thrown away unless this returns: a damaged file is known at
    its end. What the writer itself raises goes through.

    Args:
        document: the document.
        writer: takes the clear bytes; never a file of the home folder.
        progress: called with the number of clear bytes written.

    Raises:
        HygieError: `documents.destroyed`, `documents.absent`, `documents.damaged`, or the disk's.
    """
    if not document.identity:
        raise HygieError(
            "documents.destroyed",
            "Ce document a été détruit\u00a0: sa clé n’existe plus, personne ne peut le lire.",
            advice="Cherchez-en une copie sur papier ou chez la personne qui l’avait envoyé.",
        )
    with transaction.atomic():
        record("documents.look", object_type="document", object_id=document.pk)
    agefile.read(
        document.path,
        writer,
        identity=document.identity,
        sha256=document.sha256,
        size_bytes=document.size_bytes,
        progress=progress,
    )

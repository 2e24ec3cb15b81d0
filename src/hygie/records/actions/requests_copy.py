"""The copy itself: in an encrypted archive, on the person's own key, or opened to be printed."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.db import transaction

from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.documents import queries as documents
from hygie.documents.models import Document
from hygie.journal.actions import record
from hygie.practice.queries import practice
from hygie.records.actions.requests_steps import must_be
from hygie.records.engine import keys, pieces, sealed_zip
from hygie.records.engine.containers import Container, Folder, Writer
from hygie.records.models.requests import Outcome, RecordRequest, RequestState, ScopeItem
from hygie.records.queries import requests as queries
from hygie.records.rules.requests_letters import sentences

# What is opened to be printed is held in memory: never clear on the disk.
MOST_PRINTED_BYTES = 60 * 1024 * 1024
# Room left on a key beside the documents: lists, and the file system's own.
MARGIN_BYTES = 4 * 1024 * 1024


def sealed_copy(request_id: str) -> IO[bytes]:
    """The documents that are given, in an archive that the passphrase opens; an open file.

    The file has no name, or vanishes when it is closed: it holds nothing clear anyway.

    Raises:
        HygieError: `records.nothing_to_copy`, `records.document_gone`, a document's own errors;
            no file is left then.
    """
    request, given = _ready(request_id)
    passphrase = request.passphrase or sealed_zip.new_passphrase()
    with files.telling_disk_errors(files.home()):
        target = tempfile.TemporaryFile(dir=files.home())  # noqa: SIM115 - the caller closes it
        try:
            sealed_zip.write(target, _filled(given), passphrase=passphrase, notice=_how_to_open())
            target.seek(0)
        except BaseException:
            target.close()
            raise
    _left(request_id, "records.copy_sealed", passphrase=passphrase)
    return target


def clear_copy(request_id: str, place: str) -> Path:
    """The documents that are given, as they are, in a new folder of the person's own key.

    Args:
        request_id: of the request.
        place: the key, one of those plugged in now.

    Raises:
        HygieError: `records.no_key`, `records.key_full`, `records.clear_not_chosen`, or those of
            `sealed_copy`; what was begun on the key is removed then.
    """
    request, given = _ready(request_id)
    if not request.clear_files_chosen:
        raise HygieError(
            "records.clear_not_chosen",
            "Le demandeur n’a pas choisi des fichiers lisibles par tous. Rien n’a été copié.",
            advice="Répondez par la voie « clé USB du demandeur », si c’est son choix.",
        )
    key = _key(place, needed_bytes=sum(document.size_bytes for document, _ in given))
    folder = _free_folder(key.path)
    with files.telling_disk_errors(key.path):
        try:
            folder.mkdir()
            _filled(given)(Folder(folder))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    _left(request_id, "records.copy_clear")
    return folder


def _key(place: str, *, needed_bytes: int) -> keys.Key:
    key = next((one for one in keys.plugged() if str(one.path) == place), None)
    if key is None:
        raise HygieError(
            "records.no_key",
            "La clé n’est plus là, ou ce n’est pas une clé. Rien n’a été copié.",
            advice="Branchez la clé du demandeur, puis rechargez la page.",
        )
    if needed_bytes + MARGIN_BYTES > key.free_bytes:
        raise HygieError(
            "records.key_full",
            "La clé n’a pas assez de place. Rien n’a été copié.",
            advice="Demandez une autre clé, ou remettez la copie sur papier.",
        )
    return key


def _free_folder(key: Path) -> Path:
    day = clock.today().isoformat()
    names = [f"Copie du dossier {day}", *(f"Copie du dossier {day} ({n})" for n in range(2, 100))]
    return next(key / name for name in names if not (key / name).exists())


def opened(request_id: str, key: str) -> tuple[Document, bytes]:
    """One document of the list, to read it before choosing or to print it after.

    Raises:
        HygieError: `records.too_large`, `records.document_gone`, a document's own errors.
    """
    request = RecordRequest.objects.get(pk=request_id)
    row = next((one for one in queries.rows_of(request) if one.key == key), None)
    document = Document.objects.filter(pk=row.document_id).first() if row else None
    if document is None:
        raise HygieError(
            "records.document_gone",
            "Ce document n’est pas dans Hygie, ou ne peut pas être montré ici.",
            advice="Cherchez-le dans votre logiciel ou dans le dossier papier.",
        )
    if document.size_bytes > MOST_PRINTED_BYTES:
        raise HygieError(
            "records.too_large",
            "Ce document est trop lourd pour être ouvert à l’écran. Rien n’a été copié.",
            advice="Remettez-le en fichier, sur la clé du demandeur ou dans l’archive chiffrée.",
        )
    content = io.BytesIO()
    documents.open_into(document, content)
    return document, content.getvalue()


def _ready(request_id: str) -> tuple[RecordRequest, list[tuple[Document, ScopeItem]]]:
    request = RecordRequest.objects.get(pk=request_id)
    must_be(request, (RequestState.ANSWERED,))
    rows = [] if request.outcome == Outcome.REFUSED else queries.given_documents(request)
    known = Document.objects.in_bulk([row.document_id for row in rows])
    if not rows:
        raise HygieError(
            "records.nothing_to_copy",
            "Aucune pièce donnée n’est dans Hygie : il n’y a pas de fichier à copier.",
            advice="Copiez les pièces depuis le papier ou votre logiciel.",
        )
    if len(known) < len(rows):
        raise HygieError(
            "records.document_gone",
            "Une pièce choisie n’est plus dans Hygie. Rien n’a été copié.",
            advice="Revoyez le choix des documents, puis recommencez.",
        )
    return request, [(known[row.document_id], row) for row in rows]


def _filled(given: list[tuple[Document, ScopeItem]]) -> Callable[[Container], object]:
    def copy_of(document: Document) -> Callable[[Writer], None]:
        return lambda writer: documents.open_into(document, writer)

    chosen = [
        pieces.Piece(title=row.title, media_type=document.media_type, copy=copy_of(document))
        for document, row in given
    ]
    about = {"Source-Organization": practice().name}
    return lambda container: pieces.write(
        container, chosen, about=about, notice=_what_it_is(), on=clock.today()
    )


def _what_it_is() -> str:
    return (
        f"Copie d’un dossier, remise par {practice().name}.\r\n\r\n"
        "Les documents sont dans le dossier « data ».\r\n"
        "Le fichier manifest-sha256.txt donne l’empreinte de chacun : il prouve qu’aucun n’a "
        "changé.\r\n"
    )


def _how_to_open() -> str:
    steps = sentences()["passphrase"]["steps"]
    lines = [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    lead = "Cette archive est chiffrée. La phrase qui l’ouvre vous est remise à part."
    return "\r\n".join([lead, "", *lines, ""])


def _left(request_id: str, action: str, *, passphrase: str = "") -> None:
    with transaction.atomic():
        request = RecordRequest.objects.get(pk=request_id)
        request.left_at = request.left_at or clock.now()
        request.passphrase = passphrase or request.passphrase
        request.save(update_fields=["left_at", "passphrase"])
        record(action, object_type="request", object_id=request_id)

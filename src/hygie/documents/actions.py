"""The verbs of documents. The age file comes before its row, and goes after its identity."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from hygie.accounts.models import new_id
from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.documents import models, queries
from hygie.documents.engine import agefile, exporting
from hygie.documents.engine.streams import Progress, Reader
from hygie.documents.models import TITLE_LETTERS, Document, NamingKey
from hygie.journal.actions import record
from hygie.journal.queries import last_of

# A document being kept touches its file all the time: what is older than that was left by a crash.
LEFT_OVER_AFTER = timedelta(hours=1)


def keep(
    stream: Reader, *, title: str, media_type: str, progress: Progress | None = None
) -> Document:
    """Encrypt a stream and keep it. To be called outside a transaction: a large file takes time.

    Args:
        stream: read to its end, a block at a time; not closed.
        title: what a person will look for; kept in the base alone.
        media_type: as "application/pdf".
        progress: called with the number of clear bytes done.

    Raises:
        HygieError: `documents.source_unreadable`, or the disk's errors; nothing is kept then.
    """
    folder = _ensure_folder()
    document = Document(id=new_id(), title=_readable(title), media_type=media_type)
    document.identity = agefile.new_identity()
    written = agefile.write(
        stream,
        folder=folder,
        document_id=document.pk,
        identity=document.identity,
        naming_key=_naming_key(),
        progress=progress,
    )
    document.stored_name = written.stored_name
    document.size_bytes, document.sha256 = written.size_bytes, written.sha256
    document.created_at = clock.now()
    try:
        with transaction.atomic():
            document.save(force_insert=True)
            record("documents.keep", object_type="document", object_id=document.pk)
    except BaseException:
        with suppress(OSError):
            document.path.unlink()
        raise
    return document


def _ensure_folder() -> Path:
    home = files.ensure_home()
    folder = models.folder()
    with files.telling_disk_errors(home):
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _naming_key() -> bytes:
    row, _ = NamingKey.objects.get_or_create(pk=1)
    return bytes.fromhex(row.key)


def _readable(untrusted_title: str) -> str:
    """A title that the base takes and that shows as it is.

    A name read on a patient's disc may hold bytes that are no text, or a sign that turns
    "gpj.exe" into "exe.jpg" on the screen.
    """
    text = untrusted_title.encode("utf-8", "replace").decode()
    shown = (" " if unicodedata.category(sign).startswith("C") else sign for sign in text)
    return "".join(shown)[:TITLE_LETTERS]


def destroy(document: Document) -> None:
    """Forget a document for ever: its identity first, then its file.

    A copy of the base made earlier still holds the identity, and a copy of the folder the file: the
    document is truly gone when the last such copy is.
    """
    with transaction.atomic():
        if not Document.objects.filter(pk=document.pk, destroyed_at=None).exists():
            return
        # SQLCipher overwrites what a row held (its secure_delete is on), which a test proves.
        document.identity = document.title = document.sha256 = ""
        document.destroyed_at = clock.now()
        document.save()
        record("documents.destroy", object_type="document", object_id=document.pk)
        # Were the transaction undone by whoever opened a larger one, the file must still be there.
        transaction.on_commit(lambda: _forget(document.path))


def _forget(path: Path) -> None:
    with suppress(OSError):  # a file that is open elsewhere on Windows: `sweep` removes it later
        path.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        # The log of the base held the identity too; a reader may keep it for a while.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def sweep() -> int:
    """Remove what a crash left: unfinished files, and files that no living document names.

    After a copy of the base was put back, files made before that day are left alone: the base that
    names them may come back. Gives the number of files removed.

    Raises:
        HygieError: as `files.telling_disk_errors`.
    """
    folder = models.folder()
    if not folder.is_dir():
        return 0
    named = set(queries.documents().values_list("stored_name", flat=True))
    gone = set(Document.objects.exclude(destroyed_at=None).values_list("stored_name", flat=True))
    with files.telling_disk_errors(folder):
        left = [
            path
            for path in sorted(folder.iterdir())
            if path.name in gone or (path.name not in named and _is_left_over(path))
        ]
        if left:
            _remove(left)
    return len(left)


def _is_left_over(path: Path) -> bool:
    if path.suffix not in {agefile.SUFFIX, agefile.PART_SUFFIX}:
        return False
    changed_at = path.stat().st_mtime
    if clock.now().timestamp() - changed_at < LEFT_OVER_AFTER.total_seconds():
        return False
    return path.suffix == agefile.PART_SUFFIX or changed_at > _restored_at()


def _restored_at() -> float:
    line = last_of("storage.restore")
    return datetime.fromisoformat(line.at).timestamp() if line else 0.0


def _remove(left: list[Path]) -> None:
    with transaction.atomic():
        record("documents.sweep", object_type="documents")
    for path in left:
        with suppress(PermissionError):  # open elsewhere, on Windows: the next sweep removes it
            path.unlink(missing_ok=True)


def export(folder: Path) -> int:
    """Write every document so that the stock `age` tool opens it; gives how many.

    The folder holds the age files, each decrypted once to prove its copy, `index.csv`, a notice,
    and `identities.txt`, which opens everything: the person is to be told.

    Raises:
        HygieError: `documents.export_inside`, `documents.export_not_empty`, the disk's errors;
            `documents.export_incomplete` once all that could be exported was.
    """
    with files.telling_disk_errors(folder):
        exporting.prepare(folder, home=files.home())
        _record_export()
        kept = _all_kept()
        states = [(document, exporting.copy(document, folder)) for document in kept]
        exporting.write_index(folder, states)
        exporting.write_notice(folder)
        exporting.write_identities(folder, kept)
    faults = [document for document, state in states if state is not exporting.State.WHOLE]
    if faults:
        raise HygieError(
            "documents.export_incomplete",
            f"Documents abîmés ou absents\u00a0: {len(faults)} sur {len(kept)}. "
            f"«\u00a0{exporting.INDEX}\u00a0» dit lesquels. Les autres sont exportés et vérifiés.",
            advice="Reprenez ces fichiers dans une sauvegarde, puis exportez de nouveau.",
        )
    return len(kept)


def export_identities(folder: Path) -> int:
    """Write the keys alone, for age files copied otherwise; gives how many. It opens everything.

    Raises:
        HygieError: as `export`.
    """
    with files.telling_disk_errors(folder):
        exporting.prepare(folder, home=files.home())
        _record_export()
        kept = _all_kept()
        exporting.write_identities(folder, kept)
    return len(kept)


def _record_export() -> None:
    with transaction.atomic():
        record("documents.export", object_type="documents")


def _all_kept() -> list[exporting.Kept]:
    return [
        exporting.Kept(
            path=document.path,
            identity=document.identity,
            title=document.title,
            media_type=document.media_type,
            sha256=document.sha256,
            size_bytes=document.size_bytes,
            created_at=document.created_at,
        )
        for document in queries.documents()
    ]

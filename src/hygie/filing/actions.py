"""The verbs of filing. A document is kept first, then tied; an original goes last, if asked."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from django.db import transaction

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.documents import actions as documents
from hygie.documents.models import Document
from hygie.documents.queries import open_into
from hygie.filing.engine import folder as disk
from hygie.filing.models import FiledDocument, FoundFile, Proposal, State, WatchedFolder
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.patients import queries as patients
from hygie.patients.models import Patient
from hygie.practice.registries import Erased
from hygie.reading.engine import pages

PDF = "application/pdf"


def choose_folder(untrusted_path: str) -> WatchedFolder:
    """Watch that folder from now on; the files of the former one are forgotten, not touched.

    Raises:
        HygieError: as `disk.check`; the former folder goes on being watched.
    """
    folder = disk.check(untrusted_path)
    with transaction.atomic():
        _forget_folder()
        watched = WatchedFolder.objects.create(path=str(folder), chosen_at=clock.now())
        record("filing.choose_folder", object_type="folder")
    return watched


@transaction.atomic
def stop_watching() -> None:
    """Watch no folder any more; what was filed stays filed."""
    _forget_folder()
    record("filing.stop_watching", object_type="folder")


def _forget_folder() -> None:
    WatchedFolder.objects.all().delete()
    FoundFile.objects.exclude(state=State.FILED).delete()


def file(
    found: FoundFile,
    patient: Patient,
    *,
    remove_original: bool = False,
    is_personal_note: bool = False,
) -> FiledDocument:
    """Keep a file as a document of a patient; the original stays unless it was asked away.

    The original goes only once the document was read back and found equal. To be called outside
    a transaction.

    Raises:
        HygieError: `filing.already_filed`, `filing.file_gone`, the errors of `documents.keep`:
            nothing is filed then. `filing.original_kept`: filed, and the original is still there.
    """
    content = content_of(found)
    document = documents.keep(io.BytesIO(content), title=found.name, media_type=PDF)
    try:
        filed = _tie(found, document, patient, is_personal_note=is_personal_note)
    except BaseException:
        documents.destroy(document)
        raise
    if remove_original:
        _remove_original(found, filed)
    return filed


def content_of(found: FoundFile) -> bytes:
    """The file in the folder, when it is still the one that was looked at.

    Raises:
        HygieError: `filing.already_filed`, `filing.file_gone`, `filing.no_folder_yet`,
            those of `disk.read_whole`, or `reading.too_heavy`.
    """
    if found.state == State.FILED:
        raise already_filed()
    if found.size_bytes > pages.MAX_BYTES:
        raise pages.too_heavy()
    content = disk.read_whole(_entry(found), max_bytes=pages.MAX_BYTES)
    if found.sha256 and hashlib.sha256(content).hexdigest() != found.sha256:
        raise no_longer_there()
    return content


def _entry(found: FoundFile) -> disk.Entry:
    watched = WatchedFolder.objects.first()
    if watched is None:
        raise no_longer_there()
    return disk.find(Path(watched.path), found.name)


def no_longer_there() -> HygieError:
    """The error for a file that is not the one that was looked at."""
    return disk.gone()


def no_such_patient() -> HygieError:
    """The error for a patient who was taken off the list meanwhile."""
    return HygieError(
        "filing.no_patient",
        "Ce patient n’est plus dans la liste. Rien n’a été rangé.",
        advice="Cherchez-le de nouveau.",
    )


def already_filed() -> HygieError:
    """The error for a file that a colleague filed first."""
    return HygieError(
        "filing.already_filed",
        "Ce fichier vient d’être rangé, peut-être par un collègue. Rien n’a été fait de plus.",
        advice="Vous le retrouverez sur la page du patient.",
    )


@transaction.atomic
def _tie(
    found: FoundFile, document: Document, patient: Patient, *, is_personal_note: bool
) -> FiledDocument:
    proposal = Proposal.objects.filter(file=found, patient_id=patient.pk).first()
    changed = FoundFile.objects.filter(pk=found.pk).exclude(state=State.FILED)
    if not changed.update(state=State.FILED, unknown_code=""):
        raise already_filed()
    found.state = State.FILED
    found.proposals.all().delete()
    who = actor.current()
    filed = FiledDocument.objects.create(
        document=document, patient_id=patient.pk, filed_at=clock.now(),
        reasons=proposal.reasons if proposal else "", by_id=who.actor_id, by_name=who.name,
        is_personal_note=is_personal_note,
    )  # fmt: skip
    record("filing.file", object_type="document", object_id=document.pk)
    record("filing.receive", object_type="patient", object_id=patient.pk)
    return filed


class _Digest:
    """Takes the clear bytes of a document, and keeps their fingerprint alone."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def write(self, block: bytes) -> int:
        self.sha256.update(block)
        return len(block)


def _remove_original(found: FoundFile, filed: FiledDocument) -> None:
    """Read the document back, then take away the original that equals it."""
    read_back = _Digest()
    open_into(filed.document, read_back)
    disk.remove(_entry(found), sha256=read_back.sha256.hexdigest(), max_bytes=pages.MAX_BYTES)
    with transaction.atomic():
        filed.original_removed_at = clock.now()
        filed.save(update_fields=["original_removed_at"])
        record("filing.remove_original", object_type="document", object_id=filed.pk)


@transaction.atomic
def refuse(proposal: Proposal) -> None:
    """A person says that the file is not that patient's: she is not offered it again."""
    proposal.is_refused = True
    proposal.save(update_fields=["is_refused"])
    record("filing.refuse", object_type="file", object_id=proposal.file_id)


@transaction.atomic
def leave(found: FoundFile) -> None:
    """Leave the file in the folder, and speak of it no more."""
    _change_state(found, State.LEFT)
    record("filing.leave", object_type="file", object_id=found.pk)


@transaction.atomic
def take_back(found: FoundFile) -> None:
    """Offer again a file that was left, to every patient it was offered to."""
    _change_state(found, State.WAITING)
    found.proposals.update(is_refused=False)
    record("filing.take_back", object_type="file", object_id=found.pk)


def _change_state(found: FoundFile, state: State) -> None:
    if found.state == State.FILED:
        raise already_filed()
    found.state = state
    found.save(update_fields=["state"])


@transaction.atomic
def move(filed: FiledDocument, patient: Patient) -> FiledDocument:
    """The document was filed for another: it becomes this patient's."""
    former_id = filed.patient_id
    filed.patient_id, filed.reasons = patient.pk, ""
    filed.save(update_fields=["patient_id", "reasons"])
    record("filing.lose", object_type="patient", object_id=former_id)
    record("filing.receive", object_type="patient", object_id=patient.pk)
    return filed


@transaction.atomic
def erase(patient_id: str) -> Erased:
    """Forget a patient: her documents are destroyed, and no file of the folder is offered to her.

    What is in the watched folder is the practice's: it stays, and is offered to nobody.
    """
    patient = patients.patient(patient_id)
    ids = patients.ids_of(patient) if patient else [patient_id]
    filed = FiledDocument.objects.filter(patient_id__in=ids).select_related("document")
    hashes = [one.document.sha256 for one in filed if one.document.sha256]
    for one in filed:
        documents.destroy(one.document)
    count = len(filed)
    filed.delete()
    # A file's name often holds a patient's.
    offered = FoundFile.objects.filter(proposals__patient_id__in=ids)
    FoundFile.objects.filter(pk__in=[file.pk for file in offered]).delete()
    FoundFile.objects.filter(sha256__in=hashes).delete()
    if count:
        record("filing.erase", object_type="patient", object_id=patient_id)
    return Erased(room="filing", what="documents rangés", count=count)


def look_at_file(found: FoundFile) -> bytes:
    """The file, to be shown; the journal tells it.

    Raises:
        HygieError: as `content_of`; `filing.not_a_pdf` for what a browser could take for a page.
    """
    content = content_of(found)
    if b"%PDF-" not in content[:1024]:
        raise HygieError(
            "filing.not_a_pdf",
            "Ce fichier porte un nom de PDF mais n’en est pas un\u00a0: il n’est pas ouvert ici.",
            advice="Ne l’ouvrez pas ailleurs sans savoir d’où il vient.",
        )
    with transaction.atomic():
        record("filing.look_at_file", object_type="file", object_id=found.pk)
    return content

"""Sealing: what remains after closing, what goes to the successor, a patient's copy."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from django.db import transaction

from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.records.actions.closing_filling import Filling, Progress, Wanted
from hygie.records.engine import sealed_tar as sealed
from hygie.records.engine.bagit import ContentError
from hygie.records.engine.sealing import Key
from hygie.records.models import ClosingPlan, SealedArchive
from hygie.records.models.closing import ArchiveKind
from hygie.storage.codes import as_printed, new_recovery_code

KEY_SUFFIX = "-cle.age"
NAMES = {
    ArchiveKind.CLOSING: "archive-de-fermeture",
    ArchiveKind.TRANSFER: "dossiers-pour-le-successeur",
    ArchiveKind.COPY: "copie-de-dossier",
}


@transaction.atomic
def make_key(plan: ClosingPlan) -> str:
    """Draw the archive's key; gives the passphrase to print, which is kept nowhere.

    A new key leaves an archive sealed before to its own paper.
    """
    passphrase = new_recovery_code()
    key = sealed.make_key(passphrase)
    plan.recipient = key.recipient
    plan.sealed_identity = base64.b64encode(key.sealed_identity).decode()
    plan.key_made_at = clock.now()
    plan.save(update_fields=["recipient", "sealed_identity", "key_made_at"])
    record("records.make_archive_key", object_type="closing", object_id=plan.pk)
    return passphrase


def check_code(plan: ClosingPlan, typed: str) -> None:
    """Prove that the paper opens the archive's key.

    Raises:
        HygieError: `records.no_archive_key`, `records.wrong_passphrase`.
    """
    sealed.identity_of(_key_of(plan).sealed_identity, as_printed(typed) or typed)


def _key_of(plan: ClosingPlan) -> Key:
    if not plan.recipient:
        raise HygieError(
            "records.no_archive_key",
            "La feuille «\u00a0Archive de fermeture\u00a0» n’est pas encore imprimée. Rien "
            "n’a été écrit.",
            advice="Imprimez-la d’abord.",
        )
    return Key(recipient=plan.recipient, sealed_identity=base64.b64decode(plan.sealed_identity))


def seal_what_remains(
    plan: ClosingPlan,
    folder: Path,
    *,
    typed: str,
    progress: Progress = lambda done, total: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> SealedArchive:
    """Seal the archive of closing, and read it again as the heirs will.

    Args:
        plan: its key was made and printed.
        folder: a disk or a key, never the home folder.
        typed: the passphrase, from its paper.
        progress: patients done, patients in all.
        is_stopped: asked before each patient.

    Raises:
        HygieError: `records.no_archive_key`, `records.wrong_passphrase`, `records.archive_inside`,
            `records.archive_damaged`, the disk's errors; nothing is lost.
    """
    wanted = Wanted(kind=ArchiveKind.CLOSING, plan=plan, folder=folder)
    return _seal(wanted, _key_of(plan), as_printed(typed) or typed, progress, is_stopped)


def seal_for_other(
    wanted: Wanted,
    *,
    progress: Progress = lambda done, total: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> tuple[SealedArchive, str]:
    """Seal what goes to a successor or a patient; gives the passphrase to hand over apart.

    Raises:
        HygieError: as `seal_what_remains`.
    """
    passphrase = new_recovery_code()
    key = sealed.make_key(passphrase)
    return _seal(wanted, key, passphrase, progress, is_stopped), passphrase


def _seal(
    wanted: Wanted,
    key: Key,
    passphrase: str,
    progress: Progress,
    is_stopped: Callable[[], bool],
) -> SealedArchive:
    identity = sealed.identity_of(key.sealed_identity, passphrase)
    _refuse_home(wanted.folder)
    with files.telling_disk_errors(wanted.folder):
        wanted.folder.mkdir(parents=True, exist_ok=True)
        name = _free_name(wanted)
    with transaction.atomic():
        record("records.seal_archive", object_type="closing", object_id=wanted.plan.pk)
    filling = Filling(wanted, name=name, progress=progress, is_stopped=is_stopped)
    path = wanted.folder / f"{name}.tar.age"
    try:
        # The key first: an archive is never there without it.
        sealed.write_identity(wanted.folder, key.sealed_identity, name=f"{name}{KEY_SUFFIX}")
        done = sealed.seal(filling.fill, path, recipient=key.recipient)
        sealed.check(path, identity=identity)
    except BaseException as error:
        _leave_nothing(wanted.folder, name)
        if isinstance(error, ContentError):
            raise _changed_meanwhile() from error
        raise
    return _keep_row(wanted, filling, done)


def _free_name(wanted: Wanted) -> str:
    """A name that no earlier archive of the folder has: none is ever written over."""
    base = NAMES[wanted.kind]
    if wanted.kind != ArchiveKind.CLOSING:
        # That of the closing is the one printed on its paper.
        base = f"{base}-{clock.today().isoformat()}"
    taken = {path.name for path in wanted.folder.iterdir()}
    names = chain([base], (f"{base}-{rank}" for rank in count(2)))
    return next(n for n in names if not {f"{n}.tar.age", f"{n}{KEY_SUFFIX}"} & taken)


def _leave_nothing(folder: Path, name: str) -> None:
    for path in (folder / f"{name}.tar.age", folder / f"{name}{KEY_SUFFIX}"):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _changed_meanwhile() -> HygieError:
    return HygieError(
        "records.changed_meanwhile",
        "Un dossier a changé pendant le scellement. L’archive n’a pas été gardée.",
        advice="Recommencez quand personne d’autre n’utilise Hygie.",
        retry=True,
    )


def _refuse_home(folder: Path) -> None:
    if folder.resolve().is_relative_to(files.home().resolve()):
        raise HygieError(
            "records.archive_inside",
            "Ce dossier est celui de Hygie\u00a0: l’archive disparaîtrait avec lui. Rien n’a "
            "été écrit.",
            advice="Choisissez une clé USB ou un disque externe.",
        )


@transaction.atomic
def _keep_row(wanted: Wanted, filling: Filling, done: sealed.Sealed) -> SealedArchive:
    row = SealedArchive.objects.create(
        plan=wanted.plan,
        kind=wanted.kind,
        patient_id=wanted.patient.pk if wanted.patient else "",
        file_name=done.path.name,
        size_bytes=done.size_bytes,
        sha256=done.sha256,
        patients=len(filling.ids),
        documents=filling.documents,
        missing=filling.missing,
        sealed_at=clock.now(),
        sealed_by=actor.current().name,
    )
    record("records.archive_proven", object_type="archive", object_id=row.pk)
    return row


def kinds_left_out(chosen: Collection[str], known: Collection[str]) -> frozenset[str]:
    """The kinds that the person did not keep."""
    return frozenset(known) - frozenset(chosen)

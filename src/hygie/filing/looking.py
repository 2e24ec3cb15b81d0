"""Looking at the folder: each new file is read once, in another process, and offered to patients.

Nothing of a file stays but its fingerprint and whom it may be about.
"""

from __future__ import annotations

import hashlib
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.filing import matches
from hygie.filing.engine import folder as disk
from hygie.filing.models import FoundFile, Proposal, State, WatchedFolder
from hygie.filing.rules import matching
from hygie.journal.actions import record
from hygie.patients.models import Patient
from hygie.reading.engine import pages

# However full or hostile the folder is, a look ends: what is left is for the next one.
MOST_READ = 40
BUDGET_S = 20.0
_one_at_a_time = threading.Lock()
# What the last look saw of the files that seemed still written: (size, date) by path.
_unsettled: dict[Path, tuple[int, int]] = {}


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a look gave.

    Attributes:
        new: files read now.
        unsettled: files that a program may still be writing.
        left: new files that the next look will read.
    """

    new: int = 0
    unsettled: int = 0
    left: int = 0


def look_if_asked() -> None:
    """The registered job: looks when a folder was chosen; its problem is kept for the page."""
    if WatchedFolder.objects.exists():
        with suppress(HygieError):
            look()


def look(*, again: bool = False) -> Look:
    """Look at the folder now.

    Args:
        again: files offered to nobody are read again, when patients were added or changed since.

    Raises:
        HygieError: `filing.no_folder_yet`, `filing.already_looking`, or those of `disk.listed`,
            which the page also shows later.
    """
    watched = WatchedFolder.objects.first()
    if watched is None:
        raise HygieError("filing.no_folder_yet", "Aucun dossier n’est encore choisi.")
    if not _one_at_a_time.acquire(blocking=False):
        raise HygieError(
            "filing.already_looking",
            "Hygie est déjà en train de regarder ce dossier.",
            advice="Revenez à la page dans un instant.",
            retry=True,
        )
    try:
        if again:
            _forget_what_was_offered_to_nobody()
        return _look(watched)
    finally:
        _one_at_a_time.release()


def _look(watched: WatchedFolder) -> Look:
    try:
        entries = disk.listed(Path(watched.path))
    except HygieError as error:
        _remember_look(watched, problem=str(error))
        raise
    _forget_what_is_gone({entry.name for entry in entries})
    new = [entry for entry in entries if not _is_known(entry)]
    settled = [entry for entry in new if entry.is_settled or _is_as_before(entry)]
    _unsettled.clear()
    waiting = [entry for entry in new if entry not in settled]
    read, tried = 0, 0
    deadline = time.monotonic() + BUDGET_S
    for entry in settled[:MOST_READ]:
        if time.monotonic() >= deadline:
            break
        tried += 1
        if _read(entry):
            read += 1
        else:
            waiting.append(entry)
    _unsettled.update({entry.path: (entry.size_bytes, entry.modified_ns) for entry in waiting})
    _remember_look(watched)
    return Look(new=read, unsettled=len(waiting), left=len(settled) - tried)


def _is_as_before(entry: disk.Entry) -> bool:
    return _unsettled.get(entry.path) == (entry.size_bytes, entry.modified_ns)


def _remember_look(watched: WatchedFolder, *, problem: str = "") -> None:
    WatchedFolder.objects.filter(pk=watched.pk).update(looked_at=clock.now(), problem=problem)


def _forget_what_is_gone(names: set[str]) -> None:
    """What a person took away herself is offered no more; what was filed needs no mark then."""
    known = FoundFile.objects.values_list("pk", "name")
    gone = [file_id for file_id, name in known if name not in names]
    FoundFile.objects.filter(pk__in=gone).delete()


def _forget_what_was_offered_to_nobody() -> None:
    latest = Patient.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()
    if latest is not None:
        unmatched = FoundFile.objects.filter(state=State.WAITING, problem="", proposals=None)
        unmatched.filter(seen_at__lt=latest).delete()


@transaction.atomic
def offer_to_new_patients() -> None:
    """A code was of nobody, and somebody made that patient's file since: she is offered hers."""
    for found in FoundFile.objects.filter(state=State.WAITING).exclude(unknown_code=""):
        matched = matches.of_codes([found.unknown_code])
        if matched.patients:
            found.unknown_code = ""
            found.save(update_fields=["unknown_code"])
            _offer(found, matched)


def _is_known(entry: disk.Entry) -> bool:
    return FoundFile.objects.filter(
        name=entry.name, size_bytes=entry.size_bytes, modified_ns=entry.modified_ns
    ).exists()


def _read(entry: disk.Entry) -> bool:
    """Read one file and offer it; False when it must be looked at again later."""
    found = FoundFile(
        name=entry.name, size_bytes=entry.size_bytes, modified_ns=entry.modified_ns,
        seen_at=clock.now(),
    )  # fmt: skip
    seen = None
    try:
        if entry.size_bytes > pages.MAX_BYTES:
            raise pages.too_heavy()
        content = disk.read_whole(entry, max_bytes=pages.MAX_BYTES)
        found.sha256 = hashlib.sha256(content).hexdigest()
        seen = pages.read(content)
        found.pages = seen.pages
    except HygieError as error:
        if error.retry:
            return False
        found.problem = str(error)
    _keep(found, matches.of(seen) if seen else matches.Matches())
    return True


@transaction.atomic
def _keep(found: FoundFile, matched: matches.Matches) -> None:
    """Note the file in place of what it was before it changed."""
    FoundFile.objects.filter(name=found.name).exclude(state=State.FILED).delete()
    found.unknown_code = matched.unknown_code
    found.save(force_insert=True)
    _offer(found, matched)
    record("filing.read", object_type="file", object_id=found.pk)


def _offer(found: FoundFile, matched: matches.Matches) -> None:
    Proposal.objects.bulk_create(
        Proposal(
            file=found, patient_id=patient_id, reasons=" ".join(reasons),
            weight=matching.weight(reasons),
        )
        for patient_id, reasons in matched.patients
    )  # fmt: skip

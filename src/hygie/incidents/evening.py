"""The paper of the evening, kept encrypted: only if the practice asked, and gave a folder.

The copy opens on this computer alone. The page says so: on the day, what helps is the paper, or a
key that was exported for the tool `age` and left unplugged.
"""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.documents import actions as documents
from hygie.documents.models import Document
from hygie.documents.queries import open_into
from hygie.filing.engine import folder as disk
from hygie.incidents import offline
from hygie.incidents.engine import agenda as format_
from hygie.incidents.models import EveningPaper, OfflineDay
from hygie.journal.actions import record
from hygie.patients import queries as patients
from hygie.patients.rules import mentions
from hygie.practice.registries import Erased

EVENING_HOUR = 18
# A paper names patients: it is not kept once its day has passed, but for a few days of delay.
KEPT_DAYS = 3
EXPORTS = (".csv", ".ics", ".txt")


def asked() -> EveningPaper | None:
    """What the practice asked for; None when it did not."""
    return EveningPaper.objects.first()


def kept() -> QuerySet[OfflineDay]:
    """The papers that can be opened, the latest day first."""
    living = OfflineDay.objects.filter(document__destroyed_at=None)
    return living.select_related("document").order_by("-day", "-made_at")


def ask(untrusted_folder: str) -> EveningPaper:
    """Make the paper each evening, from the exports that fall into that folder.

    Raises:
        HygieError: as `filing.engine.folder.check`; what was asked before still is.
    """
    folder = disk.check(untrusted_folder)
    with transaction.atomic():
        EveningPaper.objects.all().delete()
        evening = EveningPaper.objects.create(folder=str(folder), asked_at=clock.now())
        record("incidents.ask_evening", object_type="offline_day")
    return evening


@transaction.atomic
def stop() -> None:
    """Make no paper any more; those that were kept stay."""
    EveningPaper.objects.all().delete()
    record("incidents.stop_evening", object_type="offline_day")


def make_if_due() -> None:
    """The registered job: once an evening, when it was asked."""
    _destroy_old()
    evening, now = asked(), clock.now().astimezone(clock.PARIS)
    if evening is None or now.hour < EVENING_HOUR or evening.made_on == now.date():
        return
    with suppress(HygieError):  # the problem is on the page; tried again in an hour
        make(evening)
        EveningPaper.objects.filter(pk=evening.pk).update(made_on=now.date())


def make(evening: EveningPaper) -> OfflineDay:
    """Make and keep the paper of the next day on which somebody is expected.

    Raises:
        HygieError: `incidents.no_export`, or what forbade to read it or to keep it; the page tells
            it too.
    """
    try:
        made = _make(evening)
    except HygieError as error:
        EveningPaper.objects.filter(pk=evening.pk).update(problem=str(error))
        raise
    EveningPaper.objects.filter(pk=evening.pk).update(problem="")
    return made


def _make(evening: EveningPaper) -> OfflineDay:
    export = latest_export(Path(evening.folder), on=clock.today())
    content = disk.read_whole(export, max_bytes=format_.MAX_BYTES)
    tomorrow = clock.today() + timedelta(days=1)
    day = min(format_.days_of(content, first=tomorrow), default=tomorrow)
    agenda = offline.agenda_of(content, day=day, name=export.name)
    pdf = offline.composed(day, agenda=agenda)
    document = documents.keep(
        io.BytesIO(pdf),
        title=f"Journée sans informatique du {clock.french_date(day)}",
        media_type="application/pdf",
    )
    try:
        return _note(document, day=day, names=[one.name for one in agenda.appointments])
    except BaseException:
        documents.destroy(document)
        raise


@transaction.atomic
def _note(document: Document, *, day: date, names: list[str]) -> OfflineDay:
    made = OfflineDay.objects.create(
        document=document, day=day, expected=len(names), made_at=clock.now(), names=names
    )
    record("incidents.make_day", object_type="offline_day", object_id=made.pk)
    return made


def latest_export(folder: Path, *, on: date) -> disk.Entry:
    """The last agenda that fell into the folder that day.

    Raises:
        HygieError: `incidents.no_export`, or those of `disk.listed`.
    """
    found = disk.listed(folder, endings=EXPORTS)
    if found and _day_of(found[-1]) == on:
        return found[-1]
    raise HygieError(
        "incidents.no_export",
        f"Aucun agenda exporté le {clock.french_date(on)} n’est dans le dossier {folder}. "
        "La journée de demain n’a pas pu être préparée.",
        advice="Exportez l’agenda dans ce dossier (CSV ou ICS)\u00a0: Hygie réessaie chaque heure.",
    )


def _day_of(export: disk.Entry) -> date:
    return datetime.fromtimestamp(export.modified_ns / 1e9, tz=clock.PARIS).date()


def _destroy_old() -> None:
    for old in kept().filter(day__lt=clock.today() - timedelta(days=KEPT_DAYS)):
        _destroy(old)


@transaction.atomic
def _destroy(made: OfflineDay) -> None:
    documents.destroy(made.document)
    OfflineDay.objects.filter(pk=made.pk).update(names=[])


@transaction.atomic
def forget(patient_id: str) -> Erased:
    """Destroy the papers that may name a patient: made again, they take a click.

    A line of an agenda often holds a surname alone: a namesake's paper goes too.
    """
    patient = patients.patient(patient_id)
    surnames = {patient.birth_name, patient.used_name} - {""} if patient else set()
    wanted = [set(mentions.words_of(surname).split()) for surname in surnames]
    gone = [made for made in kept() if _may_name(made, wanted)]
    for made in gone:
        _destroy(made)
    if gone:
        record("incidents.forget_days", object_type="patient", object_id=patient_id)
    return Erased(room="incidents", what="papiers d’une journée sans informatique", count=len(gone))


def _may_name(made: OfflineDay, surnames: list[set[str]]) -> bool:
    if made.names is None:
        return True
    lines = [set(mentions.words_of(name).split()) for name in made.names]
    return any(surname <= line for surname in surnames for line in lines)


def clear_bytes(made: OfflineDay) -> bytes:
    """A paper that was kept, decrypted in memory.

    Raises:
        HygieError: as `documents.queries.open_into`.
    """
    stream = io.BytesIO()
    open_into(made.document, stream)
    return stream.getvalue()

"""Take in what a station handed over: verified first, compared with the patient, then encrypted.

All that was asked enters, or nothing does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from hygie.airlock.actions.stations import accept_own
from hygie.airlock.engine import items as contents
from hygie.airlock.engine import parcel as parcels
from hygie.airlock.engine.items import Item, items_of
from hygie.airlock.engine.parcel import Parcel
from hygie.airlock.engine.report import sha256_of
from hygie.airlock.models import ReceivedDocument, Reception, Station
from hygie.airlock.queries import received
from hygie.airlock.rules.patients import differences
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.documents import actions as documents
from hygie.documents.models import Document
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.patients import queries as patients
from hygie.patients.models import Patient
from hygie.practice.registries import Erased

__all__ = [
    "Item",
    "Parcel",
    "differing",
    "erase",
    "open_parcel",
    "receive",
    "station_of",
    "waiting",
]

# Clear bytes taken in, and in all.
Progress = Callable[[int, int], None]


def open_parcel(folder: Path) -> Parcel:
    """Open what a station handed over: its report is signed, and its files are there, alone.

    Args:
        folder: with the report; or a whole key, when one folder of it has a report.

    Raises:
        HygieError: `sign.no_report`, `sign.several_reports`, `sign.not_a_report`, `sign.altered`,
            `sign.not_ended`, `sign.listing`, or the disk's errors.
    """
    parcel = parcels.open_report(parcels.report_in(folder))
    if parcel.report["ending"] != "ended":
        raise HygieError(
            "sign.not_ended",
            "Cet examen n’est pas allé au bout. Rien n’a été pris.",
            advice="Examinez de nouveau la clé d’origine.",
        )
    faults = parcels.faults_of_listing(parcel)
    if parcels.is_page_altered(parcel):
        faults.append("La page PDF n’est pas celle de ce rapport.")
    if faults:
        raise HygieError(
            "sign.listing",
            f"Ce dossier n’est pas celui que la station a transmis. {' '.join(faults)} "
            "Rien n’a été pris.",
            advice="Copiez de nouveau tout le dossier depuis la station, sans rien y ajouter.",
        )
    return parcel


def station_of(parcel: Parcel) -> Station:
    """The station of the practice that signed; this computer's own is one.

    Raises:
        HygieError: `sign.unknown_station`.
    """
    key = parcel.public_key.hex()
    station = Station.objects.filter(public_key=key, withdrawn_at=None).first()
    station = station or accept_own(parcel)
    if station is None:
        raise HygieError(
            "sign.unknown_station",
            "Ce rapport est signé par une station que le cabinet ne connaît pas "
            f"({parcel.fingerprint}). Rien n’a été pris.",
            advice="Si c’est bien la vôtre, lisez l’empreinte sur son écran et acceptez-la une "
            "fois (option --accept de la commande).",
        )
    return station


def waiting(parcel: Parcel) -> list[Item]:
    """What of a parcel was not taken in yet."""
    taken = received.taken(parcel.report["id"])
    return [item for item in items_of(parcel) if item.key not in taken]


def differing(items: Collection[Item], patient: Patient) -> list[str]:
    """How the identities in the images differ from the patient's, each sentence once."""
    told = [
        sentence
        for item in items
        if item.identity is not None
        for sentence in differences(item.identity, patient)
    ]
    return list(dict.fromkeys(told))


def receive(
    parcel: Parcel,
    patient: Patient,
    *,
    keys: Collection[str] | None = None,
    is_confirmed: bool = False,
    progress: Progress | None = None,
) -> Reception:
    """Take items into the patient's documents, encrypted. To be called outside a transaction.

    Args:
        parcel: from `open_parcel`.
        patient: whose they are.
        keys: of the items to take; all that wait, unless told.
        is_confirmed: somebody was shown what `differing` says, and said that they are hers.
        progress: called with the clear bytes taken in, and in all.

    Raises:
        HygieError: `sign.unknown_station`, `sign.nothing_to_receive`, `sign.identity_differs`,
            `sign.file_altered`, or those of `documents.keep`; nothing enters then.
    """
    station = station_of(parcel)
    items = [item for item in waiting(parcel) if keys is None or item.key in keys]
    if not items:
        raise HygieError(
            "sign.nothing_to_receive",
            "Il n’y a rien à prendre\u00a0: tout a déjà été pris, ou rien n’a été transmis.",
            advice="Regardez les documents du patient.",
        )
    told = differing(items, patient)
    if told and not is_confirmed:
        raise _differs(told)
    kept = _keep_all(parcel, items, progress=progress)
    try:
        return _tie(parcel, patient, station, kept, differed=bool(told))
    except BaseException:
        _give_up(kept)
        raise


def _differs(told: Sequence[str]) -> HygieError:
    return HygieError(
        "sign.identity_differs",
        f"L’identité n’est pas celle du patient choisi. {' '.join(told)} Rien n’a été pris.",
        advice="Vérifiez le patient. Si ce sont bien ses images, confirmez-le.",
    )


Kept = Sequence[tuple[Item, Document]]


def _keep_all(parcel: Parcel, items: Sequence[Item], *, progress: Progress | None) -> Kept:
    kept: list[tuple[Item, Document]] = []
    total, done = sum(item.size_bytes for item in items), 0
    try:
        for item in items:
            content = contents.Content(parcel, item)
            document = documents.keep(content, title=item.title, media_type=item.media_type)
            kept.append((item, document))
            done += item.size_bytes
            if progress:
                progress(done, total)
    except BaseException:
        _give_up(kept)
        raise
    return kept


def _give_up(kept: Kept) -> None:
    for _, document in kept:
        documents.destroy(document)


@transaction.atomic
def _tie(
    parcel: Parcel, patient: Patient, station: Station, kept: Kept, *, differed: bool
) -> Reception:
    report, who = parcel.report, actor.current()
    if received.taken(report["id"]) & {item.key for item, _ in kept}:
        raise HygieError(
            "sign.already_received",
            "Ces fichiers viennent d’être pris, peut-être par un collègue. Rien n’a été pris de "
            "plus.",
            advice="Regardez les documents du patient.",
        )
    reception = Reception.objects.create(
        station=station, patient_id=patient.pk, report_id=report["id"],
        report_sha256=sha256_of(report), examined_at=datetime.fromisoformat(report["began_at"]),
        received_at=clock.now(), by_id=who.actor_id, by_name=who.name,
        identity_differed=differed, colour=report["verdict"], network=report["network"][:8],
        sandbox_held=report["sandbox"].get("enough") is True, engines=dict(report["engines"]),
    )  # fmt: skip
    for item, document in kept:
        ReceivedDocument.objects.create(
            document=document, reception=reception, item=item.key, kind=item.kind,
            files=len(item.files), constituted_on=item.constituted_on,
        )  # fmt: skip
        record("airlock.receive", object_type="document", object_id=document.pk)
    record("airlock.receive_for", object_type="patient", object_id=patient.pk)
    return reception


@transaction.atomic
def erase(patient_id: str) -> Erased:
    """Forget a patient: what came through the airlock for her is destroyed."""
    patient = patients.patient(patient_id)
    ids = patients.ids_of(patient) if patient else [patient_id]
    tied = ReceivedDocument.objects.filter(reception__patient_id__in=ids)
    count = 0
    for one in tied.select_related("document"):
        documents.destroy(one.document)
        count += 1
    Reception.objects.filter(patient_id__in=ids).delete()
    if count:
        record("airlock.erase", object_type="patient", object_id=patient_id)
    return Erased(room="airlock", what="documents venus du sas", count=count)

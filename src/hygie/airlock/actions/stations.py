"""Which stations the practice trusts: accepted once by somebody who compared a fingerprint."""

from __future__ import annotations

from django.db import transaction

from hygie.airlock.engine import signing, usb
from hygie.airlock.engine.parcel import Parcel
from hygie.airlock.models import Station
from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record

NAME_LETTERS = 80


def accept(parcel: Parcel, *, typed: str, name: str = "") -> Station:
    """Trust the station that signed a report, once the fingerprint shown on it was typed.

    Typed from the station's own screen or paper, never from the report on the key: whoever forged
    the report would have written its fingerprint too.

    Raises:
        HygieError: `sign.bad_fingerprint`, `sign.other_fingerprint`; nobody is trusted then.
    """
    printed = signing.as_printed(typed)
    if printed is None:
        raise HygieError(
            "sign.bad_fingerprint",
            "Cette empreinte n’a pas la bonne forme. Aucune station n’a été acceptée.",
            advice="Recopiez les six groupes de quatre signes affichés par la station.",
        )
    if printed != parcel.fingerprint:
        raise HygieError(
            "sign.other_fingerprint",
            "Ce rapport n’a pas été signé par la station dont vous donnez l’empreinte. "
            "Aucune station n’a été acceptée, aucun fichier n’a été pris.",
            advice="Relisez l’empreinte sur l’écran de la station. Si elle est juste, n’utilisez "
            "pas ces fichiers.",
        )
    return _keep(parcel, name=usb.printable(name or parcel.report["station"]["name"]))


def accept_own(parcel: Parcel) -> Station | None:
    """This computer's own airlock is trusted by itself; None for what another one signed."""
    place = files.home() / signing.FOLDER
    if not (place / signing.KEY_FILE).exists():
        return None
    if signing.station_key(place).public != parcel.public_key:
        return None
    return _keep(parcel, name=parcel.report["station"]["name"])


@transaction.atomic
def _keep(parcel: Parcel, *, name: str) -> Station:
    known = Station.objects.filter(public_key=parcel.public_key.hex(), withdrawn_at=None).first()
    if known is not None:
        return known
    who = actor.current()
    station = Station.objects.create(
        name=name[:NAME_LETTERS] or "Station", fingerprint=parcel.fingerprint,
        public_key=parcel.public_key.hex(), accepted_at=clock.now(),
        by_id=who.actor_id, by_name=who.name,
    )  # fmt: skip
    record("airlock.accept_station", object_type="station", object_id=station.pk)
    return station


@transaction.atomic
def withdraw(station: Station) -> None:
    """Trust a station no more; what came from it stays."""
    if station.withdrawn_at is None:
        station.withdrawn_at = clock.now()
        station.save(update_fields=["withdrawn_at"])
        record("airlock.withdraw_station", object_type="station", object_id=station.pk)

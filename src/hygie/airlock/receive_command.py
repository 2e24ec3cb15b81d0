"""`hygie airlock receive`: on the office computer, what the station handed over enters the base."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from hygie.airlock.actions import receiving, stations
from hygie.airlock.actions.receiving import Item, Parcel
from hygie.airlock.queries import received
from hygie.core.clock import french_date
from hygie.core.errors import HygieError
from hygie.patients import queries as patients
from hygie.patients.models import Patient


def run(folder: Path, *, patient_id: str, accept: str, is_confirmed: bool, as_json: bool) -> int:
    """Take in a folder; the base is open and somebody acts.

    Args:
        folder: that the station filled.
        patient_id: whose it is; asked at the terminal when "".
        accept: fingerprint of the station, typed to accept it once; "" when it is known.
        is_confirmed: the images are hers though their identity differs.
        as_json: print what entered as JSON.

    Raises:
        HygieError: those of `receiving`, or `sign.no_patient`; nothing enters then.
    """
    parcel = receiving.open_parcel(folder)
    if accept:
        stations.accept(parcel, typed=accept)
    station = receiving.station_of(parcel)
    items = receiving.waiting(parcel)
    if not as_json:
        _tell(parcel, items, station=station.name)
    patient = _patient(patient_id, items)
    told = receiving.differing(items, patient)
    if told and not is_confirmed and _can_ask():
        print(f"L’identité n’est pas celle de {patient}\u00a0:")
        print("\n".join(f"  {sentence}" for sentence in told))
        is_confirmed = input("Est-ce bien ce patient ? Tapez OUI : ").strip() == "OUI"
    reception = receiving.receive(parcel, patient, is_confirmed=is_confirmed)
    _say(reception.pk, patient, as_json=as_json)
    return 0


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _tell(parcel: Parcel, items: list[Item], *, station: str) -> None:
    print(f"Rapport {parcel.report['id']}, signé par « {station} » : signature bonne.")
    for item in items:
        whose = f"  [{item.identity.shown}]" if item.identity else ""
        print(f"- {item.title}{whose}")


def _patient(patient_id: str, items: list[Item]) -> Patient:
    if patient_id:
        found = patients.patient(patient_id)
        if found is None:
            raise _no_patient("Aucun patient ne porte cet identifiant.")
        return found
    likely = _likely(items)
    for number, one in enumerate(likely, start=1):
        born = french_date(one.birth_date) if one.birth_date else "date inconnue"
        print(f"  {number}. {one}, {born}  ({one.pk})", file=sys.stderr)
    if not _can_ask():
        raise _no_patient("Le patient n’est pas indiqué.")
    typed = input("Numéro du patient, ou son identifiant : ").strip()
    if typed.isdecimal() and 0 < int(typed) <= len(likely):
        return likely[int(typed) - 1]
    chosen = patients.patient(typed) if typed else None
    if chosen is None:
        raise _no_patient("Aucun patient n’a été choisi.")
    return chosen


def _likely(items: list[Item]) -> list[Patient]:
    for item in items:
        if item.identity is not None and (found := received.likely(item.identity.shown)):
            return found
    return []


def _no_patient(message: str) -> HygieError:
    return HygieError(
        "sign.no_patient",
        f"{message} Rien n’a été pris.",
        advice="Cherchez-le avec « hygie patients search », puis donnez son identifiant après "
        "--patient.",
    )


def _say(reception_id: str, patient: Patient, *, as_json: bool) -> None:
    entered = list(received.living().filter(reception_id=reception_id))
    if as_json:
        told = [
            {"document_id": one.pk, "title": one.document.title, "kind": one.kind,
             "files": one.files}
            for one in entered
        ]  # fmt: skip
        print(json.dumps({"patient_id": patient.pk, "documents": told}, ensure_ascii=False))
        return
    plural = "s" if len(entered) > 1 else ""
    print(f"{len(entered)}\u00a0document{plural} gardé{plural}, chiffré{plural}, pour {patient}.")

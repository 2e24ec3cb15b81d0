"""Whether a report is what its station signed, and what it handed over is still that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hygie.airlock.engine import chain, parcel, report, signing
from hygie.airlock.engine.parcel import Parcel
from hygie.core.errors import HygieError


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What was found; French sentences.

    Attributes:
        parcel: the report, whose signature holds.
        held: what holds.
        doubts: what could not be checked here.
        faults: what is not as it was signed.
    """

    parcel: Parcel
    held: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def verify(path: Path, *, place: Path) -> Verified:
    """Check a report: its signature, its place in the chain if it is here, the files beside it.

    Args:
        path: the report's JSON file, or its folder.
        place: the airlock's folder of this computer; need not exist.

    Raises:
        HygieError: `sign.no_report`, `sign.several_reports`, `sign.not_a_report`, `sign.altered`,
            or the disk's errors.
    """
    opened = parcel.open_report(parcel.report_in(path))
    held, doubts, faults = [], [], []
    held.append("La signature est bonne\u00a0: le rapport n’a pas changé depuis qu’il a été fait.")
    if _is_ours(opened, place):
        held.append(f"Il a été signé par cet ordinateur ({opened.fingerprint}).")
        faults += _faults_of_chain(opened, place)
        if not faults:
            held.append("Il est à sa place dans la chaîne des rapports de cet ordinateur.")
    else:
        doubts.append(
            f"Comparez cette empreinte à celle de votre station\u00a0: {opened.fingerprint}. "
            "Sa chaîne de rapports n’est pas sur cet ordinateur."
        )
    _files(opened, held, doubts, faults)
    return Verified(parcel=opened, held=tuple(held), doubts=tuple(doubts), faults=tuple(faults))


def _is_ours(opened: Parcel, place: Path) -> bool:
    if not (place / signing.KEY_FILE).exists():
        return False  # a verification makes no key
    return signing.station_key(place).public == opened.public_key


def _faults_of_chain(opened: Parcel, place: Path) -> list[str]:
    faults = list(chain.verify(place).faults)
    lines = chain.lines_of(place, opened.report["id"])
    hashes = [chain.hash_of(line) for line in lines]
    if opened.report["previous"] not in hashes:
        faults.append("La chaîne des rapports de cet ordinateur ne connaît pas son début.")
    elif not any(line.get("sha256") == report.sha256_of(opened.report) for line in lines):
        faults.append("La chaîne des rapports de cet ordinateur ne connaît pas sa fin.")
    return faults


def _files(opened: Parcel, held: list[str], doubts: list[str], faults: list[str]) -> None:
    told = opened.files
    if not told:
        held.append("Il ne transmet aucun fichier.")
        return
    if not any((opened.folder / one.path).exists() for one in told):
        doubts.append(
            "Les fichiers transmis ne sont pas à côté de lui\u00a0: ils n’ont pas été lus."
        )
        return
    wrong = parcel.faults_of_listing(opened)
    if not wrong:
        wrong = _altered(opened)
    if parcel.is_page_altered(opened):
        wrong.append("La page PDF n’est pas celle de ce rapport.")
    faults += wrong
    if not wrong:
        count = len(told)
        held.append(
            f"Les {count}\u00a0fichiers transmis sont là, identiques, et aucun autre."
            if count > 1
            else "Le fichier transmis est là, identique, et aucun autre."
        )


def _altered(opened: Parcel) -> list[str]:
    wrong = []
    for expected in opened.files:
        try:
            for _ in parcel.blocks(opened, expected):
                pass
        except HygieError as error:
            if error.code != "sign.file_altered":
                raise
            wrong.append(error.message)
    return wrong

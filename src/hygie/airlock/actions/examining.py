"""Examine a source and report it. No base is needed, and none is opened.

The report is begun before anything is read and closed whatever happens; when files are handed
over, it is written beside them, so that the office computer can verify both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hygie.airlock.engine import devices, house, kept, offline, report, report_page, signing
from hygie.airlock.engine.desk import Desk, close_abandoned
from hygie.airlock.engine.outcome import Outcome, Source
from hygie.airlock.engine.signatures import packs
from hygie.core import clock, files
from hygie.core.errors import HygieError

NO_PAGE = "La page du rapport n’a pas pu être préparée\u00a0; le rapport lui-même est là."
# What the scan is given; its own parameters are those of `engine.scan.examine`.
Scan = Callable[..., Outcome]


@dataclass(frozen=True, kw_only=True)
class Examined:
    """An examination that ended, and its report.

    Attributes:
        outcome: what was found.
        report: the signed report.
        kept_at: the station's own copy.
        beside: what was written beside the files handed over: the report, and its page.
        said: what happened to earlier reports, in French sentences, to be shown once.
    """

    outcome: Outcome
    report: Mapping[str, Any]
    kept_at: Path
    beside: tuple[Path, ...] = ()
    said: tuple[str, ...] = ()


def examine(
    source: Path,
    *,
    out: Path | None = None,
    pdf: Path | None = None,
    who: str = "",
    scan: Scan | None = None,
    **options: Any,
) -> Examined:
    """Examine a source, hand over what was rebuilt, and report it.

    Args:
        source: a folder, a mounted key, an image or an archive.
        out: where to hand over what was rebuilt; nothing stays otherwise.
        pdf: where to write the report's page besides.
        who: who examines, as they call themselves.
        scan: what examines; `engine.scan.examine` unless a test says otherwise.
        options: for the scan: caps, progress, cancelled, skipped, signatures, recipient, and
            `is_drawn` to hand over of a PDF only the pixels of its pages.

    Raises:
        HygieError: those of the scan, once the report that tells them is closed; the disk's errors
            on the report; `sign.key_damaged`, `airlock.no_folder`.
    """
    _check_folder(pdf)
    desk, said = _begun(source, who=who)
    seen = _Surroundings.of(source)
    try:
        outcome = seen.told_in((scan or house.scan)(source, out=out, **options))
        whole, page = _drafted(desk, outcome, out=out, has_page=bool(out or pdf))
    except BaseException as error:
        _close_failed(desk, error, label=source.name)
        raise
    kept_at = desk.close(whole)
    if not page and (out or pdf):
        said.append(NO_PAGE)
    beside = _written(whole, page, out=out, pdf=pdf)
    return Examined(outcome=outcome, report=whole, kept_at=kept_at, beside=beside, said=tuple(said))


def _check_folder(pdf: Path | None) -> None:
    """Before the examination rather than after: it may last a quarter of an hour."""
    if pdf is not None and not pdf.absolute().parent.is_dir():
        raise HygieError(
            "airlock.no_folder",
            f"Le dossier de {pdf} n’existe pas\u00a0: la page du rapport ne pourrait pas y être "
            "écrite. Rien n’a été lu.",
            advice="Donnez un dossier qui existe.",
        )


def _begun(source: Path, *, who: str) -> tuple[Desk, list[str]]:
    """A report that is begun, and what is to be said of earlier ones."""
    place = signing.folder()
    key = signing.station_key(place)
    said = _told(close_abandoned(place, key=key))
    kept.forget_old(place, now=clock.now())
    desk = Desk.begin(place, key=key, who=who, label=source.name or str(source))
    if desk.torn_bytes:
        said.append(
            "La chaîne des rapports avait été coupée par une panne\u00a0: elle est réparée, et la "
            "coupure y est notée."
        )
    return desk, said


def import_rules(file: Path) -> str:
    """Import a pack of YARA rules, used from now on; a French sentence.

    Raises:
        HygieError: `airlock.pack_unreadable`, or the disk's errors.
    """
    pack = packs.import_pack(file)
    left = f", {pack.ignored} laissées de côté" if pack.ignored else ""
    return f"Règles «\u00a0{pack.name}\u00a0» importées\u00a0: {pack.rules}{left}."


def forget_rules(name: str) -> str:
    """Use an imported pack no more; a French sentence.

    Raises:
        HygieError: `airlock.no_such_pack`.
    """
    if name not in {pack.name for pack in packs.packs()}:
        raise HygieError(
            "airlock.no_such_pack",
            f"Aucune règle importée ne s’appelle «\u00a0{name}\u00a0»\u00a0: rien n’a été changé.",
            advice="«\u00a0hygie airlock rules\u00a0» les nomme.",
        )
    packs.forget_pack(name)
    return f"Les règles «\u00a0{name}\u00a0» ne servent plus."


def imported_rules() -> list[str]:
    """The packs in use, a French sentence each."""
    return [
        f"{pack.name}\u00a0: {pack.rules} règle{'s' if pack.rules > 1 else ''}, "
        f"importée{'s' if pack.rules > 1 else ''} le {clock.french_date(pack.imported_on)}"
        for pack in packs.packs()
    ]


def close_interrupted() -> list[str]:
    """Close the reports that a power cut or a kill left open; what is to be said of it, in French.

    `examine` does it; a screen does it when it starts.

    Raises:
        HygieError: the disk's errors, `sign.key_damaged`.
    """
    place = signing.folder()
    return _told(close_abandoned(place, key=signing.station_key(place)))


def _told(closed: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        f"L’examen de «\u00a0{one['source']['label']}\u00a0» n’est pas allé au bout (panne ou "
        "arrêt). Son rapport a été clos comme interrompu\u00a0: n’utilisez rien qui en vienne."
        for one in closed
    ]


@dataclass(frozen=True, kw_only=True)
class _Surroundings:
    """The key and the network, as they are when the examination begins."""

    device: devices.Device | None
    network: str

    @classmethod
    def of(cls, source: Path) -> _Surroundings:
        try:
            device = devices.device_of(source)
        except OSError:
            device = None
        return cls(device=device, network=offline.look().state)

    def told_in(self, outcome: Outcome) -> Outcome:
        """The outcome with what the scan left unsaid of the key and the network."""
        if outcome.network == "unknown":
            outcome = replace(outcome, network=self.network)
        if self.device is None:
            return outcome
        known = {note.code for note in outcome.notes}
        more = tuple(note for note in devices.notes(self.device) if note.code not in known)
        source = outcome.source
        if not source.identity:
            label = source.label or self.device.label
            source = Source(form=source.form, label=label, identity=self.device.identity())
        return replace(outcome, notes=outcome.notes + more, source=source)


def _close_failed(desk: Desk, error: BaseException, *, label: str) -> None:
    """Whatever ended the examination, its report says so. The first error is the one told."""
    ending = "failed" if isinstance(error, Exception) else "interrupted"
    code = error.code if isinstance(error, HygieError) else type(error).__name__
    try:
        desk.close_empty(ending=ending, error=code, label=label)
    except HygieError:  # the disk is full, perhaps: the next start closes it
        return


def _drafted(
    desk: Desk, outcome: Outcome, *, out: Path | None, has_page: bool
) -> tuple[dict[str, Any], bytes]:
    """The signed report, and its page; no page where it cannot be made: the report goes first."""
    draft = desk.draft(outcome, added=_added(outcome, out))
    page = b""
    if has_page:
        with suppress(HygieError):
            page = report_page.page(draft)
            draft["pdf_sha256"] = hashlib.sha256(page).hexdigest()
    return desk.signed(draft), page


def _written(
    whole: Mapping[str, Any], page: bytes, *, out: Path | None, pdf: Path | None
) -> tuple[Path, ...]:
    beside: list[Path] = []
    if out is not None:
        beside += _write_beside(out, whole, page)
    if pdf is not None and page:
        files.write_atomically(pdf, page)
        beside.append(pdf)
    return tuple(beside)


def _write_beside(out: Path, whole: Mapping[str, Any], page: bytes) -> list[Path]:
    """Even when nothing is handed over: whoever opens the folder must know why it is empty."""
    with files.telling_disk_errors(out.parent):
        out.mkdir(parents=True, exist_ok=True)
    told, drawn = out / report.JSON_NAME, out / report.PDF_NAME
    if page:
        files.write_atomically(drawn, page)
    files.write_atomically(told, report.as_file(whole))  # last: without it, nothing is valid
    return [told, drawn] if page else [told]


def _added(outcome: Outcome, out: Path | None) -> list[Mapping[str, object]]:
    """What was handed over and comes from no path of the source, as a DICOMDIR of ours."""
    if out is None or not outcome.delivered:
        return []
    told = {entry.output for entry in outcome.files}
    with files.telling_disk_errors(out):
        return [
            {"path": name, "sha256": sha256, "size_bytes": (out / name).stat().st_size}
            for name, sha256 in sorted(outcome.made.items())
            if name not in told
        ]

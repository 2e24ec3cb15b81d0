"""The report of an examination: what was found, by which station, signed and tied to its chain.

`signature` covers the canonical form (`engine.canonical`) of everything else in the report. The
hash of a report, as the chain keeps it, is that of its canonical form with the signature.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hygie import __version__
from hygie.airlock.engine.canonical import canonical
from hygie.airlock.engine.outcome import Entry, Outcome
from hygie.airlock.engine.signing import StationKey

FORMAT = "hygie-airlock-report-1"
JSON_NAME = "rapport-hygie.json"
PDF_NAME = "rapport-hygie.pdf"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a report says besides the examination itself.

    Attributes:
        report_id: of this report.
        who: who examined, as they call themselves; may be "".
        previous: hash of the line of the chain with which it began.
        ending: "ended", "failed" or "interrupted".
        error: code of what made it fail.
        added: files that are handed over and come from no path of the source (a DICOMDIR).
        station: name of the computer.
    """

    report_id: str
    who: str
    previous: str
    ending: str = "ended"
    error: str = ""
    added: tuple[Mapping[str, object], ...] = field(default=())
    station: str = ""


def new_id() -> str:
    """An id for a report: it is in a name of a file."""
    return secrets.token_hex(8)


def made(outcome: Outcome, *, frame: Frame, key: StationKey) -> dict[str, Any]:
    """The report, not yet signed."""
    seconds = max(0, round((outcome.ended_at - outcome.began_at).total_seconds()))
    return {
        "format": FORMAT,
        "id": frame.report_id,
        "ending": frame.ending,
        "error": frame.error,
        "hygie": __version__,
        "station": {
            "name": frame.station,
            "fingerprint": key.fingerprint,
            "public_key": base64.b64encode(key.public).decode("ascii"),
        },
        "who": frame.who,
        "previous": frame.previous,
        **outcome.as_json(),
        "seconds": seconds,
        "studies": studies(outcome.files),
        "added": [dict(one) for one in frame.added],
        "pdf_sha256": "",
    }


def studies(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """What is handed over, study by study and patient by patient, in the order of the source.

    Whose images they are is compared with the patient chosen when they enter the practice.
    """
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for entry in entries:
        image = entry.image
        if image is None or not entry.output:
            continue
        patient = (image.patient_name, image.patient_id, image.birth_date, image.sex)
        study = found.setdefault(
            (image.study_uid, *patient),
            {
                "study_uid": image.study_uid,
                "patient_name": image.patient_name,
                "patient_id": image.patient_id,
                "birth_date": image.birth_date,
                "sex": image.sex,
                "study_date": image.study_date,
                "description": image.study_description,
                "modalities": [],
                "series": [],
                "files": [],
            },
        )
        _add(study["modalities"], image.modality)
        _add(study["series"], image.series_uid)
        study["files"].append(entry.output)
    return list(found.values())


def _add(values: list[str], value: str) -> None:
    if value and value not in values:
        values.append(value)


def signed(report: Mapping[str, Any], *, key: StationKey) -> dict[str, Any]:
    """The report with its signature.

    Raises:
        ValueError: it holds what has no canonical form.
    """
    bare = {name: value for name, value in report.items() if name != "signature"}
    signature = base64.b64encode(key.sign(canonical(bare))).decode("ascii")
    return {**bare, "signature": signature}


def sha256_of(report: Mapping[str, Any]) -> str:
    """The hash by which the chain knows a report."""
    return hashlib.sha256(canonical(dict(report))).hexdigest()


def as_file(report: Mapping[str, Any]) -> bytes:
    """The report as it is written: its canonical form, and an end of line."""
    return canonical(dict(report)) + b"\n"

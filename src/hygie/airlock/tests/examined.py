"""Examinations made by hand, for the pages: no file of a patient, invented names only."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace

from hygie.airlock.actions import on_screen, running
from hygie.airlock.engine.cleaner import Image
from hygie.airlock.engine.outcome import Entry, Outcome, Source
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict

BEGAN = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def image(number=1, *, series=1, **changed):
    """A slice of a CT of an invented patient."""
    told = {
        "study_uid": "1.2.3", "series_uid": f"1.2.3.{series}",
        "instance_uid": f"1.2.3.{series}.{number}", "class_uid": "1.2.840.10008.5.1.4.1.1.2",
        "modality": "CT", "patient_name": "ADRTROIS^DOMINIQUE", "birth_date": "19790328",
        "sex": "F", "study_date": "20261102", "study_description": "SCANNER THORAX",
        "series_number": series, "series_description": "Parenchyme", "instance_number": number,
        "rows": 64, "columns": 64, "frames": 1,
    }  # fmt: skip
    return Image(**{**told, **changed})


def entry(path, verdict=Verdict.WITHHELD, code="common.no_lane", **changed):
    """A file and why."""
    return Entry(path=path, verdict=verdict, reasons=(Reason(code=code),), **changed)


def rebuilt(path, output, content=b"image", **changed):
    """A file that was rebuilt."""
    return entry(
        path, Verdict.REBUILT, "common.rebuilt", output=output, output_bytes=len(content),
        output_sha256=hashlib.sha256(content).hexdigest(), **changed,
    )  # fmt: skip


def study(slices=3):
    """What an ordinary disc holds."""
    return (
        *(
            rebuilt(
                f"DICOM/I{n}", f"DICOM/PAT001/ST001/SE001/IM{n:06}", image=image(n), kind="dicom"
            )
            for n in range(1, slices + 1)
        ),
        entry("autorun.inf"),
        entry("Viewer/viewer.exe", kind="pe"),
        rebuilt("compte-rendu.pdf", "DOCUMENTS/compte-rendu.pdf", kind="pdf"),
    )


def outcome(*files, **changed):
    """An examination of a key."""
    told = {
        "files": files or study(), "source": Source(form="device", label="CLE USB"),
        "began_at": BEGAN, "ended_at": BEGAN + timedelta(seconds=21),
        "sandbox": {"enough": True, "reason": "", "held": {}}, "network": "off",
    }  # fmt: skip
    return Outcome(**{**told, **changed})


def examining(found, content=b"image"):
    """What examines at once: writes what was rebuilt, as the airlock does."""

    def examine(run):
        for one in found.files:
            if one.output:
                target = run.held.output / one.output
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        return found

    return examine


def reported(found, content=b"image"):
    """What examines at once, and writes its signed report as the airlock does."""
    write = examining(found, content)

    def scan(source, *, out, **_):
        write(SimpleNamespace(held=SimpleNamespace(output=out)))
        return replace(found, delivered=str(out))

    return partial(on_screen.examine, scan=scan)


def ended(source, found=None, **changed):
    """An examination that has ended."""
    asked = {
        "label": "CLE USB", "who": "Dr Alice Martin", "ready": None,
        "examine": examining(found or outcome()), **changed,
    }  # fmt: skip
    run = running.start(source, **asked)
    wait(run)
    return run


def wait(run):
    """Until it ended."""
    while run.is_running:
        run.erased.wait(0.005)

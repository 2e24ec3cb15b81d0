"""Examinations made by hand: what the scan would have found, with files really handed over."""

import hashlib
from datetime import UTC, datetime, timedelta

from hygie.airlock.engine.cleaner import Image
from hygie.airlock.engine.outcome import Entry, Outcome, Source
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict

BEGAN = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
STUDY = "1.2.250.1.59.453.859"
OTHER_STUDY = "1.2.250.1.59.453.860"
REBUILT = (Reason(code="common.rebuilt"),)


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def image(*, name="PAT-TROIS^DOMINIQUE", birth="19790328", sex="F", study=STUDY, number=1):
    return Image(
        study_uid=study, series_uid=f"{study}.1", instance_uid=f"{study}.1.{number}",
        class_uid="1.2.840.10008.5.1.4.1.1.2", modality="CT", patient_name=name,
        patient_id="X1", birth_date=birth, sex=sex, study_date="20261120",
        study_description="Scanner thoracique", instance_number=number,
    )  # fmt: skip


def rebuilt(path, content, output, *, shown=None, kind="dicom"):
    return Entry(
        path=path, verdict=Verdict.REBUILT, reasons=REBUILT, size_bytes=len(content) + 2,
        sha256=sha256(content + b"in"), kind=kind, output=output, output_sha256=sha256(content),
        output_bytes=len(content), image=shown,
    )  # fmt: skip


def withheld(path):
    return Entry(
        path=path, verdict=Verdict.WITHHELD, reasons=(Reason(code="common.no_lane"),),
        size_bytes=4, sha256=sha256(b"MZ"), kind="pe",
    )  # fmt: skip


def dangerous(path):
    return Entry(
        path=path, verdict=Verdict.DANGEROUS, reasons=(Reason(code="common.reader_forbidden"),),
        size_bytes=4, sha256=sha256(b"MZ"), kind="pe",
    )  # fmt: skip


def outcome(*entries, delivered="", **more):
    return Outcome(
        files=entries,
        source=more.pop("source", Source(form="folder", label="CD DE RADIO")),
        began_at=BEGAN,
        ended_at=BEGAN + timedelta(seconds=75),
        sandbox={"enough": True, "reason": "", "held": {"namespaces": True}},
        engines={"pydicom": "3.0.2"},
        delivered=delivered,
        **more,
    )


CONTENTS = {
    "DICOM/PAT001/ST001/SE001/IM000001": b"first slice",
    "DICOM/PAT001/ST001/SE001/IM000002": b"second slice",
    "DOCUMENTS/compte-rendu.pdf": b"%PDF-1.7 compte rendu",
}
DICOMDIR = b"a fresh directory"
MADE = {"DICOMDIR": sha256(DICOMDIR)}


def entries(**shown):
    """Two slices and a letter that pass, a viewer that does not."""
    names = list(CONTENTS)
    return (
        rebuilt("IMAGES/I1", CONTENTS[names[0]], names[0], shown=image(number=1, **shown)),
        rebuilt("IMAGES/I2", CONTENTS[names[1]], names[1], shown=image(number=2, **shown)),
        rebuilt("lettre.pdf", CONTENTS[names[2]], names[2], kind="pdf"),
        withheld("VIEWER/viewer.exe"),
    )


def scan(source, *, out=None, **_options):
    """Stands for `engine.scan.examine`: hands over, and tells."""
    if out is not None:
        deliver(out)
    return outcome(*entries(), delivered=str(out or ""), made=MADE if out else {})


def deliver(out):
    for name, content in CONTENTS.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    (out / "DICOMDIR").write_bytes(DICOMDIR)

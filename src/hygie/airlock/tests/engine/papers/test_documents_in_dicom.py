"""Documents that travel in a DICOM envelope take the lanes of papers."""

import io

import pydicom
import pytest
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import (
    EncapsulatedCDAStorage,
    EncapsulatedPDFStorage,
    ExplicitVRLittleEndian,
    generate_uid,
)

from hygie.airlock.engine.cleaners import cleaner_of
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.papers import cdas, pdfs
from hygie.airlock.tests.engine.papers.asking import staged, written


def envelope(content, *, model, mime) -> bytes:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = model
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["document"])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    whole = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    whole.SOPClassUID = model
    whole.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    whole.StudyInstanceUID = whole.SeriesInstanceUID = generate_uid(entropy_srcs=["study"])
    whole.Modality = "DOC"
    whole.EncapsulatedDocument = content + bytes(len(content) % 2)
    whole.MIMETypeOfEncapsulatedDocument = mime
    target = io.BytesIO()
    pydicom.dcmwrite(target, whole, enforce_file_format=True)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "model", "mime", "code", "kind"),
    [
        (dict(pdfs.carriers())["javascript"], EncapsulatedPDFStorage, "application/pdf",
         "pdf.javascript", "pdf"),
        (cdas.CARRIERS[0][1], EncapsulatedCDAStorage, "text/XML", "cda.stylesheet", "cda"),
    ],
)  # fmt: skip
def test_a_document_in_an_envelope_is_rebuilt_by_its_lane(
    asking, tmp_path, content, model, mime, code, kind
):
    whole = envelope(content, model=model, mime=mime)
    file = staged(tmp_path, whole, name="I1", kind="dicom")
    (cleaned,) = cleaner_of("dicom").clean([file], asking=asking)
    assert (cleaned.verdict, cleaned.output.kind) == (Verdict.NEUTRALISED, kind)
    assert code in [reason.code for reason in cleaned.removed]
    again = staged(tmp_path, written(cleaned.output, file), name="a", kind=kind)
    (second,) = cleaner_of(kind).clean([again], asking=asking)
    assert second.verdict is Verdict.REBUILT

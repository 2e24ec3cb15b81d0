import pytest

from hygie.airlock.engine.cleaner import Cleaned, Output
from hygie.airlock.engine.dicom.encapsulated import kind_of
from hygie.airlock.engine.dicom.native import DicomCleaner
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import codes, element

PDF_CLASS = "1.2.840.10008.5.1.4.1.1.104.1"


def given_back(content, asking):
    """Stands for the lane of documents: what it was given."""
    output = Output(suffix=".pdf", kind="pdf", pieces=(content,))
    return Cleaned(
        verdict=Verdict.NEUTRALISED,
        reasons=(Reason(code="common.rebuilt"),),
        removed=(Reason(code="dicom.icon"),),
        output=output,
    )


CLEANER = DicomCleaner(documents={"pdf": given_back})


def envelope(content: bytes, *, mime: bytes = b"application/pdf "):
    document = element(0x00420011, "OB", content) + element(0x00420012, "LO", mime)
    return builds.report(document, kind=PDF_CLASS)


@pytest.mark.parametrize(
    ("content", "mime", "kind"),
    [
        (b"%PDF-1.7", "", "pdf"),
        (b"%PDF-1.7", "model/stl", "pdf"),
        (b"\xef\xbb\xbf<?xml?><ClinicalDocument/>", "", "cda"),
        (b"<a/>", "text/xml", "cda"),
        (b"solid", "application/sla", "model"),
        (b"o cube", "model/obj", "model"),
        (b"MZ", "application/pdf", ""),
        (b"", "", ""),
    ],
)
def test_the_kind_of_a_document_is_by_its_content_first(content, mime, kind):
    assert kind_of(content, mime=mime) == kind


def test_a_pdf_leaves_its_envelope_and_goes_through_its_own_lane(tmp_path):
    found, made = builds.passed(envelope(b"%PDF-1.7 odd\0"), tmp_path, cleaner=CLEANER)
    assert found.verdict is Verdict.NEUTRALISED
    assert codes(found.reasons) == ["dicom.document", "common.rebuilt"]
    assert codes(found.removed) == ["dicom.icon"]
    assert made == b"%PDF-1.7 odd"
    assert found.output.kind == "pdf"


@pytest.mark.parametrize(
    ("content", "mime", "code"),
    [
        (b"solid ", b"model/stl ", "dicom.model"),
        (b"MZ", b"application/pdf ", "dicom.other_document"),
        (b"<ClinicalDocument/>", b"text/XML", "dicom.other_document"),
    ],
)
def test_a_document_without_a_lane_is_withheld(tmp_path, content, mime, code):
    found, made = builds.passed(envelope(content, mime=mime), tmp_path, cleaner=CLEANER)
    assert found.verdict is Verdict.WITHHELD
    assert codes(found.reasons) == [code]
    assert made == b""


def test_an_image_is_no_envelope(tmp_path):
    source = builds.image(late=element(0x00420011, "OB", b"%PDF-1.7"))
    found, made = builds.passed(source, tmp_path, cleaner=CLEANER)
    assert codes(found.removed) == ["dicom.opaque"]
    assert b"%PDF" not in made

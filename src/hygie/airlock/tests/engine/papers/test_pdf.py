import pytest
from pikepdf import Encryption

from hygie.airlock.engine.papers import pdf_pixels
from hygie.airlock.engine.papers.pdf import PdfCleaner, clean_bytes
from hygie.airlock.rules.reasons import words
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.papers import pdfs
from hygie.airlock.tests.engine.papers.asking import staged, written
from hygie.sandbox.job import Answer, Ending


@pytest.fixture
def clean(asking, tmp_path):
    def clean(content, *, cleaner=None):
        file = staged(tmp_path, content, name="a.pdf", kind="pdf")
        (cleaned,) = (cleaner or PdfCleaner()).clean([file], asking=asking)
        for reason in (*cleaned.reasons, *cleaned.removed):
            assert reason.code in words()
        return cleaned, cleaned.output and written(cleaned.output, file)

    return clean


def codes(reasons):
    return [reason.code for reason in reasons]


def test_an_ordinary_document_passes_and_passes_again(clean):
    cleaned, content = clean(pdfs.plain())
    assert (cleaned.verdict, codes(cleaned.reasons)) == (Verdict.REBUILT, ["common.rebuilt"])
    again, _ = clean(content)
    assert again.verdict is Verdict.REBUILT


def test_an_active_document_is_neutralised_never_called_dangerous(clean):
    for code, content in pdfs.carriers():
        cleaned, output = clean(content)
        assert cleaned.verdict is Verdict.NEUTRALISED, code
        assert f"pdf.{code}" in codes(cleaned.removed)
        assert clean(output)[0].verdict is Verdict.REBUILT, code


def test_only_what_runs_or_leads_out_calls_for_attention(clean):
    found = {code: codes(clean(content)[0].reasons)[0] for code, content in pdfs.carriers()}
    assert found["javascript"] == found["after"] == "pdf.was_active"
    assert found["revisions"] == found["orphan"] == "pdf.neutralised"


def test_what_cannot_be_read_is_not_verifiable(clean):
    for content in (b"", b"%PDF-1.4 nothing", pdfs.plain()[:100]):
        cleaned, output = clean(content)
        assert (cleaned.verdict, output) == (Verdict.UNVERIFIABLE, None)


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_a_document_that_only_forbids_printing_is_rebuilt_within_the_walls(clean, revision):
    limits = Encryption(owner="x", R=revision, aes=revision > 3, metadata=revision > 3)
    cleaned, output = clean(pdfs.saved(pdfs.new(), encryption=limits))
    assert codes(cleaned.reasons) == ["common.rebuilt", "pdf.restricted"]
    assert codes(clean(output)[0].reasons) == ["common.rebuilt"]


def test_a_document_found_inside_another_file_takes_the_same_way(asking):
    cleaned = clean_bytes(pdfs.plain(), asking)
    assert cleaned.verdict is Verdict.REBUILT
    assert cleaned.output.pieces[0].startswith(b"%PDF-")


def test_a_reader_that_lies_is_not_believed():
    class Lying:
        def __init__(self, **told):
            good = {"content": b"%PDF-1.5\n%%EOF\n", "pages": 1, "codes": (), "counts": ()}
            self.told = {**good, "signed": 0, "restricted": 0, **told}

        def each(self, job, files, *, arguments=None, limits=None, batch=1):
            yield Answer(ending=Ending.ANSWERED, code="rebuilt", untrusted=self.told)

    assert clean_bytes(b"", Lying()).verdict is Verdict.REBUILT
    for lie in (
        {"content": b"MZ"},
        {"content": b"%PDF-1.5 cut"},
        {"codes": ("javascript",)},
        {"codes": ("nonsense",), "counts": (1,)},
        {"codes": ("link", "link"), "counts": (1, 1)},
        {"codes": ("link",), "counts": (-1,)},
    ):
        assert clean_bytes(b"", Lying(**lie)).verdict is Verdict.ERROR, lie


def test_pixels_can_be_asked_for(clean):
    assert pdf_pixels.PAGE in PdfCleaner.jobs
    cleaned, content = clean(pdfs.plain(pages=2), cleaner=PdfCleaner(is_drawn=True))
    assert cleaned.verdict is Verdict.REBUILT
    assert codes(cleaned.reasons) == ["common.rebuilt", "pdf.pixels"]
    assert b"/Font" not in pdfs.inflated(content)
    again, _ = clean(content)
    assert (again.verdict, again.removed) == (Verdict.REBUILT, ())

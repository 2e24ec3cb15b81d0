from hygie.airlock.engine.cleaner import Cleaned, Output
from hygie.airlock.engine.papers.pdf_pixels import as_pixels
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.papers import pdfs
from hygie.sandbox.job import Answer, Ending

REFUSED = Cleaned(verdict=Verdict.UNVERIFIABLE, reasons=(Reason(code="pdf.encrypted"),))


def rebuilt(content=b"%PDF-"):
    return Cleaned(
        verdict=Verdict.REBUILT,
        reasons=(Reason(code="common.rebuilt"),),
        output=Output(suffix=".pdf", kind="pdf", pieces=(content,)),
    )


class Lying:
    def __init__(self, **told):
        good = {"pages": 1, "width": 2, "height": 1, "pixels": b"RGBRGB", "codes": 0}
        self.told = {**good, **told}

    def each(self, job, files, *, arguments=None, limits=None, batch=1):
        yield Answer(ending=Ending.ANSWERED, code="drawn", untrusted=self.told)


def test_a_document_that_was_refused_is_not_drawn(asking):
    assert as_pixels(REFUSED, asking=asking) is REFUSED


def test_a_coloured_page_keeps_its_colours(asking):
    document = pdfs.new()
    document.pages[0].obj.Contents = document.make_stream(b"1 0 0 rg 0 0 200 200 re f")
    drawn = as_pixels(rebuilt(pdfs.saved(document)), asking=asking)
    assert b"/DeviceRGB" in drawn.output.pieces[0]
    grey = as_pixels(rebuilt(pdfs.plain()), asking=asking)
    assert b"/DeviceGray" in grey.output.pieces[0]


def test_a_reader_that_lies_about_its_pixels_is_not_believed():
    assert as_pixels(rebuilt(), asking=Lying()).verdict is Verdict.REBUILT
    for lie in ({"width": 3}, {"height": -1}, {"width": 0}, {"codes": -1}, {"pixels": b""}):
        assert as_pixels(rebuilt(), asking=Lying(**lie)).verdict is Verdict.ERROR, lie
    assert as_pixels(rebuilt(), asking=Lying(pages=10**6)).verdict is Verdict.UNVERIFIABLE


def test_codes_for_machines_are_noticed():
    drawn = as_pixels(rebuilt(), asking=Lying(codes=2))
    assert [reason.code for reason in drawn.reasons][1:] == ["pdf.pixels", "pdf.codes"]

"""What stands between the command and the scan; the scan itself is proven by its own tests."""

import pytest

from hygie.airlock.engine import house, scan
from hygie.airlock.engine.papers.pdf import PdfCleaner
from hygie.airlock.tests import outcomes


@pytest.fixture
def seen(monkeypatch):
    """What the scan is given."""
    given = {}

    def examine(source, **options):
        given.update(options, source=source)
        return outcomes.outcome()

    monkeypatch.setattr(scan, "examine", examine)
    return given


def test_our_rules_are_used_unless_others_are_given(seen, tmp_path):
    house.scan(tmp_path, out=None)
    assert "Règles de Hygie" in seen["signatures"].engines
    assert (seen["source"], seen["out"]) == (tmp_path, None)
    assert "lanes" not in seen
    mine = object()
    house.scan(tmp_path, signatures=mine)
    assert seen["signatures"] is mine


def test_pixels_alone_when_they_are_asked_for_wherever_the_pdf_is(seen, tmp_path):
    house.scan(tmp_path, is_drawn=True)
    usual, asked = scan.built_in(), seen["lanes"]
    assert [one.code for one in asked.cleaners] == [one.code for one in usual.cleaners]
    assert {job.place for one in asked.cleaners for job in one.jobs} == {
        job.place for one in usual.cleaners for job in one.jobs
    }
    by_code = {one.code: one for one in asked.cleaners}
    assert isinstance(by_code["pdf"], PdfCleaner)
    assert by_code["pdf"].is_drawn
    assert by_code["dicom"].documents["pdf"] is house._clean_drawn
    assert by_code["dicom"].documents["cda"] is not by_code["dicom"].documents["pdf"]


def test_a_pdf_found_inside_is_drawn(monkeypatch):
    from hygie.airlock.engine.papers import pdf, pdf_pixels

    monkeypatch.setattr(pdf, "clean_bytes", lambda content, asking: (content, asking))
    monkeypatch.setattr(pdf_pixels, "as_pixels", lambda cleaned, asking: ("drawn", *cleaned))
    assert house._clean_drawn(b"%PDF", "asking") == ("drawn", b"%PDF", "asking")

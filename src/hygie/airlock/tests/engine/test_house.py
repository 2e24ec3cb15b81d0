"""What stands between the command and the scan; the scan itself is proven by its own tests."""

import sys
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from hygie.airlock.engine import house
from hygie.airlock.tests import outcomes


@dataclass(frozen=True)
class Lanes:
    cleaners: tuple[object, ...]


@pytest.fixture
def seen(monkeypatch, tmp_path):
    """What the scan is given."""
    given = {}

    def examine(source, **options):
        given.update(options, source=source)
        return outcomes.outcome()

    lanes = Lanes(cleaners=(SimpleNamespace(code="zip"), SimpleNamespace(code="pdf")))
    scanning = SimpleNamespace(examine=examine, built_in=lambda: lanes)
    monkeypatch.setitem(sys.modules, "hygie.airlock.engine.scan", scanning)
    pdf = SimpleNamespace(
        PdfCleaner=lambda *, is_drawn: SimpleNamespace(code="pdf", drawn=is_drawn)
    )
    monkeypatch.setitem(sys.modules, "hygie.airlock.engine.papers.pdf", pdf)
    return given


def test_our_rules_are_used_unless_others_are_given(seen, tmp_path):
    house.scan(tmp_path, out=None)
    assert "Règles de Hygie" in seen["signatures"].engines
    assert (seen["source"], seen["out"]) == (tmp_path, None)
    assert "lanes" not in seen
    mine = object()
    house.scan(tmp_path, signatures=mine)
    assert seen["signatures"] is mine


def test_pixels_alone_when_they_are_asked_for(seen, tmp_path):
    house.scan(tmp_path, is_drawn=True)
    assert [one.code for one in seen["lanes"].cleaners] == ["zip", "pdf"]
    assert seen["lanes"].cleaners[1].drawn

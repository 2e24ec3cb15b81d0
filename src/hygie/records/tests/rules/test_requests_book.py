"""The data that a jurist reads: whole, sourced, and refused when something lacks."""

import pytest

from hygie.core import rules as core
from hygie.core.errors import HygieError
from hygie.records.rules import requests_book as reading
from hygie.records.rules.requests_book import book


def test_every_entry_names_a_text_and_every_text_serves():
    data = core.load(reading.DATA)
    lists = ("capacities", "motives", "withheld", "refusals", "recourses", "channels")
    entries = [one for name in lists for one in data[name]]
    entries += [*data["proofs"].values(), data["certificate"], data["never_proposed"]]
    named = [key for entry in entries for key in entry["texts"]]
    assert all(entry["texts"] for entry in entries)
    # Those that letters quote without an entry of their own.
    assert set(data["texts"]) - set(named) <= {"gdpr_access"}
    assert set(named) <= set(data["texts"])


def test_every_sentence_of_law_is_whole():
    for text in book().texts.values():
        assert text.says.endswith((".", "»")), text.says
        assert text.cite


@pytest.mark.parametrize("wrong", [{}, {"texts": {}}])
def test_a_damaged_file_is_told_in_french(wrong, monkeypatch):
    monkeypatch.setattr(core, "load", lambda _: wrong)
    reading.book.cache_clear()
    try:
        with pytest.raises(HygieError) as caught:
            reading.book()
    finally:
        reading.book.cache_clear()
    assert caught.value.code == "records.data_damaged"


def test_an_entry_without_text_is_refused(monkeypatch):
    data = core.load(reading.DATA)
    data["motives"][0]["texts"] = []
    monkeypatch.setattr(core, "load", lambda _: data)
    reading.book.cache_clear()
    try:
        with pytest.raises(HygieError, match="sans texte"):
            reading.book()
    finally:
        reading.book.cache_clear()

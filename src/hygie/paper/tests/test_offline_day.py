"""The paper of a day without computers."""

import io
import re

import pytest
from pypdf import PdfReader

from hygie.paper.engine import typst as paper
from hygie.paper.tests.given import expected, offline

OFFLINE = "incidents/paper/offline.typ"


def printed(template, data):
    return PdfReader(io.BytesIO(paper.render(template, data)))


def text_of_page(page):
    return re.sub(r"\s+", " ", page.extract_text())


def text_of(reader):
    return " ".join(map(text_of_page, reader.pages))


@pytest.mark.parametrize("part", ["agenda", "numbers", "prescriptions", "card"])
def test_each_part_of_a_day_without_computers_is_one_page(part):
    reader = printed(OFFLINE, offline(part, agenda=expected(8)))
    assert len(reader.pages) == 1
    assert "page 1/1" in text_of(reader)


def test_a_day_without_computers_has_its_parts_in_order():
    day = offline("agenda", "numbers", "prescriptions", "card", agenda=expected(8))
    pages = [text_of_page(page) for page in printed(OFFLINE, day).pages]
    assert len(pages) == 4
    for page, title in zip(
        pages, ("Patients attendus", "Qui appeler", "Ordonnance", "Carte d’urgence"), strict=True
    ):
        assert title in page
    assert "10000000009" in pages[2]
    assert "38000 Grenoble" in pages[2]
    assert "N’éteignez pas" in pages[3]


def test_a_long_day_runs_over_several_pages_and_loses_nobody():
    reader = printed(OFFLINE, offline("agenda", agenda=expected(80)))
    assert len(reader.pages) > 2
    text = text_of(reader)
    assert all(f"Pierre-Alain {rank}" in text for rank in range(80))
    assert all("Heure Patient" in text_of_page(page) for page in reader.pages)
    assert "80 rendez-vous" in text


def test_without_an_agenda_there_is_room_to_write():
    text = text_of(printed(OFFLINE, offline("agenda")))
    assert "Aucun agenda n’a été donné" in text


def test_each_prescriber_has_a_page():
    people = [{"name": f"Dr {rank}", "profession": "Médecin", "rpps": ""} for rank in range(3)]
    reader = printed(OFFLINE, offline("prescriptions", prescribers=people))
    assert [f"Dr {rank}" in text_of_page(page) for rank, page in enumerate(reader.pages)] == [
        True
    ] * 3


def test_a_name_of_any_length_stays_on_the_pages_of_the_day():
    line = expected(1)[0] | {"name": "W" * 200, "note": "x" * 400, "phones": "0" * 60}
    reader = printed(OFFLINE, offline("agenda", agenda=[line]))
    assert len(reader.pages) == 1

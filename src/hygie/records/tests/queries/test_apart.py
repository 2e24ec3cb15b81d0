"""The paper and the software's export, for the review and for a closing."""

from datetime import date, timedelta

import pytest

from hygie.core import clock
from hygie.records.actions.exports import keep_export
from hygie.records.actions.review import keep_box
from hygie.records.models import AbsencePage, Box, SoftwareExport
from hygie.records.queries import apart
from hygie.records.rules.apart import ExportState

pytestmark = pytest.mark.usefixtures("alice")


def a_box(name="B1", **fields):
    known = {"place": "Cave", "content": "A à D", "review_on": date(2190, 1, 1)} | fields
    return keep_box(Box(name=name, **known))


def an_export(**fields):
    known = {"software": "Médilune", "asked_by": "Alice", "asked_on": date(2026, 3, 2)} | fields
    return keep_export(SoftwareExport(**known))


def test_the_end_of_a_box_is_that_of_its_latest_document():
    a_box(document_class="payslips", latest_on=date(2020, 5, 6))
    a_box("B2", review_on=date(2020, 1, 1))
    first, second = apart.boxes()
    assert (first.box.name, first.is_late, first.kept_until) == ("B2", True, None)
    assert (second.kept_until, second.kind) == (date(2025, 5, 6), "doubles des bulletins de paie")
    assert apart.box_end("", date(2010, 3, 15)) == date(2038, 3, 15), "a newborn may be in it"


def test_what_is_destroyed_or_dropped_is_kept_in_the_list_and_followed_no_more():
    a_box(destroyed_on=date(2026, 1, 5), how="Broyée")
    an_export(dropped_on=date(2026, 4, 1))
    page = apart.apart_page()
    assert (len(page["boxes"]), len(page["exports"])) == (1, 1)
    assert not page["exports"][0].is_to_do
    panel = apart.apart_panel()
    assert (panel["boxes"], panel["exports"], panel["is_proven"]) == ([], [], False)
    assert apart.boxes_concerned() == []
    assert (apart.box_lines(), apart.export_lines()) == ([], [])
    assert apart.counted().startswith("Ni boîte de papier")


def test_a_closing_hears_who_keeps_nothing_and_what_was_never_opened():
    a_box()
    a_box("B2", keeper="Paul")
    one = an_export()
    panel = apart.apart_panel()
    assert (panel["without_keeper"], panel["is_proven"]) == (1, False)
    one.opened_on, one.opened_by = clock.today() - timedelta(days=2), "Alice"
    keep_export(one)
    assert apart.apart_panel()["is_proven"]
    assert apart.exports()[0].state is ExportState.PROVEN


def test_lines_for_the_papers_have_a_value_for_each_column():
    a_box()
    an_export()
    assert len(apart.box_lines()[0]) == len(apart.BOX_COLUMNS)
    assert apart.box_lines()[0][-1] == "non noté"
    assert len(apart.export_lines()[0]) == len(apart.EXPORT_COLUMNS)
    assert apart.export_lines()[0][7] == "jamais"


def test_the_tick_of_a_task_and_the_page_of_absence_start_from_what_is_noted():
    a_box()
    a_box("B2")
    an_export(place="Disque", opened_on=date(2026, 4, 1), opened_by="Paul")
    assert apart.task_note("boxes_listed") == "Cave\u00a0: 2"
    assert "ouvert le 01/04/2026 par Paul, Disque" in apart.task_note("export_opened")
    assert apart.task_note("order") == ""
    assert apart.for_absence(None) == {"boxes_place": "Cave\u00a0: 2", "software": "Médilune"}
    assert apart.for_absence(AbsencePage(boxes_place="Grenier")) == {"software": "Médilune"}


def test_only_paper_that_may_be_a_patients_concerns_an_elimination():
    a_box(document_class="payslips")
    a_box("B2")
    assert [box.name for box in apart.boxes_concerned()] == ["B2"]
    assert apart.days_of(an_export()).asked_on == date(2026, 3, 2)

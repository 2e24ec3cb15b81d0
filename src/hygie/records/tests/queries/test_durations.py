"""The durations that hold here."""

from datetime import date

import pytest

from hygie.records.actions import durations as actions
from hygie.records.models import OwnClass
from hygie.records.queries import durations
from hygie.records.rules import law

pytestmark = pytest.mark.usefixtures("alice")


@pytest.fixture
def casts(alice):
    fields = {"label": "moulages", "anchor_label": "la pose", "value": 5, "reason": "Place"}
    return actions.keep_class(OwnClass(**fields))


def test_a_class_of_the_practice_stands_beside_those_of_the_texts(casts):
    page = durations.durations_page()
    assert [(one.label, one.told) for one in page["own"]] == [("Moulages", "5\u00a0ans")]
    assert len(page["texts"]) == len(law().classes)
    told = {one.class_id: one.told for one in page["texts"]}
    assert told["whole_file"].startswith(
        "20\u00a0ans, et au moins jusqu’au 28e anniversaire\u00a0; 10"
    )
    assert told["imaging"] == "comme le dossier du patient"
    assert told["video"].startswith("au plus 1")
    assert all(one.sources for one in page["texts"])
    assert durations.classes_offered()[-1] == (casts.pk, "Moulages (durée du cabinet)")


def test_a_class_withdrawn_is_offered_no_more_but_where_it_is_in_use(casts):
    actions.withdraw_class(casts)
    assert casts.pk not in dict(durations.classes_offered())
    assert casts.pk in dict(durations.classes_offered(casts.pk))
    page = durations.durations_page()
    assert (page["own"], [one.class_id for one in page["withdrawn"]]) == ([], [casts.pk])
    assert durations.paper_lines() == []


def test_a_document_is_explained_from_its_day_or_asks_for_it(casts):
    found = durations.explained(casts.pk, date(2020, 1, 2), on=date(2026, 1, 1))
    assert found.outcome.end == date(2025, 1, 2)
    assert "la pose" in durations.explained(casts.pk, None).sentence
    born = durations.explained("imaging", date(2012, 3, 2), born=date(1960, 1, 1))
    assert born.outcome.end == date(2032, 3, 2)
    assert durations.explained(casts.pk, date(1066, 1, 1)).outcome.end is None, "told, not raised"
    assert durations.law_here().classes[casts.pk].label == "moulages"
    assert durations.chosen(casts).value == 5


def test_the_paper_for_whoever_keeps_the_records_says_why(casts):
    assert durations.paper_lines()[0]["why"] == "Place"

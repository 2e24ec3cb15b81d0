"""What the review and a patient's line show."""

import pytest

from hygie.core import clock
from hygie.records.actions import holds
from hygie.records.models import Hold
from hygie.records.queries import shown_review as shown
from hygie.records.queries.review import year_review
from hygie.records.rules.outcome import Decider
from hygie.records.rules.review import LATE, Turn
from hygie.records.tests.people import a_hold, a_list, somebody


@pytest.fixture(autouse=True)
def _read_today(alice):
    a_list(clock.now())


def test_what_an_address_asks_is_not_believed():
    somebody()
    found = year_review()
    assert shown.chosen_rows(found, {})[0] is Turn.ELIMINATE
    turn, chosen = shown.chosen_rows(found, {"demande": "x", "mois": "²", "raison": "; drop"})
    assert (turn, chosen) == (Turn.ELIMINATE, {"month": None, "decider": None})
    turn, chosen = shown.chosen_rows(
        found, {"demande": "archive", "mois": "3", "raison": "birthday"}
    )
    assert (turn, chosen) == (Turn.ARCHIVE, {"month": 3, "decider": Decider.BIRTHDAY})


def test_the_first_thing_shown_is_one_that_is_asked():
    somebody("INCONNUE", last_contact=None)
    assert shown.chosen_rows(year_review(), {})[0] is Turn.COMPLETE


def test_a_page_of_the_review_is_a_page():
    for letter in "ABC":
        somebody(f"X{letter}")
    page = shown.review_page(year_review(), {"page": "99"})
    assert len(page["rows"]) == len({patient.pk for _, patient, _, _ in page["rows"]})
    assert all(is_now for _, _, _, is_now in page["rows"])


def test_months_are_told():
    assert shown.month_words(LATE, 2026) == "avant 2026"
    assert shown.month_words(8, 2026) == "août 2026"
    assert shown.month_words(-1, 2026) == "sans date"


def test_a_line_says_until_when_why_and_under_which_text():
    her = somebody(last_contact=clock.today())
    panel = shown.patient_panel(her.pk)
    for said in ("à conserver au moins jusqu’au", "R. 1112-7", "recommandation", "24/11/2026"):
        assert said in panel.shown["sentence"]
    assert shown.patient_panel("0" * 32) is None


def test_a_hold_to_look_at_again_comes_first():
    one, other = somebody("UNE"), somebody("AUTRE")
    holds.note_hold(a_hold(one))
    late = holds.note_hold(a_hold(other))
    Hold.objects.filter(pk=late.pk).update(look_again_on=clock.today())
    (first, patient), (second, _) = shown.holds_page()["holds"]
    assert (first["is_late"], second["is_late"], patient) == (True, False, other)


def test_what_is_missing_is_named():
    her = somebody(last_contact=None, birth_date=None, is_deceased=True)
    assert len(shown.file_page(her)["missing"]) == 3
    assert shown.file_page(somebody("CONNUE"))["missing"] == []

"""What the home page hears of the records: counts and days, never a name."""

from datetime import date, timedelta

import pytest

from hygie.core import clock
from hygie.core.findings import State
from hygie.records.actions import holds, review
from hygie.records.actions.exports import keep_export
from hygie.records.findings_review import review_findings
from hygie.records.models import Box, EliminationList, Hold, SoftwareExport
from hygie.records.queries.review import year_review
from hygie.records.tests.people import a_hold, a_list, somebody


@pytest.fixture(autouse=True)
def _in_a_practice(alice):
    a_list(clock.now())


def said():
    return {one.code: one for one in review_findings()}


def test_a_practice_without_patients_hears_nothing():
    assert said() == {}


def test_the_review_is_overdue_until_a_person_closes_it():
    somebody("ZWYXQUEBOURG")
    assert said()["records.review"].state is State.TO_CONFIRM, "nothing was counted yet"
    review.count_for_home()
    found = said()["records.review"]
    assert (found.state, found.title) == (
        State.TO_DO,
        "1\u00a0dossier à revoir\u00a0: la durée de conservation est passée.",
    )
    assert "ZWYX" not in str(found)
    review.close_review(year_review())
    assert said()["records.review"].state is State.IN_PLACE


def test_an_old_list_of_patients_is_asked_first():
    somebody()
    a_list(clock.now() - timedelta(days=40))
    review.count_for_home()
    assert "Relisez d’abord la liste" in said()["records.review"].advice


def test_a_hold_is_never_forgotten():
    hold = holds.note_hold(a_hold(somebody("ZWYXQUEBOURG")))
    assert "records.holds" not in said()
    Hold.objects.filter(pk=hold.pk).update(look_again_on=clock.today())
    found = said()["records.holds"]
    assert (found.state, found.answers) == (State.TO_DO, (19, 20))
    assert "ZWYX" not in str(found)
    hold.look_again_on = date(2190, 1, 1)
    holds.lift_hold(hold, until=clock.today() - timedelta(days=1))
    assert "records.holds" not in said()


@pytest.mark.parametrize(("days", "state"), [(1, State.TO_CONFIRM), (15, State.TO_DO)])
def test_a_list_waits_for_its_second_signature(days, state):
    EliminationList.objects.create(
        state="signed", prepared_at=clock.now(), signed_at=clock.now() - timedelta(days=days)
    )
    assert said()["records.second_signature"].state is state


def test_a_box_is_to_be_opened_until_it_is_destroyed():
    box = Box(name="B1", place="Cave", content="A à D", review_on=clock.today())
    review.keep_box(box)
    assert said()["records.boxes"].state is State.TO_DO
    box.destroyed_on = clock.today()
    review.keep_box(box)
    assert "records.boxes" not in said()


def test_an_export_that_is_followed_is_to_be_opened_each_year():
    assert "records.export" not in said()
    one = SoftwareExport(software="Médilune", asked_by="Alice", asked_on=date(2026, 3, 2))
    keep_export(one)
    assert said()["records.export"].state is State.TO_CONFIRM
    one.opened_on, one.opened_by = clock.today(), "Alice"
    keep_export(one)
    assert "records.export" not in said()

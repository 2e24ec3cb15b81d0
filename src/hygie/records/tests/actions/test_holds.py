"""Holds are never silent, and doubtful ones keep."""

from datetime import date, timedelta

import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.patients import duplicates
from hygie.records.actions import holds
from hygie.records.models import FileCategory, Hold
from hygie.records.queries.known import known_of
from hygie.records.rules import Status
from hygie.records.tests.people import a_hold, somebody, told

pytestmark = pytest.mark.usefixtures("alice")


def status_of(patient):
    return known_of(patient).evaluation(clock.today()).outcome.status


def test_an_open_claim_suspends_and_once_closed_its_days_are_added():
    her = somebody()
    before = known_of(her).evaluation(clock.today()).outcome.end
    hold = holds.note_hold(a_hold(her, since=date(2015, 1, 1)))
    assert status_of(her) is Status.SUSPENDED
    holds.lift_hold(hold, until=date(2015, 1, 10))
    outcome = known_of(her).evaluation(clock.today()).outcome
    assert (outcome.end - before).days == 10
    assert told() == ["records.note_hold", "records.lift_hold"]


@pytest.mark.parametrize("kind", ["own", "judicial"])
def test_a_hold_that_is_no_claim_blocks_without_moving_the_end(kind):
    her = somebody()
    before = known_of(her).evaluation(clock.today()).outcome
    holds.note_hold(a_hold(her, kind=kind))
    assert known_of(her).evaluation(clock.today()).outcome == before
    assert known_of(her).is_held(clock.today())


def test_an_open_claim_whose_start_nobody_knows_keeps():
    her = somebody()
    holds.note_hold(a_hold(her, since=None))
    assert status_of(her) is Status.SUSPENDED


def test_a_hold_noted_by_mistake_never_counted_and_stays_readable():
    her = somebody()
    hold = holds.note_hold(a_hold(her))
    holds.withdraw_hold(hold, why="  autre\npatiente ")
    assert status_of(her) is Status.ELIMINABLE
    assert not known_of(her).is_held(clock.today())
    assert Hold.objects.get().withdrawn_why == "autre patiente"


@pytest.mark.parametrize(
    ("fields", "told_why"),
    [
        ({"since": date(2190, 1, 1)}, "dans le futur"),
        ({"since": date(2026, 1, 5), "until": date(2026, 1, 4)}, "finirait avant de commencer"),
        ({"look_again_on": date(2020, 1, 1)}, "déjà passée"),
    ],
)
def test_dates_that_contradict_themselves_are_refused_and_the_record_kept(fields, told_why):
    with pytest.raises(HygieError, match=told_why) as refused:
        holds.note_hold(a_hold(somebody(), **fields))
    assert "reste conservé" in refused.value.message
    assert not Hold.objects.exists()


def test_a_hold_is_not_lifted_in_the_future():
    hold = holds.note_hold(a_hold(somebody()))
    with pytest.raises(HygieError, match="dans le futur"):
        holds.lift_hold(hold, until=clock.today() + timedelta(days=2))
    assert Hold.objects.get().until is None


def test_the_same_hold_sent_twice_is_one():
    hold = a_hold(somebody())
    holds.note_hold(hold)
    holds.note_hold(Hold.objects.get())
    assert Hold.objects.count() == 1
    assert told() == ["records.note_hold", "records.change_hold"]


def test_a_category_keeps_without_an_end_until_it_is_taken_back():
    her = somebody()
    holds.classify(her, category="genetic")
    assert status_of(her) is Status.UNLIMITED
    holds.classify(her, category="")
    assert status_of(her) is Status.ELIMINABLE
    assert not FileCategory.objects.exists()


def test_a_decision_of_the_practice_needs_its_reason():
    her = somebody()
    with pytest.raises(HygieError) as refused:
        holds.classify(her, category="other", reason="  ")
    assert refused.value.code == "records.bad_category"
    holds.classify(her, category="other", reason="essai clinique\u00a0: 30 ans")
    assert "essai clinique" in known_of(her).evaluation(clock.today()).sentence


def test_what_was_said_of_a_file_that_became_hers_is_still_said():
    kept, other = somebody("UNE"), somebody("AUTRE")
    holds.note_hold(a_hold(other, kind="own"))
    holds.classify(other, category="rare")
    kept = duplicates.make_one(kept, other)
    known = known_of(kept)
    assert known.is_held(clock.today())
    assert known.record().category == "rare"
    holds.classify(kept, category="")
    assert known_of(kept).category is None

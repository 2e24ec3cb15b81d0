"""The review on arrays says of each patient what her own page says."""

import random
from datetime import date, timedelta

import pytest

from hygie.core import clock
from hygie.patients import duplicates
from hygie.patients.actions import keep_new_patients
from hygie.patients.models import Patient, PossibleDuplicate
from hygie.records.actions import holds
from hygie.records.actions.review import note_archived
from hygie.records.models import Hold
from hygie.records.queries.known import known_of
from hygie.records.queries.review import why_nothing_is_proposed, year_review
from hygie.records.rules.columns import STATUSES
from hygie.records.rules.outcome import Decider
from hygie.records.rules.review import LATE, Turn
from hygie.records.rules.tables import day_of
from hygie.records.tests.people import a_hold, a_list, at, somebody


@pytest.fixture(autouse=True)
def _read_today(alice):
    a_list(clock.now())


def asked(found=None):
    found = found or year_review()
    rows = [found.row(int(rank)) for rank in found.rows()]
    return {row.patient_id: row.turn for row in rows}


def anyone(draw):
    """An invented patient with any dates, some of which contradict each other."""

    def day(first, last, odds):
        if draw.random() > odds:
            return None
        return date.fromordinal(draw.randint(first.toordinal(), last.toordinal()))

    died_on = day(date(1995, 1, 1), date(2026, 11, 1), 0.3)
    return Patient(
        birth_name="X", local_id=str(draw.random()),
        birth_date=day(date(1900, 1, 1), date(1994, 1, 1), 0.95),
        last_contact=day(date(1994, 2, 28), date(2026, 11, 1), 0.95),
        died_on=died_on, is_deceased=died_on is not None or draw.random() < 0.1,
    )  # fmt: skip


def test_arrays_and_single_records_say_the_same():
    draw = random.Random(20261124)
    people = [anyone(draw) for _ in range(300)]
    keep_new_patients(people, told_as="patients.invent")
    for one in people[:60]:
        since = date(1990, 1, 1) + timedelta(days=draw.randint(0, 13000))
        until = min(clock.today(), since + timedelta(days=draw.randint(0, 900)))
        kind = draw.choice(["amicable", "contentious", "own"])
        holds.note_hold(a_hold(one, since=since, kind=kind,
                               until=draw.choice([None, until])))  # fmt: skip
    for one in people[40:90]:
        holds.classify(one, category=draw.choice(["genetic", "rare"]))
    found = year_review()
    seen = set()
    for rank, patient_id in enumerate(found.ids):
        outcome = known_of(Patient.objects.get(pk=patient_id)).evaluation(found.today).outcome
        mine = (
            STATUSES[found.found.status[rank]],
            day_of(int(found.found.end_prudent[rank])),
            day_of(int(found.found.eliminable_from[rank])),
        )
        assert mine == (outcome.status, outcome.end_prudent, outcome.eliminable_from)
        seen.add(outcome.status)
    assert len(seen) == 6, "every status was met"


def test_a_date_out_of_the_calendar_is_to_be_mended_and_kept():
    her = somebody()
    Patient.objects.update(birth_date=date(1790, 1, 1))
    assert asked() == {her.pk: Turn.MEND}


@pytest.mark.parametrize(("days", "why"), [(0, ""), (36, "old"), (None, "never")])
def test_nothing_is_proposed_on_an_old_list(days, why):
    her, unknown = somebody(), somebody("INCONNUE", last_contact=None)
    made = a_list(clock.now() - timedelta(days=days or 0))
    if days is None:
        made.delete()
    found = year_review()
    assert found.why_nothing == why
    expected = {unknown.pk: Turn.COMPLETE} | ({} if why else {her.pk: Turn.ELIMINATE})
    assert asked(found) == expected


def test_nothing_is_proposed_when_the_clock_went_back(monkeypatch):
    somebody()
    at(monkeypatch, clock.now() - timedelta(days=2))
    assert why_nothing_is_proposed() == "clock"
    assert asked() == {}


def test_two_files_that_may_be_one_person_are_kept():
    her = somebody("DUPONT", birth_date=date(1930, 1, 1))
    other = somebody("DUPOND", birth_date=date(1930, 1, 1))
    assert PossibleDuplicate.objects.exists()
    assert asked() == {her.pk: Turn.HELD, other.pk: Turn.HELD}
    duplicates.tell_apart(PossibleDuplicate.objects.get())
    assert set(asked().values()) == {Turn.ELIMINATE}


def test_what_was_said_of_a_former_file_is_heard():
    kept, other = somebody("UNE"), somebody("AUTRE")
    holds.note_hold(a_hold(other, kind="judicial"))
    kept = duplicates.make_one(kept, other)
    assert asked() == {kept.pk: Turn.HELD}


def test_a_record_is_asked_to_be_archived_once():
    her = somebody(last_contact=date(2015, 3, 1))
    assert asked() == {her.pk: Turn.ARCHIVE}
    note_archived([her.pk])
    assert asked() == {}


def test_a_record_without_end_is_looked_at_again_in_its_year():
    her = somebody(last_contact=date(1990, 1, 1))
    holds.classify(her, category="genetic")
    note_archived([her.pk])
    review = known_of(her).evaluation(clock.today()).outcome.review
    assert asked(year_review(review.year)) == {her.pk: Turn.LOOK_AGAIN}
    assert asked(year_review(review.year - 1)) == {}


def test_lists_by_month_and_reason_the_longest_due_first():
    year = clock.today().year
    late = somebody("TARD", last_contact=date(year - 25, 5, 5))
    somebody("UN", last_contact=date(year - 20, 2, 10))
    dead = somebody("MORTE", last_contact=date(year - 15, 3, 1), is_deceased=True,
                    died_on=date(year - 10, 2, 20))  # fmt: skip
    found = year_review()
    ids = [found.row(int(rank)).patient_id for rank in found.rows(Turn.ELIMINATE)]
    assert ids[0] == late.pk
    assert found.by_month(Turn.ELIMINATE) == {LATE: 1, 2: 2}
    assert found.by_reason(Turn.ELIMINATE) == {Decider.LAST_CONTACT: 2, Decider.DEATH: 1}
    (rank,) = found.rows(Turn.ELIMINATE, month=2, decider=Decider.DEATH)
    assert found.row(int(rank)).patient_id == dead.pk
    assert found.figures()["eliminate_now"] == 3


def test_the_count_is_made_again_only_when_something_was_done():
    her = somebody()
    first = year_review()
    assert year_review() is first
    holds.note_hold(a_hold(her))
    assert year_review() is not first
    assert asked() == {her.pk: Turn.HELD}
    assert Hold.objects.count() == 1


def test_a_practice_without_patients_has_nothing_to_review():
    found = year_review()
    assert len(found.rows()) == 0
    assert found.figures()["patients"] == 0

"""Reads of the letters."""

import pytest

from hygie.patients import duplicates
from hygie.patients.actions import mark_deceased
from hygie.patients.tests.people import somebody
from hygie.records.actions import closing_letters as actions
from hygie.records.models import PatientLetter
from hygie.records.queries import closing_letters as queries
from hygie.records.tests.cast import with_successor

pytestmark = pytest.mark.usefixtures("alice")


def test_letters_are_counted_by_state_and_answer(jeanne, zoe):
    plan = with_successor()
    actions.prepare(plan)
    first = PatientLetter.objects.get(number=1)
    actions.follow(first, state="posted", choice="opposed")
    found = {row.value: row.count for row in queries.counts(plan)}
    assert found == {"to_send": 1, "printed": 0, "posted": 0, "mssante": 0, "returned": 0,
                     "answered": 1}  # fmt: skip
    answers = {row.value: row.count for row in queries.answers(plan)}
    assert answers["opposed"] == 1
    assert "" not in answers
    assert list(queries.letters(plan, choice="opposed")) == [first]
    assert queries.letters(plan, state="to_send").count() == 1


def test_whoever_cannot_be_written_to_is_listed_but_for_the_dead(jeanne):
    lost = somebody("PERDU", "PAUL")
    mark_deceased(somebody("MORT", "PAUL"), died_on=None)
    assert list(queries.without_address()) == [lost]


def test_each_letter_comes_with_its_patient_even_made_one_with_another(jeanne, zoe):
    plan = with_successor()
    actions.prepare(plan)
    gone = PatientLetter.objects.create(
        plan=plan,
        patient_id="0" * 32,
        number=9,
        changed_at=PatientLetter.objects.first().changed_at,
    )
    duplicates.make_one(zoe, jeanne)
    found = {row.number: person for row, person in queries.with_people(queries.letters(plan))}
    assert [found[1], found[2], found[gone.number]] == [zoe, zoe, None]


def test_a_patients_page_says_where_her_letter_is(jeanne):
    assert queries.patient_panel(jeanne.pk) is None, "no closing, nothing to say"
    plan = with_successor()
    assert queries.patient_panel(jeanne.pk).shown["letter"] is None
    actions.prepare(plan)
    assert queries.patient_panel(jeanne.pk).shown["letter"].number == 1
    assert queries.patient_panel("0" * 32) is None

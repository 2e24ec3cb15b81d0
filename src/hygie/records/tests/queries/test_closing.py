"""Reads of a closing."""

from datetime import timedelta

import pytest

from hygie.core import clock
from hygie.practice.models import Practice, Professional
from hygie.records.actions import closing as actions
from hygie.records.models import AbsencePage, ClosingPlan
from hygie.records.queries import closing as queries
from hygie.records.tests.cast import decided, with_successor

pytestmark = pytest.mark.usefixtures("alice")


def test_nothing_is_in_force_before_somebody_decides():
    assert queries.plan_in_force() is None
    assert queries.last_plan() is None
    assert queries.dropped_plan() is None
    assert queries.absence_page() is None


def test_the_words_of_a_plan_come_from_the_practice():
    plan = with_successor()
    about = queries.circumstances(plan)
    assert about.practice == Practice.objects.get().name
    assert about.successor == "Dr Chloé L’Hôte"
    assert about.keeper == "Paul Martin, 5 chemin des Œillets"


def test_a_task_is_late_when_its_day_is_over_and_it_is_not_done():
    plan = decided(closes_on=clock.today() + timedelta(days=20))
    steps = {step.task.task_id: step for step in queries.steps(plan)}
    assert steps["order"].is_late
    assert not steps["archive"].is_late
    actions.tick(plan, "order", done_on=clock.today(), done_by="Alice", note="")
    assert not {s.task.task_id: s for s in queries.steps(plan)}["order"].is_late


def test_a_successor_found_later_changes_the_tasks_and_keeps_what_is_done():
    plan = decided()
    actions.tick(plan, "order", done_on=clock.today(), done_by="Alice", note="")
    plan.has_successor, plan.successor_name = True, "Dr Chloé"
    actions.keep_plan(plan)
    steps = {step.task.task_id: step for step in queries.steps(plan)}
    assert "undertaking" in steps
    assert steps["order"].done


def test_when_all_is_done_nothing_is_next():
    plan = decided()
    for step in queries.steps(plan):
        actions.tick(plan, step.task.task_id, done_on=clock.today(), done_by="A", note="")
    assert queries.next_step(queries.steps(plan)) is None


def test_the_owner_is_the_titulaire(alice):
    assert queries.owner() is None
    Professional.objects.create(member=alice, profession="60")
    assert queries.owner().profession == "60"


def test_a_page_of_absence_is_old_after_a_year():
    page = actions.write_absence_page(AbsencePage(code_holder="P", code_place="C", trusted="P"))
    assert not queries.is_absence_page_old(page)
    page.written_on = clock.today() - timedelta(days=366)
    assert queries.is_absence_page_old(page)


def test_a_closing_over_is_the_last_plan():
    plan = decided()
    ClosingPlan.objects.update(closed_at=clock.now())
    assert queries.plan_in_force() is None
    assert queries.last_plan() == plan

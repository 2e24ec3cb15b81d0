"""Deciding a closing, ticking its tasks, giving it up: nothing is lost, each gesture is told."""

from datetime import timedelta

import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.records.actions import closing as actions
from hygie.records.models import AbsencePage, ClosingPlan, SealedArchive
from hygie.records.queries import closing as queries
from hygie.records.tests.cast import decided, with_successor

pytestmark = pytest.mark.usefixtures("alice")


def told():
    lines = Entry.objects.filter(action__startswith="records.").order_by("number")
    return list(lines.values_list("action", flat=True))


def test_one_closing_is_in_force_and_a_second_is_refused():
    plan = decided()
    assert queries.plan_in_force() == plan
    with pytest.raises(HygieError) as caught:
        decided()
    assert caught.value.code == "records.closing_exists"
    assert told() == ["records.decide_closing"]
    assert plan.decided_by == "Dr Alice Martin"


def test_a_day_in_the_past_is_refused_unless_it_was_not_chosen():
    past = clock.today() - timedelta(days=9)
    with pytest.raises(HygieError, match="plan d’urgence"):
        decided(closes_on=past)
    assert not ClosingPlan.objects.exists()
    assert decided(closes_on=past, reason="death")


def test_a_plan_under_way_is_mended_after_its_day():
    plan = decided()
    ClosingPlan.objects.update(closes_on=clock.today() - timedelta(days=2))
    plan.refresh_from_db()
    plan.keeper_name = "Me Petit"
    assert actions.keep_plan(plan).keeper_name == "Me Petit"
    plan.closes_on = clock.today() - timedelta(days=1)
    with pytest.raises(HygieError, match="passé"):
        actions.keep_plan(plan)


def test_with_a_successor_the_deadline_to_object_is_a_month_before_or_as_said():
    plan = with_successor()
    assert plan.closes_on - plan.opposition_until == timedelta(days=30)
    plan.opposition_until = plan.closes_on + timedelta(days=1)
    with pytest.raises(HygieError) as caught:
        actions.keep_plan(plan)
    assert caught.value.code == "records.opposition_after_closing"
    plan.has_successor = False
    assert actions.keep_plan(plan).opposition_until is None


def test_a_task_is_ticked_corrected_and_taken_back():
    plan = decided()
    day = clock.today()
    actions.tick(plan, "export_asked", done_on=day, done_by="Bruno", note="Chez l’éditeur")
    actions.tick(plan, "export_asked", done_on=day, done_by="Alice", note="Coffre, clé bleue")
    step = queries.steps(plan)[0]
    assert (step.done.done_by, step.done.note) == ("Alice", "Coffre, clé bleue")
    assert queries.next_step(queries.steps(plan)).task.task_id == "boxes_listed"
    actions.untick(plan, "export_asked")
    actions.untick(plan, "export_asked")
    assert queries.next_step(queries.steps(plan)).task.task_id == "export_asked"
    assert told()[1:] == ["records.tick_closing"] * 2 + ["records.untick_closing"]


def test_a_task_of_tomorrow_or_of_nobody_is_not_ticked():
    plan = decided()
    with pytest.raises(HygieError, match="futur"):
        actions.tick(plan, "order", done_on=clock.today() + timedelta(days=1), done_by="", note="")
    with pytest.raises(HygieError, match="n’est pas dans le plan"):
        actions.tick(plan, "undertaking", done_on=clock.today(), done_by="", note="")


def test_a_closing_given_up_is_taken_up_with_what_was_ticked():
    plan = decided()
    actions.tick(plan, "order", done_on=clock.today(), done_by="Alice", note="")
    actions.drop_plan(plan)
    assert queries.plan_in_force() is None
    assert queries.dropped_plan() == plan
    other = decided()
    with pytest.raises(HygieError, match="déjà décidée"):
        actions.take_up_plan(plan)
    actions.drop_plan(other)
    actions.take_up_plan(plan)
    assert any(step.done for step in queries.steps(plan))


def test_a_closing_is_over_once_its_archive_is_sealed_and_can_be_reopened():
    plan = decided()
    with pytest.raises(HygieError) as caught:
        actions.close(plan)
    assert caught.value.code == "records.closing_not_sealed"
    SealedArchive.objects.create(
        plan=plan, kind="closing", file_name="a", size_bytes=1, sha256="", patients=0, documents=0,
        sealed_at=clock.now(), sealed_by="Alice",
    )  # fmt: skip
    actions.close(plan)
    assert queries.plan_in_force() is None
    assert queries.last_plan() == plan
    actions.reopen(plan)
    assert queries.plan_in_force() == plan
    assert told()[-2:] == ["records.close_practice", "records.reopen_closing"]


def test_the_page_of_absence_is_one():
    for name in ("Paul", "Marie"):
        actions.write_absence_page(AbsencePage(code_holder=name, code_place="Coffre", trusted=name))
    assert queries.absence_page().code_holder == "Marie"
    assert AbsencePage.objects.count() == 1
    assert told() == ["records.write_absence_page"] * 2

"""What the check-up is told of a closing; no name of a patient."""

from datetime import timedelta

import pytest

from hygie.core import clock
from hygie.core.findings import State, Who
from hygie.records.actions import closing as actions
from hygie.records.findings_closing import closing_finding
from hygie.records.models import AbsencePage
from hygie.records.queries import closing as queries
from hygie.records.tests.cast import decided

pytestmark = pytest.mark.usefixtures("alice")


def test_without_a_page_of_absence_the_question_is_asked_with_what_to_do():
    found = closing_finding()
    assert found.title == (
        "Pas de plan en cas d’absence ou de décès\u00a0: qui a le code de secours papier\u00a0?"
    )
    assert (found.state, found.answers, found.who) == (State.TO_DO, (20,), Who.OWNER)
    assert found.action == "records:absence"


def test_a_page_written_is_in_place_and_is_read_again_after_a_year():
    page = actions.write_absence_page(AbsencePage(code_holder="P", code_place="C", trusted="P"))
    assert closing_finding().state is State.IN_PLACE
    AbsencePage.objects.update(written_on=page.written_on - timedelta(days=400))
    assert closing_finding().state is State.TO_CONFIRM


def test_a_closing_under_way_says_its_next_step():
    plan = decided(closes_on=clock.today() + timedelta(days=300))
    found = closing_finding()
    assert "Demander à l’éditeur" in found.title
    assert (found.state, found.action) == (State.TO_CONFIRM, "records:closing")
    plan.closes_on = clock.today() + timedelta(days=10)
    actions.keep_plan(plan)
    assert (closing_finding().state, closing_finding().urgency) == (State.TO_DO, 3)
    for step in queries.steps(plan):
        actions.tick(plan, step.task.task_id, done_on=clock.today(), done_by="A", note="")
    assert closing_finding().state is State.IN_PLACE

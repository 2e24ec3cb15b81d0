"""Reads of a closing: the plan in force, what is done, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from hygie.accounts.models import Role
from hygie.core import clock
from hygie.practice.models import Professional
from hygie.practice.queries import practice
from hygie.records.models import AbsencePage, ClosingPlan, DoneTask, SealedArchive
from hygie.records.rules import closing as rules
from hygie.records.rules.closing import Circumstances, Reason, Task

# After that, the person named may have moved or died.
ABSENCE_REVIEW_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class Step:
    """A task of the plan and whether it was done."""

    task: Task
    done: DoneTask | None
    is_late: bool


def plan_in_force() -> ClosingPlan | None:
    """The closing that was decided and is not over."""
    return ClosingPlan.objects.filter(dropped_at=None, closed_at=None).first()


def last_plan() -> ClosingPlan | None:
    """The closing in force, else the one that is over."""
    closed = ClosingPlan.objects.filter(dropped_at=None).order_by("-decided_at")
    return plan_in_force() or closed.first()


def dropped_plan() -> ClosingPlan | None:
    """The last closing given up, which can be taken up again."""
    return ClosingPlan.objects.exclude(dropped_at=None).order_by("-dropped_at").first()


def circumstances(plan: ClosingPlan) -> Circumstances:
    """What a plan's dates and words are made from."""
    keeper = ", ".join(part for part in (plan.keeper_name, plan.keeper_address) if part)
    return Circumstances(
        closes_on=plan.closes_on,
        reason=Reason(plan.reason),
        has_successor=plan.has_successor,
        profession=plan.profession,
        practice=practice().name,
        successor=plan.successor_name,
        keeper=" ".join(keeper.split()),
    )


def steps(plan: ClosingPlan) -> list[Step]:
    """Each task with what was ticked; what was ticked and is asked no more is left out."""
    done = {row.task_id: row for row in plan.done_tasks.all()}
    today = clock.today()
    return [
        Step(
            task=task,
            done=done.get(task.task_id),
            is_late=task.task_id not in done and task.is_late(today),
        )
        for task in rules.plan(circumstances(plan))
    ]


def next_step(found: list[Step]) -> Step | None:
    """The first that is not done."""
    return next((step for step in found if step.done is None), None)


def archives(plan: ClosingPlan, kind: str = "") -> list[SealedArchive]:
    """What was sealed, the latest first."""
    rows = plan.archives.order_by("-sealed_at")
    return list(rows.filter(kind=kind) if kind else rows)


def owner() -> Professional | None:
    """The professional whose practice it is: what she practises, under which numbers."""
    rows = Professional.objects.filter(member__role=Role.OWNER, member__left_at=None)
    return rows.select_related("member").order_by("member__joined_at").first()


def absence_page() -> AbsencePage | None:
    """The page for the day when the professional is not there any more."""
    return AbsencePage.objects.first()


def is_absence_page_old(page: AbsencePage) -> bool:
    """Nobody read it again for a year."""
    return (clock.today() - page.written_on).days > ABSENCE_REVIEW_DAYS

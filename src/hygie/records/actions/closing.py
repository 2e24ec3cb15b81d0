"""The verbs of a closing: decide, change, give up, tick, close. Each writes the journal."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.patients.rules.patient import readable
from hygie.records.models import AbsencePage, ClosingPlan, DoneTask
from hygie.records.models.closing import ArchiveKind
from hygie.records.queries import closing as queries
from hygie.records.rules import closing as rules
from hygie.records.rules.closing import Reason

_TEXTS = ("successor_name", "successor_address", "keeper_name", "keeper_address", "pick_up")


@transaction.atomic
def keep_plan(plan: ClosingPlan) -> ClosingPlan:
    """Decide a closing, or change the one that was decided. Nothing ticked is lost.

    Raises:
        HygieError: `records.closing_past`..., `records.closing_exists`,
            `records.opposition_after_closing`; nothing is changed.
    """
    before = ClosingPlan.objects.filter(pk=plan.pk).first()
    _refuse(plan, before)
    for name in _TEXTS:
        setattr(plan, name, readable(getattr(plan, name)))
    if not plan.has_successor:
        plan.opposition_until = plan.successor_starts_on = None
    elif plan.opposition_until is None:
        plan.opposition_until = _usual_deadline(plan)
    if before is None:
        plan.decided_at, plan.decided_by = clock.now(), actor.current().name
    plan.save(force_insert=before is None)
    action = "records.change_closing" if before else "records.decide_closing"
    record(action, object_type="closing", object_id=plan.pk)
    return plan


def _refuse(plan: ClosingPlan, before: ClosingPlan | None) -> None:
    other = queries.plan_in_force()
    if other is not None and other.pk != plan.pk:
        raise HygieError(
            "records.closing_exists",
            "Une fermeture est déjà décidée. Rien n’a été changé.",
            advice="Modifiez-la, ou abandonnez-la avant d’en décider une autre.",
        )
    # A plan under way may be mended after its day: only a new day is judged.
    if before is None or (before.closes_on, before.reason) != (plan.closes_on, plan.reason):
        rules.refuse_day(plan.closes_on, reason=Reason(plan.reason), today=clock.today())
    if plan.has_successor and plan.opposition_until and plan.opposition_until > plan.closes_on:
        raise HygieError(
            "records.opposition_after_closing",
            "Le dernier jour pour s’opposer vient après la fermeture\u00a0: les dossiers "
            "seraient déjà "
            "transmis. Rien n’a été changé.",
            advice="Choisissez un jour avant la fermeture.",
        )


def _usual_deadline(plan: ClosingPlan) -> date | None:
    found = rules.plan(queries.circumstances(plan))
    return next((t.due_on for t in found if t.task_id == "opposition_deadline"), None)


@transaction.atomic
def drop_plan(plan: ClosingPlan) -> None:
    """Give a closing up; what was ticked and written stays, and it can be taken up again."""
    plan.dropped_at = clock.now()
    plan.save(update_fields=["dropped_at"])
    record("records.drop_closing", object_type="closing", object_id=plan.pk)


@transaction.atomic
def take_up_plan(plan: ClosingPlan) -> None:
    """Take up a closing that was given up.

    Raises:
        HygieError: `records.closing_exists`.
    """
    _refuse(plan, plan)
    plan.dropped_at = None
    plan.save(update_fields=["dropped_at"])
    record("records.take_up_closing", object_type="closing", object_id=plan.pk)


@transaction.atomic
def tick(plan: ClosingPlan, task_id: str, *, done_on: date, done_by: str, note: str) -> DoneTask:
    """Say that a task is done, by whom and when; ticked twice, the second corrects the first.

    Raises:
        HygieError: `records.unknown_task`, `records.done_in_future`.
    """
    known = {step.task.task_id for step in queries.steps(plan)}
    if task_id not in known:
        raise HygieError("records.unknown_task", "Cette tâche n’est pas dans le plan.")
    if done_on > clock.today():
        raise HygieError(
            "records.done_in_future",
            "Ce jour est dans le futur\u00a0: la tâche n’est pas notée comme faite.",
            advice="Notez-la le jour où elle sera faite.",
        )
    done, _ = DoneTask.objects.update_or_create(
        plan=plan,
        task_id=task_id,
        defaults={
            "done_on": done_on,
            "done_by": readable(done_by),
            "note": readable(note),
            "noted_at": clock.now(),
            "noted_by": actor.current().name,
        },
    )
    record("records.tick_closing", object_type="closing_task", object_id=task_id)
    return done


@transaction.atomic
def untick(plan: ClosingPlan, task_id: str) -> None:
    """Take a tick back: it is to be done again."""
    gone, _ = DoneTask.objects.filter(plan=plan, task_id=task_id).delete()
    if gone:
        record("records.untick_closing", object_type="closing_task", object_id=task_id)


@transaction.atomic
def close(plan: ClosingPlan) -> None:
    """Say that the closing is over: the archive is sealed and was read again.

    Raises:
        HygieError: `records.closing_not_sealed`.
    """
    if not plan.archives.filter(kind=ArchiveKind.CLOSING).exists():
        raise HygieError(
            "records.closing_not_sealed",
            "L’archive de fermeture n’est pas encore scellée. La fermeture reste ouverte.",
            advice="Scellez l’archive, essayez-la sur un autre ordinateur, puis revenez ici.",
        )
    plan.closed_at = clock.now()
    plan.save(update_fields=["closed_at"])
    record("records.close_practice", object_type="closing", object_id=plan.pk)


@transaction.atomic
def reopen(plan: ClosingPlan) -> None:
    """The closing was said to be over too early.

    Raises:
        HygieError: `records.closing_exists`.
    """
    _refuse(plan, plan)
    plan.closed_at = None
    plan.save(update_fields=["closed_at"])
    record("records.reopen_closing", object_type="closing", object_id=plan.pk)


@transaction.atomic
def write_absence_page(page: AbsencePage) -> AbsencePage:
    """Keep the page for the day when the professional is not there any more; there is one."""
    page.pk = 1
    page.written_on, page.written_by = clock.today(), actor.current().name
    page.save()
    record("records.write_absence_page", object_type="absence_page")
    return page

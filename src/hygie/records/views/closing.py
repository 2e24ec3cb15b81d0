"""The plan of a closing on screen, its tasks and its papers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts import sessions
from hygie.accounts.actions import drop_draft
from hygie.accounts.errors import show_on
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.records.actions import closing as actions
from hygie.records.actions import closing_sheets as sheets
from hygie.records.forms.closing import AbsenceForm, PlanForm, TickForm
from hygie.records.models import ClosingPlan
from hygie.records.queries import apart
from hygie.records.queries import closing as queries
from hygie.records.queries import closing_letters as letters
from hygie.records.rules import closing_papers


def closing(request: HttpRequest) -> HttpResponse:
    """The plan, the next action, what is done; or what to know before deciding."""
    plan = queries.last_plan()
    if plan is None:
        page = {"dropped": queries.dropped_plan(), "absence": queries.absence_page()}
        return render(request, "records/closing_none.html", page)
    steps = queries.steps(plan)
    shown = {
        "plan": plan,
        "headline": sheets.headline(plan),
        "steps": steps,
        "next": queries.next_step(steps),
        "done": sum(step.done is not None for step in steps),
        "counts": letters.counts(plan),
        "archives": queries.archives(plan),
        "apart": apart.apart_panel(),
        "today": clock.today(),
    }
    return render(request, "records/closing.html", shown)


def plan_or_404() -> ClosingPlan:
    """The closing in force, for pages that need one."""
    plan = queries.plan_in_force()
    if plan is None:
        raise Http404
    return plan


def decide(request: HttpRequest) -> HttpResponse:
    """Decide a closing, or change it."""
    plan = queries.plan_in_force()
    owner = queries.owner()
    first = {} if plan else {"profession": owner.profession if owner else None}
    form = PlanForm(request.POST or None, instance=plan, initial=first)
    if form.is_valid():
        with show_on(form, field="closes_on"):
            actions.keep_plan(form.instance)
            return _done(request, "Le plan est daté.", "records:closing")
    return render(request, "records/closing_decide.html", {"form": form, "plan": plan})


def _done(request: HttpRequest, told: str, where: str) -> HttpResponse:
    drop_draft(sessions.signed_in(request), path=request.path)
    messages.success(request, told)
    return redirect(where)


def drop(request: HttpRequest) -> HttpResponse:
    """Give the closing up, once asked whether one is sure."""
    plan = plan_or_404()
    if request.method != "POST":
        return render(request, "records/closing_drop.html", {"plan": plan})
    actions.drop_plan(plan)
    return _done(
        request, "La fermeture est abandonnée. Vous pouvez la reprendre.", "records:closing"
    )


@require_POST
def take_up(request: HttpRequest) -> HttpResponse:
    """Take up the closing that was given up last."""
    plan = queries.dropped_plan()
    if plan is None:
        return redirect("records:closing")
    return _try(request, lambda: actions.take_up_plan(plan), "Le plan est repris tel qu’il était.")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Say that the closing is over."""
    plan = plan_or_404()
    return _try(request, lambda: actions.close(plan), "La fermeture est terminée.")


@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """It was not over."""
    plan = queries.last_plan()
    if plan is None or plan.closed_at is None:
        return redirect("records:closing")
    return _try(request, lambda: actions.reopen(plan), "La fermeture est rouverte.")


def _try(request: HttpRequest, act: object, told: str) -> HttpResponse:
    try:
        act()  # type: ignore[operator]
    except HygieError as error:
        messages.error(request, str(error))
        return redirect("records:closing")
    return _done(request, told, "records:closing")


def task(request: HttpRequest, task_id: str) -> HttpResponse:
    """One task: why, its text, who said so; tick it."""
    plan = plan_or_404()
    step = next((s for s in queries.steps(plan) if s.task.task_id == task_id), None)
    if step is None:
        raise Http404
    first = {"done_on": clock.today(), "done_by": sessions.signed_in(request).name}
    if step.done:
        first = {"done_on": step.done.done_on, "done_by": step.done.done_by}
    note = step.done.note if step.done else apart.task_note(task_id)
    form = TickForm(request.POST or None, initial=first | {"note": note})
    form.fields["note"].help_text = step.task.ask
    if form.is_valid():
        with show_on(form, field="done_on"):
            actions.tick(plan, task_id, **form.cleaned_data)
            return _done(request, "C’est noté.", "records:closing")
    shown = {"form": form, "step": step, "plan": plan}
    if task_id in apart.TASKS:
        shown["apart"] = apart.apart_panel()
    return render(request, "records/closing_task.html", shown)


@require_POST
def untick(request: HttpRequest, task_id: str) -> HttpResponse:
    """A task is to be done again."""
    actions.untick(plan_or_404(), task_id)
    return _done(request, "La tâche est de nouveau à faire.", "records:closing")


def paper(request: HttpRequest, name: str) -> HttpResponse:
    """A paper of the closing."""
    plan = queries.last_plan()
    if plan is None or name not in {"plan", "apart", *closing_papers.names()}:
        raise Http404
    if name == "apart":
        return pdf(sheets.apart_sheet())
    return pdf(sheets.plan_sheet(plan) if name == "plan" else sheets.words_sheet(plan, name))


def pdf(content: bytes) -> HttpResponse:
    """A paper, shown by the browser."""
    return HttpResponse(content, content_type="application/pdf")


def absence(request: HttpRequest) -> HttpResponse:
    """The page for the day when the professional is not there any more."""
    page = queries.absence_page()
    form = AbsenceForm(request.POST or None, instance=page, initial=apart.for_absence(page))
    if form.is_valid():
        actions.write_absence_page(form.instance)
        return _done(request, "La page est écrite. Imprimez-la.", "records:absence")
    shown = {"form": form, "page": page, "is_old": page and queries.is_absence_page_old(page)}
    return render(request, "records/closing_absence.html", shown)


def absence_paper(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    page = queries.absence_page()
    if page is None:
        raise Http404
    return pdf(sheets.absence_sheet(page))

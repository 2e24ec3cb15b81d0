"""The letters to patients: made, written to a folder, followed one by one or together."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts.errors import show_on
from hygie.core.errors import HygieError
from hygie.patients.actions import look_at, tell_search
from hygie.patients.models import Patient
from hygie.patients.queries import patient
from hygie.records.actions import closing_letters as actions
from hygie.records.actions import closing_runs as runs
from hygie.records.actions import closing_sheets as sheets
from hygie.records.forms.closing import FolderForm, LetterForm
from hygie.records.models import PatientLetter
from hygie.records.models.closing import Choice, LetterState
from hygie.records.queries import closing_letters as queries
from hygie.records.views.closing import pdf, plan_or_404

LETTERS_A_PAGE = 50


def letters(request: HttpRequest) -> HttpResponse:
    """Where the letters are, and the next gesture."""
    plan = plan_or_404()
    form = FolderForm(request.POST or None)
    if form.is_valid():
        with show_on(form, field="folder"):
            folder = form.cleaned_data["folder"]
            runs.start(
                "letters",
                lambda run: actions.print_letters(
                    plan, folder, progress=run.progress, is_stopped=run.stop.is_set
                ),
            )
            return redirect("records:closing_letters")
    counts = {row.value: row for row in queries.counts(plan)}
    shown = {
        "plan": plan,
        "form": form,
        "counts": counts.values(),
        "to_send": counts[LetterState.TO_SEND].count,
        "printed": counts[LetterState.PRINTED].count,
        "posted": counts[LetterState.POSTED].count,
        "answers": queries.answers(plan),
        "without_address": queries.without_address().count(),
        "run": runs.last("letters"),
    }
    return render(request, "records/closing_letters.html", shown)


def progress(request: HttpRequest) -> HttpResponse:
    """How far the work under way is."""
    return render(request, "records/closing_run.html", {"run": runs.last()})


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop the work under way; what it did is kept."""
    run = runs.last()
    if run is not None:
        run.stop.set()
    messages.success(request, "L’arrêt est demandé. Ce qui est fait est gardé.")
    return redirect("records:closing")


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """A letter for each patient who has none."""
    done = actions.prepare(plan_or_404())
    messages.success(
        request,
        f"{done.made} lettres sont prêtes à faire. "
        f"{done.without_address} patients vivants n’ont pas d’adresse\u00a0: affichez et dites-le.",
    )
    return redirect("records:closing_letters")


@require_POST
def posted(request: HttpRequest) -> HttpResponse:
    """The printed letters went away; or they did not."""
    act = actions.take_back_posted if request.POST.get("back") else actions.mark_posted
    count = act(plan_or_404())
    messages.success(request, f"{count} lettres ont changé d’état.")
    return redirect("records:closing_letters")


def listed(request: HttpRequest, kind: str) -> HttpResponse:
    """The letters of one state or answer; or the patients whom none can reach."""
    plan = plan_or_404()
    tell_search()
    if kind == "sans-adresse":
        people = Paginator(queries.without_address(), LETTERS_A_PAGE).get_page(
            request.GET.get("page")
        )
        return render(request, "records/closing_list.html", {"page": people, "people": people})
    if kind not in {*LetterState.values, *filter(None, Choice.values), "toutes"}:
        raise Http404
    state = kind if kind in LetterState.values else ""
    choice = kind if kind in Choice.values else ""
    rows = queries.letters(plan, state=state, choice=choice)
    page = Paginator(rows, LETTERS_A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "letters": list(queries.with_people(page))}
    return render(request, "records/closing_list.html", shown)


def letter(request: HttpRequest, number: int) -> HttpResponse:
    """One letter: where it is, the answer, the copy and its receipt."""
    row, person = _found(number)
    has_successor = row.plan.has_successor
    form = LetterForm(request.POST or None, instance=row, has_successor=has_successor)
    if form.is_valid():
        with show_on(form):
            actions.follow(row, **form.cleaned_data)
            messages.success(request, "C’est noté.")
            return redirect("records:closing_letter", row.number)
    if request.method != "POST":
        look_at(person)
    shown = {"form": form, "letter": row, "patient": person}
    return render(request, "records/closing_letter.html", shown)


def _found(number: int) -> tuple[PatientLetter, Patient]:
    row = get_object_or_404(PatientLetter, plan=plan_or_404(), number=number)
    person = patient(row.patient_id)
    if person is None:
        raise Http404
    return row, person


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """The letter is to be made again; its number stays."""
    row, _ = _found(number)
    actions.write_again(row)
    messages.success(request, "Elle sera refaite avec les prochaines lettres, sous le même numéro.")
    return redirect("records:closing_letter", row.number)


@require_POST
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Send it by MSSanté, where a room can."""
    row, _ = _found(number)
    try:
        messages.success(request, actions.send_by_mssante(row).how)
    except HygieError as error:
        messages.error(request, str(error))
    return redirect("records:closing_letter", number)


def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The receipt to sign."""
    row, person = _found(number)
    look_at(person)
    return pdf(sheets.receipt(row, person))

"""Sealing: the archive of closing, the successor's set, a patient's copy. For the owner alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts.errors import show_on
from hygie.patients.actions import look_at
from hygie.patients.queries import patient
from hygie.records.actions import closing_archive as actions
from hygie.records.actions import closing_runs as runs
from hygie.records.actions import closing_sheets as sheets
from hygie.records.actions.closing_filling import Wanted
from hygie.records.forms.closing import FolderForm, SealForm, TransferForm
from hygie.records.models import PatientLetter, SealedArchive
from hygie.records.models.closing import ArchiveKind
from hygie.records.queries import closing as queries
from hygie.records.queries import closing_archive
from hygie.records.queries.apart import apart_panel
from hygie.records.views.closing import pdf, plan_or_404

# The passphrase of the archive, until it was typed back: in the session's memory alone.
CODE = "closing_code"


def archive(request: HttpRequest) -> HttpResponse:
    """The archive in three gestures: print the paper, type its code, seal."""
    plan = plan_or_404()
    form = SealForm(request.POST or None)
    if form.is_valid():
        with show_on(form):
            folder, typed = form.cleaned_data["folder"], form.cleaned_data["code"]
            actions.check_code(plan, typed)
            runs.start(
                "closing",
                lambda run: actions.seal_what_remains(
                    plan, folder, typed=typed, progress=run.progress, is_stopped=run.stop.is_set
                ),
            )
            request.session.pop(CODE, None)
            return redirect("records:closing_archive")
    shown = {
        "plan": plan,
        "form": form,
        "code": request.session.get(CODE),
        "archives": queries.archives(plan, ArchiveKind.CLOSING),
        "run": runs.last("closing"),
        "apart": apart_panel(),
    }
    return render(request, "records/closing_archive.html", shown)


@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Draw the archive's key and its code."""
    request.session[CODE] = actions.make_key(plan_or_404())
    return redirect("records:closing_archive")


def archive_paper(request: HttpRequest) -> HttpResponse:
    """The code on paper, while this session still holds it."""
    code = request.session.get(CODE)
    if not code:
        return redirect("records:closing_archive")
    return pdf(sheets.code_sheet(ArchiveKind.CLOSING, str(code)))


def transfer(request: HttpRequest) -> HttpResponse:
    """What goes to the successor: chosen, sealed, listed."""
    plan = plan_or_404()
    if not plan.has_successor:
        raise Http404
    ids = closing_archive.people(ArchiveKind.TRANSFER, plan)
    kinds = closing_archive.kinds_of_documents(ids)
    form = TransferForm(request.POST or None, kinds=kinds)
    if form.is_valid():
        with show_on(form, field="folder"):
            chosen = form.cleaned_data.get("kinds", [])
            wanted = Wanted(
                kind=ArchiveKind.TRANSFER, plan=plan, folder=form.cleaned_data["folder"],
                without=actions.kinds_left_out(chosen, kinds),
            )  # fmt: skip
            _start(wanted)
            return redirect("records:closing_transfer")
    shown = {
        "plan": plan,
        "form": form,
        "count": len(ids),
        "opposed": len(closing_archive.opposed()),
        "archives": queries.archives(plan, ArchiveKind.TRANSFER),
        "run": runs.last("transfer"),
    }
    return render(request, "records/closing_transfer.html", shown)


def _start(wanted: Wanted) -> None:
    runs.start(
        wanted.kind.value,
        lambda run: actions.seal_for_other(
            wanted, progress=run.progress, is_stopped=run.stop.is_set
        ),
    )


def copy(request: HttpRequest, number: int) -> HttpResponse:
    """A patient's copy, sealed on a key with a code of its own."""
    row = get_object_or_404(PatientLetter, plan=plan_or_404(), number=number)
    person = patient(row.patient_id)
    if person is None:
        raise Http404
    form = FolderForm(request.POST or None)
    if form.is_valid():
        with show_on(form, field="folder"):
            folder = form.cleaned_data["folder"]
            _start(Wanted(kind=ArchiveKind.COPY, plan=row.plan, folder=folder, patient=person))
            return redirect("records:closing_copy", number)
    look_at(person)
    count = len(closing_archive.leaving_documents(person))
    shown = {"form": form, "letter": row, "patient": person, "count": count,
             "run": runs.last("copy")}  # fmt: skip
    return render(request, "records/closing_copy.html", shown)


def code_paper(request: HttpRequest) -> HttpResponse:
    """The code of what was just sealed for somebody, while it is in memory."""
    run = runs.last()
    if run is None or not isinstance(run.outcome, tuple):
        return redirect("records:closing")
    sealed, code = run.outcome
    return pdf(sheets.code_sheet(ArchiveKind(sealed.kind), code, archive=sealed))


def transfer_paper(request: HttpRequest, archive_id: str) -> HttpResponse:
    """The list of what the successor received, and the receipt."""
    plan = plan_or_404()
    found = get_object_or_404(SealedArchive, pk=archive_id, plan=plan, kind=ArchiveKind.TRANSFER)
    return pdf(sheets.transfer_sheet(plan, found))

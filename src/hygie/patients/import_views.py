"""Importing a list of patients, in three pages: the file, its columns, what was done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts import sessions
from hygie.accounts.errors import show_on
from hygie.patients import desk, lists, queries, shown_import
from hygie.patients.import_forms import ColumnsForm, ListForm


def choose(request: HttpRequest) -> HttpResponse:
    """Send the file."""
    member = sessions.signed_in(request)
    is_sent = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if is_sent else ListForm()
    if form.is_valid():
        with show_on(form, field="file"):
            sent = form.cleaned_data["file"]
            desk.put(member, lists.look_into(sent.read(), file_name=sent.name))
            return redirect("patients:import_columns")
    shown = {"form": form, "on_desk": desk.of(member), "last_import": queries.last_import()}
    return render(request, "patients/import.html", shown)


def columns(request: HttpRequest) -> HttpResponse:
    """Say what the columns mean, see ten lines as they will be understood, begin."""
    member = sessions.signed_in(request)
    on_desk = desk.of(member)
    if on_desk is None or on_desk.worker is not None:
        return redirect("patients:import_progress" if on_desk else "patients:import")
    form = ColumnsForm(on_desk.choice, request.POST or None)
    if form.is_valid():
        with show_on(form):
            on_desk.choice = shown_import.chosen(on_desk.choice, form, request.POST)
            if "start" in request.POST:
                desk.start(on_desk, member)
                return redirect("patients:import_progress")
            return redirect("patients:import_columns")
    page = shown_import.columns_page(on_desk.choice, form)
    return render(request, "patients/import_columns.html", page)


def progress(request: HttpRequest) -> HttpResponse:
    """How far it is, then what was done."""
    on_desk = desk.of(sessions.signed_in(request))
    is_asked_again = bool(request.headers.get("HX-Request"))
    if on_desk is None or on_desk.worker is None:
        return redirect("patients:import_columns" if on_desk else "patients:import")
    if on_desk.is_running:
        part = "import_bar" if is_asked_again else "import_progress"
        return render(request, f"patients/{part}.html", {"on_desk": on_desk})
    if is_asked_again:
        return HttpResponse(status=204, headers={"HX-Redirect": request.path})
    return render(request, "patients/import_report.html", shown_import.report_page(on_desk))


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop the import: nothing is written. Or throw away the list that waits."""
    member = sessions.signed_in(request)
    on_desk = desk.of(member)
    if on_desk is not None and on_desk.is_running:
        on_desk.stop.set()
        return redirect("patients:import_progress")
    desk.clear(member)
    return redirect("patients:patients")


def refused(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The refused lines, to mend and import again."""
    on_desk = desk.of(sessions.signed_in(request))
    if on_desk is None or on_desk.report is None:
        return redirect("patients:import")
    return StreamingHttpResponse(
        lists.refused_lines(on_desk.choice, on_desk.report.refused),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lignes-refusees.csv"'},
    )

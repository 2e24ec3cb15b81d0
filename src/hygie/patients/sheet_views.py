"""The page that reads a printed INS sheet: by a scanner, or from a photograph, a scan or a PDF.

What was read waits in the session, which is in memory alone: a page sent again asks nothing twice.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hygie.core.errors import HygieError
from hygie.patients import actions, queries, sheet, sheet_session
from hygie.patients.rules import datamatrix


def sheet_page(request: HttpRequest) -> HttpResponse:
    """Read a sheet, and show of whom it is."""
    if request.method == "POST":
        return _read(request)
    shown: dict[str, object] = {}
    if text := sheet_session.code(request):
        try:
            shown["reading"] = found = sheet.read(text)
            if found.known or found.alike:
                actions.tell_search()
        except HygieError as error:
            shown["error"] = error
    return render(request, "patients/sheet.html", shown)


def _read(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    try:
        if file is None and "code" not in request.POST:
            raise sheet.nothing_came()
        text = sheet.code_in(file.read()) if file else request.POST["code"]
    except HygieError as error:
        sheet_session.forget(request)
        return render(request, "patients/sheet.html", {"error": error})
    return sheet_session.go_and_read(request, text)


@require_POST
def keep_sheet(request: HttpRequest) -> HttpResponse:
    """Write what was read in a patient's file, or in a new one."""
    text = sheet_session.code(request)
    if not text:
        return redirect("patients:sheet")
    kept = sheet.keep(
        datamatrix.read(text),
        patient=queries.patient(request.POST.get("patient_id", "")),
        is_identity_checked="checked" in request.POST,
    )
    sheet_session.forget(request)
    for warning in actions.warnings_about(kept):
        messages.warning(request, warning)
    messages.success(request, f"L’INS de {kept} est enregistrée.")
    return redirect("patients:patient", kept.pk)


@require_POST
def drop_sheet(request: HttpRequest) -> HttpResponse:
    """Forget what was read."""
    sheet_session.forget(request)
    return redirect("patients:sheet")

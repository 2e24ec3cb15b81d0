"""What is beside Hygie, on screen: the boxes of paper and the software's export."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hygie.accounts import sessions
from hygie.accounts.actions import drop_draft
from hygie.accounts.errors import show_on
from hygie.accounts.models import new_id
from hygie.core import clock
from hygie.patients import queries as patients
from hygie.records.actions import exports
from hygie.records.actions import review as actions
from hygie.records.forms.apart import BoxForm, ExportForm
from hygie.records.models import Box, SoftwareExport
from hygie.records.queries.apart import apart_page


def boxes(request: HttpRequest) -> HttpResponse:
    """Where the paper and the export are, what they hold, when to look at them again."""
    return render(request, "records/review_boxes.html", apart_page())


def box(request: HttpRequest, box_id: str = "") -> HttpResponse:
    """Add or change a box; the page sent twice adds one."""
    sent = get_object_or_404(Box, pk=box_id) if box_id else None
    known = sent or Box.objects.filter(pk=request.POST.get("box_id", "")).first()
    form = BoxForm(request.POST or None, instance=known, initial={"box_id": new_id()})
    if form.is_valid():
        kept = form.save(commit=False)
        kept.box_id = (known.pk if known else form.cleaned_data["box_id"]) or kept.box_id
        actions.keep_box(kept)
        return _done(request, f"La boîte est enregistrée. À revoir le {kept.review_on:%d/%m/%Y}.")
    return render(request, "records/review_box.html", {"form": form, "box": sent})


def export(request: HttpRequest, export_id: str = "") -> HttpResponse:
    """Note or change an export; the page sent twice notes one."""
    sent = get_object_or_404(SoftwareExport, pk=export_id) if export_id else None
    known = sent or SoftwareExport.objects.filter(pk=request.POST.get("export_id", "")).first()
    form = ExportForm(request.POST or None, instance=known, initial=_first(request))
    if form.is_valid():
        with show_on(form):
            kept = form.save(commit=False)
            kept.export_id = (known.pk if known else form.cleaned_data["export_id"]) or kept.pk
            exports.keep_export(kept)
            return _done(request, "L’export est noté.")
    return render(request, "records/apart_export.html", {"form": form, "export": sent})


def _first(request: HttpRequest) -> dict[str, object]:
    last = patients.last_import()
    return {
        "export_id": new_id(),
        "software": last.source_label if last else "",
        "asked_by": sessions.signed_in(request).name,
        "asked_on": clock.today(),
    }


def _done(request: HttpRequest, told: str) -> HttpResponse:
    drop_draft(sessions.signed_in(request), path=request.path)
    messages.success(request, told)
    return redirect("records:boxes")

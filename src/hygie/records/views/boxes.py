"""The boxes of paper on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hygie.accounts import sessions
from hygie.accounts.actions import drop_draft
from hygie.accounts.models import new_id
from hygie.records.actions import review as actions
from hygie.records.forms.review import BoxForm
from hygie.records.models import Box
from hygie.records.queries import shown_review as shown


def boxes(request: HttpRequest) -> HttpResponse:
    """Where the paper is, what it holds, when to look at it again."""
    return render(request, "records/review_boxes.html", shown.boxes_page())


def box(request: HttpRequest, box_id: str = "") -> HttpResponse:
    """Add or change a box; the page sent twice adds one."""
    sent = get_object_or_404(Box, pk=box_id) if box_id else None
    known = sent or Box.objects.filter(pk=request.POST.get("box_id", "")).first()
    form = BoxForm(request.POST or None, instance=known, initial={"box_id": new_id()})
    if form.is_valid():
        kept = form.save(commit=False)
        kept.box_id = (known.pk if known else form.cleaned_data["box_id"]) or kept.box_id
        actions.keep_box(kept)
        drop_draft(sessions.signed_in(request), path=request.path)
        messages.success(request, "La boîte est enregistrée.")
        return redirect("records:boxes")
    return render(request, "records/review_box.html", {"form": form, "box": sent})

"""The durations on screen: those of the texts, and those that the practice chose."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts import sessions
from hygie.accounts.actions import drop_draft
from hygie.accounts.errors import show_on
from hygie.records.actions import durations as actions
from hygie.records.forms.durations import AskForm, OwnClassForm
from hygie.records.models import OwnClass
from hygie.records.models.durations import new_class_id
from hygie.records.queries import durations as queries


def durations(request: HttpRequest) -> HttpResponse:
    """How long each kind of document is kept, and until when one of them is."""
    form = AskForm(request.GET if "sorte" in request.GET else None)
    told = None
    if form.is_valid():
        asked = form.cleaned_data
        told = queries.explained(asked["sorte"], asked["jour"], born=asked["naissance"])
    page = queries.durations_page()
    return render(request, "records/durations.html", {**page, "form": form, "told": told})


def own_class(request: HttpRequest, class_id: str = "") -> HttpResponse:
    """Add or change a class of the practice; the page sent twice adds one."""
    sent = get_object_or_404(OwnClass, pk=class_id) if class_id else None
    known = sent or OwnClass.objects.filter(pk=request.POST.get("class_id", "")).first()
    form = OwnClassForm(request.POST or None, instance=known, initial={"class_id": new_class_id()})
    if form.is_valid():
        row = form.save(commit=False)
        row.class_id = (known.pk if known else form.cleaned_data["class_id"]) or row.class_id
        with show_on(form):
            actions.keep_class(row)
            return _done(request, f"«\u00a0{row.label}\u00a0»\u00a0: la durée est enregistrée.")
    return render(request, "records/duration_own.html", {"form": form, "own": sent})


@require_POST
def withdraw_class(request: HttpRequest, class_id: str) -> HttpResponse:
    """Offer a class no more."""
    row = get_object_or_404(OwnClass, pk=class_id)
    actions.withdraw_class(row)
    return _done(request, f"«\u00a0{row}\u00a0» est retirée. Vous pouvez la remettre plus bas.")


@require_POST
def put_back_class(request: HttpRequest, class_id: str) -> HttpResponse:
    """It was withdrawn by mistake."""
    row = get_object_or_404(OwnClass, pk=class_id)
    actions.put_back_class(row)
    return _done(request, f"«\u00a0{row}\u00a0» est remise.")


def _done(request: HttpRequest, told: str) -> HttpResponse:
    drop_draft(sessions.signed_in(request), path=request.path)
    messages.success(request, told)
    return redirect("records:durations")

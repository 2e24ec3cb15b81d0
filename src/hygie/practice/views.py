"""The practice's sheet: who, where, computers, disks, suppliers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hygie.accounts import sessions
from hygie.accounts.actions import drop_draft
from hygie.accounts.errors import show_on
from hygie.core import files
from hygie.practice import actions, first_run, forms, queries
from hygie.practice.models import Professional
from hygie.storage import keyfile

LIST_OF_KIND = {
    "computer": "practice:computers",
    "disk": "practice:disks",
    "supplier": "practice:suppliers",
}


def begin(request: HttpRequest) -> HttpResponse:
    """The first day: make the base, and the practice in it."""
    if keyfile.exists(files.home()):
        return redirect("accounts:sign_in")
    if not first_run.is_invited(request.session, request.GET.get("cle", "")):
        return render(request, "practice/not_invited.html", status=403)
    form = forms.Begin(request.POST or None)
    if form.is_valid():
        with show_on(form):
            member, code = actions.found(form.cleaned_data)
            sessions.start(request.session, member.member_id)
            request.session[sessions.RECOVERY_CODE] = code
            return redirect("accounts:recovery")
    return render(request, "practice/begin.html", {"form": form})


def practice(request: HttpRequest) -> HttpResponse:
    """Name, address, numbers of the practice."""
    form = forms.PracticeForm(request.POST or None, instance=queries.practice())
    if form.is_valid():
        actions.describe_practice(form.save(commit=False))
        return _saved(request, "practice:practice")
    return render(request, "practice/practice.html", {"form": form})


def professional(request: HttpRequest) -> HttpResponse:
    """One's own profession and numbers."""
    member = sessions.signed_in(request)
    known = Professional.objects.filter(member=member).first()
    form = forms.ProfessionalForm(request.POST or None, initial=vars(known) if known else {})
    if form.is_valid():
        actions.describe_professional(member, **form.cleaned_data)
        return _saved(request, "practice:professional")
    return render(request, "practice/professional.html", {"form": form})


def _saved(request: HttpRequest, url_name: str) -> HttpResponse:
    drop_draft(sessions.signed_in(request), path=request.path)
    messages.success(request, "C’est enregistré.")
    return redirect(url_name)


def computers(request: HttpRequest) -> HttpResponse:
    """The practice's computers."""
    return _list(request, "computer", queries.computers())


def disks(request: HttpRequest) -> HttpResponse:
    """The practice's external disks."""
    return _list(request, "disk", queries.disks())


def suppliers(request: HttpRequest) -> HttpResponse:
    """The practice's suppliers."""
    shown = {"contacts": queries.emergency_contacts()}
    return _list(request, "supplier", queries.suppliers(), **shown)


def _list(
    request: HttpRequest, kind: str, things: models.QuerySet[Any], **more: object
) -> HttpResponse:
    shown = {"things": things, "kind": kind, **more}
    return render(request, f"practice/{kind}s.html", shown)


def edit(request: HttpRequest, kind: str, thing_id: str = "") -> HttpResponse:
    """Add or change a computer, a disk or a supplier."""
    thing = _thing(kind, thing_id) if thing_id else None
    form = forms.OF_KIND[kind](request.POST or None, instance=thing)
    if form.is_valid():
        actions.keep(form.save(commit=False))
        return _saved(request, LIST_OF_KIND[kind])
    shown = {"form": form, "kind": kind, "thing": thing, "back": LIST_OF_KIND[kind]}
    return render(request, "practice/edit.html", shown)


def remove(request: HttpRequest, kind: str, thing_id: str) -> HttpResponse:
    """Take off the list, asked twice."""
    thing = _thing(kind, thing_id)
    if request.method == "POST":
        name = str(thing)
        actions.remove(thing)
        messages.success(request, f"« {name} » est retiré de la liste.")
        return redirect(LIST_OF_KIND[kind])
    shown = {"thing": thing, "kind": kind, "back": LIST_OF_KIND[kind]}
    return render(request, "practice/remove.html", shown)


def _thing(kind: str, thing_id: str) -> models.Model:
    model: type[models.Model] = forms.OF_KIND[kind]._meta.model
    return get_object_or_404(model, pk=thing_id)

"""The list of the requests, one request, and what the whole team may do with it."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts import sessions
from hygie.accounts.actions import drop_draft
from hygie.accounts.errors import show_on
from hygie.accounts.models import Role, new_id
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.patients import queries as patients
from hygie.patients import search
from hygie.patients.actions import tell_search
from hygie.records.actions import requests as actions
from hygie.records.actions import requests_decide as decide
from hygie.records.actions import requests_steps
from hygie.records.actions.requests_papers import papers_of
from hygie.records.forms.requests import CloseForm, ItemForm, RequestForm
from hygie.records.models.requests import RecordRequest, ScopeItem
from hygie.records.queries import requests as queries
from hygie.records.rules.requests_book import About, book

# What only a professional did, only a professional takes back.
DECIDED_BY_CARERS = {"scope", "answer", "extend", "commission"}


def found(request_id: str) -> RecordRequest:
    """The request of an address."""
    known = queries.request(request_id)
    if known is None:
        raise Http404
    return known


def version_of(request: HttpRequest) -> int:
    """The version that the page showed."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() else -1


def _drawn_before(request: HttpRequest, name: str) -> str:
    """The id that was drawn with the page, or a new one: what is sent twice is kept once."""
    typed = request.POST.get(name, "")
    return typed if re.fullmatch(r"[0-9a-f]{32}", typed) else new_id()


def requests(request: HttpRequest) -> HttpResponse:
    """Those that wait, the nearest term first; then the last ones that ended."""
    actions.tell_list()
    ended = [queries.see(one) for one in queries.ended()[:20]]
    return render(
        request, "records/requests.html", {"open": queries.open_requests(), "ended": ended}
    )


def find_patient(request: HttpRequest) -> HttpResponse:
    """Whose record is asked for."""
    typed = request.GET.get("q", "").strip()
    results = search.found(typed) if typed else None
    if results and results.patients:
        tell_search()
    return render(request, "records/requests_find.html", {"typed": typed, "results": results})


def new(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Note a request."""
    patient = patients.patient(patient_id)
    if patient is None:
        raise Http404
    # Drawn with the page: the same page sent twice is one request.
    request_id = _drawn_before(request, "request_id")
    started = RecordRequest(request_id=request_id, patient_id=patient.pk, received_on=clock.today())
    form = RequestForm(request.POST or None, instance=started, person=queries.person_of(patient))
    if form.is_valid():
        with show_on(form):
            kept = actions.receive(form.save(commit=False))
            drop_draft(sessions.signed_in(request), path=request.path)
            messages.success(request, "La demande est notée.")
            return redirect("records:request", kept.pk)
    shown = {"form": form, "patient": patient, "request_id": request_id}
    return render(request, "records/requests_edit.html", shown)


def request_page(request: HttpRequest, request_id: str) -> HttpResponse:
    """One request: where it is, its dates, what is missing, what comes next."""
    known = found(request_id)
    actions.look_at(known)
    seen = queries.see(known)
    shown = {
        "seen": seen,
        "asked": known,
        "rows": queries.rows_of(known),
        "given": queries.given(known),
        "proofs": [(proof, proof.id in known.proofs_seen) for proof in seen.capacity.proofs],
        "motive": book().motives.get(known.motive),
        "channel": book().channels.get(known.channel),
        "wanted": book().channels.get(known.wanted),
        "papers": papers_of(known),
        "steps": queries.steps(known),
        "last": queries.last_step(known),
        "refusals": [book().refusals[ground] for ground in known.refusals],
        "about_dead": seen.capacity.about is About.DECEASED,
        "close_form": CloseForm(),
    }
    return render(request, "records/requests_one.html", shown)


def change(request: HttpRequest, request_id: str) -> HttpResponse:
    """Correct what was typed."""
    known = found(request_id)
    patient = patients.patient(known.patient_id)
    if patient is None:
        raise Http404
    form = RequestForm(request.POST or None, instance=known, person=queries.person_of(patient))
    if form.is_valid():
        with show_on(form):
            actions.change(form.save(commit=False), version=version_of(request))
            drop_draft(sessions.signed_in(request), path=request.path)
            messages.success(request, "C’est enregistré. Vérifiez de nouveau les preuves.")
            return redirect("records:request", request_id)
    shown = {"form": form, "patient": patient, "asked": known}
    return render(request, "records/requests_edit.html", shown)


@require_POST
def proofs(request: HttpRequest, request_id: str) -> HttpResponse:
    """Note which proofs were seen."""
    seen = request.POST.getlist("proof")
    actions.see_proofs(request_id, seen, version=version_of(request))
    messages.success(request, "Les preuves vues sont notées.")
    return redirect("records:request", request_id)


@require_POST
def step(request: HttpRequest, request_id: str) -> HttpResponse:
    """One step that the whole team may do."""
    verb, version = request.POST.get("verb", ""), version_of(request)
    if verb == "ask_proof":
        actions.ask_proof(request_id, version=version)
        said = "Les pièces manquantes sont demandées. Imprimez la lettre."
    elif verb == "complete":
        actions.complete(request_id, version=version)
        said = "La demande est complète. Un soignant peut choisir les documents."
    elif verb == "withdraw":
        actions.withdraw(request_id, version=version)
        said = "La demande est retirée. Rien n’est parti ; elle reste dans la liste."
    elif verb == "close":
        said = _close(request, request_id, version)
    else:
        said = _undo(request, request_id, version)
    messages.success(request, said)
    return redirect("records:request", request_id)


def _close(request: HttpRequest, request_id: str, version: int) -> str:
    form = CloseForm(request.POST)
    signed = form.cleaned_data["receipt_signed_on"] if form.is_valid() else None
    decide.close(request_id, version=version, receipt_signed_on=signed)
    return "La demande est close."


def _undo(request: HttpRequest, request_id: str, version: int) -> str:
    last = queries.last_step(found(request_id))
    is_carer = sessions.signed_in(request).role in {Role.OWNER, Role.PROFESSIONAL}
    if last is not None and last.verb in DECIDED_BY_CARERS and not is_carer:
        raise HygieError(
            "records.carers_only",
            "Cette étape est celle d’un soignant : lui seul l’annule. Rien n’a été changé.",
        )
    nothing_left = request.POST.get("nothing_left") == "on"
    requests_steps.undo(request_id, version=version, nothing_left=nothing_left)
    return "La dernière étape est annulée."


def items(request: HttpRequest, request_id: str) -> HttpResponse:
    """The list to choose from, completed by hand."""
    known = found(request_id)
    started = ScopeItem(request=known, item_id=_drawn_before(request, "item_id"))
    form = ItemForm(request.POST or None, instance=started)
    if form.is_valid():
        with show_on(form):
            actions.add_item(form.save(commit=False))
            messages.success(request, "Le document est sur la liste.")
            return redirect("records:request_items", request_id)
    shown = {"form": form, "asked": known, "seen": queries.see(known), "item_id": started.pk}
    return render(request, "records/requests_items.html", {**shown, "rows": queries.rows_of(known)})


@require_POST
def remove_item(request: HttpRequest, request_id: str, item_id: str) -> HttpResponse:
    """Take off the list a line typed by hand."""
    item = get_object_or_404(ScopeItem, pk=item_id, request_id=request_id, document_id="")
    actions.remove_item(item)
    messages.success(request, "La ligne est retirée.")
    return redirect("records:request_items", request_id)

"""Patients on screen. A search is sent, not written in the address: browsers keep addresses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts import sessions
from hygie.accounts.actions import drop_draft
from hygie.accounts.errors import show_on
from hygie.accounts.models import new_id
from hygie.core import clock
from hygie.journal import words
from hygie.patients import actions, duplicates, forms, queries, search, shown
from hygie.patients.models import FormerFile, Patient, PossibleDuplicate, RightsNote

LAST_SEARCH = "patients_search"
LINES_A_PAGE = 50


def patients(request: HttpRequest) -> HttpResponse:
    """Look for a patient; the results follow what is typed where the browser can."""
    if request.method == "POST":
        request.session[LAST_SEARCH] = request.POST.get("q", "")[: search.LONGEST]
        if not request.headers.get("HX-Request"):
            return redirect("patients:patients")
    text = str(request.session.get(LAST_SEARCH, ""))
    page = shown.results(text, start=request.GET.get("depuis", ""))
    if page["results"] and page["results"].patients:
        actions.tell_search()
    if request.headers.get("HX-Request"):
        return render(request, "patients/results.html", page)
    return render(request, "patients/patients.html", page | shown.list_page())


def patient(request: HttpRequest, patient_id: str) -> HttpResponse:
    """A patient's file; the journal tells it."""
    found = _patient(patient_id)
    if found.pk != patient_id:
        return redirect("patients:patient", found.pk)
    actions.look_at(found)
    return render(request, "patients/patient.html", shown.patient_page(found))


def _patient(patient_id: str) -> Patient:
    found = queries.patient(patient_id)
    if found is None:
        raise Http404
    return found


def add(request: HttpRequest) -> HttpResponse:
    """Add a patient; the page sent twice adds one."""
    sent = queries.patient(request.POST.get("patient_id", ""))
    form = forms.PatientForm(request.POST or None, instance=sent, initial={"patient_id": new_id()})
    return _kept(request, form) or render(request, "patients/edit.html", {"form": form})


def change(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Change a patient's file."""
    found = _patient(patient_id)
    if request.method != "POST":
        actions.look_at(found)
    form = forms.PatientForm(request.POST or None, instance=found)
    page = {"form": form, "patient": _patient(patient_id)}
    return _kept(request, form) or render(request, "patients/edit.html", page)


def _kept(request: HttpRequest, form: forms.PatientForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    with show_on(form):
        kept = actions.keep_patient(form.instance)
        return _done(request, kept, "C’est enregistré.")
    return None


def _done(request: HttpRequest, patient: Patient, told: str) -> HttpResponse:
    drop_draft(sessions.signed_in(request), path=request.path)
    messages.success(request, told)
    for warning in actions.warnings_about(patient):
        messages.warning(request, warning)
    return redirect("patients:patient", patient.pk)


def deceased(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Note a death."""
    found = _patient(patient_id)
    form = forms.DeathForm(request.POST or None, initial={"died_on": found.died_on})
    if form.is_valid():
        with show_on(form, field="died_on"):
            actions.mark_deceased(found, died_on=form.cleaned_data["died_on"])
            return _done(request, found, "Le décès est noté.")
    if request.method != "POST":
        actions.look_at(found)
    return render(request, "patients/deceased.html", {"form": form, "patient": found})


@require_POST
def alive(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Take back a death noted by mistake."""
    return _done(request, actions.mark_alive(_patient(patient_id)), "Le décès est effacé.")


def add_note(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Note what a patient asks."""
    found = _patient(patient_id)
    first = {"note_id": new_id(), "noted_on": clock.today()}
    form = forms.RightsNoteForm(request.POST or None, initial=first)
    if form.is_valid():
        note = form.save(commit=False)
        note.patient, note.note_id = found, form.cleaned_data["note_id"] or note.note_id
        actions.add_rights_note(note)
        return _done(request, found, "La demande est notée.")
    if request.method != "POST":
        actions.look_at(found)
    return render(request, "patients/note.html", {"form": form, "patient": found})


@require_POST
def end_note(request: HttpRequest, patient_id: str, note_id: str) -> HttpResponse:
    """A patient takes back what she asked; or it was ended by mistake, and holds again."""
    note = get_object_or_404(RightsNote, pk=note_id, patient=_patient(patient_id))
    ends = note.ended_on is None
    actions.end_rights_note(note, ended_on=clock.today() if ends else None)
    told = "La demande est levée." if ends else "La demande est de nouveau en vigueur."
    return _done(request, note.patient, told)


def doubts(request: HttpRequest) -> HttpResponse:
    """Files that may be of one person, for somebody to decide."""
    pairs = queries.doubts()
    if pairs:
        actions.tell_search()
    return render(request, "patients/doubts.html", {"pairs": pairs})


def doubt(request: HttpRequest, doubt_id: int) -> HttpResponse:
    """Two files side by side: one person, or two."""
    pair = get_object_or_404(PossibleDuplicate.objects.select_related(), pk=doubt_id, decided="")
    if request.method == "POST":
        return _decided(request, pair, request.POST.get("kept", ""))
    for side in (pair.first, pair.second):
        actions.look_at(side)
    return render(request, "patients/doubt.html", {"pair": pair, **shown.side_by_side(pair)})


def _decided(request: HttpRequest, pair: PossibleDuplicate, kept_id: str) -> HttpResponse:
    sides = {str(side.pk): side for side in (pair.first, pair.second)}
    kept = sides.pop(kept_id, None)
    if kept is None:
        duplicates.tell_apart(pair)
        messages.success(request, "Ce sont deux personnes. Hygie ne le demandera plus.")
        return redirect("patients:doubts")
    duplicates.make_one(kept, *sides.values())
    return _done(request, kept, "Les deux fiches n’en font plus qu’une.")


@require_POST
def part(request: HttpRequest, patient_id: str, former_id: str) -> HttpResponse:
    """Two files that were made one are two again."""
    former = get_object_or_404(FormerFile, pk=former_id, patient=_patient(patient_id))
    other = duplicates.part(former)
    return _done(request, other, "Les deux fiches sont de nouveau séparées. Voici l’ancienne.")


def lines(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Who looked at a patient's file, and who changed it."""
    found = _patient(patient_id)
    actions.look_at(found)
    page = Paginator(queries.lines_about(found), LINES_A_PAGE).get_page(request.GET.get("page"))
    told = [(line, words.sentence(line.action)) for line in page]
    context: dict[str, Any] = {"patient": found, "page": page, "lines": told}
    return render(request, "patients/lines.html", context)

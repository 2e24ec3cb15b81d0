"""One patient's record on screen: how long it is kept, its category, its holds."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts import sessions
from hygie.accounts.actions import drop_draft
from hygie.accounts.errors import show_on
from hygie.accounts.models import new_id
from hygie.core import clock
from hygie.patients import queries as patients
from hygie.patients.actions import look_at, tell_search
from hygie.patients.models import Patient
from hygie.records.actions import holds as actions
from hygie.records.forms import review as forms
from hygie.records.models import Hold
from hygie.records.queries import shown_review as shown
from hygie.records.queries.known import known_of


def file(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Durée de conservation: the whole explanation."""
    patient = _patient(patient_id)
    if patient.pk != patient_id:
        return redirect("records:file", patient.pk)
    look_at(patient)
    return render(request, "records/review_file.html", shown.file_page(patient))


def _patient(patient_id: str) -> Patient:
    found = patients.patient(patient_id)
    if found is None:
        raise Http404
    return found


def category(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Say that a record is kept without an end, or take it back."""
    patient = _patient(patient_id)
    known = known_of(patient).category
    form = forms.CategoryForm(request.POST or None, initial=vars(known) if known else {})
    if form.is_valid():
        with show_on(form):
            actions.classify(patient, **form.cleaned_data)
            return _done(request, patient, "La catégorie est enregistrée.")
    context = {"form": form, "patient": patient}
    return render(request, "records/review_category.html", context)


def _done(request: HttpRequest, patient: Patient, told: str) -> HttpResponse:
    drop_draft(sessions.signed_in(request), path=request.path)
    messages.success(request, told)
    return redirect("records:file", patient.pk)


def add_hold(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Note a hold; the page sent twice notes one."""
    patient = _patient(patient_id)
    sent = Hold.objects.filter(pk=request.POST.get("hold_id", ""), patient_id=patient.pk).first()
    form = forms.HoldForm(request.POST or None, instance=sent, initial={"hold_id": new_id()})
    if form.is_valid():
        hold = form.save(commit=False)
        hold.patient_id = patient.pk
        hold.hold_id = form.cleaned_data["hold_id"] or hold.hold_id
        with show_on(form):
            actions.note_hold(hold)
            return _done(request, patient, "Le blocage est noté.")
    return render(request, "records/review_hold.html", {"form": form, "patient": patient})


def hold(request: HttpRequest, patient_id: str, hold_id: str) -> HttpResponse:
    """Change a hold, lift it, or say that it was a mistake."""
    patient = _patient(patient_id)
    one = get_object_or_404(Hold, pk=hold_id, patient_id__in=patients.ids_of(patient))
    form = forms.HoldForm(request.POST or None, instance=one)
    if form.is_valid():
        with show_on(form):
            actions.note_hold(form.save(commit=False))
            return _done(request, patient, "Le blocage est enregistré.")
    context = {
        "form": form, "patient": patient, "hold": one,
        "lift": forms.LiftForm(initial={"until": clock.today()}),
        "withdraw": forms.WithdrawForm(),
    }  # fmt: skip
    return render(request, "records/review_hold.html", context)


@require_POST
def lift_hold(request: HttpRequest, patient_id: str, hold_id: str) -> HttpResponse:
    """The claim is closed, or the request ended."""
    patient = _patient(patient_id)
    one = get_object_or_404(Hold, pk=hold_id, patient_id__in=patients.ids_of(patient))
    form = forms.LiftForm(request.POST)
    if form.is_valid():
        with show_on(form):
            actions.lift_hold(one, until=form.cleaned_data["until"])
            return _done(request, patient, "Le blocage est levé. Il reste lisible ici.")
    messages.error(request, " ".join(str(told) for field in form.errors.values() for told in field))
    return redirect("records:hold", patient.pk, hold_id)


@require_POST
def withdraw_hold(request: HttpRequest, patient_id: str, hold_id: str) -> HttpResponse:
    """A hold was noted by mistake."""
    patient = _patient(patient_id)
    one = get_object_or_404(Hold, pk=hold_id, patient_id__in=patients.ids_of(patient))
    form = forms.WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Dites pourquoi c’était une erreur. Rien n’a été changé.")
        return redirect("records:hold", patient.pk, hold_id)
    actions.withdraw_hold(one, why=form.cleaned_data["why"])
    return _done(request, patient, "Ce blocage ne compte plus. Il reste lisible ici.")


def holds(request: HttpRequest) -> HttpResponse:
    """Every open hold of the practice."""
    page = shown.holds_page()
    if page["holds"]:
        tell_search()
    return render(request, "records/review_holds.html", page)

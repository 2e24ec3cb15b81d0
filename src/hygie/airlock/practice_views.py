"""The airlock's pages that need the practice's base: reports, receptions, stations, documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.airlock import asked, forms
from hygie.airlock.actions import receiving, stations
from hygie.airlock.actions.running import Run
from hygie.airlock.asked import of_a_run
from hygie.airlock.models import Station
from hygie.airlock.queries import places, received, reports
from hygie.core.errors import HygieError
from hygie.patients import actions as patients
from hygie.patients import search
from hygie.patients.queries import patient as patient_of

SHOWN = 8
# What a browser shows by itself, from bytes that the airlock wrote; anything else is downloaded.
SHOWN_INLINE = {"application/pdf", "image/png", "image/jpeg"}


def history(request: HttpRequest) -> HttpResponse:
    """The examinations of this computer."""
    page = {"reports": reports.listed(), "chain": reports.chain_verdict()}
    return render(request, "airlock/history.html", page)


def kept_paper(request: HttpRequest, report_id: str, which: str) -> HttpResponse:
    """The page of a kept report, or its receipt."""
    return asked.paper(report_id, which)


def receive(request: HttpRequest) -> HttpResponse:
    """Choose what a station handed over."""
    if request.method == "POST":
        return asked.to_parcel(request.POST.get("path", ""))
    page = {"parcels": places.parcels(), "form": forms.ParcelForm()}
    return render(request, "airlock/receive.html", page)


def parcel(request: HttpRequest) -> HttpResponse:
    """Take into a patient's documents what a station handed over."""
    return _receive(request, Path(request.GET.get("ou", "").replace("\0", "")), run=None)


@of_a_run
def to_patient(request: HttpRequest, found: Run) -> HttpResponse:
    """Take into a patient's documents what was just examined here."""
    return _receive(request, found.held.output, run=found)


def _receive(request: HttpRequest, folder: Path, *, run: Run | None) -> HttpResponse:
    try:
        opened = receiving.open_parcel(folder)
        page: dict[str, Any] = {"parcel": opened, "run": run, "where": folder.name}
        try:
            receiving.station_of(opened)
        except HygieError as unknown:
            return _meet(request, opened, page | {"error": unknown})
        if request.GET.get("papier") == "recu":
            return HttpResponse(reports.receipt_of(opened.report), content_type="application/pdf")
        return _for_patient(request, opened, page)
    except HygieError as error:
        messages.error(request, str(error))
        return redirect("airlock:run", run.name) if run else redirect("airlock:receive")


def _meet(request: HttpRequest, opened: receiving.Parcel, page: dict[str, Any]) -> HttpResponse:
    """A station that the practice does not know yet: its owner compares a fingerprint."""
    form = forms.FingerprintForm(request.POST or None)
    member = getattr(request, "member", None)
    page |= {"form": form, "may_accept": member is not None and member.is_owner}
    if page["may_accept"] and form.is_valid():
        try:
            stations.accept(opened, typed=form.cleaned_data["typed"])
        except HygieError as error:
            form.add_error("typed", str(error))
        else:
            messages.success(request, "Cette station est maintenant connue du cabinet.")
            return redirect(request.get_full_path())
    return render(request, "airlock/meet.html", page)


def _for_patient(
    request: HttpRequest, opened: receiving.Parcel, page: dict[str, Any]
) -> HttpResponse:
    page["items"] = receiving.waiting(opened)
    if not request.POST.get("patient_id"):
        return render(request, "airlock/parcel.html", page | _found(request, page["items"]))
    patient = patient_of(request.POST["patient_id"])
    if patient is None:
        raise Http404
    told = receiving.differing(page["items"], patient)
    is_confirmed = "confirmed" in request.POST
    if told and not is_confirmed:
        return render(request, "airlock/differs.html", page | {"patient": patient, "told": told})
    reception = receiving.receive(opened, patient, is_confirmed=is_confirmed)
    count = reception.documents.count()
    messages.success(request, f"Documents pris, chiffrés : {count}.")
    if page["run"] is not None:
        page["run"].handed_to.append(f"les documents de {patient}")
        return redirect("airlock:run", page["run"].name)
    return redirect("patients:patient", patient.pk)


def _found(request: HttpRequest, items: list[receiving.Item]) -> dict[str, object]:
    """Whom the images seem to be of, or whom a person looks for; never written in the address."""
    q = request.POST.get("q", "")[: search.LONGEST] if request.method == "POST" else ""
    identities = list(dict.fromkeys(one.identity.shown for one in items if one.identity))
    said = q.strip() or (identities[0] if identities else "")
    people = received.likely(said)[:SHOWN] if said else []
    if people:
        patients.tell_search()
    return {
        "q": q, "identities": identities, "people": people, "has_looked": bool(q.strip()),
        "shown_at_most": SHOWN,
    }  # fmt: skip


def known_stations(request: HttpRequest) -> HttpResponse:
    """The stations that the practice trusts, and this computer's own fingerprint."""
    page = {"stations": received.stations(), "own": reports.fingerprint()}
    return render(request, "airlock/stations.html", page)


@require_POST
def withdraw(request: HttpRequest, station_id: str) -> HttpResponse:
    """Trust a station no more."""
    stations.withdraw(get_object_or_404(Station, pk=station_id))
    messages.success(request, "Cette station n’est plus acceptée. Ce qui en est venu reste.")
    return redirect("airlock:stations")


def document(request: HttpRequest, document_id: str) -> HttpResponse:
    """A document that came through the airlock."""
    one = get_object_or_404(received.living(), pk=document_id)
    media_type = one.document.media_type
    answer = HttpResponse(received.clear_bytes(one), content_type=media_type)
    if media_type not in SHOWN_INLINE:
        answer["Content-Disposition"] = f'attachment; filename="{received.file_name(one)}"'
    return answer

"""À ranger: the files of the folder, offered to their patients."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts.errors import show_on
from hygie.core.errors import HygieError
from hygie.filing import actions, forms, looking, queries
from hygie.filing.models import FiledDocument, FoundFile, Proposal
from hygie.patients import actions as patients
from hygie.patients import search, sheet_session
from hygie.patients.models import Patient
from hygie.patients.queries import patient as patient_of

SHOWN = 12


def waiting(request: HttpRequest) -> HttpResponse:
    """The files to file."""
    watched = queries.folder()
    if watched is None and not queries.latest():
        return redirect("filing:folder")
    looking.offer_to_new_patients()
    page = {
        "folder": watched, "files": queries.waiting(), "left": queries.left(),
        "latest": queries.latest(),
    }  # fmt: skip
    if page["files"] or page["latest"]:
        patients.tell_search()
    return render(request, "filing/waiting.html", page)


def folder(request: HttpRequest) -> HttpResponse:
    """Choose which folder is watched."""
    form = forms.FolderForm(request.POST or None)
    if form.is_valid():
        with show_on(form, field="path"):
            actions.choose_folder(form.cleaned_data["path"])
            messages.success(request, "Hygie regarde ce dossier désormais.")
            return look(request)
    page = {"form": form, "folder": queries.folder(), "likely": queries.likely_folders()}
    return render(request, "filing/folder.html", page)


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Watch no folder any more."""
    actions.stop_watching()
    messages.success(request, "Hygie ne regarde plus aucun dossier. Rien n’a été effacé.")
    return redirect("filing:folder")


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look at the folder now."""
    try:
        messages.success(request, _told(looking.look(again=True)))
    except HygieError as error:
        messages.error(request, str(error))
    return redirect("filing:waiting")


def _told(seen: looking.Look) -> str:
    parts = [f"Nouveaux fichiers lus : {seen.new}."]
    if seen.unsettled:
        parts.append(f"En cours d’écriture, à regarder dans un instant : {seen.unsettled}.")
    if seen.left:
        parts.append(f"Il en reste {seen.left} : regardez encore une fois.")
    return " ".join(parts)


@require_POST
def refuse(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The file is not that patient's."""
    with _telling(request, "Ce patient n’est plus proposé."):
        proposal = Proposal.objects.filter(pk=proposal_id).first()
        if proposal is None:
            raise actions.already_filed()
        actions.refuse(proposal)
    return redirect("filing:waiting")


@require_POST
def leave(request: HttpRequest, file_id: str) -> HttpResponse:
    """Leave a file in the folder."""
    with _telling(request, "Ce fichier reste où il est."):
        actions.leave(_file(file_id))
    return redirect("filing:waiting")


@require_POST
def take_back(request: HttpRequest, file_id: str) -> HttpResponse:
    """Offer again a file that was left."""
    with _telling(request, "Il est de nouveau proposé."):
        actions.take_back(_file(file_id))
    return redirect("filing:waiting")


@require_POST
def file(request: HttpRequest, file_id: str) -> HttpResponse:
    """File for the patient whom a person chose."""
    with _telling(request, "Le fichier est rangé. Il est sur la page du patient."):
        actions.file(
            _file(file_id),
            _patient(request),
            remove_original="remove" in request.POST,
            is_personal_note="note" in request.POST,
        )
    return redirect("filing:waiting")


@contextmanager
def _telling(request: HttpRequest, told: str) -> Iterator[None]:
    """Say on the next page what the block did, or why it did not."""
    try:
        yield
    except HygieError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)


def _file(file_id: str) -> FoundFile:
    """The file, which a colleague may have dealt with meanwhile."""
    found = FoundFile.objects.filter(pk=file_id).first()
    if found is None:
        raise actions.no_longer_there()
    return found


def _patient(request: HttpRequest) -> Patient:
    found = patient_of(request.POST.get("patient_id", ""))
    if found is None:
        raise actions.no_such_patient()
    return found


def choose(request: HttpRequest, file_id: str) -> HttpResponse:
    """Look for the patient of a file that is offered to nobody, or to the wrong ones."""
    page = {"file": _file(file_id), **_results(request)}
    return render(request, "filing/choose.html", page)


def _results(request: HttpRequest) -> dict[str, object]:
    """Whom a person looks for; sent, never written in the address."""
    q = request.POST.get("q", "")[: search.LONGEST] if request.method == "POST" else ""
    results = search.found(q, limit=SHOWN) if q.strip() else None
    if results and results.patients:
        patients.tell_search()
    return {"q": q, "results": results}


@require_POST
def make_patient(request: HttpRequest, file_id: str) -> HttpResponse:
    """Make the file of the patient whom an INS code names."""
    return sheet_session.go_and_read(request, _file(file_id).unknown_code)


def original(request: HttpRequest, file_id: str) -> HttpResponse:
    """The file as it is in the folder."""
    return _pdf(actions.look_at_file(_file(file_id)))


def document(request: HttpRequest, document_id: str) -> HttpResponse:
    """A document that was filed."""
    return _pdf(queries.clear_bytes(_filed(document_id)))


def _filed(document_id: str) -> FiledDocument:
    return get_object_or_404(queries.living(), pk=document_id)


def _pdf(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf")


def move(request: HttpRequest, document_id: str) -> HttpResponse:
    """The document was filed for another: choose its patient."""
    filed = _filed(document_id)
    if request.POST.get("patient_id"):
        patient = _patient(request)
        actions.move(filed, patient)
        messages.success(request, f"Le document est maintenant rangé pour {patient}.")
        return redirect("patients:patient", patient.pk)
    page = {"filed": filed, "owner": patient_of(filed.patient_id), **_results(request)}
    return render(request, "filing/move.html", page)

"""What only a professional does with a request, and the papers of all."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from hygie.accounts import sessions
from hygie.accounts.actions import drop_draft
from hygie.accounts.errors import show_on
from hygie.core import clock
from hygie.records.actions import requests_copy as copies
from hygie.records.actions import requests_decide as decide
from hygie.records.actions import requests_papers as papers
from hygie.records.actions import requests_scope as scoping
from hygie.records.actions import requests_terms as longer
from hygie.records.actions.requests_scope import Chosen
from hygie.records.forms.requests import (
    CommissionForm,
    ExtendForm,
    GrantForm,
    RefuseForm,
    ScopeForm,
)
from hygie.records.models.requests import RecordRequest
from hygie.records.queries import requests as queries
from hygie.records.queries.requests_keys import plugged_keys
from hygie.records.rules.requests_book import About, book
from hygie.records.views.requests import found, version_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def scope(request: HttpRequest, request_id: str) -> HttpResponse:
    """Choose what is given, with a reason each."""
    known = found(request_id)
    seen, rows = queries.see(known), queries.rows_of(known)
    form = ScopeForm(
        request.POST or None, rows=rows, about=seen.capacity.about,
        minor=seen.capacity.has_minor_secret, initial={"minor_secret": known.minor_secret},
    )  # fmt: skip
    if form.is_valid():
        with show_on(form):
            scoping.decide_scope(
                request_id, _chosen(form), version=version_of(request),
                minor_secret=form.cleaned_data.get("minor_secret", ""),
            )  # fmt: skip
            return _done(request, known, "Les documents sont choisis. Il reste à répondre.")
    shown = {
        "form": form, "asked": known, "seen": seen, "motive": book().motives.get(known.motive),
        "about_dead": seen.capacity.about is About.DECEASED, "never": book().never_proposed,
    }  # fmt: skip
    return render(request, "records/requests_scope.html", shown)


def _chosen(form: ScopeForm) -> dict[str, Chosen]:
    typed = form.cleaned_data
    return {
        row.key: Chosen(
            choice=typed[f"choice_{row.key}"],
            reason=typed[f"reason_{row.key}"],
            why=typed[f"why_{row.key}"],
        )
        for row in form.rows
    }


def _done(request: HttpRequest, known: RecordRequest, said: str) -> HttpResponse:
    drop_draft(sessions.signed_in(request), path=request.path)
    messages.success(request, said)
    return redirect("records:request", known.pk)


def grant(request: HttpRequest, request_id: str) -> HttpResponse:
    """Answer by giving what was chosen."""
    known = found(request_id)
    form = GrantForm(request.POST or None, initial={"channel": known.wanted or "paper"})
    if form.is_valid():
        with show_on(form):
            decide.grant(request_id, version=version_of(request), **form.cleaned_data)
            return _done(request, known, "La réponse est notée. Imprimez la lettre.")
    shown = {
        "form": form, "asked": known, "seen": queries.see(known),
        "given": queries.given(known), "withheld": queries.withheld(known),
        "outcome": scoping.outcome_of(known),
    }  # fmt: skip
    return render(request, "records/requests_grant.html", shown)


def refuse(request: HttpRequest, request_id: str) -> HttpResponse:
    """Answer by a motivated refusal."""
    known = found(request_id)
    seen = queries.see(known)
    form = RefuseForm(
        request.POST or None, about=seen.capacity.about,
        initial={"grounds": [seen.verdict.refusal] if seen.verdict.refusal else []},
    )  # fmt: skip
    if form.is_valid():
        with show_on(form):
            decide.refuse(request_id, version=version_of(request), **form.cleaned_data)
            return _done(request, known, "Le refus est noté. Imprimez la lettre.")
    certificate = book().certificate if seen.capacity.about is About.DECEASED else None
    shown = {"form": form, "asked": known, "seen": seen, "certificate": certificate}
    return render(request, "records/requests_refuse.html", shown)


def delay(request: HttpRequest, request_id: str) -> HttpResponse:
    """What makes the delay longer: the GDPR's extension, the psychiatric commission."""
    known = found(request_id)
    verb = request.POST.get("verb", "")
    extend = ExtendForm(request.POST if verb == "extend" else None)
    noted = {"commission_on": known.commission_on}
    commission = CommissionForm(request.POST if verb == "commission" else None, initial=noted)
    if extend.is_valid():
        with show_on(extend):
            longer.extend(request_id, version=version_of(request), **extend.cleaned_data)
            return _done(request, known, "Le délai est prolongé. Imprimez la lettre, envoyez-la.")
    if commission.is_valid():
        with show_on(commission):
            day = commission.cleaned_data["commission_on"]
            longer.note_commission(request_id, on=day, version=version_of(request))
            return _done(request, known, "C’est noté. Le délai est compté de nouveau.")
    shown = {"asked": known, "seen": queries.see(known), "extend": extend, "commission": commission,
             "first_month": queries.first_month(known), "today": clock.today()}  # fmt: skip
    return render(request, "records/requests_delay.html", shown)


def copy(request: HttpRequest, request_id: str) -> HttpResponseBase:
    """Make the copy, by the way that was chosen."""
    known = found(request_id)
    if request.method == "POST" and known.channel == "own_key":
        folder = copies.clear_copy(request_id, request.POST.get("place", ""))
        messages.success(request, f"La copie est sur la clé : « {folder.name} ».")
        return redirect("records:request_copy", request_id)
    if request.method == "POST":
        name = f"copie-de-dossier-{clock.today().isoformat()}.zip"
        return FileResponse(copies.sealed_copy(request_id), as_attachment=True, filename=name)
    shown = {
        "asked": known, "seen": queries.see(known), "given": queries.given(known),
        "channel": book().channels.get(known.channel),
        "keys": plugged_keys() if known.channel == "own_key" else [],
    }  # fmt: skip
    return render(request, "records/requests_copy.html", shown)


def document(request: HttpRequest, request_id: str, key: str) -> HttpResponse:
    """One document, to be read or printed."""
    known, content = copies.opened(found(request_id).pk, key)
    answer = HttpResponse(content, content_type="application/octet-stream")
    # Only what a browser shows without running anything is opened; the rest is saved.
    if known.media_type in {"application/pdf", "image/png", "image/jpeg", "text/plain"}:
        answer["Content-Type"] = known.media_type
        if known.media_type == "text/plain":
            answer["Content-Type"] = "text/plain; charset=utf-8"
    else:
        answer["Content-Disposition"] = "attachment"
    return answer


def paper(request: HttpRequest, request_id: str, paper: str, form: str) -> HttpResponse:
    """A letter, as a PDF or to be changed."""
    known = found(request_id)
    if form == "pdf":
        return _pdf(papers.print_paper(known, paper))
    answer = HttpResponse(papers.write_editable(known, paper), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{paper}.docx"'
    return answer


def passphrase(request: HttpRequest, request_id: str) -> HttpResponse:
    """What opens the encrypted copy, on paper."""
    return _pdf(papers.print_passphrase(found(request_id)))


def list_paper(request: HttpRequest, request_id: str) -> HttpResponse:
    """Every document that was given, on paper."""
    return _pdf(papers.print_list(found(request_id)))


def _pdf(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf")

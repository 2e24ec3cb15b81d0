"""The guide on screen: ask, read, print, and what becomes of a question without an answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts import sessions
from hygie.answers import actions, asked, entries, queries, sheets
from hygie.answers.entries import Entry
from hygie.answers.models import MAX_LETTERS, KeptQuestion
from hygie.answers.rules import search
from hygie.practice.queries import emergency_contacts


def guide(request: HttpRequest) -> HttpResponse:
    """Every entry, by theme."""
    shown = {"themes": entries.by_theme(), "count": len(entries.entries())}
    return render(request, "answers/guide.html", shown)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the guide; the question stays in this session's memory."""
    question = request.POST.get("question", "").strip()
    if not question:
        return redirect("answers:guide")
    return redirect("answers:found", rank=asked.remember(request.session, question))


def found(request: HttpRequest, rank: int) -> HttpResponse:
    """What the guide says: an answer, three cards, or whom to ask."""
    question = asked.recall(request.session, rank)
    if not question:
        return redirect("answers:guide")
    outcome = search.ask(question)
    shown: dict[str, object] = {"question": question, "outcome": outcome, "explained": set()}
    if outcome.zone is not search.Zone.ANSWER:
        shown |= {"contacts": emergency_contacts(), "max_letters": MAX_LETTERS}
    return render(request, f"answers/found_{outcome.zone.value}.html", shown)


def entry(request: HttpRequest, entry_id: str) -> HttpResponse:
    """One entry, whole."""
    shown = queries.shown(_entry(entry_id), sessions.signed_in(request))
    return render(request, "answers/entry.html", shown)


def sheet(request: HttpRequest, entry_id: str) -> HttpResponse:
    """One entry on one A4 page."""
    return HttpResponse(sheets.entry_sheet(_entry(entry_id)), content_type="application/pdf")


def _entry(entry_id: str) -> Entry:
    known = entries.named(entry_id)
    if known is None:
        raise Http404
    return known


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a question without an answer: the person agreed by this very button."""
    actions.keep_question(request.POST.get("text", ""))
    messages.success(request, "La question est gardée ici. Rien n’a été envoyé.")
    return redirect("answers:kept")


def kept(request: HttpRequest) -> HttpResponse:
    """The questions without an answer."""
    return render(request, "answers/kept.html", {"kept": queries.kept_questions()})


@require_POST
def forget(request: HttpRequest, question_id: str) -> HttpResponse:
    """Remove a kept question."""
    actions.forget_question(get_object_or_404(KeptQuestion, pk=question_id))
    messages.success(request, "La question est retirée.")
    return redirect("answers:kept")


def export(request: HttpRequest) -> HttpResponse:
    """The kept questions as a file, which nobody but the person will send."""
    name = "questions-sans-reponse.csv"
    return HttpResponse(
        actions.export_questions(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

"""The yearly review on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.patients.actions import tell_search
from hygie.records.actions import elimination
from hygie.records.actions import review as actions
from hygie.records.queries import shown_review as shown
from hygie.records.queries.review import YearReview, year_review

ALL = "tous"


def review(request: HttpRequest) -> HttpResponse:
    """ "À revoir cette année": lists by month and reason, filters, figures."""
    found = _found(request)
    if found.year == clock.today().year:
        actions.remember_figures(found)
    page = shown.review_page(found, request.GET.dict())
    if page["rows"]:
        tell_search()
    return render(request, "records/review.html", page)


def _found(request: HttpRequest) -> YearReview:
    asked = request.GET.get("annee") or request.POST.get("annee", "")
    is_year = asked.isascii() and asked.isdigit() and 1990 <= int(asked[:5]) <= 2100
    return year_review(int(asked) if is_year else None)


def _chosen(request: HttpRequest) -> list[str]:
    """The ids that were ticked, or all those of the selection."""
    if request.POST.get("qui") != ALL:
        return request.POST.getlist("patient")
    found = _found(request)
    turn, chosen = shown.chosen_rows(found, request.POST.dict())
    rows = (found.row(int(rank)) for rank in found.rows(turn, **chosen))
    return [row.patient_id for row in rows if row.since and row.since <= found.today]


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Put the chosen records on a list of their own, to be looked through."""
    try:
        made = elimination.prepare_list(_chosen(request))
    except HygieError as error:
        messages.error(request, str(error))
        return redirect("records:review")
    return redirect("records:list", made.pk)


@require_POST
def archive(request: HttpRequest) -> HttpResponse:
    """Say that the chosen records were moved to the archive."""
    ids = _chosen(request)
    if ids:
        actions.note_archived(ids)
        what = "dossiers sont notés" if len(ids) > 1 else "dossier est noté"
        messages.success(request, f"{len(ids)} {what} aux archives.")
    else:
        messages.warning(request, "Cochez d’abord des dossiers. Rien n’a été changé.")
    return redirect(f"{reverse('records:review')}?demande=archive")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """The review of the year is done."""
    found = _found(request)
    actions.close_review(found)
    messages.success(request, f"La revue de {found.year} est notée comme faite.")
    return redirect("records:review")

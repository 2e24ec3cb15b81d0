"""Lists of records to eliminate, the register and the certificate on screen."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts import sessions
from hygie.core.errors import HygieError
from hygie.patients.actions import tell_search
from hygie.records.actions import certificate as papers
from hygie.records.actions import elimination as actions
from hygie.records.actions import erasing
from hygie.records.forms.review import CopiesForm
from hygie.records.models import EliminationList, ListedPatient
from hygie.records.queries import elimination as queries
from hygie.records.queries import shown_elimination as shown

# The others follow by themselves within minutes: a page answers at once.
AT_ONCE = 50
LINES_A_PAGE = 50


def lists(request: HttpRequest) -> HttpResponse:
    """Every list, the latest first."""
    return render(request, "records/elimination_lists.html", {"lists": queries.lists()})


def one_list(request: HttpRequest, list_id: str) -> HttpResponse:
    """A list: who is on it, and the next step."""
    made = get_object_or_404(EliminationList, pk=list_id)
    page = shown.list_page(made, sessions.signed_in(request), request.GET.get("page", ""))
    if any(patient for _, patient, _ in page["rows"]):
        tell_search()
    page["copies_form"] = CopiesForm(instance=made)
    return render(request, "records/elimination_list.html", page)


@require_POST
def take_off(request: HttpRequest, list_id: str, listed_id: int) -> HttpResponse:
    """Take a patient off a list."""
    listed = get_object_or_404(ListedPatient, pk=listed_id, elimination_list_id=list_id)
    return _act(request, listed.elimination_list, lambda _: actions.take_off(
        listed, why=f"retirée par {sessions.signed_in(request).name}"
    ), "Le dossier est sorti de la liste\u00a0: il est gardé.")  # fmt: skip


def _act(
    request: HttpRequest, made: EliminationList, act: Callable[[EliminationList], object], told: str
) -> HttpResponse:
    try:
        act(made)
        messages.success(request, told)
    except HygieError as error:
        messages.error(request, str(error))
    return redirect("records:list", made.pk)


@require_POST
def sign(request: HttpRequest, list_id: str) -> HttpResponse:
    """Freeze and sign."""
    made = get_object_or_404(EliminationList, pk=list_id)
    told = "La liste est figée et signée. Rien n’est encore effacé\u00a0: il faut la confirmer."
    return _act(request, made, actions.sign_list, told)


@require_POST
def cancel(request: HttpRequest, list_id: str) -> HttpResponse:
    """Give a list up."""
    made = get_object_or_404(EliminationList, pk=list_id)
    return _act(request, made, actions.cancel_list, "La liste est abandonnée. Tout est gardé.")


@require_POST
def confirm(request: HttpRequest, list_id: str) -> HttpResponse:
    """The second step; the first records go at once, the others within minutes."""
    made = get_object_or_404(EliminationList, pk=list_id)

    def act(one: EliminationList) -> None:
        erasing.run(actions.confirm_list(one), at_most=AT_ONCE)

    return _act(request, made, act, "L’élimination est confirmée.")


@require_POST
def say_of_copies(request: HttpRequest, list_id: str) -> HttpResponse:
    """Where other copies are, and until when."""
    made = get_object_or_404(EliminationList, pk=list_id)
    form = CopiesForm(request.POST, instance=made)
    if form.is_valid():
        return _act(request, made, lambda _: actions.say_of_copies(form.instance), "C’est noté.")
    messages.error(request, " ".join(str(told) for field in form.errors.values() for told in field))
    return redirect("records:list", made.pk)


@require_POST
def remove_copies(request: HttpRequest, list_id: str) -> HttpResponse:
    """Remove the copies of the base kept here that still hold the patients of a list."""
    made = get_object_or_404(EliminationList, pk=list_id)
    told = "Les anciennes copies gardées dans ce dossier sont effacées."
    return _act(request, made, erasing.remove_older_copies, told)


def certificate(request: HttpRequest, list_id: str) -> HttpResponse:
    """The certificate, on one A4 page."""
    made = get_object_or_404(EliminationList, pk=list_id)
    return HttpResponse(papers.certificate(made), content_type="application/pdf")


def register(request: HttpRequest) -> HttpResponse:
    """The register: numbers, days and rules, no name."""
    page = Paginator(queries.register(), LINES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "records/elimination_register.html", {"page": page})

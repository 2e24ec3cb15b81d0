"""A day without computers: its paper, now or each evening."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hygie.accounts.errors import show_on
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.incidents import evening, forms, offline


def offline_day(request: HttpRequest) -> HttpResponse:
    """Print the paper of a day, or ask for it each evening."""
    first = {"day": clock.today() + timedelta(days=1), "parts": offline.PARTS}
    form = forms.DayForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid():
        with show_on(form, field="agenda"):
            return _pdf(_printed(form))
    return _page(request, form, forms.EveningForm())


def _printed(form: forms.DayForm) -> bytes:
    file, day = form.cleaned_data["agenda"], form.cleaned_data["day"]
    agenda = offline.agenda_of(file.read(), day=day, name=file.name) if file else None
    return offline.print_day(day, agenda=agenda, parts=tuple(form.cleaned_data["parts"]))


def _page(
    request: HttpRequest, form: forms.DayForm, evening_form: forms.EveningForm
) -> HttpResponse:
    page = {
        "form": form, "evening_form": evening_form, "evening": evening.asked(),
        "kept": evening.kept(), "hour": evening.EVENING_HOUR,
    }  # fmt: skip
    return render(request, "incidents/offline.html", page)


def _pdf(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf")


@require_POST
def ask_evening(request: HttpRequest) -> HttpResponse:
    """Make the paper each evening."""
    form = forms.EveningForm(request.POST)
    if form.is_valid():
        with show_on(form, field="folder"):
            evening.ask(form.cleaned_data["folder"])
            messages.success(request, "C’est demandé. La première sera faite ce soir.")
            return redirect("incidents:offline")
    first = {"day": clock.today() + timedelta(days=1), "parts": offline.PARTS}
    return _page(request, forms.DayForm(initial=first), form)


@require_POST
def make_evening(request: HttpRequest) -> HttpResponse:
    """Make it without waiting for the evening."""
    asked = evening.asked()
    try:
        if asked is not None:
            made = evening.make(asked)
            told = f"La journée du {clock.french_date(made.day)} est gardée."
            messages.success(request, told)
    except HygieError as error:
        messages.error(request, str(error))
    return redirect("incidents:offline")


@require_POST
def stop_evening(request: HttpRequest) -> HttpResponse:
    """Make it no more."""
    evening.stop()
    messages.success(request, "Hygie ne prépare plus la journée du lendemain.")
    return redirect("incidents:offline")


def kept_day(request: HttpRequest, offline_id: str) -> HttpResponse:
    """A paper that was kept."""
    return _pdf(evening.clear_bytes(get_object_or_404(evening.kept(), pk=offline_id)))

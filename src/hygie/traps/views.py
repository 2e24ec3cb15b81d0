"""Is it a trap? One page that asks, answers, and keeps nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hygie.core.errors import HygieError
from hygie.traps import queries
from hygie.traps.forms import MessageForm


def trap(request: HttpRequest) -> HttpResponse:
    """Ask, or judge what was dropped."""
    is_asked = request.method == "POST"
    form = MessageForm(request.POST, request.FILES) if is_asked else MessageForm()
    shown: dict[str, object] = {"form": form}
    if is_asked and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            shown["judgement"] = (
                queries.judgement_of(file.read(), name=file.name)
                if file
                else queries.judgement_of_text(form.cleaned_data["text"])
            )
        except HygieError as error:
            form.add_error(None, str(error))
    return render(request, "traps/trap.html", shown)

"""The red button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hygie.incidents import actions, queries, rules


def problem(request: HttpRequest) -> HttpResponse:
    """What to do now; reached by anybody, signed in or not."""
    shown = {"plan": rules.plan(), "contacts": queries.contacts()}
    return render(request, "incidents/problem.html", shown)


def card(request: HttpRequest) -> HttpResponse:
    """The emergency card, A4."""
    pdf = actions.print_card(by_member=getattr(request, "member", None) is not None)
    return HttpResponse(pdf, content_type="application/pdf")

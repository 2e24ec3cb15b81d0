"""The journal on screen."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hygie.journal import queries, words

LINES_A_PAGE = 50


def entries(request: HttpRequest) -> HttpResponse:
    """The lines, newest first."""
    page = Paginator(queries.entries(), LINES_A_PAGE).get_page(request.GET.get("page"))
    lines = [(line, words.sentence(line.action)) for line in page]
    return render(request, "journal/entries.html", {"page": page, "lines": lines})


def verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain and say what was found."""
    return render(request, "journal/verify.html", {"verdict": queries.verdict()})

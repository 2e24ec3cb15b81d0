"""Pages that belong to no room: static files, guides, a page grown stale."""

from __future__ import annotations

import sys

from django.contrib.staticfiles.views import serve
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import path
from django.views.decorators.http import require_POST

from hygie.site import demonstration, guides
from hygie.site.middleware import error_page


def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A style sheet, a script, a drawing: on loopback this process serves them itself."""
    return serve(request, path, insecure=True)


def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for by themselves."""
    return redirect(static("hygie/icon.svg"))


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form opened in an earlier session."""
    return render(request, "site/stale.html", status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What a browser should not have sent."""
    return error_page(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """What went wrong outside a view: at the gate, or in what every page shows."""
    return error_page(request, sys.exception() or RuntimeError("no exception"))


def all_guides(request: HttpRequest) -> HttpResponse:
    """The rooms that have a guide."""
    return render(request, "site/guides.html", {"guides": guides.guides()})


def one_guide(request: HttpRequest, room: str) -> HttpResponse:
    """The user's page of a room."""
    guide = next((guide for guide in guides.guides() if guide.room == room), None)
    if guide is None:
        raise Http404
    return render(request, "site/guide.html", {"guide": guide})


@require_POST
def try_demonstration(request: HttpRequest) -> HttpResponse:
    """Open the invented practice beside, in a process and a folder of its own."""
    opened = demonstration.open_beside()
    return render(request, "site/demonstration.html", vars(opened))


guide_urls = [
    path("demonstration/", try_demonstration, name="try_demonstration"),
    path("", all_guides, name="guides"),
    path("<slug:room>/", one_guide, name="guide"),
]

"""Before any page of the station: only the browser that it opened; errors told in French."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.contrib.staticfiles.views import serve
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static

from hygie.site.middleware import REFUSED, tell
from hygie.site.station import invitation

Answer = Callable[[HttpRequest], HttpResponse]


class FrenchErrors:
    """What went wrong, on a page of the station."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # DNS rebinding: a page of elsewhere, whose name was made to mean 127.0.0.1, is refused.
        request.get_host()
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            return redirect("airlock:choose")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return None if isinstance(error, (Http404, *REFUSED)) else _told(request, error)


class Gate:
    """Nothing is answered to a browser that the station did not open."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if cookie := invitation.accept(request.GET.get(invitation.PARAMETER, "")):
            # The address is cleared of its token before anything of elsewhere can see it.
            answer = redirect("airlock:choose")
            answer.set_cookie(invitation.COOKIE, cookie, samesite="Strict", httponly=True)
            return answer
        if request.path.startswith("/static/"):
            return self.get_response(request)
        if not invitation.knows(request.COOKIES.get(invitation.COOKIE, "")):
            return render(request, "site/station_closed.html", status=403)
        return self.get_response(request)


def page(request: HttpRequest) -> dict[str, object]:
    """What every page of the station shows."""
    return {"shell": "site/station.html", "is_station": True}


def _told(request: HttpRequest, error: BaseException) -> HttpResponse:
    told = tell(error)
    status = 400 if isinstance(error, REFUSED) else 503 if told.retry else 500
    return render(request, "site/station_error.html", {"error": told}, status=status)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What a browser should not have sent."""
    if isinstance(exception, DisallowedHost):
        return HttpResponse("127.0.0.1", status=400, content_type="text/plain")
    return _told(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that the station does not have."""
    return render(request, "site/station_not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """What went wrong outside a view."""
    return _told(request, sys.exception() or RuntimeError("no exception"))


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form opened before the station was started again."""
    return render(request, "site/station_closed.html", {"is_stale": True}, status=403)


def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A style sheet, a script, a drawing."""
    return serve(request, path, insecure=True)


def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for by themselves."""
    return redirect(static("hygie/icon.svg"))

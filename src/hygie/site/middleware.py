"""What every answer carries, and errors told in French."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from traceback import extract_tb

from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render

from hygie.core import files
from hygie.core.errors import HygieError
from hygie.storage.errors import explain

log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

# What a browser should not have sent; Django raises them before or inside a view.
REFUSED = (BadRequest, MultiPartParserError, SuspiciousOperation)


class SecurityHeaders:
    """No inline script or style, no frame, nothing kept by the browser."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Content-Security-Policy"] = POLICY
        response["X-Content-Type-Options"] = "nosniff"
        response["Referrer-Policy"] = "same-origin"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith("/static/"):
            # The page of a patient must not stay in the browser's folder, in clear.
            response["Cache-Control"] = "no-store"
        return response


class FrenchErrors:
    """Turn what went wrong into a page that says what happened and what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # DNS rebinding: a page of elsewhere, whose name was made to mean 127.0.0.1, is refused.
        request.get_host()
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            # An address that only acts, asked again by "Recommencer" or typed: not a blank page.
            return redirect("home:home")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # Django answers these itself, by `404.html` and by `views.not_understood`.
        return None if isinstance(error, (Http404, *REFUSED)) else error_page(request, error)


def error_page(request: HttpRequest, error: BaseException) -> HttpResponse:
    """What happened and what to do; without the menu when the menu is what fails."""
    told = tell(error)
    if told.code == "storage.locked":
        return redirect("accounts:sign_in")
    status = 400 if isinstance(error, REFUSED) else 503 if told.retry else 500
    try:
        return render(request, "site/error.html", {"error": told}, status=status)
    except Exception as again:  # noqa: BLE001 - the menu reads the base, which may be damaged
        log.warning("error page without its menu: %s", type(again).__name__)
        request.member = None  # type: ignore[attr-defined]
        return render(request, "site/error.html", {"error": told}, status=status)


def tell(error: BaseException) -> HygieError:
    """The French error for anything; what nobody foresaw gets a reference, found in the log."""
    if isinstance(error, HygieError):
        log.info("%s", error.code)
        return error
    known: HygieError | None = None
    if isinstance(error, REFUSED):
        known = _refusal(error)
    elif isinstance(error, DatabaseError):
        known = explain(error)
    elif isinstance(error, OSError):
        known = files.disk_error(error, files.home())
    if known is not None:
        log.info("%s: %s", known.code, type(error).__name__)
        return known
    reference = secrets.token_hex(3).upper()
    # Places without the message: it may quote a patient's name.
    places = [f"{frame.name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    log.error("%s, reference %s, at %s", type(error).__name__, reference, " > ".join(places))
    return HygieError(
        "site.unexpected",
        f"Hygie n’a pas su terminer ce geste (référence {reference}). Rien n’a été enregistré.",
        advice="Revenez en arrière et recommencez. Si cela se répète, notez la référence.",
    )


def _refusal(error: BaseException) -> HygieError:
    if isinstance(error, DisallowedHost):
        return HygieError(
            "site.wrong_address",
            "Cette adresse n’est pas celle de Hygie, qui ne répond qu’à 127.0.0.1.",
            advice="Fermez cette page et ouvrez Hygie par son icône.",
        )
    if isinstance(error, RequestDataTooBig):
        return HygieError(
            "site.too_heavy",
            "Ce qui a été envoyé est trop lourd. Rien n’a été enregistré.",
            advice="Raccourcissez le texte, puis recommencez.",
        )
    return HygieError(
        "site.not_understood",
        "Hygie n’a pas compris cette demande. Rien n’a été enregistré.",
        advice="Revenez à l’accueil, puis recommencez.",
    )

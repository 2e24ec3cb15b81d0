"""A code waiting to be looked at, in the session, which is in memory alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hygie.patients.rules import datamatrix

_READ_CODE = "patients_code"


def code(request: HttpRequest) -> str:
    """The code that was read last; empty when it was dealt with."""
    return str(request.session.get(_READ_CODE, ""))


def forget(request: HttpRequest) -> None:
    """The code was dealt with."""
    request.session.pop(_READ_CODE, None)


def go_and_read(request: HttpRequest, untrusted_text: str) -> HttpResponse:
    """Keep a code, and go to the page that says of whom it is."""
    request.session[_READ_CODE] = untrusted_text[: datamatrix.LONGEST]
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("patients:sheet")})
    return redirect("patients:sheet")

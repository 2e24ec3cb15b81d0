"""The gate: before any view, who is there, is the base open, may this person go there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hygie.accounts import queries, rules, sessions
from hygie.accounts.actions import actor_of
from hygie.accounts.models import Member
from hygie.core import files
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.site.rights import Right, right_of
from hygie.storage import keyfile, opening

log = logging.getLogger(__name__)

# What a person types to prove who she is is never held, nor any file.
NEVER_HELD = {"passphrase", "old", "new", "again", "pin", "code", "csrfmiddlewaretoken"}
MAX_HELD_BYTES = 500_000


class Gate:
    """The middleware; it sets `request.member` (None when nobody is signed in)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None  # type: ignore[attr-defined]
        with actor.acting_as(None):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        right = right_of(match.view_name if match else "")
        if match and match.view_name == "static":
            return None
        member = _signed_in_if_told(request) if right.is_public else _signed_in(request)
        request.member = member  # type: ignore[attr-defined]
        if member is not None:
            actor.become(actor_of(member))
        return None if right.is_public else _refusal(request, member, right)


def _refusal(request: HttpRequest, member: Member | None, right: Right) -> HttpResponse | None:
    """Where to go instead; None when the person may pass."""
    if member is None:
        return _send_to_sign_in(request, right)
    if sessions.is_quick_locked(request.session) and not right.while_locked:
        sessions.quick_lock(request.session)
        return _hold_and_go(request, right, "accounts:quick_unlock")
    if member.role not in right.roles:
        return render(request, "site/forbidden.html", status=403)
    if not right.while_locked:
        sessions.touch(request.session)
    return None


def _signed_in(request: HttpRequest) -> Member | None:
    member_id = request.session.get(sessions.MEMBER)
    if not member_id or not opening.is_open():
        return None
    if rules.has_ended(sessions.idle_s(request.session)):
        return None
    return queries.member(member_id)


def _signed_in_if_told(request: HttpRequest) -> Member | None:
    """The same for a public page: what to do in an attack is shown even when the base is lost."""
    try:
        return _signed_in(request)
    except (HygieError, DatabaseError) as error:
        log.warning("public page without its member: %s", type(error).__name__)
        return None


def _send_to_sign_in(request: HttpRequest, right: Right) -> HttpResponse:
    if not keyfile.exists(files.home()):
        return redirect("practice:begin")
    return _hold_and_go(request, right, "accounts:sign_in")


def _hold_and_go(request: HttpRequest, right: Right, url_name: str) -> HttpResponse:
    """Go and prove who you are; what was being sent is kept and the page found again after.

    A pause or a departure is no work to send again. The token of the form was checked before.
    """
    known = sessions.MEMBER in request.session
    if (
        request.method == "POST"
        and known
        and not right.while_locked
        and (request.content_type or "").startswith(
            ("application/x-www-form-urlencoded", "multipart/form-data")
        )
    ):
        fields = {
            name: [str(value) for value in values]
            for name, values in request.POST.lists()
            if name not in NEVER_HELD
        }
        if sum(len(v) for values in fields.values() for v in values) <= MAX_HELD_BYTES:
            sessions.hold_form(request.session, path=request.get_full_path(), fields=fields)
    query = urlencode({"suite": request.get_full_path()}) if request.method == "GET" else ""
    address = reverse(url_name) + (f"?{query}" if query else "")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)

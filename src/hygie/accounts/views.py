"""Signing in and out, the short code, half-filled forms."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hygie.accounts import actions, forms, queries, sessions
from hygie.accounts.errors import show_on
from hygie.accounts.models import Role
from hygie.core import files
from hygie.core.errors import HygieError
from hygie.storage import keyfile, opening


def next_page(request: HttpRequest) -> HttpResponse:
    """Where the person was going: a form held, the page asked, or home."""
    if sessions.held_form(request.session):
        return redirect("accounts:resume")
    wanted = request.POST.get("suite") or request.GET.get("suite") or "/"
    # A path of ours: `redirect` would take any other word for the name of an address.
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if safe else "/")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Identifiant and passphrase; opens the base when it is locked."""
    if not keyfile.exists(files.home()):
        return redirect("practice:begin")
    form = forms.SignIn(request.POST or None)
    if form.is_valid():
        with show_on(form):
            member = actions.sign_in(form.cleaned_data["login"], form.cleaned_data["passphrase"])
            sessions.start(request.session, member.member_id)
            return next_page(request)
    suite = request.POST.get("suite") or request.GET.get("suite", "")
    context = {"form": form, "suite": suite, "is_open": opening.is_open()}
    return render(request, "accounts/sign_in.html", context, status=401 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End one's own session."""
    actions.sign_out(sessions.signed_in(request))
    sessions.end(request.session)
    if not sessions.are_alive():
        opening.lock()
    return redirect("accounts:sign_in")


@require_POST
def lock_all(request: HttpRequest) -> HttpResponse:
    """ "Verrouiller": the key leaves memory, every session ends."""
    actions.lock_all()
    sessions.end(request.session)
    sessions.end_all()
    opening.lock()
    return redirect("accounts:sign_in")


def recover(request: HttpRequest) -> HttpResponse:
    """The printed code opens, and gives another passphrase."""
    form = forms.Recover(request.POST or None)
    if form.is_valid():
        with show_on(form):
            data = form.cleaned_data
            member = actions.recover(
                code=data["code"], login=data["login"], passphrase=data["passphrase"]
            )
            sessions.start(request.session, member.member_id)
            messages.success(request, "Votre nouvelle phrase de passe est en service.")
            return redirect("home:home")
    return render(request, "accounts/recover.html", {"form": form})


@require_POST
def quick_lock(request: HttpRequest) -> HttpResponse:
    """Protect the screen for a short absence."""
    sessions.quick_lock(request.session)
    suite = urlencode({"suite": request.POST.get("suite", "/")})
    return redirect(f"{reverse('accounts:quick_unlock')}?{suite}")


def quick_unlock(request: HttpRequest) -> HttpResponse:
    """The short code, or the passphrase when none was chosen or it was wrong three times."""
    has_pin = sessions.has_pin(request.session)
    form: forms.Pin | forms.Passphrase = (
        forms.Pin(request.POST or None) if has_pin else forms.Passphrase(request.POST or None)
    )
    if form.is_valid():
        try:
            if has_pin:
                sessions.release_with_pin(request.session, form.cleaned_data["pin"])
            else:
                actions.check_passphrase(
                    sessions.signed_in(request), form.cleaned_data["passphrase"]
                )
                sessions.release(request.session)
            return next_page(request)
        except HygieError as error:
            form = forms.Pin() if sessions.has_pin(request.session) else forms.Passphrase()
            messages.error(request, str(error))
    suite = request.POST.get("suite") or request.GET.get("suite", "")
    return render(request, "accounts/quick_unlock.html", {"form": form, "suite": suite})


def pin(request: HttpRequest) -> HttpResponse:
    """Choose the short code of this session."""
    form = forms.NewPin(request.POST or None)
    if form.is_valid():
        sessions.set_pin(request.session, form.cleaned_data["pin"])
        messages.success(request, "Code court choisi, jusqu’à la fermeture de votre session.")
        return redirect("home:home")
    return render(request, "accounts/pin.html", {"form": form})


def resume(request: HttpRequest) -> HttpResponse:
    """Send again, or throw away, what was being sent when the session was locked."""
    held = sessions.held_form(request.session)
    if held is None:
        return redirect("home:home")
    sessions.drop_held_form(request.session)
    pairs = [(name, value) for name, values in held["fields"].items() for value in values]
    return render(request, "accounts/resume.html", {"held": held, "pairs": pairs})


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep a form half filled, or drop it."""
    path = request.POST.get("path", "")[:300]
    member = sessions.signed_in(request)
    if "drop" in request.POST:
        actions.drop_draft(member, path=path)
    else:
        fields = json.loads(request.POST.get("fields", "{}"))
        actions.save_draft(member, path=path, fields=fields)
    return HttpResponse(status=204)


def passphrase(request: HttpRequest) -> HttpResponse:
    """Change one's own passphrase."""
    form = forms.ChangePassphrase(request.POST or None)
    if form.is_valid():
        with show_on(form, field="old"):
            data = form.cleaned_data
            actions.change_passphrase(
                sessions.signed_in(request), old=data["old"], new=data["passphrase"]
            )
            messages.success(request, "Phrase de passe changée.")
            return redirect("home:home")
    return render(request, "accounts/passphrase.html", {"form": form})


def members(request: HttpRequest) -> HttpResponse:
    """Who is a member."""
    shown = {"members": queries.members(), "form": forms.AddMember(), "roles": Role.choices}
    return render(request, "accounts/members.html", shown)

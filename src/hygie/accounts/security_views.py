"""Members, recovery code, unattended uses, change of key: what a titulaire decides."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hygie.accounts import actions, forms, keys, queries, sessions
from hygie.accounts.errors import show_on
from hygie.accounts.models import MachineAccess, Member, Role
from hygie.core.errors import HygieError
from hygie.storage import copies, unattended


def add_member(request: HttpRequest) -> HttpResponse:
    """One more person."""
    form = forms.AddMember(request.POST or None)
    if form.is_valid():
        with show_on(form, field="login"):
            data = form.cleaned_data
            member = actions.add_member(
                name=data["name"], login=data["login"], role=data["role"],
                passphrase=data["passphrase"],
            )  # fmt: skip
            for page in ("accounts:members", "accounts:add_member"):
                actions.drop_draft(sessions.signed_in(request), path=reverse(page))
            messages.success(request, f"{member.name} peut maintenant ouvrir une session.")
            return redirect("accounts:members")
    shown = {"members": queries.members(), "form": form, "roles": Role.choices}
    return render(request, "accounts/members.html", shown)


@require_POST
def change_role(request: HttpRequest, member_id: str) -> HttpResponse:
    """Another role."""
    member = get_object_or_404(Member, member_id=member_id, left_at=None)
    form = forms.ChangeRole(request.POST)
    if form.is_valid():
        _try(
            request,
            f"Le rôle de {member.name} est changé.",
            lambda: actions.change_role(member, form.cleaned_data["role"]),
        )
    return redirect("accounts:members")


def remove_member(request: HttpRequest, member_id: str) -> HttpResponse:
    """Somebody leaves; asked twice, then the change of key is proposed."""
    member = get_object_or_404(Member, member_id=member_id, left_at=None)
    if request.method != "POST":
        return render(request, "accounts/remove_member.html", {"leaver": member})
    removed = _try(
        request, f"{member.name} ne peut plus ouvrir Hygie.", lambda: actions.remove_member(member)
    )
    return redirect("accounts:security" if removed else "accounts:members")


def _try(request: HttpRequest, done: str, act: Callable[[], object]) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except HygieError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def security(request: HttpRequest) -> HttpResponse:
    """The ways in, and the change of key."""
    shown = {
        "accesses": queries.machine_accesses(),
        "has_key_store": unattended.key_store() is not None,
        "is_recovery_confirmed": queries.is_recovery_confirmed(),
        "is_key_change_due": queries.is_key_change_due(),
        "old_copies": [path.name for path in copies.copies_of_other_keys()],
        "copies": [path.name for path in copies.all_copies()],
        "form": forms.AccessName(),
    }
    return render(request, "accounts/security.html", shown)


def recovery(request: HttpRequest) -> HttpResponse:
    """The recovery code: printed, then typed back once."""
    form = forms.PrintedCode(request.POST or None)
    if form.is_valid():
        with show_on(form, field="code"):
            keys.confirm_recovery_code(form.cleaned_data["code"])
            request.session.pop(sessions.RECOVERY_CODE, None)
            messages.success(request, "Le code de secours est vérifié. Rangez bien la feuille.")
            return redirect("home:home")
    shown = {
        "form": form,
        "code": request.session.get(sessions.RECOVERY_CODE),
        "is_confirmed": queries.is_recovery_confirmed(),
    }
    return render(request, "accounts/recovery.html", shown)


@require_POST
def renew_recovery(request: HttpRequest) -> HttpResponse:
    """Another code; the sheet printed before opens nothing any more."""
    request.session[sessions.RECOVERY_CODE] = keys.renew_recovery_code()
    return redirect("accounts:recovery")


@require_POST
def change_key(request: HttpRequest) -> HttpResponse:
    """Encrypt the base again."""
    _try(
        request,
        "La clé est changée. Les anciennes copies s’ouvrent encore avec l’ancienne.",
        keys.change_key,
    )
    return redirect("accounts:security")


@require_POST
def copy_base(request: HttpRequest) -> HttpResponse:
    """Copy the base beside itself."""
    _try(request, "Une copie de la base est faite, sur ce même disque.", keys.copy_base)
    return redirect("accounts:security")


@require_POST
def allow_key_store(request: HttpRequest) -> HttpResponse:
    """Let this computer open the base by itself."""
    form = forms.AccessName(request.POST)
    if form.is_valid():
        _try(
            request,
            "Cet ordinateur peut maintenant ouvrir la base pour ses tâches.",
            lambda: keys.allow_key_store(form.cleaned_data["name"]),
        )
    return redirect("accounts:security")


@require_POST
def revoke_access(request: HttpRequest, access_id: str) -> HttpResponse:
    """End an unattended use."""
    access = get_object_or_404(MachineAccess, access_id=access_id, revoked_at=None)
    _try(
        request,
        f"L’accès « {access.name} » est retiré.",
        lambda: keys.revoke_machine_access(access),
    )
    return redirect("accounts:security")

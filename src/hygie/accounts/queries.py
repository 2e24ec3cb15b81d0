"""Reads of people and keys."""

from __future__ import annotations

from django.db.models import QuerySet

from hygie.accounts.models import Draft, MachineAccess, Member, Role
from hygie.journal.queries import last_of
from hygie.storage import slots


def members() -> QuerySet[Member]:
    """Those who have not left, titulaires first."""
    return Member.objects.filter(left_at=None).order_by("joined_at")


def member(member_id: str) -> Member | None:
    """A member who has not left."""
    return members().filter(member_id=member_id).first()


def member_of_slot(slot_id: str) -> Member | None:
    """Whose slot it is."""
    return members().filter(slot_id=slot_id).first()


def technician(login: str) -> Member | None:
    """A technician by login."""
    return members().filter(login=slots.normal_login(login), role=Role.TECHNICIAN).first()


def machine_accesses() -> QuerySet[MachineAccess]:
    """The unattended uses in force."""
    return MachineAccess.objects.filter(revoked_at=None).order_by("created_at")


def draft(member: Member, path: str) -> Draft | None:
    """What was half filled on a page."""
    return Draft.objects.filter(member=member, path=path).first()


def is_recovery_confirmed() -> bool:
    """The recovery code in force was typed back once from its paper."""
    return _is_later("accounts.confirm_recovery_code", "accounts.renew_recovery_code")


def is_key_change_due() -> bool:
    """Somebody left since the key was last changed."""
    return _is_later("accounts.remove_member", "accounts.change_key")


def _is_later(action: str, other: str) -> bool:
    last, reference = last_of(action), last_of(other)
    return last is not None and (reference is None or last.number > reference.number)

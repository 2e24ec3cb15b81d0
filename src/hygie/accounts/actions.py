"""The verbs of people and keys. Each writes the journal in its own transaction.

The keys file is written last inside the transaction: if it cannot be, the base is as before.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from django.db import transaction

from hygie.accounts import keys, queries
from hygie.accounts.models import Draft, Member, Role
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.actions import record
from hygie.journal.actor import Actor, acting_as
from hygie.storage import actions as storage
from hygie.storage import opening, slots
from hygie.storage.errors import wrong_secret

_hasher = PasswordHasher()


def actor_of(member: Member) -> Actor:
    """The member as the journal names her."""
    return Actor(member.member_id, member.name)


@contextmanager
def founding(*, name: str, login: str, passphrase: str) -> Iterator[tuple[Member, str]]:
    """Make the base with its first member, a titulaire; gives her and the recovery code.

    The block adds the practice. Nothing is installed if it fails.

    Raises:
        HygieError: `storage.exists`, or the disk's errors.
    """
    with storage.founding_base(login, passphrase) as founded, transaction.atomic():
        member = Member(
            login=slots.normal_login(login), name=name, role=Role.OWNER,
            slot_id=founded.slot_id, joined_at=clock.now(),
        )  # fmt: skip
        with acting_as(actor_of(member)):
            member.save(force_insert=True)
            record("accounts.found", object_type="member", object_id=member.member_id)
            yield member, founded.recovery_code


def sign_in(login: str, passphrase: str) -> Member:
    """Open the base if it is locked, and say who signs in.

    Raises:
        HygieError: `accounts.not_open` for a technician alone, `storage.wrong_key`, `storage.wait`.
    """
    if opening.is_open() and (technician := queries.technician(login)):
        return _sign_in_technician(technician, passphrase)
    was_open = opening.is_open()
    slot = opening.open_as_member(login, passphrase)
    if not was_open:
        storage.bring_up_to_date()
    member = queries.member_of_slot(slot.slot_id)
    if member is None:
        # A crash between the keys file and the base can leave a slot that is nobody's.
        raise wrong_secret()
    return _signed_in(member)


def _sign_in_technician(technician: Member, password: str) -> Member:
    opening.check_guess(lambda: _is_password(technician, password))
    return _signed_in(technician)


def _is_password(member: Member, password: str) -> bool:
    try:
        return _hasher.verify(member.password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def _signed_in(member: Member) -> Member:
    keys.note_restoration()
    with acting_as(actor_of(member)), transaction.atomic():
        record("accounts.sign_in", object_type="member", object_id=member.member_id)
    return member


def check_passphrase(member: Member, passphrase: str) -> None:
    """Ask again for what the person signed in with.

    Raises:
        HygieError: `storage.wrong_key` or `storage.wait`.
    """
    if member.role == Role.TECHNICIAN:
        opening.check_guess(lambda: _is_password(member, passphrase))
    else:
        opening.open_as_member(member.login, passphrase)


@transaction.atomic
def sign_out(member: Member) -> None:
    """The person leaves her session."""
    record("accounts.sign_out", object_type="member", object_id=member.member_id)


@transaction.atomic
def lock_all() -> None:
    """Lock Hygie for everybody."""
    record("accounts.lock", object_type="base")


@transaction.atomic
def add_member(*, name: str, login: str, role: str, passphrase: str) -> Member:
    """Add a person; the base is not encrypted again.

    Raises:
        HygieError: `accounts.login_taken`.
    """
    login = slots.normal_login(login)
    if Member.objects.filter(login=login).exists():
        raise HygieError(
            "accounts.login_taken",
            f"L’identifiant « {login} » est déjà pris. Personne n’a été ajouté.",
            advice="Choisissez-en un autre, par exemple avec une initiale.",
        )
    member = Member(login=login, name=name, role=role, joined_at=clock.now())
    if role == Role.TECHNICIAN:
        member.password_hash = _hasher.hash(passphrase)
    record("accounts.add_member", object_type="member", object_id=member.member_id)
    member.save(force_insert=True)
    if role != Role.TECHNICIAN:
        member.slot_id = storage.add_member_slot(login, passphrase)
        member.save(update_fields=["slot_id"])
    return member


@transaction.atomic
def change_role(member: Member, role: str) -> None:
    """Give another role, between those that have a key slot.

    Raises:
        HygieError: `accounts.last_owner`, `accounts.technician_role`.
    """
    if Role.TECHNICIAN in {member.role, role}:
        raise HygieError(
            "accounts.technician_role",
            "Un informaticien n’a pas de clé : son rôle ne se change pas. Rien n’a été changé.",
            advice="Retirez cette personne, puis ajoutez-la avec son nouveau rôle.",
        )
    if role != Role.OWNER:
        _keep_an_owner_besides(member)
    member.role = role
    member.save(update_fields=["role"])
    record("accounts.change_role", object_type="member", object_id=member.member_id)


@transaction.atomic
def remove_member(member: Member) -> None:
    """A person leaves: her passphrase opens nothing any more in this folder.

    What she copied before still opens with it: "Changer la clé" is then proposed.

    Raises:
        HygieError: `accounts.last_owner`, `storage.last_slot`.
    """
    _keep_an_owner_besides(member)
    slot_id, member.slot_id, member.password_hash = member.slot_id, "", ""
    # The login is free again; the name stays in the journal.
    member.login, member.left_at = f"{member.login}#{member.member_id[:8]}", clock.now()
    member.save()
    Draft.objects.filter(member=member).delete()
    record("accounts.remove_member", object_type="member", object_id=member.member_id)
    if slot_id:
        storage.remove_slot(slot_id)


def _keep_an_owner_besides(member: Member) -> None:
    if member.is_owner and queries.members().filter(role=Role.OWNER).count() == 1:
        raise HygieError(
            "accounts.last_owner",
            f"{member.name} est seul titulaire. Rien n’a été changé.",
            advice="Nommez d’abord un autre titulaire.",
        )


@transaction.atomic
def change_passphrase(member: Member, *, old: str, new: str) -> None:
    """Change one's own passphrase; the base is not encrypted again.

    Raises:
        HygieError: `storage.wrong_key`.
    """
    record("accounts.change_passphrase", object_type="member", object_id=member.member_id)
    if member.role == Role.TECHNICIAN:
        check_passphrase(member, old)
        member.password_hash = _hasher.hash(new)
        member.save(update_fields=["password_hash"])
        return
    storage.change_secret(member.slot_id, old, new)


def recover(*, code: str, login: str, passphrase: str) -> Member:
    """Open with the code printed on paper and give a member another passphrase.

    Raises:
        HygieError: `storage.mistyped_code`, `storage.wrong_key`, `storage.wait`.
    """
    was_open = opening.is_open()
    opening.open_with_recovery_code(code)
    keys.make_ready()
    member = queries.members().filter(login=slots.normal_login(login)).first()
    if member is None or member.role == Role.TECHNICIAN:
        if not was_open:
            opening.lock()
        raise wrong_secret()
    with acting_as(actor_of(member)), transaction.atomic():
        record("accounts.recover", object_type="member", object_id=member.member_id)
        old_slot, member.slot_id = member.slot_id, ""
        member.slot_id = storage.add_member_slot(member.login, passphrase, instead_of=old_slot)
        member.save(update_fields=["slot_id"])
    return member


def save_draft(member: Member, *, path: str, fields: dict[str, list[str]]) -> None:
    """Keep a form half filled; no line in the journal, it is nothing done yet."""
    Draft.objects.update_or_create(
        member=member, path=path, defaults={"fields": fields, "saved_at": clock.now()}
    )


def forget_drafts(*, pages_of: Sequence[str], saying: Sequence[str]) -> int:
    """Forget what was half typed about somebody who is erased; gives how many forms.

    Args:
        pages_of: ids that the address of a page may hold.
        saying: names that what was typed may hold, as whole words, whatever their case and accents.
    """
    words = [f" {plain} " for plain in map(_plain, (*pages_of, *saying)) if plain]
    gone = []
    for draft in Draft.objects.all():
        text = f" {_plain(draft.path)} {_plain(json.dumps(draft.fields, ensure_ascii=False))} "
        if any(word in text for word in words):
            gone.append(draft.pk)
    return Draft.objects.filter(pk__in=gone).delete()[0]


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def drop_draft(member: Member, *, path: str) -> None:
    """The form was sent or thrown away."""
    Draft.objects.filter(member=member, path=path).delete()

"""The verbs of the keys: recovery code, copies, change of key, unattended uses.

Each writes the journal; what changes the keys file does it last inside its transaction.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from hygie.accounts.models import MachineAccess
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.actions import record
from hygie.journal.actor import AUTOMATON, acting_as
from hygie.storage import actions as storage
from hygie.storage import copies, opening, unattended

# What rooms do to a base that was just put back, before anybody reads it; each in `ready()`.
after_restoration: dict[str, Callable[[], object]] = {}


def make_ready() -> None:
    """Bring a base that was opened unattended up to date, as a signing in does."""
    storage.bring_up_to_date()
    note_restoration()


def note_restoration() -> None:
    """Write that a copy of the base was put back since the last opening, and let rooms mend it.

    Killed or failing on the way, all of it is done again at the next opening.
    """
    name = copies.restored_from()
    if name:
        with acting_as(AUTOMATON):
            for mend in after_restoration.values():
                mend()
            with transaction.atomic():
                record("storage.restore", object_type="copy", object_id=name[:64])
        copies.restoring_is_written()


@transaction.atomic
def renew_recovery_code() -> str:
    """Another recovery code, to print; the earlier sheet opens nothing any more."""
    record("accounts.renew_recovery_code", object_type="base")
    return storage.renew_recovery_code()


def confirm_recovery_code(typed: str) -> None:
    """Check, once, that the printed code can be read and typed.

    Raises:
        HygieError: `storage.mistyped_code`, `storage.wrong_key`.
    """
    opening.open_with_recovery_code(typed)
    with transaction.atomic():
        record("accounts.confirm_recovery_code", object_type="base")


def copy_base() -> str:
    """Copy the base beside itself; gives the copy's name."""
    name = copies.make_copy().name
    with transaction.atomic():
        record("storage.copy", object_type="copy", object_id=name)
    return name


def change_key() -> None:
    """Encrypt the base again under a new key; the line is written in the new base."""
    storage.change_key()
    with transaction.atomic():
        record("accounts.change_key", object_type="base")


@transaction.atomic
def add_machine_access(name: str) -> tuple[MachineAccess, str]:
    """A secret for an unattended use, given once: the caller stores it."""
    access = MachineAccess(name=name, created_at=clock.now())
    record("accounts.add_machine_access", object_type="machine_access", object_id=access.access_id)
    access.slot_id, secret = storage.add_machine_slot()
    access.save(force_insert=True)
    return access, secret


def allow_key_store(name: str) -> MachineAccess:
    """Let this computer open the base by itself for scheduled jobs, by its own key store.

    Raises:
        HygieError: `storage.no_key_store`, before anything is changed;
            `storage.key_store_refused`, the access being revoked at once.
    """
    unattended.require_key_store()
    access, secret = add_machine_access(name)
    try:
        unattended.keep_in_key_store(secret)
    except HygieError:
        revoke_machine_access(access)
        raise
    return access


@transaction.atomic
def revoke_machine_access(access: MachineAccess) -> None:
    """End an unattended use."""
    access.revoked_at = clock.now()
    access.save(update_fields=["revoked_at"])
    record(
        "accounts.revoke_machine_access", object_type="machine_access", object_id=access.access_id
    )
    storage.remove_slot(access.slot_id)

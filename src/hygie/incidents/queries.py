"""Whom this practice calls."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import DatabaseError

from hygie.core.errors import HygieError
from hygie.practice.queries import emergency_contacts
from hygie.storage import opening

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody to call.

    Attributes:
        role: what they do for the practice.
        name: who; empty when nobody was written.
        phone: their number; empty when unknown.
        reference: number of client or contract.
    """

    role: str
    name: str = ""
    phone: str = ""
    reference: str = ""


def contacts() -> list[Contact]:
    """The practice's own numbers; blank lines to fill by hand while Hygie is locked.

    So too when the base cannot be read: on the day of an attack it may be what was attacked.
    """
    try:
        known = emergency_contacts() if opening.is_open() else None
    except (HygieError, DatabaseError) as error:
        log.warning("contacts left blank: %s", type(error).__name__)
        known = None
    if known is None:
        return [Contact(role=role) for role in ("Informaticien", "Logiciel du cabinet", "Assureur")]
    return [
        Contact(role=role, name=who.name, phone=who.phone, reference=who.reference)
        if who
        else Contact(role=role)
        for role, who in known
    ]

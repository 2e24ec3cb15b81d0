"""The verbs of the check-up of computers."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from hygie.checkup.engine.look import Look, look_around
from hygie.checkup.engine.probe import Machine
from hygie.checkup.models import SeenLook
from hygie.core import clock
from hygie.journal.actions import record
from hygie.practice.actions import know_computer

KEPT_DAYS = 400


def look_without_keeping() -> Look:
    """Look at this computer, for somebody who has no base."""
    return look_around(Machine.this())


def look_here() -> SeenLook:
    """Look at this computer and keep what was seen."""
    return keep_look(look_without_keeping())


@transaction.atomic
def keep_look(look: Look) -> SeenLook:
    """Keep a look; those of more than a year are let go."""
    computer = know_computer(look.computer)
    seen = SeenLook.objects.create(computer=computer, seen_at=look.seen_at, body=look.as_json())
    SeenLook.objects.filter(seen_at__lt=clock.now() - timedelta(days=KEPT_DAYS)).delete()
    record("checkup.look", object_type="computer", object_id=computer.computer_id)
    return seen

"""Reads of the looks."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from hygie.checkup.engine.look import PROBES, Look
from hygie.checkup.engine.probe import Probe
from hygie.checkup.models import SeenLook
from hygie.core.errors import HygieError
from hygie.practice.models import Computer
from hygie.practice.queries import computers

log = logging.getLogger(__name__)
HISTORY_LOOKS = 60


def looks_at(computer: Computer) -> list[Look]:
    """What was seen on a computer, newest first, under the name that the practice gives it."""
    return [_look_of(seen, computer) for seen in _newest_first(computer)[:HISTORY_LOOKS]]


def _newest_first(computer: Computer) -> QuerySet[SeenLook]:
    # In the order they were kept: a look made while the clock was wrong does not stay on top.
    return SeenLook.objects.filter(computer=computer).order_by("-pk")


def _look_of(seen: SeenLook, computer: Computer) -> Look:
    try:
        return replace(Look.from_json(seen.body), computer=computer.name)
    except HygieError as error:
        log.warning("look %s: %s", seen.pk, error.code)
        return Look(computer=computer.name, system="", seen_at=seen.seen_at)


def last_looked_at(computer: Computer) -> datetime | None:
    """When a computer was last looked at; None when it never was."""
    last = _newest_first(computer).first()
    return last.seen_at if last else None


def all_last_looks() -> list[tuple[Computer, datetime | None]]:
    """Every computer of the practice with the time of its last look."""
    return [(computer, last_looked_at(computer)) for computer in computers()]


def probes() -> list[Probe]:
    """What is looked at, each probe saying what it reads and never reads."""
    return list(PROBES.values())

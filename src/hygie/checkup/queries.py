"""Reads of the looks."""

from __future__ import annotations

from datetime import datetime

from hygie.checkup.engine.look import PROBES, Look
from hygie.checkup.engine.probe import Probe
from hygie.checkup.models import SeenLook
from hygie.practice.models import Computer
from hygie.practice.queries import computers

HISTORY_LOOKS = 60


def looks_at(computer: Computer) -> list[Look]:
    """What was seen on a computer, newest first."""
    seen = SeenLook.objects.filter(computer=computer).order_by("-seen_at")[:HISTORY_LOOKS]
    return [Look.from_json(one.body) for one in seen]


def last_looked_at(computer: Computer) -> datetime | None:
    """When a computer was last looked at; None when it never was."""
    last = SeenLook.objects.filter(computer=computer).order_by("-seen_at").first()
    return last.seen_at if last else None


def all_last_looks() -> list[tuple[Computer, datetime | None]]:
    """Every computer of the practice with the time of its last look."""
    return [(computer, last_looked_at(computer)) for computer in computers()]


def probes() -> list[Probe]:
    """What is looked at, each probe saying what it reads and never reads."""
    return list(PROBES.values())

"""What watches while Hygie is open: ended sessions lock the base, due jobs are run.

A machine's access lets it open the base by itself for a job; it locks it again after.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime

from django.db import close_old_connections

from hygie.accounts import sessions
from hygie.accounts.keys import make_ready
from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.practice.actions import run_job
from hygie.practice.models import ScheduledRun
from hygie.practice.queries import due_jobs
from hygie.storage import keyfile, opening, unattended

log = logging.getLogger(__name__)
EVERY_S = 20.0
GRACE_S = 60.0


def keep(stop: threading.Event) -> None:
    """Watch until told to stop."""
    next_due: datetime | None = None
    while not stop.wait(EVERY_S):
        try:
            next_due = watch_once(next_due)
        except Exception as error:  # noqa: BLE001 - the watch must outlive what it watches
            log.warning("keeper: %s", type(error).__name__)
        finally:
            close_old_connections()


def watch_once(next_due: datetime | None) -> datetime | None:
    """Run what is due, lock when nobody is there; gives when to come back for a job.

    `next_due` is what the last watch gave: while the base is locked nothing else knows it.
    """
    opened_at = _open_for_jobs(next_due)
    if not opening.is_open():
        return next_due
    try:
        for job in due_jobs(clock.now()):
            run_job(job)
        soonest = ScheduledRun.objects.order_by("next_due_at").first()
        return soonest.next_due_at if soonest else None
    finally:
        if _nobody_is_there(opened_at):
            opening.lock()


def _nobody_is_there(opened_at: float | None) -> bool:
    if sessions.are_alive():
        return False
    since = opening.held_since()
    # Opened and in no session yet: somebody is signing in, or founding the practice.
    return since == opened_at or time.monotonic() - since > GRACE_S


def _open_for_jobs(next_due: datetime | None) -> float | None:
    """When the base was opened here; None when it was open already or stays locked."""
    if opening.is_open() or (next_due is not None and clock.now() < next_due):
        return None
    if unattended.is_demonstration(files.home()) or not keyfile.exists(files.home()):
        return None
    try:
        if not unattended.open_if_possible():
            return None
        opened_at = opening.held_since()
        make_ready()
        return opened_at
    except HygieError as error:
        log.warning("keeper: %s", error.code)
        return None

"""The verbs of the practice."""

from __future__ import annotations

import itertools
import logging
import platform
from typing import TypeVar

from django.db import models, transaction

from hygie.accounts import actions as accounts
from hygie.accounts.models import Member
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.actions import record
from hygie.journal.actor import AUTOMATON, acting_as
from hygie.practice.models import Computer, Practice, Professional, ScheduledRun
from hygie.practice.registries import Job

log = logging.getLogger(__name__)
Owned = TypeVar("Owned", bound=models.Model)


def found(answers: dict[str, str]) -> tuple[Member, str]:
    """The first day: base, first member, practice; gives her and the recovery code.

    Raises:
        HygieError: `storage.exists`, or the disk's errors; nothing is then installed.
    """
    who = {name: answers[name] for name in ("name", "login", "passphrase")}
    with accounts.founding(**who) as (member, code):
        describe_practice(Practice(name=answers["practice_name"]))
        describe_professional(member, profession=answers["profession"])
        know_computer(platform.node() or "Cet ordinateur")
    return member, code


@transaction.atomic
def describe_practice(practice: Practice) -> Practice:
    """Write who we are."""
    practice.save()
    record("practice.describe", object_type="practice", object_id=str(practice.pk))
    return practice


@transaction.atomic
def describe_professional(member: Member, **fields: str) -> Professional:
    """Write what a member practises (profession, rpps, adeli, mssante)."""
    professional, _ = Professional.objects.update_or_create(member=member, defaults=fields)
    record("practice.describe_professional", object_type="member", object_id=member.member_id)
    return professional


@transaction.atomic
def keep(thing: Owned) -> Owned:
    """Add or change a computer, a disk or a supplier."""
    if thing._state.adding:
        thing.added_at = clock.now()  # type: ignore[attr-defined]
    thing.save()
    kind = str(thing._meta.model_name)
    record(f"practice.keep_{kind}", object_type=kind, object_id=str(thing.pk))
    return thing


@transaction.atomic
def remove(thing: models.Model) -> None:
    """Take a computer, a disk or a supplier off the list."""
    kind = str(thing._meta.model_name)
    record(f"practice.remove_{kind}", object_type=kind, object_id=str(thing.pk))
    thing.delete()


def know_computer(name: str) -> Computer:
    """The computer that its system calls so, whatever the practice calls it; added when new."""
    known = (
        Computer.objects.filter(system_name=name).first()
        or Computer.objects.filter(system_name="", name=name).first()
    )
    if known is None:
        return keep(Computer(name=_free_name(name), system_name=name))
    if not known.system_name:
        known.system_name = name
        known.save(update_fields=["system_name"])
    return known


def _free_name(name: str) -> str:
    taken = set(Computer.objects.values_list("name", flat=True))
    names = itertools.chain([name], (f"{name} ({rank})" for rank in itertools.count(2)))
    return next(free for free in names if free not in taken)


def run_job(job: Job) -> None:
    """Run a registered job and plan the next time, even if it failed: no storm of tries."""
    with acting_as(AUTOMATON):
        try:
            job.run()
        except HygieError as error:
            log.warning("job %s: %s", job.name, error.code)
        except Exception as error:  # noqa: BLE001 - one bad job must not stop the others
            log.error("job %s: %s", job.name, type(error).__name__)
        now = clock.now()
        ScheduledRun.objects.update_or_create(
            job=job.name, defaults={"last_run_at": now, "next_due_at": now + job.every}
        )

"""Reads of the practice."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from hygie.practice import registries
from hygie.practice.models import Computer, Disk, Practice, ScheduledRun, Supplier, SupplierKind
from hygie.practice.registries import Job


def practice() -> Practice:
    """The practice; an empty one before its first sheet is filled."""
    return Practice.objects.first() or Practice(name="")


def computers() -> QuerySet[Computer]:
    """The practice's computers."""
    return Computer.objects.order_by("added_at")


def disks() -> QuerySet[Disk]:
    """The practice's external disks."""
    return Disk.objects.order_by("name")


def suppliers() -> QuerySet[Supplier]:
    """The practice's suppliers."""
    return Supplier.objects.order_by("kind", "name")


def emergency_contacts() -> list[tuple[str, Supplier | None]]:
    """Whom to call, in the order of an attack; None where nobody was written yet."""
    wanted = (SupplierKind.TECHNICIAN, SupplierKind.SOFTWARE, SupplierKind.INSURER)
    known = {kind: Supplier.objects.filter(kind=kind).exclude(phone="").first() for kind in wanted}
    return [(str(kind.label), known[kind]) for kind in wanted]


def due_jobs(now: datetime) -> list[Job]:
    """Registered jobs to run now: never run, or due."""
    waiting = set(ScheduledRun.objects.filter(next_due_at__gt=now).values_list("job", flat=True))
    return [job for job in registries.jobs.values() if job.name not in waiting]

from datetime import timedelta

import pytest

from hygie.core import clock
from hygie.practice import actions, queries, registries
from hygie.practice.models import (
    Computer,
    Disk,
    DiskUse,
    Practice,
    ScheduledRun,
    Supplier,
    SupplierKind,
)
from hygie.practice.registries import Job


def supplier(name, kind, **fields):
    return actions.keep(Supplier(name=name, kind=kind, **fields))


def test_the_practice_is_empty_before_its_first_sheet(alice):
    assert queries.practice().name == "Cabinet Martin"
    Practice.objects.all().delete()
    assert queries.practice().name == ""


def test_things_are_listed_in_an_order_that_does_not_move(alice):
    for name in ("SECRÉTARIAT", "ACCUEIL"):
        actions.keep(Computer(name=name))
        actions.keep(Disk(name=name, use=DiskUse.COPY))
    assert [computer.name for computer in queries.computers()] == ["SECRÉTARIAT", "ACCUEIL"]
    assert [disk.name for disk in queries.disks()] == ["ACCUEIL", "SECRÉTARIAT"]


def test_whom_to_call_is_in_the_order_of_an_attack(alice):
    assert [who for _, who in queries.emergency_contacts()] == [None, None, None]
    insurer = supplier("Assureur inventé", SupplierKind.INSURER, phone="01 99 00 00 01")
    supplier("Sans téléphone", SupplierKind.TECHNICIAN)
    supplier("Hébergeur inventé", SupplierKind.HOSTING, phone="01 99 00 00 02")
    contacts = queries.emergency_contacts()
    assert contacts[0][0] == "Informaticien"
    assert [who for _, who in contacts] == [None, None, insurer], "a name without a phone is none"
    technician = supplier("Informatique du Port", SupplierKind.TECHNICIAN, phone="01 99 00 00 03")
    assert queries.emergency_contacts()[0][1] == technician
    assert queries.suppliers().count() == 4


@pytest.fixture
def registered(monkeypatch):
    job = Job(name="test.job", every=timedelta(hours=2), run=lambda: None)
    monkeypatch.setattr(registries, "jobs", {job.name: job})
    return job


def test_a_job_that_never_ran_is_due(alice, registered):
    assert queries.due_jobs(clock.now()) == [registered]


def test_a_job_is_due_again_when_its_time_has_come(alice, registered):
    actions.run_job(registered)
    next_due_at = ScheduledRun.objects.get().next_due_at
    assert queries.due_jobs(clock.now()) == []
    assert queries.due_jobs(next_due_at - timedelta(seconds=1)) == []
    assert queries.due_jobs(next_due_at) == [registered]


def test_a_job_that_is_gone_is_not_due(alice, registered, monkeypatch):
    ScheduledRun.objects.create(job="ancien.travail", next_due_at=clock.now())
    assert queries.due_jobs(clock.now()) == [registered]

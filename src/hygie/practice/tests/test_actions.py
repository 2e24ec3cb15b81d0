import platform
from datetime import timedelta

import pytest
from django.db import IntegrityError

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.journal.queries import last_of, verdict
from hygie.practice import actions, registries
from hygie.practice.models import (
    Computer,
    Disk,
    DiskUse,
    Practice,
    Professional,
    ScheduledRun,
    Supplier,
    SupplierKind,
)
from hygie.practice.registries import Job

EVERY = timedelta(hours=2)


def job(run, name="test.job"):
    return Job(name=name, every=EVERY, run=run)


def test_the_first_day_gives_a_practice_its_professional_and_this_computer(founded):
    assert Practice.objects.get().name == "Cabinet Martin"
    assert Professional.objects.get().profession == "10"
    assert Professional.objects.get().member == founded.member
    assert Computer.objects.get().name == platform.node()
    assert [line.actor_name for line in Entry.objects.all()] == ["Dr Alice Martin"] * 4
    assert verdict().faults == ()


def test_describing_the_practice_is_written(alice):
    sheet = Practice.objects.get()
    sheet.address = "12 allée des Tilleuls"
    actions.describe_practice(sheet)
    assert Practice.objects.get().address == "12 allée des Tilleuls"
    assert last_of("practice.describe").object_id == str(sheet.pk)


def test_a_professional_is_described_again_and_not_twice(alice):
    actions.describe_professional(alice, profession="10", rpps="10100000016")
    actions.describe_professional(alice, profession="60")
    described = Professional.objects.get()
    assert (described.profession, described.rpps) == ("60", "10100000016")
    assert Entry.objects.filter(action="practice.describe_professional").count() == 2


@pytest.mark.parametrize(
    "thing",
    [
        Computer(name="ACCUEIL"),
        Disk(name="SAUVE-1", use=DiskUse.COPY),
        Supplier(name="Informatique du Port", kind=SupplierKind.TECHNICIAN),
    ],
    ids=lambda thing: thing._meta.model_name,
)
def test_a_thing_is_kept_changed_then_removed_and_each_is_written(alice, thing):
    kind, thing_id = thing._meta.model_name, thing.pk
    kept = actions.keep(thing)
    added_at = kept.added_at
    assert added_at <= clock.now()
    kept.name = "Un autre nom"
    assert actions.keep(kept).added_at == added_at, "changed, not added again"
    actions.remove(kept)
    assert type(kept).objects.count() == 0
    written = Entry.objects.filter(object_type=kind, object_id=thing_id)
    assert list(written.order_by("number").values_list("action", flat=True)) == [
        f"practice.keep_{kind}", f"practice.keep_{kind}", f"practice.remove_{kind}",
    ]  # fmt: skip


def test_what_cannot_be_kept_is_not_written_either(founded):
    actions.keep(Disk(name="SAUVE-1", use=DiskUse.COPY))
    lines = Entry.objects.count()
    with pytest.raises(IntegrityError):
        actions.keep(Disk(name="SAUVE-1", use=DiskUse.WORK))
    assert Entry.objects.count() == lines
    assert Disk.objects.count() == 1


def test_a_computer_is_known_once(alice):
    first = actions.know_computer("ACCUEIL")
    lines = Entry.objects.count()
    assert actions.know_computer("ACCUEIL") == first
    assert Entry.objects.count() == lines


def test_a_job_is_signed_automate_and_planned_again(alice):
    before = clock.now()
    actions.run_job(job(lambda: actions.know_computer("VU")))
    planned = ScheduledRun.objects.get()
    assert last_of("practice.keep_computer").actor_name == "automate"
    assert before <= planned.last_run_at <= clock.now()
    assert planned.next_due_at == planned.last_run_at + EVERY


@pytest.mark.parametrize(
    "error", [HygieError("test.refused", "Jeanne Dupont"), RuntimeError("Jeanne Dupont")]
)
def test_a_job_that_fails_is_planned_again_and_names_nobody_in_the_log(founded, caplog, error):
    def fail():
        actions.know_computer("À MOITIÉ")
        raise error

    actions.run_job(job(fail))
    assert ScheduledRun.objects.get().next_due_at > clock.now()
    assert "test.job" in caplog.text
    assert "Jeanne" not in caplog.text


def test_the_same_job_has_one_line_of_plan(alice):
    for _ in range(3):
        actions.run_job(job(lambda: None))
    assert ScheduledRun.objects.count() == 1
    assert registries.jobs.get("test.job") is None

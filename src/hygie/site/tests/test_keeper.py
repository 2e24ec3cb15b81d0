"""What watches while Hygie is open."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from hygie.accounts import keys, rules, sessions
from hygie.core import clock
from hygie.journal.models import Entry
from hygie.practice import registries
from hygie.practice.actions import know_computer
from hygie.practice.models import ScheduledRun
from hygie.practice.registries import Job
from hygie.site import keeper
from hygie.storage import opening, unattended

EVERY = timedelta(hours=2)


@pytest.fixture(autouse=True)
def runs(monkeypatch):
    """The only registered job notes that it ran, in the base; this computer has no key store."""
    ran = []

    def run():
        know_computer(f"VU-{len(ran)}")
        ran.append(clock.now())

    job = Job(name="test.look", every=EVERY, run=run)
    monkeypatch.setattr(registries, "jobs", {job.name: job})
    monkeypatch.setattr(unattended, "key_store", lambda: None)
    return ran


@pytest.fixture
def long_open(monkeypatch):
    """Whoever opened did it a while ago."""
    monkeypatch.setattr(keeper, "GRACE_S", 0.0)


@pytest.fixture
def machine_access(founded, tmp_path, monkeypatch):
    _, secret = keys.add_machine_access("Tâches de la nuit")
    file = tmp_path / "secret"
    file.write_text(secret)
    file.chmod(0o600)
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", str(file))
    return file


def an_hour_ago():
    return clock.now() - timedelta(hours=1)


def test_the_base_is_locked_when_nobody_is_left(founded, long_open):
    keeper.watch_once(None)
    assert not opening.is_open()


def test_the_base_stays_open_while_somebody_is_there(signed_in, long_open, monkeypatch):
    keeper.watch_once(None)
    assert opening.is_open()
    later = sessions.time.monotonic() + rules.SESSION_ENDS_AFTER_S + 1
    monkeypatch.setattr(sessions, "time", SimpleNamespace(monotonic=lambda: later))
    keeper.watch_once(None)
    assert not opening.is_open(), "a session of three hours ago has ended"


def test_who_is_signing_in_is_not_locked_out(founded):
    """Between the key and the session lie a migration, a founding: nobody is there yet."""
    keeper.watch_once(None)
    assert opening.is_open()


def test_a_job_is_run_when_due_and_signed_automate(signed_in, runs):
    next_due = keeper.watch_once(None)
    assert len(runs) == 1
    assert Entry.objects.filter(action="practice.keep_computer").last().actor_name == "automate"
    assert next_due - clock.now() > EVERY - timedelta(minutes=1)
    keeper.watch_once(next_due)
    assert len(runs) == 1, "not due yet"
    ScheduledRun.objects.update(next_due_at=an_hour_ago())
    keeper.watch_once(next_due)
    assert len(runs) == 2


def test_a_machine_access_opens_for_a_due_job_and_locks_again(machine_access, runs, founded):
    opening.lock()
    assert keeper.watch_once(an_hour_ago()) > clock.now()
    assert len(runs) == 1
    assert not opening.is_open()


def test_somebody_who_opens_during_a_job_keeps_the_base_open(machine_access, founded, monkeypatch):
    def open_meanwhile():
        opening.open_as_member("alice.martin", founded.passphrase)

    monkeypatch.setattr(
        registries, "jobs", {"test.slow": Job(name="test.slow", every=EVERY, run=open_meanwhile)}
    )
    opening.lock()
    keeper.watch_once(None)
    assert opening.is_open()


def test_nothing_is_opened_before_a_job_is_due(machine_access, runs):
    opening.lock()
    tomorrow = clock.now() + timedelta(days=1)
    assert keeper.watch_once(tomorrow) == tomorrow
    assert (runs, opening.is_open()) == ([], False)


def test_nothing_is_opened_without_a_machine_access(founded, runs):
    opening.lock()
    due = an_hour_ago()
    assert keeper.watch_once(due) == due
    assert (runs, opening.is_open()) == ([], False)


def test_an_access_that_opens_nothing_any_more_is_told_in_the_log_only(
    machine_access, runs, caplog
):
    machine_access.write_text("hygie-machine-0000")
    opening.lock()
    keeper.watch_once(an_hour_ago())
    assert (runs, opening.is_open()) == ([], False)
    assert "storage.wrong_key" in caplog.text


def test_the_demonstration_is_never_opened_by_itself(machine_access, founded, runs):
    (founded.home / unattended.DEMONSTRATION_FILE).write_text(founded.passphrase)
    opening.lock()
    keeper.watch_once(an_hour_ago())
    assert (runs, opening.is_open()) == ([], False)


def test_an_empty_home_is_left_alone(locked, home, runs):
    assert keeper.watch_once(None) is None
    assert not home.exists()


def test_a_job_that_fails_is_not_tried_again_at_once_and_does_not_keep_the_base_open(
    founded, long_open, monkeypatch, caplog
):
    def fail():
        raise RuntimeError("Jeanne Dupont")

    monkeypatch.setattr(
        registries, "jobs", {"test.bad": Job(name="test.bad", every=EVERY, run=fail)}
    )
    next_due = keeper.watch_once(None)
    assert next_due > clock.now() + EVERY - timedelta(minutes=1)
    assert not opening.is_open()
    assert "test.bad: RuntimeError" in caplog.text
    assert "Jeanne" not in caplog.text


def test_the_base_is_locked_even_when_it_cannot_be_read(founded, long_open, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE practice_scheduledrun RENAME TO moved")
    with pytest.raises(Exception, match="scheduledrun"):
        keeper.watch_once(None)
    assert not opening.is_open()


def test_the_watch_outlives_what_it_watches(monkeypatch):
    stop, seen = threading.Event(), []

    def watch(next_due):
        seen.append(next_due)
        if len(seen) == 3:
            stop.set()
        if len(seen) == 1:
            raise OSError("le disque ne répond pas")
        return an_hour_ago()

    monkeypatch.setattr(keeper, "EVERY_S", 0.01)
    monkeypatch.setattr(keeper, "watch_once", watch)
    watching = threading.Thread(target=keeper.keep, args=(stop,))
    watching.start()
    watching.join(timeout=5)
    assert not watching.is_alive()
    assert seen[:2] == [None, None]
    assert seen[2] is not None, "it comes back with what the last watch gave"

import json
import logging
import threading
import time

import pytest

from hygie.checkup.engine import look as looking
from hygie.checkup.engine.look import PROBES, Look, Observation, Status, look_around
from hygie.checkup.engine.probe import Machine
from hygie.checkup.tests import planted
from hygie.checkup.tests.engine.contract import ProbeContract
from hygie.core import clock
from hygie.core.errors import HygieError


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES)
class TestEachProbe(ProbeContract):
    pass


class FakeProbe:
    reads = never_reads = "Rien."

    def __init__(self, name, answer):
        self.name, self.answer = name, answer

    def look(self, machine):
        return self.answer(machine)


def seeing(name):
    return FakeProbe(
        name, lambda _machine: Observation(probe=name, status=Status.SEEN, facts={"n": 1})
    )


def failing(name, error):
    def answer(_machine):
        raise error

    return FakeProbe(name, answer)


@pytest.fixture
def machine(tmp_path):
    return planted.machine(tmp_path)


@pytest.fixture
def hanging():
    """A probe that never answers, until the test is over."""
    end = threading.Event()
    yield FakeProbe("sourd", lambda _machine: end.wait(60))
    end.set()


def look(machine, *probes, **options):
    return look_around(machine, probes={probe.name: probe for probe in probes}, **options)


def test_a_look_says_which_computer_was_seen_and_when(machine):
    seen = look(machine, seeing("vue"))
    assert (seen.computer, seen.system) == ("ACCUEIL", "linux")
    assert abs((clock.now() - seen.seen_at).total_seconds()) < 5
    assert seen.of("vue").facts == {"n": 1}


def test_a_probe_that_hangs_is_said_so_and_the_others_are_kept(machine, hanging):
    start = time.monotonic()
    seen = look(machine, hanging, seeing("vue"), timeout_s=0.3)
    assert time.monotonic() - start < 2
    assert seen.of("vue").status is Status.SEEN
    assert seen.of("sourd").status is Status.TIMEOUT
    assert seen.of("sourd").note == "Ce contrôle n’a pas répondu à temps."


@pytest.mark.parametrize(
    "error", [OSError("/home/alice"), ValueError(), HygieError("x", "y"), MemoryError()]
)
def test_a_probe_that_fails_is_said_so_and_the_others_are_kept(machine, error):
    seen = look(machine, failing("cassée", error), seeing("vue"))
    assert seen.of("vue").status is Status.SEEN
    assert seen.of("cassée").status is Status.UNREADABLE
    assert seen.of("cassée").note == looking.FAILED


def test_the_log_of_a_failure_names_no_person(machine, caplog):
    caplog.set_level(logging.DEBUG)
    look(machine, failing("cassée", OSError("/home/alice/Profil de Alice")))
    assert "cassée" in caplog.text
    assert "OSError" in caplog.text
    assert "alice" not in caplog.text.lower()


def test_facts_that_cannot_be_kept_are_refused(machine):
    odd = FakeProbe(
        "odd", lambda _: Observation(probe="odd", status=Status.SEEN, facts={"x": object()})
    )
    assert look(machine, odd).of("odd").status is Status.UNREADABLE


def test_progress_is_told_probe_by_probe(machine):
    told = []
    look(machine, seeing("a"), seeing("b"), progress=lambda *step: told.append(step))
    assert sorted(told) == [(1, 2, told[0][2]), (2, 2, told[1][2])]
    assert {step[2] for step in told} == {"a", "b"}


def test_probes_work_at_the_same_time(machine):
    both = threading.Barrier(2, timeout=5)
    meet = [FakeProbe(name, lambda _, n=name: (both.wait() and None) or seen(n)) for name in "ab"]

    def seen(name):
        return Observation(probe=name, status=Status.SEEN)

    found = look(machine, *meet)
    assert {one.status for one in found.observations} == {Status.SEEN}


def test_a_name_given_to_no_probe_is_unreadable_rather_than_fine(machine):
    assert look(machine, seeing("vue")).of("autre").status is Status.UNREADABLE


def test_the_built_in_probes_are_known_by_their_names():
    assert {name: probe.name for name, probe in PROBES.items()} == {name: name for name in PROBES}
    assert set(PROBES) == {
        "browsers", "passwords", "disks", "updates", "system", "firewall", "security",
    }  # fmt: skip


def test_this_very_computer_can_be_looked_at():

    seen = look_around(Machine.this())
    assert Look.from_json(json.loads(json.dumps(seen.as_json()))) == seen
    assert seen.of("system").status is Status.SEEN

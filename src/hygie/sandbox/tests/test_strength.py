"""What holds is tried, and told with its name."""

import dataclasses

import pytest

from hygie.core import process
from hygie.sandbox import strength
from hygie.sandbox.errors import REASONS
from hygie.sandbox.job import Answer, Ending
from hygie.sandbox.strength import Barrier, Strength
from hygie.sandbox.tests.conftest import or_skip


@pytest.fixture
def whole(zygote):
    return strength.tried(zygote)


def test_here_every_needed_wall_holds(whole):
    assert whole.missing == ()
    assert whole.is_enough
    assert whole.as_json()["enough"] is True
    assert list(whole.as_json()["held"]) == [
        "namespaces", "seccomp", "rlimits", "time", "landlock"
    ]  # fmt: skip
    assert all(wall.label.endswith(".") for wall in whole.barriers)


def test_the_question_can_be_asked_at_any_time_and_leaves_nothing():
    or_skip(lambda: strength.launch.start([]).close())
    assert strength.strength().is_enough


def test_without_bubblewrap_the_answer_says_what_to_install(monkeypatch):
    monkeypatch.setattr(process, "find", lambda program: None)
    told = strength.strength()
    assert not told.is_enough
    assert told.barriers == ()
    assert told.reason in REASONS
    assert told.message
    assert told.advice
    assert told.as_json() == {"enough": False, "reason": told.reason, "held": {}}


def test_a_wall_that_is_only_welcome_does_not_close_the_door():
    held = Barrier(code="seccomp", held=True, label="")
    absent = Barrier(code="landlock", held=False, label="", is_needed=False)
    assert Strength(barriers=(held, absent)).is_enough
    assert not Strength(barriers=(dataclasses.replace(held, held=False), absent)).is_enough
    assert not Strength().is_enough


SEEN = {"pid": 2, "uid": 65534, "interfaces": 0, "outside": 0, "written": 0, "proc": 0}


@pytest.mark.parametrize(
    "changed",
    [{"pid": 4242}, {"uid": 0}, {"interfaces": 1}, {"outside": 1}, {"written": 1}, {"proc": 1}],
    ids=str,
)
def test_whatever_is_seen_from_inside_makes_a_hole_in_the_namespaces(changed):
    assert strength._namespaces(SEEN).held
    assert not strength._namespaces({**SEEN, **changed}).held


TRIED = {
    **dict.fromkeys(strength.FORBIDDEN, 1),
    **dict.fromkeys(strength.LIMITS, 0),
    "memory": strength.TRIAL_LIMITS.memory_bytes,
    "cpu": strength.TRIAL_LIMITS.cpu_s,
    "landlock": 7,
}


@pytest.mark.parametrize("name", strength.FORBIDDEN)
def test_one_thing_that_the_kernel_allows_makes_a_hole_in_seccomp(name):
    killed = Answer(ending=Ending.FORBIDDEN)
    assert strength._seccomp(TRIED, killed).held
    assert not strength._seccomp({**TRIED, name: 0}, killed).held
    assert not strength._seccomp({**TRIED, name: 101}, killed).held, "unreachable is not refused"
    assert not strength._seccomp(TRIED, Answer(ending=Ending.ANSWERED)).held
    assert not strength._seccomp({}, killed).held


@pytest.mark.parametrize("name", strength.LIMITS)
def test_one_limit_that_is_not_the_one_asked_makes_a_hole(name):
    refused = Answer(ending=Ending.MEMORY)
    assert strength._rlimits(TRIED, refused).held
    assert not strength._rlimits({**TRIED, name: -1}, refused).held
    assert not strength._rlimits(TRIED, Answer(ending=Ending.ANSWERED)).held


def test_landlock_s_absence_is_said():
    assert strength._landlock(TRIED).held
    absent = strength._landlock({**TRIED, "landlock": 0})
    assert not absent.held
    assert not absent.is_needed
    assert "n’existe pas" in absent.label

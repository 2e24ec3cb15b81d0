"""Whatever a file makes its reader do, an answer comes, in time, and says what happened."""

import time

import psutil
import pytest

from hygie.sandbox.job import MIB, Ending, Limits
from hygie.sandbox.tests import jobs

QUICK = Limits(wall_s=20.0, cpu_s=2, memory_bytes=512 * MIB, output_bytes=MIB)


def ending(pool, how, limits=QUICK):
    return pool.run(jobs.HOSTILE, b"", arguments={"how": how}, limits=limits)


@pytest.mark.parametrize(
    ("how", "expected", "detail"),
    [
        ("garbage", Ending.GARBLED, ""),
        ("half", Ending.GARBLED, "exit 0"),
        ("half_a_length", Ending.GARBLED, "exit 0"),
        ("twice", Ending.GARBLED, ""),
        ("another_code", Ending.GARBLED, ""),
        ("another_field", Ending.GARBLED, ""),
        ("nothing", Ending.SILENT, "exit 0"),
        ("walls_are_down", Ending.SILENT, "exit 70"),
        ("announces_too_much", Ending.TOO_MUCH, ""),
        ("answers_much", Ending.TOO_MUCH, ""),
        ("raises", Ending.FAILED, "LookupError"),
        ("recurses", Ending.FAILED, "RecursionError"),
        ("crashes", Ending.CRASHED, "signal 11"),
        ("takes_memory", Ending.MEMORY, ""),
        ("starts_a_program", Ending.FORBIDDEN, "signal 31"),
        ("traces", Ending.FORBIDDEN, "signal 31"),
        ("spins", Ending.TIME, "signal 24"),
    ],
)
def test_a_hostile_reader_is_ended_and_what_it_did_is_said(pool, how, expected, detail):
    answer = ending(pool, how)
    assert (answer.ending, answer.detail) == (expected, detail)
    assert answer.untrusted == {}
    assert pool.run(jobs.DIGEST, b"next").is_answered, "the next file is read"


def test_zeros_without_end_are_refused_at_the_first(pool):
    assert ending(pool, "floods").ending is Ending.GARBLED


@pytest.mark.parametrize("how", ["sleeps", "lingers", "spins"])
def test_the_clock_is_on_the_trusted_side(pool, how):
    started = time.monotonic()
    answer = ending(pool, how, limits=Limits(wall_s=0.5))
    assert answer.ending is Ending.TIME
    assert time.monotonic() - started < 3


@pytest.mark.slow
def test_a_reader_deaf_to_the_limit_of_processor_is_killed_all_the_same(pool):
    answer = ending(pool, "spins_deaf", limits=Limits(wall_s=30.0, cpu_s=1))
    assert (answer.ending, answer.detail) == (Ending.TIME, "signal 9")


def test_what_was_ended_no_longer_runs(pool):
    ending(pool, "spins", limits=Limits(wall_s=0.3))
    me = psutil.Process()
    for _ in range(50):
        busy = [
            child
            for child in me.children(recursive=True)
            if child.status() == psutil.STATUS_RUNNING and child.name().startswith("python")
        ]
        if not busy:
            break
        time.sleep(0.05)
    assert busy == []


def test_an_exit_without_an_answer_is_no_answer(pool):
    assert ending(pool, "sinks").ending is Ending.SILENT

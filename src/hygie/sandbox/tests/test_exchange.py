"""Whatever a file makes its reader do, an answer comes, in time, and says what happened."""

import os
import socket
import time
from types import SimpleNamespace

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.sandbox import exchange
from hygie.sandbox.channel import LENGTH, STATUS, Message, encode
from hygie.sandbox.job import MIB, Ending, Limits
from hygie.sandbox.launch import Line
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


def heard(content, *, status):
    """What is understood of a child that writes this and ends so."""
    answers, theirs = os.pipe()
    link, their_link = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    os.write(theirs, content)
    os.close(theirs)
    their_link.send(STATUS.pack(status))
    line = Line(answers, link)
    zygote = SimpleNamespace(start=lambda job, **given: line)
    try:
        return list(
            exchange.ask(zygote, jobs.HOSTILE, inputs=[0], arguments={}, limits=Limits(wall_s=5))
        )
    finally:
        their_link.close()


def framed(body):
    return LENGTH.pack(len(body)) + body


DONE = framed(encode(Message("done")))


@settings(deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(framed)), st.integers(-64, 255)
)
def test_whatever_a_child_writes_and_however_it_ends_there_is_one_answer(content, status):
    (answer,) = heard(content, status=status)
    assert answer.is_answered == (content == DONE)
    assert answer.is_answered or answer.untrusted == {}


def test_an_answer_in_its_place_is_taken():
    (answer,) = heard(DONE, status=0)
    assert (answer.ending, answer.code) == (Ending.ANSWERED, "done")


@pytest.mark.parametrize("at", range(1, len(DONE)))
def test_an_answer_cut_anywhere_is_refused(at):
    (answer,) = heard(DONE[:at], status=0)
    assert answer.ending is Ending.GARBLED


def test_the_name_of_an_exception_is_kept_only_when_it_is_a_name():
    for kind, detail in (("KeyError", "KeyError"), ("<script>", ""), ("a" * 81, ""), (7, "")):
        (answer,) = heard(framed(encode(Message("_failed", {"kind": kind}))), status=0)
        assert (answer.ending, answer.detail) == (Ending.FAILED, detail)

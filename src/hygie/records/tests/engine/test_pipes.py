"""Two threads that push and pull: whoever fails, both end, and the true failure is told."""

import threading

import pytest

from hygie.records.engine.pipes import BLOCK_BYTES, WAITING_BLOCKS, Pipe, StoppedError, run_beside


def pull(pipe, into, size=1000):
    while block := pipe.read(size):
        into.append(block)


def test_what_is_pushed_is_pulled_in_order():
    pipe, got = Pipe(), []
    parts = [bytes([n]) * (n * 997) for n in range(256)]

    def push():
        for part in parts:
            assert pipe.write(part) == len(part)
        pipe.end()

    run_beside(lambda: pull(pipe, got), push, pipe)
    assert b"".join(got) == b"".join(parts)
    assert pipe.read(10) == b"", "the end stays the end"


def test_few_blocks_wait_whatever_is_pushed():
    pipe, pushed = Pipe(), []

    def push():
        for _ in range(64):
            pipe.write(b"x" * BLOCK_BYTES)
            pushed.append(1)

    def until_cut():
        with pytest.raises(StoppedError):
            push()

    thread = threading.Thread(target=until_cut)
    thread.start()
    thread.join(timeout=0.5)
    assert thread.is_alive()
    assert len(pushed) <= WAITING_BLOCKS + 1
    pipe.cut()
    thread.join(timeout=5)
    assert not thread.is_alive()


def test_a_reader_that_fails_stops_the_writer_and_is_told():
    pipe = Pipe()

    def fail():
        pipe.read(10)
        raise OSError(28, "No space left on device")

    def push():
        while True:
            pipe.write(b"x" * BLOCK_BYTES)

    with pytest.raises(OSError, match="No space"):
        run_beside(fail, push, pipe)


def test_a_writer_that_fails_stops_the_reader_and_is_told():
    pipe = Pipe()

    def push():
        pipe.write(b"x")
        raise KeyError("document")

    with pytest.raises(KeyError):
        run_beside(lambda: pull(pipe, []), push, pipe)
    assert threading.active_count() < 20

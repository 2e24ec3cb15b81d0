"""The zygote rehearses, hands files on, and ends at the first thing that makes no sense."""

import contextlib
import socket
import time

import pytest

from hygie.core.errors import HygieError
from hygie.sandbox import exchange, inputs, launch
from hygie.sandbox.channel import Message, encode
from hygie.sandbox.job import Limits
from hygie.sandbox.tests import jobs
from hygie.sandbox.tests.conftest import or_skip


@pytest.fixture
def own_zygote():
    zygote = or_skip(lambda: launch.start(jobs.ALL))
    yield zygote
    zygote.close()


def read_one(zygote):
    with contextlib.ExitStack() as opened:
        fds = [inputs.descriptor(b"a", opened)]
        asked = exchange.ask(zygote, jobs.DIGEST, inputs=fds, arguments={}, limits=Limits())
        return next(asked)


@pytest.mark.parametrize(
    "packet", [b"\xff", encode(Message("run")), b"\x01" * 4000], ids=["byte", "no file", "ones"]
)
def test_a_request_that_makes_no_sense_ends_it(own_zygote, packet):
    assert read_one(own_zygote).is_answered
    own_zygote._control.send(packet)
    with pytest.raises(HygieError) as caught:
        read_one(own_zygote)
    assert caught.value.code == "sandbox.broken"


def test_it_serves_hundreds_of_files_without_keeping_anything_open(own_zygote):
    for _ in range(400):
        assert read_one(own_zygote).is_answered


def test_a_file_given_up_at_once_leaves_it_able_to_serve(own_zygote):
    with contextlib.ExitStack() as opened:
        fds = [inputs.descriptor(b"", opened)]
        for _ in range(20):
            line = own_zygote.start(
                jobs.HOSTILE, inputs=fds, arguments={"how": "spins"}, limits=Limits()
            )
            line.close()
    started = time.monotonic()
    assert read_one(own_zygote).is_answered
    assert time.monotonic() - started < 5


def test_closing_its_channel_ends_it(own_zygote):
    own_zygote._control.shutdown(socket.SHUT_WR)
    with pytest.raises(HygieError):
        read_one(own_zygote)

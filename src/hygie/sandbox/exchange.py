"""Hearing a child out: its bytes are counted, timed, refused at the first that is out of place."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from hygie.sandbox.channel import (
    FAILED,
    LENGTH,
    MEMORY,
    STATUS,
    TOO_MUCH,
    GarbledError,
    Message,
    Value,
    decode,
)
from hygie.sandbox.errors import broken
from hygie.sandbox.job import Answer, Ending, Job, Limits
from hygie.sandbox.launch import Line, Zygote

Cancelled = Callable[[], bool]

# How long a killed child may take to be gone before the whole sandbox is ended.
GRACE_S = 2.0
LOOK_EVERY_S = 0.1
MAX_READ_BYTES = 1024 * 1024

_RESERVED = {FAILED: Ending.FAILED, MEMORY: Ending.MEMORY, TOO_MUCH: Ending.TOO_MUCH}


class _StopError(Exception):
    """Nothing more is to be heard from this child."""

    def __init__(self, ending: Ending | None) -> None:
        self.ending = ending  # None: it closed its pipe; how it ended says the rest
        super().__init__(ending)


def ask(
    zygote: Zygote,
    job: Job,
    *,
    inputs: Sequence[int],
    arguments: Mapping[str, Value],
    limits: Limits,
    cancelled: Cancelled | None = None,
) -> Iterator[Answer]:
    """One child reads these files in turn; ends after the first that is not answered.

    Raises:
        HygieError: `sandbox.broken`.
    """
    line = zygote.start(job, inputs=inputs, arguments=arguments, limits=limits)
    hearing = _Hearing(zygote, line, limits=limits, cancelled=cancelled)
    try:
        for rank in range(1, len(inputs) + 1):
            answer = hearing.answer(job, is_last=rank == len(inputs))
            yield answer
            if not answer.is_answered:
                return
    finally:
        line.close()


class _Hearing:
    """The trusted end of the pipe of one child."""

    def __init__(
        self, zygote: Zygote, line: Line, *, limits: Limits, cancelled: Cancelled | None
    ) -> None:
        self.zygote = zygote
        self.line = line
        self.limits = limits
        self.cancelled = cancelled
        self.began = time.monotonic()
        self.deadline = 0.0
        self.is_cut_short = False
        self.poll = select.poll()
        self.poll.register(line.answers, select.POLLIN)

    def answer(self, job: Job, *, is_last: bool) -> Answer:
        """What the child says of its next file."""
        self.deadline = time.monotonic() + self.limits.wall_s
        self.is_cut_short = False
        try:
            message = self._message()
            if message.code in _RESERVED:
                return Answer(ending=_RESERVED[message.code], detail=_exception_name(message))
            if not job.accepts(message):
                raise _StopError(Ending.GARBLED)
            if is_last:
                self._expect_silence()
        except GarbledError:
            return self._stopped(Ending.GARBLED)
        except _StopError as stop:
            return self._stopped(stop.ending)
        return Answer(ending=Ending.ANSWERED, code=message.code, untrusted=message.fields)

    def _message(self) -> Message:
        (size,) = LENGTH.unpack(self._take(LENGTH.size))
        if size > self.limits.output_bytes:
            raise _StopError(Ending.TOO_MUCH)
        self.is_cut_short = True  # until the last byte is there
        body = self._take(size)
        self.is_cut_short = False
        return decode(body)

    def _take(self, size: int) -> bytearray:
        """Exactly so many bytes, kept as they come: what was announced is not believed."""
        taken = bytearray()
        while len(taken) < size:
            block = self._read(min(size - len(taken), MAX_READ_BYTES))
            if not block:
                raise _StopError(None)
            self.is_cut_short = True
            taken += block
        return taken

    def _read(self, most: int) -> bytes:
        while True:
            left_s = self.deadline - time.monotonic()
            if self.cancelled is not None and self.cancelled():
                raise _StopError(Ending.CANCELLED)
            if left_s <= 0:
                raise _StopError(Ending.TIME)
            wait_s = left_s if self.cancelled is None else min(left_s, LOOK_EVERY_S)
            if self.poll.poll(max(1, int(wait_s * 1000))):
                return os.read(self.line.answers, most)

    def _expect_silence(self) -> None:
        """After its last answer a child closes its pipe; anything else was not written by us."""
        if self._read(1):
            raise _StopError(Ending.GARBLED)

    def _stopped(self, ending: Ending | None) -> Answer:
        """End the child and say what happened."""
        with suppress(OSError):  # the zygote may be gone: the status will tell
            self.line.link.shutdown(socket.SHUT_WR)
        status = self._status()
        if ending is not None:
            return Answer(ending=ending)
        if status >= 0:
            found = Ending.GARBLED if self.is_cut_short else Ending.SILENT
            return Answer(ending=found, detail=f"exit {status}")
        return Answer(ending=self._ending_of_signal(-status), detail=f"signal {-status}")

    def _status(self) -> int:
        """How the child ended.

        Raises:
            HygieError: `sandbox.broken`: the zygote is gone, or the child does not die; then
                everything inside is ended.
        """
        self.line.link.settimeout(GRACE_S)
        try:
            told = self.line.link.recv(STATUS.size)
            return int(STATUS.unpack(told)[0])
        except Exception as error:
            self.zygote.close()
            raise broken() from error

    def _ending_of_signal(self, number: int) -> Ending:
        if number == signal.SIGSYS:
            return Ending.FORBIDDEN
        # A program deaf to SIGXCPU is killed a second later, as one that exhausts the machine is.
        is_late = time.monotonic() - self.began >= self.limits.cpu_s
        if number == signal.SIGXCPU or (number == signal.SIGKILL and is_late):
            return Ending.TIME
        return Ending.CRASHED


def _exception_name(message: Message) -> str:
    name = message.fields.get("kind", "")
    return name if isinstance(name, str) and name.isidentifier() and len(name) <= 80 else ""

"""The cleaners' way to the sandbox: it opens the staged copies, and knows who cancels or skips.

Whatever a file does, and even when the sandbox itself breaks under it, each gets one answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice

from hygie.airlock.engine.cleaner import Staged
from hygie.core.errors import HygieError
from hygie.sandbox.channel import Value
from hygie.sandbox.job import Answer, Ending, Job, Limits
from hygie.sandbox.pool import Pool

# How many copies are opened at one time when each has a child of its own.
_OPENED = 16
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass(kw_only=True)
class Stops:
    """What the person may ask meanwhile.

    Attributes:
        cancelled: everything is to stop.
        skipped: this path is to be passed over.
        begins, ends: told when a path is at work, and when it is not any more.
    """

    cancelled: Callable[[], bool] = lambda: False
    skipped: Callable[[str], bool] = lambda path: False
    begins: Callable[[str], None] = lambda path: None
    ends: Callable[[str], None] = lambda path: None

    def is_stopped(self, path: str) -> bool:
        """Whether this path is not to be worked on any more."""
        return self.cancelled() or self.skipped(path)


@dataclass(frozen=True, kw_only=True)
class _Options:
    """What is asked of each file."""

    job: Job
    arguments: Mapping[str, Value]
    limits: Limits
    batch: int


@dataclass(kw_only=True)
class SandboxAsking:
    """Implements `cleaner.Asking`; `pool_of` gives the pool of a job, None where there is none."""

    pool_of: Callable[[Job], Pool | None]
    stops: Stops

    def each(
        self,
        job: Job,
        files: Sequence[Staged | bytes],
        *,
        arguments: Mapping[str, Value] | None = None,
        limits: Limits | None = None,
        batch: int = 1,
    ) -> Iterator[Answer]:
        """As `cleaner.Asking.each`."""
        pool = self.pool_of(job)
        if pool is None:
            yield from (Answer(ending=Ending.CRASHED, detail="sandbox.absent") for _ in files)
            return
        options = _Options(
            job=job, arguments=arguments or {}, limits=limits or Limits(), batch=batch
        )
        waiting = iter(files)
        while some := list(islice(waiting, max(batch, _OPENED))):
            yield from self._some(pool, some, options)

    def _some(
        self, pool: Pool, files: Sequence[Staged | bytes], options: _Options
    ) -> Iterator[Answer]:
        at, tried_again = 0, -1
        while at < len(files):
            if self._is_stopped(files[at]):
                yield Answer(ending=Ending.CANCELLED)
                at += 1
                continue
            try:
                for answer in self._read(pool, files[at:], options):
                    at += 1
                    yield answer
            except HygieError as error:
                # The sandbox ended, maybe under another file than this one: once more, then no.
                if error.retry and tried_again != at:
                    tried_again = at
                    continue
                yield Answer(ending=Ending.CRASHED, detail=error.code)
                at += 1

    def _read(
        self, pool: Pool, files: Sequence[Staged | bytes], options: _Options
    ) -> Iterator[Answer]:
        reading = _Reading(files, self.stops)
        with ExitStack() as opened:
            opened.callback(reading.end)
            answers = pool.run_each(
                options.job,
                [_opened(one, opened) for one in files],
                arguments=options.arguments,
                limits=options.limits,
                cancelled=reading.is_stopped,
                batch=options.batch,
            )
            for answer in answers:
                reading.go_on()
                yield answer

    def _is_stopped(self, file: Staged | bytes) -> bool:
        return _is_stopped(self.stops, file)


def _is_stopped(stops: Stops, file: Staged | bytes) -> bool:
    return stops.is_stopped(file.path) if isinstance(file, Staged) else stops.cancelled()


class _Reading:
    """Which of the files is being read now."""

    def __init__(self, files: Sequence[Staged | bytes], stops: Stops) -> None:
        self.waiting = iter(files)
        self.file: Staged | bytes = b""
        self.stops = stops
        self.path = ""
        self.go_on()

    def go_on(self) -> None:
        self.end()
        following = next(self.waiting, None)
        if following is not None:
            self.file = following
            self.path = self.file.path if isinstance(self.file, Staged) else ""
            if self.path:
                self.stops.begins(self.path)

    def end(self) -> None:
        if self.path:
            self.stops.ends(self.path)
        self.path = ""

    def is_stopped(self) -> bool:
        return _is_stopped(self.stops, self.file)


def _opened(one: Staged | bytes, opened: ExitStack) -> bytes | int:
    if isinstance(one, bytes):
        return one
    fd = os.open(one.stored, _FLAGS)
    opened.callback(os.close, fd)
    return fd

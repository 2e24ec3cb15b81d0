"""The cleaners' way to the sandbox: it opens the staged copies, and knows who cancels or skips.

Whatever a file does, and even when the sandbox itself breaks under it, each gets one answer.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
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
        current: told each time another path is at work.
    """

    cancelled: Callable[[], bool] = lambda: False
    skipped: Callable[[str], bool] = lambda path: False  # noqa: ARG005
    current: Callable[[str], None] = lambda path: None  # noqa: ARG005

    def is_stopped(self, path: str) -> bool:
        """Whether this path is not to be worked on any more."""
        return self.cancelled() or self.skipped(path)


@dataclass(kw_only=True)
class SandboxAsking:
    """Implements `cleaner.Asking` on a pool."""

    pool: Pool
    stops: Stops
    is_lost: threading.Event = field(default_factory=threading.Event)

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
        waiting = iter(files)
        while some := list(islice(waiting, max(batch, _OPENED))):
            yield from self._some(
                job, some, arguments=arguments or {}, limits=limits or Limits(), batch=batch
            )

    def _some(
        self,
        job: Job,
        files: Sequence[Staged | bytes],
        *,
        arguments: Mapping[str, Value],
        limits: Limits,
        batch: int,
    ) -> Iterator[Answer]:
        at = 0
        while at < len(files):
            if self._is_stopped(files[at]):
                yield Answer(ending=Ending.CANCELLED)
                at += 1
                continue
            rest = _Rank(files, at)
            try:
                with ExitStack() as opened:
                    inputs = [_opened(one, opened) for one in files[at:]]
                    for answer in self.pool.run_each(
                        job,
                        inputs,
                        arguments=arguments,
                        limits=limits,
                        cancelled=lambda rest=rest: self._is_stopped(rest.file),  # type: ignore[misc]
                        batch=batch,
                    ):
                        at += 1
                        rest.at = at
                        yield answer
            except HygieError as error:
                # The sandbox ended under this file, or cannot be built any more.
                if error.code == "sandbox.absent":
                    self.is_lost.set()
                yield Answer(ending=Ending.CRASHED, detail=error.code)
                at += 1

    def _is_stopped(self, file: Staged | bytes) -> bool:
        return self.stops.is_stopped(file.path if isinstance(file, Staged) else "")


@dataclass
class _Rank:
    """Which of the files is being read now."""

    files: Sequence[Staged | bytes]
    at: int

    @property
    def file(self) -> Staged | bytes:
        return self.files[min(self.at, len(self.files) - 1)]


def _opened(one: Staged | bytes, opened: ExitStack) -> bytes | int:
    if isinstance(one, bytes):
        return one
    fd = os.open(one.stored, _FLAGS)
    opened.callback(os.close, fd)
    return fd

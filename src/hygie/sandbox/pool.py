"""The door: `Pool.run` gives one untrusted file to a job, inside walls that were tried first."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from hygie.core.errors import HygieError
from hygie.sandbox import exchange, inputs, launch
from hygie.sandbox.channel import (
    MAX_BATCH,
    Value,
)
from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.exchange import Cancelled
from hygie.sandbox.inputs import Input
from hygie.sandbox.job import Answer, Job, Limits
from hygie.sandbox.strength import TRIALS, Strength, tried


class Pool:
    """A zygote that has loaded the jobs' modules, and forks for each file. For any thread.

    Its start costs what importing the parsers costs; keep it while there are files to read. When
    it breaks, the next file gets a new one, whose walls are tried again.
    """

    def __init__(self, jobs: Sequence[Job], *, given: Path | None = None) -> None:
        """Build the walls, load the modules, push each wall.

        Args:
            jobs: all that will be asked.
            given: a folder of ours (rules, tables) that `rehearse()` may read at `walls.GIVEN`.

        Raises:
            SandboxAbsentError: `sandbox.absent`.
        """
        self._jobs = tuple(jobs)
        self._given = given
        self._lock = threading.Lock()
        self._zygote: launch.Zygote | None = None
        self._is_closed = False
        self.strength = Strength()
        self._ready()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End everything inside. Files being read answer `sandbox.broken`."""
        with self._lock:
            self._is_closed = True
            if self._zygote is not None:
                self._zygote.close()
            self._zygote = None

    def run(
        self,
        job: Job,
        untrusted: Input,
        *,
        arguments: Mapping[str, Value] | None = None,
        limits: Limits | None = None,
        cancelled: Cancelled | None = None,
    ) -> Answer:
        """What the job says of one file.

        Args:
            job: one of those of the pool.
            untrusted: the content, or a descriptor of a file opened for reading only.
            arguments: given to the job by name; trusted.
            limits: what the file may cost.
            cancelled: asked ten times a second; when it says yes the reading is given up.

        Raises:
            HygieError: `sandbox.broken`, or `sandbox.absent` when a new start was needed.
        """
        answers = self.run_each(
            job, [untrusted], arguments=arguments, limits=limits, cancelled=cancelled
        )
        return next(answers)

    def run_each(
        self,
        job: Job,
        untrusted: Sequence[Input],
        *,
        arguments: Mapping[str, Value] | None = None,
        limits: Limits | None = None,
        cancelled: Cancelled | None = None,
        batch: int = 1,
    ) -> Iterator[Answer]:
        """What the job says of each file, in their order.

        With a `batch` above 1 a child reads several files: less is paid for each, but a file that
        takes over its reader speaks for those after it in the batch.

        Raises:
            HygieError: as `run`.
        """
        if job not in self._jobs:
            raise ValueError(f"not a job of this pool: {job.place}")
        at = 0
        while at < len(untrusted):
            with ExitStack() as opened:
                some = untrusted[at : at + max(1, min(batch, MAX_BATCH))]
                for answer in self._ask(
                    job,
                    [inputs.descriptor(one, opened) for one in some],
                    arguments=arguments or {},
                    limits=limits or Limits(),
                    cancelled=cancelled,
                ):
                    at += 1
                    yield answer

    def _ask(
        self,
        job: Job,
        fds: Sequence[int],
        *,
        arguments: Mapping[str, Value],
        limits: Limits,
        cancelled: Cancelled | None,
    ) -> Iterator[Answer]:
        zygote = self._ready()
        try:
            yield from exchange.ask(
                zygote,
                job,
                inputs=fds,
                arguments=arguments,
                limits=limits,
                cancelled=cancelled,
            )
        except HygieError:
            self._forget(zygote)
            raise

    def _ready(self) -> launch.Zygote:
        """The zygote, started anew when the last one broke; its walls tried."""
        with self._lock:
            if self._is_closed:
                raise ValueError("this pool is closed")
            if self._zygote is None:
                zygote = launch.start([*self._jobs, *TRIALS], given=self._given)
                try:
                    self.strength = tried(zygote)
                    if not self.strength.is_enough:
                        raise SandboxAbsentError("barriers", ", ".join(self.strength.missing))
                except BaseException:
                    zygote.close()
                    raise
                self._zygote = zygote
            return self._zygote

    def _forget(self, zygote: launch.Zygote) -> None:
        with self._lock:
            if self._zygote is zygote:
                self._zygote = None
        zygote.close()

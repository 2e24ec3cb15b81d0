"""The sandbox, opened while the key is already being read: its start costs what parsers weigh.

bubblewrap ends with the thread that started it (a quirk of `PR_SET_PDEATHSIG`), so that thread
lives as long as the sandbox.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.job import Job
from hygie.sandbox.pool import Pool
from hygie.sandbox.strength import Strength


class Opening:
    """A pool that may still be starting; for any thread."""

    def __init__(self, jobs: Sequence[Job], *, given: Path | None = None) -> None:
        """Begin to start it.

        Args:
            jobs: as `Pool`; a place that is told twice is loaded once.
            given: as `Pool`.
        """
        self._jobs = tuple({job.place: job for job in jobs}.values())
        self._given = given
        self._is_decided, self._is_over = threading.Event(), threading.Event()
        self._pool: Pool | None = None
        self._error: BaseException | None = None
        self._strength = Strength()
        self._thread = threading.Thread(target=self._hold, name="sandbox", daemon=True)
        self._thread.start()

    def _hold(self) -> None:
        try:
            self._pool = Pool(self._jobs, given=self._given)
            self._strength = self._pool.strength
        except SandboxAbsentError as error:
            self._strength = Strength(
                reason=error.reason, message=error.message, advice=error.advice
            )
        except BaseException as error:  # noqa: BLE001 - it is told to who waits
            self._error = error
        self._is_decided.set()
        self._is_over.wait()
        if self._pool is not None:
            self._pool.close()

    def pool(self) -> Pool | None:
        """The pool, once it has started; None where no wall stands.

        Raises:
            HygieError: those of `Pool`, but for `sandbox.absent`.
        """
        self._is_decided.wait()
        if self._error is not None:
            raise self._error
        return self._pool

    @property
    def strength(self) -> Strength:
        """What holds, once it is known."""
        self._is_decided.wait()
        return self._strength

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._thread.join()


class Pools:
    """A pool that starts at once, and one for each other module, when it is first asked.

    Heavy libraries are kept apart: GDCM, then Pillow, in one process end it ("double free"), and a
    file that takes one over finds none of the others.
    """

    def __init__(
        self, first: Sequence[Job], later: Sequence[Job], *, given: Path | None = None
    ) -> None:
        """Begin to start the first.

        Args:
            first: jobs whose modules load fast.
            later: jobs whose modules load heavy libraries.
            given: as `Pool`, for the first.
        """
        self._first = Opening(first, given=given)
        self._of_module = {job.module: self._first for job in first}
        self._later = tuple(later)
        self._lock = threading.Lock()

    def pool(self) -> Pool | None:
        """The first pool, once it has started; None where no wall stands.

        Raises:
            HygieError: as `Opening.pool`.
        """
        return self._first.pool()

    def of(self, job: Job) -> Pool | None:
        """The pool that has this job, once it has started.

        Raises:
            HygieError: as `Opening.pool`.
        """
        with self._lock:
            if job.module not in self._of_module:
                jobs = [one for one in self._later if one.module == job.module]
                self._of_module[job.module] = Opening(jobs)
            opening = self._of_module[job.module]
        return opening.pool()

    @property
    def strength(self) -> Strength:
        """What holds, once it is known."""
        return self._first.strength

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for opening in {self._first, *self._of_module.values()}:
            opening.__exit__(kind, error, trace)

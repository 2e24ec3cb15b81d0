"""The stream of an examination: reading on one side, groups of files passing on the other.

What waits between them is bounded in files and in bytes, so that a key of any size passes through
a small disk.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from hygie.airlock.engine.cleaner import Staged
from hygie.airlock.engine.copying import UnreadError
from hygie.airlock.engine.grouping import Groups
from hygie.airlock.engine.listing import Found, code_of
from hygie.airlock.engine.outcome import Entry
from hygie.airlock.engine.passing import Passing
from hygie.airlock.engine.sources import Tree
from hygie.airlock.engine.unfolding import Unfolding
from hygie.airlock.rules.caps import Caps
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict

WORKERS = 2


@dataclass(kw_only=True)
class Flow:
    """One run over one tree."""

    tree: Tree
    passing: Passing
    caps: Caps
    began: float = field(default_factory=time.monotonic)
    read_bytes: int = 0
    _held_bytes: int = 0
    _room: threading.Condition = field(default_factory=threading.Condition)
    _running: list[Future[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._groups = Groups(self.passing)
        self._unfolding = Unfolding(
            passing=self.passing,
            caps=self.caps,
            is_source_unfolded=self.tree.is_unfolded,
            pass_on=self._pass,
        )

    def run(self) -> None:
        """Until every path is decided.

        Raises:
            HygieError: what was handed over could not be written.
        """
        for rank, found in enumerate(self.tree.found):
            self.passing.results.see(found.path, (rank,), size_bytes=found.size_bytes)
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="sas") as workers:
            try:
                for found in self.tree.found:
                    self._take(found, workers)
                self._send_all(workers)
            except BaseException:
                # Interrupted, or a full disk: what is being read must not be waited for.
                self.passing.stops.cancelled = lambda: True
                for running in self._running:
                    running.cancel()
                raise
            for running in self._running:
                running.result()

    # Reading

    def _take(self, found: Found, workers: ThreadPoolExecutor) -> None:
        refused = self._refusal(found)
        if refused is None:
            self._make_room(found.size_bytes, workers)
            self.passing.results.begins(found.path)
            try:
                self._add(self._staged_somehow(found, workers), workers)
                return
            except UnreadError as error:
                refused = self._unread(found, error.code)
            finally:
                self.passing.results.ends(found.path)
        self.passing.results.decide(refused)

    def _refusal(self, found: Found) -> Entry | None:
        """Why a path is not read; None: it is."""
        if found.verdict is not None:
            if found.reasons[0].code in {"source.too_many", "source.too_deep"}:
                self.passing.results.cut_short()
            return Entry(
                path=found.path,
                verdict=found.verdict,
                reasons=found.reasons,
                size_bytes=0,
            )
        if self.passing.stops.cancelled():
            return self._cut(found, "common.cancelled")
        if self.passing.stops.skipped(found.path):
            return _unread_entry(found, "common.skipped")
        if time.monotonic() - self.began > self.caps.seconds:
            return self._cut(found, "source.too_late")
        if self.read_bytes + found.size_bytes > self.caps.total_bytes:
            return self._cut(found, "source.too_much")
        return None

    def _cut(self, found: Found, code: str) -> Entry:
        self.passing.results.cut_short()
        return _unread_entry(found, code)

    def _unread(self, found: Found, code: str) -> Entry:
        if code == "common.skipped" and self.passing.stops.cancelled():
            return self._cut(found, "common.cancelled")
        return _unread_entry(found, code)

    def _staged_somehow(self, found: Found, workers: ThreadPoolExecutor) -> Staged:
        """A copy; on a full disk, once those that wait are gone."""
        try:
            return self._staged(found)
        except UnreadError as error:
            if error.code != "source.no_room" or not self._held_bytes:
                raise
        self._make_room(self.caps.held_bytes, workers)
        return self._staged(found)

    def _staged(self, found: Found) -> Staged:
        try:
            fd = self.tree.open(found)
        except OSError as error:
            raise UnreadError(code_of(error)) from error
        try:
            file = self.passing.staging.keep(
                found, fd, wanted=lambda: not self.passing.stops.is_stopped(found.path)
            )
        finally:
            os.close(fd)
        self.read_bytes += file.size_bytes
        self.passing.results.was_read(file.size_bytes)
        return file

    # Groups

    def _make_room(self, size_bytes: int, workers: ThreadPoolExecutor) -> None:
        """Wait until the copies that are kept leave room for one more."""
        if self._held_bytes + size_bytes <= self.caps.held_bytes:
            return
        self._send_all(workers)
        with self._room:
            self._room.wait_for(
                lambda: (
                    not self._held_bytes or self._held_bytes + size_bytes <= self.caps.held_bytes
                )
            )

    def _add(self, file: Staged, workers: ThreadPoolExecutor) -> None:
        with self._room:
            self._held_bytes += file.size_bytes
        full = self._groups.add(file)
        if full:
            self._send(full, workers)

    def _send_all(self, workers: ThreadPoolExecutor) -> None:
        for group in self._groups.rest():
            self._send(group, workers)

    def _send(self, files: Sequence[Staged], workers: ThreadPoolExecutor) -> None:
        # What failed elsewhere (a full disk) is not to be found out at the end.
        for running in self._running:
            if running.done():
                running.result()
        self._running = [running for running in self._running if not running.done()]
        self._running.append(workers.submit(self._pass_and_forget, files))

    def _pass_and_forget(self, files: Sequence[Staged]) -> None:
        try:
            self._pass(files)
        finally:
            with self._room:
                self._held_bytes -= sum(file.size_bytes for file in files)
                self._room.notify_all()

    def _pass(self, files: Sequence[Staged]) -> None:
        """Decide of files of one lane, then of what the archives among them hold."""
        try:
            for archive, cleaned in self.passing.run(files):
                self._unfolding.unfold(archive, cleaned)
        finally:
            for file in files:
                file.stored.unlink(missing_ok=True)


def _unread_entry(found: Found, code: str) -> Entry:
    """What is said of a file that was not read whole, or not at all."""
    is_fault = code.startswith("source.") and code not in {"source.too_late", "source.too_much"}
    verdict = Verdict.ERROR if is_fault else Verdict.UNVERIFIABLE
    return Entry(path=found.path, verdict=verdict, reasons=(Reason(code=code),))

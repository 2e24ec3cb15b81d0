"""The one examination that the pages show: started once, followed, stopped, erased.

It lives in this process's memory: a page reloaded finds it again, a program killed leaves a folder
that is swept at the next start (`engine.held`). Two clicks at once give the same examination.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from hygie.airlock.engine import held, staging
from hygie.airlock.engine.outcome import Outcome
from hygie.core import files
from hygie.core.errors import HygieError

log = logging.getLogger(__name__)

# What was rebuilt is in clear on this disk: it does not wait for ever for somebody who left.
IDLE_S = 3600.0
LOOK_EVERY_S = 30.0


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far it is.

    Attributes:
        done: files examined.
        seen: files found so far.
        size_bytes: read so far.
        name: of the file that is being examined, as it may be shown.
    """

    done: int = 0
    seen: int = 0
    size_bytes: int = 0
    name: str = ""


class Examine(Protocol):
    """What examines a source and leaves what it rebuilt in `out`, with its report."""

    def __call__(self, run: Run) -> Outcome: ...


@dataclass(eq=False, kw_only=True)
class Run:
    """One examination.

    Attributes:
        held: its private folder.
        source: what is examined.
        label: what the person recognises.
        who: who asked, for the report.
        is_drawn: of a PDF only the pixels of its pages are kept.
        outcome: once it ended.
        error: why it could not.
        report_id: of its report.
        said: what happened to earlier reports, to be shown once.
        handed_to: where a person handed it over, in words.
    """

    held: held.Held
    source: Path
    label: str
    who: str
    is_drawn: bool = False
    began_s: float = field(default_factory=time.monotonic)
    ended_s: float | None = None
    progress: Progress = field(default_factory=Progress)
    outcome: Outcome | None = None
    error: HygieError | None = None
    report_id: str = ""
    said: tuple[str, ...] = ()
    handed_to: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    erased: threading.Event = field(default_factory=threading.Event)
    at_erasing: list[Callable[[], object]] = field(default_factory=list)
    touched_s: float = field(default_factory=time.monotonic)
    _skip: str | None = None

    @property
    def name(self) -> str:
        """As in addresses."""
        return self.held.name

    @property
    def is_running(self) -> bool:
        """Whether it is still being examined."""
        return self.ended_s is None

    @property
    def seconds(self) -> float:
        """How long it took so far, or in all."""
        return (time.monotonic() if self.ended_s is None else self.ended_s) - self.began_s

    def tell(self, done: int, seen: int, size_bytes: int, name: str) -> None:
        """How far the examination is; called by it."""
        self.progress = Progress(done=done, seen=seen, size_bytes=size_bytes, name=name)

    def skip(self, name: str) -> None:
        """Give up a file; the name is the one that was shown: the next file is not skipped."""
        self._skip = name

    def is_skipped(self, name: str) -> bool:
        """Whether that file is given up; called by the examination."""
        return self._skip == name

    def touch(self) -> None:
        """Somebody is still there."""
        self.touched_s = time.monotonic()


_guard = threading.Lock()
_current: Run | None = None
# What is to be said of examinations that a power cut or a kill ended; until the next one begins.
told_at_start: list[str] = []


def start(
    source: Path,
    *,
    label: str,
    who: str,
    examine: Examine,
    ready: held.Held | None,
    is_drawn: bool = False,
) -> Run:
    """Examine a source, in a thread; the examination that runs already, when there is one.

    Args:
        source: a folder, a device, an image or a zip.
        label: what the person recognises.
        who: who asked.
        examine: does it.
        ready: the private folder, when a file was already sent into it.
        is_drawn: keep of a PDF only the pixels of its pages.

    Raises:
        HygieError: `airlock.to_finish` when an earlier examination waits to be finished, or as
            `held.take`.
    """
    global _current
    with _guard:
        if _current is not None:
            if ready is not None:
                ready.drop()
            if not _current.is_running:
                raise _to_finish()
            return _current
        held.sweep()
        files.ensure_home()
        told_at_start.clear()
        run = Run(held=ready or held.take(), source=source, label=label, who=who, is_drawn=is_drawn)
        _current = run
    worker = threading.Thread(target=_examine, args=(run, examine), name="airlock", daemon=True)
    worker.start()
    return run


def _to_finish() -> HygieError:
    return HygieError(
        "airlock.to_finish",
        "L’examen précédent n’est pas terminé : celui-ci n’a pas commencé.",
        advice="Transmettez ce qui doit l’être, puis « Terminer et effacer ».",
    )


def _examine(run: Run, examine: Examine) -> None:
    try:
        run.outcome = examine(run)
    except HygieError as error:
        run.error = error
    except Exception as error:  # noqa: BLE001 - a thread's fault must reach the page
        log.error("examination: %s", type(error).__name__)
        run.error = HygieError(
            "airlock.failed",
            "L’examen n’a pas pu aller au bout. Rien n’est transmis, et rien n’a été écrit "
            "sur le support du patient.",
            advice="Débranchez-le, rebranchez-le, puis recommencez.",
            retry=True,
        )
    run.touch()
    with _guard:
        run.ended_s = time.monotonic()
        was_finished_meanwhile = run.erased.is_set()
    if was_finished_meanwhile:
        _erase(run)
    while not run.erased.wait(LOOK_EVERY_S):
        if time.monotonic() - run.touched_s > IDLE_S:
            finish(run)


def current() -> Run | None:
    """The examination that runs or waits to be finished."""
    return _current


def run_of(name: str) -> Run:
    """The examination of that name; somebody is looking at it.

    Raises:
        HygieError: `airlock.finished`.
    """
    run = _current
    if run is None or run.name != name:
        raise HygieError(
            "airlock.finished",
            "Cet examen est terminé, et ce qu’il avait gardé est effacé.",
            advice="Revenez au début du sas pour en commencer un autre.",
        )
    run.touch()
    return run


def outcome_of(run: Run) -> Outcome:
    """What it found.

    Raises:
        HygieError: `airlock.not_ended`, or why it failed.
    """
    if run.error is not None:
        raise run.error
    if run.outcome is None:
        raise HygieError(
            "airlock.not_ended",
            "L’examen n’est pas fini.",
            advice="Attendez qu’il se termine, ou arrêtez-le.",
            retry=True,
        )
    return run.outcome


def finish(run: Run) -> None:
    """Erase what was kept; an examination that still runs is stopped, and erases when it ends."""
    global _current
    run.stop.set()
    with _guard:
        if _current is run:
            _current = None
        if run.erased.is_set():
            return
        run.erased.set()
        still_runs = run.is_running
    if not still_runs:
        _erase(run)


def _erase(run: Run) -> None:
    for close in run.at_erasing:
        with suppress(Exception):
            close()
    run.held.drop()


def finish_current() -> None:
    """Erase what is kept, when the program ends."""
    if _current is not None:
        finish(_current)


def sweep() -> int:
    """Erase what a killed program left in clear; how many examinations were held."""
    staging.remove_leftovers()
    return held.sweep()


atexit.register(finish_current)

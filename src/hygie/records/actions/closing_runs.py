"""Long work beside the pages: one at a time, watched by whoever opened it, stopped when asked.

Nothing is kept here that a kill would lose: letters and archives know by themselves how far they
went, and the same gesture goes on from there.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connections

from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actor import acting_as

log = logging.getLogger(__name__)


@dataclass
class Run:
    """A work under way, or the last one.

    Attributes:
        kind: "letters", "closing", "transfer" or "copy".
        done: how many.
        total: of how many.
        error: what went wrong, in French; empty while nothing did.
        outcome: what it gave, kept in memory alone.
        is_over: it ended, well or not.
    """

    kind: str
    done: int = 0
    total: int = 0
    error: str = ""
    outcome: object = None
    is_over: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def progress(self, done: int, total: int) -> None:
        """How far it is."""
        self.done, self.total = done, total


_lock = threading.Lock()
_last: list[Run] = []


def last(kind: str = "") -> Run | None:
    """The work under way, or the last one; of that kind when named."""
    run = _last[-1] if _last else None
    return run if run is None or not kind or run.kind == kind else None


def start(kind: str, work: Callable[[Run], object]) -> Run:
    """Begin a work in a thread, by whoever acts now.

    Raises:
        HygieError: `records.run_active`.
    """
    with _lock:
        if _last and not _last[-1].is_over:
            raise HygieError(
                "records.run_active",
                "Un travail est déjà en cours\u00a0: lettres ou archive. Rien d’autre n’est "
                "commencé.",
                advice="Attendez sa fin, ou arrêtez-le.",
                retry=True,
            )
        run = Run(kind=kind)
        _last[:] = [run]
    who = actor.current()
    threading.Thread(target=_run, args=(run, work, who), name=f"hygie-{kind}", daemon=True).start()
    return run


def _run(run: Run, work: Callable[[Run], object], who: actor.Actor) -> None:
    try:
        with acting_as(who):
            run.outcome = work(run)
    except HygieError as error:
        run.error = str(error)
    except Exception as error:  # noqa: BLE001 - told on the page instead of dying unseen
        log.error("records: %s ended by %s", run.kind, type(error).__name__)
        run.error = "Ce travail n’a pas pu finir. Ce qui était fait est gardé. Recommencez."
    finally:
        connections.close_all()
        run.is_over = True

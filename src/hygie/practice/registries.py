"""Where rooms meet: each registers in its `AppConfig.ready()`; a caller may get no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from hygie.core.findings import Finding

FindingSource = Callable[[], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True)
class Job:
    """Something to do regularly while the base is open.

    Attributes:
        name: "room.verb", stable.
        every: how long between two runs.
        run: takes nothing, does it, writes its own journal line.
    """

    name: str
    every: timedelta
    run: Callable[[], object]


finding_sources: dict[str, FindingSource] = {}
jobs: dict[str, Job] = {}


def register_findings(room: str, source: FindingSource) -> None:
    """Declare what a room has to say to the check-up."""
    finding_sources[room] = source


def register_job(job: Job) -> None:
    """Declare something to do regularly."""
    jobs[job.name] = job


def findings() -> list[Finding]:
    """What every room has to say now."""
    return [finding for source in finding_sources.values() for finding in source()]

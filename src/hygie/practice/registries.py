"""Where rooms meet: each registers in its `AppConfig.ready()`; a caller may get no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What a room has to say on a patient's page.

    Attributes:
        title: a few words.
        template: the room's own, shown inside the page.
        shown: what the template is given.
    """

    title: str
    template: str
    shown: Mapping[str, object]


PatientPanel = Callable[[str], Panel | None]

finding_sources: dict[str, FindingSource] = {}
jobs: dict[str, Job] = {}
patient_panels: dict[str, PatientPanel] = {}


def register_findings(room: str, source: FindingSource) -> None:
    """Declare what a room has to say to the check-up."""
    finding_sources[room] = source


def register_job(job: Job) -> None:
    """Declare something to do regularly."""
    jobs[job.name] = job


def register_patient_panel(room: str, panel: PatientPanel) -> None:
    """Declare what a room shows on a patient's page; it gets the patient's opaque id."""
    patient_panels[room] = panel


def panels_of(patient_id: str) -> list[Panel]:
    """What every room has to say of a patient; a room with nothing to say is not shown."""
    panels = (panel(patient_id) for panel in patient_panels.values())
    return [panel for panel in panels if panel is not None]


def findings() -> list[Finding]:
    """What every room has to say now."""
    return [finding for source in finding_sources.values() for finding in source()]

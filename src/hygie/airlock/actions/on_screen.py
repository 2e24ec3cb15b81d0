"""The examination that the pages start: it tells them how far it is, and listens to them."""

from __future__ import annotations

from hygie.airlock.actions.running import Run
from hygie.airlock.engine.outcome import Outcome
from hygie.core.errors import HygieError


def examine(run: Run) -> Outcome:
    """Examine the source of a run."""
    raise HygieError("airlock.not_ready", "L’examen n’est pas encore branché sur cette page.")

"""The examination that the pages start: it tells them how far it is, and listens to them."""

from __future__ import annotations

from hygie.airlock.actions import examining
from hygie.airlock.actions.running import Run
from hygie.airlock.engine.outcome import Outcome


def examine(run: Run) -> Outcome:
    """Examine the source of a run, and report it.

    Raises:
        HygieError: as `examining.examine`.
    """
    examined = examining.examine(
        run.source,
        out=run.held.output,
        who=run.who,
        progress=run.tell,
        cancelled=run.stop.is_set,
        skipped=run.is_skipped,
    )
    run.report_id = str(examined.report["id"])
    run.said = examined.said
    return examined.outcome

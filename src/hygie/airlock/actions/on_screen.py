"""The examination that the pages start: it tells them how far it is, and listens to them."""

from __future__ import annotations

from hygie.airlock.actions import examining
from hygie.airlock.actions.running import Run
from hygie.airlock.engine.outcome import Outcome
from hygie.airlock.engine.results import Progress


def examine(run: Run, *, scan: examining.Scan | None = None) -> Outcome:
    """Examine the source of a run, and report it.

    Args:
        run: the examination; told how far it is.
        scan: as `examining.examine`.

    Raises:
        HygieError: as `examining.examine`.
    """

    def progress(told: Progress) -> None:
        run.tell(told.files_done, told.files_seen, told.bytes_done, told.current)

    examined = examining.examine(
        run.source,
        out=run.held.output,
        who=run.who,
        scan=scan,
        is_drawn=run.is_drawn,
        progress=progress,
        cancelled=run.stop.is_set,
        skipped=run.is_skipped,
    )
    run.report_id = str(examined.report["id"])
    run.said = examined.said
    return examined.outcome

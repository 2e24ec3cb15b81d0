"""The examination that the pages start, from a folder to its signed report."""

from functools import partial

from hygie.airlock.actions import on_screen, running
from hygie.airlock.engine.report import JSON_NAME
from hygie.airlock.engine.results import Progress
from hygie.airlock.queries import reports
from hygie.airlock.tests import examined


def test_a_run_is_examined_and_reported(tmp_path, home):
    run = examined.ended(tmp_path, examine=examined.reported(examined.outcome()))
    assert running.outcome_of(run).delivered == str(run.held.output)
    assert (run.held.output / JSON_NAME).exists()
    (line,) = reports.listed()
    assert (line.summary.report_id, line.is_whole) == (run.report_id, True)
    assert line.shown.word == "Reconstruit"


def test_a_run_is_told_how_far_it_is_and_listens(tmp_path, home):
    seen = []

    def scan(source, *, out, progress, cancelled, skipped, **more):
        progress(Progress(files_done=1, files_seen=2, bytes_done=3, bytes_seen=4, current="a/b"))
        run = running.current()
        run.skip("a/b")
        run.stop.set()
        seen.extend([run.progress.name, skipped("a/b"), skipped("c"), cancelled()])
        seen.append(more["is_drawn"])
        return examined.outcome(is_whole=False)

    examine = partial(on_screen.examine, scan=scan)
    run = examined.ended(tmp_path, examine=examine, is_drawn=True)
    assert run.error is None
    assert seen == ["a/b", True, False, True, True]

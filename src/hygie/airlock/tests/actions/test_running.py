"""The one examination of the pages."""

import threading

import pytest

from hygie.airlock.actions import running
from hygie.airlock.tests import examined
from hygie.core.errors import HygieError


def started(tmp_path, examine, **changed):
    asked = {"label": "CLE USB", "who": "Bruno", "ready": None, **changed}
    return running.start(tmp_path, examine=examine, **asked)


@pytest.fixture
def slow(tmp_path):
    """An examination that lasts until it is stopped or let go."""
    let_go = threading.Event()

    def examine(run):
        run.tell(3, 10, 4096, "IM3")
        while not run.stop.is_set() and not let_go.is_set():
            run.stop.wait(0.005)
        return examined.outcome(is_whole=not run.stop.is_set())

    run = started(tmp_path, examine)
    run.let_go = let_go
    yield run
    let_go.set()


def test_two_clicks_at_once_are_one_examination(tmp_path):
    runs, let_go = [], threading.Event()

    def examine(run):
        let_go.wait(5)
        return examined.outcome()

    clicks = [
        threading.Thread(target=lambda: runs.append(started(tmp_path, examine))) for _ in range(6)
    ]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    let_go.set()
    assert len(runs) == 6
    assert len(set(map(id, runs))) == 1
    examined.wait(runs[0])


def test_how_far_it_is_then_what_it_found(slow):
    while not slow.progress.seen:
        slow.erased.wait(0.005)
    assert (slow.progress.done, slow.progress.seen, slow.progress.name) == (3, 10, "IM3")
    with pytest.raises(HygieError) as early:
        running.outcome_of(slow)
    assert early.value.code == "airlock.not_ended"
    slow.let_go.set()
    examined.wait(slow)
    assert running.outcome_of(slow).is_whole


def test_stopping_gives_what_was_seen_so_far(slow):
    slow.stop.set()
    examined.wait(slow)
    assert not running.outcome_of(slow).is_whole


def test_only_the_file_that_was_shown_is_skipped(slow):
    while not slow.progress.name:
        slow.erased.wait(0.005)
    assert not slow.is_skipped("IM3")
    slow.skip("IM3")
    assert slow.is_skipped("IM3")
    assert not slow.is_skipped("IM4")


def test_the_next_examination_waits_that_the_last_one_is_finished(tmp_path):
    run = examined.ended(tmp_path)
    with pytest.raises(HygieError) as refused:
        started(tmp_path, examined.examining(examined.outcome()))
    assert refused.value.code == "airlock.to_finish"
    assert (run.held.output / "DOCUMENTS/compte-rendu.pdf").exists()
    running.finish(run)
    assert not run.held.folder.exists()
    with pytest.raises(HygieError) as gone:
        running.run_of(run.name)
    assert gone.value.code == "airlock.finished"
    running.finish(run)
    assert examined.ended(tmp_path).name != run.name


def test_finishing_in_the_middle_erases_once_it_has_stopped(slow):
    closed = []
    slow.at_erasing.append(lambda: closed.append(True))
    running.finish(slow)
    examined.wait(slow)
    while slow.held.folder.exists():
        slow.erased.wait(0.005)
        threading.Event().wait(0.005)
    assert closed == [True]
    assert running.current() is None


def test_nobody_there_for_an_hour_erases(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(running, "IDLE_S", 0.0)
    run = examined.ended(tmp_path)
    assert run.erased.wait(5)
    assert running.current() is None


@pytest.mark.parametrize(
    ("fault", "code"),
    [(HygieError("airlock.pulled", "Débranchée."), "airlock.pulled"),
     (RuntimeError("Jeanne Dupont"), "airlock.failed")],
)  # fmt: skip
def test_a_failure_reaches_the_page_in_french(tmp_path, caplog, fault, code):
    def examine(run):
        raise fault

    run = started(tmp_path, examine)
    examined.wait(run)
    with pytest.raises(HygieError) as told:
        running.outcome_of(run)
    assert told.value.code == code
    assert "Jeanne" not in caplog.text + str(told.value)
    running.finish(run)


def test_what_a_killed_program_left_is_swept(home):
    left = home / "airlock" / "held" / "0123456789abcdef"
    left.mkdir(parents=True)
    (left / "image.dcm").write_bytes(b"x")
    staged = home / "airlock" / "staging" / "abandoned"
    staged.mkdir(parents=True)
    assert running.sweep() == 1
    assert not left.exists()
    assert not staged.exists()

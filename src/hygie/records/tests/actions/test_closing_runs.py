"""A long work: one at a time, watched, stopped; its failure is told."""

import threading

import pytest

from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actor import Actor, acting_as
from hygie.records.actions import closing_runs as runs


@pytest.fixture(autouse=True)
def _by_alice():
    runs._last.clear()
    with acting_as(Actor("alice", "Dr Alice Martin")):
        yield
    runs._last.clear()


def ended(run):
    for thread in threading.enumerate():
        if thread.name == f"hygie-{run.kind}":
            thread.join(timeout=10)
    assert run.is_over
    return run


def test_a_work_is_done_by_whoever_began_it():
    run = ended(runs.start("letters", lambda run: actor.current().name))
    assert (run.outcome, run.error) == ("Dr Alice Martin", "")
    assert runs.last("letters") is run
    assert runs.last("closing") is None


def test_a_second_waits_for_the_first():
    gate = threading.Event()
    run = runs.start("letters", lambda run: gate.wait(10))
    with pytest.raises(HygieError) as caught:
        runs.start("closing", lambda run: None)
    assert caught.value.code == "records.run_active"
    gate.set()
    ended(run)
    ended(runs.start("closing", lambda run: None))


def test_a_work_is_stopped_and_says_how_far_it_is():
    def work(run):
        run.progress(3, 9)
        return run.stop.wait(10)

    run = runs.start("letters", work)
    run.stop.set()
    assert (ended(run).outcome, run.done, run.total) == (True, 3, 9)


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (
            HygieError("x", "Le disque est plein.", advice="Libérez."),
            "Le disque est plein. Libérez.",
        ),
        (RuntimeError("patiente Chloé"), "n’a pas pu finir"),
    ],
)
def test_a_failure_is_told_and_names_nobody(failure, sentence, caplog):
    def work(run):
        raise failure

    run = ended(runs.start("letters", work))
    assert sentence in run.error
    assert "Chloé" not in run.error + caplog.text

import hashlib
from pathlib import Path

import pytest

from hygie.airlock.engine.asking import SandboxAsking, Stops
from hygie.airlock.engine.cleaner import Staged
from hygie.airlock.tests.engine import tiny
from hygie.sandbox.job import Ending, Limits
from hygie.sandbox.pool import Pool


@pytest.fixture(scope="module")
def pool():
    with tiny.or_skip(lambda: Pool([tiny.READ])) as pool:
        yield pool


@pytest.fixture
def staged(tmp_path):
    def make(*contents: str) -> list[Staged]:
        files = []
        for rank, content in enumerate(contents):
            stored = tmp_path / str(rank)
            stored.write_text(content)
            files.append(
                Staged(
                    path=f"f{rank}",
                    name=f"f{rank}",
                    size_bytes=len(content),
                    sha256=hashlib.sha256(content.encode()).hexdigest(),
                    stored=Path(stored),
                    kind="text",
                )
            )
        return files

    return make


def ask(pool, files, **options):
    stops = options.pop("stops", Stops())
    return list(
        SandboxAsking(pool_of=lambda job: pool, stops=stops).each(tiny.READ, files, **options)
    )


@pytest.mark.parametrize("batch", [1, 8])
def test_each_file_gets_its_answer_in_order_whatever_the_others_do(pool, staged, batch):
    contents = [f"mot{rank}" for rank in range(20)]
    contents[3] = "loop"
    files = [*staged(*contents), b"octets"]
    limits = Limits(wall_s=0.2)
    answers = ask(pool, files, batch=batch, limits=limits)
    assert [answer.ending for answer in answers].count(Ending.TIME) == 1
    assert answers[3].ending is Ending.TIME
    words = [answer.untrusted["words"][0] for answer in answers if answer.is_answered]
    assert words == [*(f"mot{rank}" for rank in range(20) if rank != 3), "octets"]


def test_a_file_that_is_passed_over_stops_at_once_and_the_others_go_on(pool, staged):
    told = []
    stops = Stops(
        skipped=lambda path: path == "f1",
        begins=lambda path: told.append(f"+{path}"),
        ends=lambda path: told.append(f"-{path}"),
    )
    answers = ask(pool, staged("a", "loop", "b"), stops=stops, batch=3)
    assert [one.ending for one in answers] == [Ending.ANSWERED, Ending.CANCELLED, Ending.ANSWERED]
    assert told[:4] == ["+f0", "-f0", "+f1", "-f1"]
    assert told[-1] == "-f2"


def test_when_all_is_cancelled_nothing_more_is_asked(pool, staged):
    answers = ask(pool, staged("loop", "a"), stops=Stops(cancelled=lambda: True))
    assert {one.ending for one in answers} == {Ending.CANCELLED}


def test_a_sandbox_that_broke_costs_no_file(staged):
    with tiny.or_skip(lambda: Pool([tiny.READ])) as pool:
        pool._zygote.close()
        answers = ask(pool, staged("a", "b"))
    assert [one.ending for one in answers] == [Ending.ANSWERED] * 2


def test_a_pool_that_cannot_start_again_still_answers(staged, monkeypatch):
    with tiny.or_skip(lambda: Pool([tiny.READ])) as pool:
        pool._zygote.close()
        monkeypatch.setenv("PATH", "")
        answers = ask(pool, staged("a", "b"))
    assert [one.ending for one in answers] == [Ending.CRASHED] * 2


def test_a_job_that_has_no_pool_is_answered_all_the_same(staged):
    assert [one.ending for one in ask(None, staged("a", "b"))] == [Ending.CRASHED] * 2

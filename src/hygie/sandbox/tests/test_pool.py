"""The door: a file goes in, a checked answer comes out, for any thread, one file after another."""

import hashlib
import threading
import time
from pathlib import Path

import psutil
import pytest

from hygie.core import process
from hygie.core.errors import HygieError
from hygie.sandbox import launch, pool, walls
from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.job import Ending, Job, Limits
from hygie.sandbox.pool import Pool
from hygie.sandbox.strength import Barrier, Strength
from hygie.sandbox.tests import jobs
from hygie.sandbox.tests.conftest import or_skip


def said(content):
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_a_file_is_read_and_its_answer_comes_back(pool):
    answer = pool.run(jobs.DIGEST, b"une radio")
    assert answer.ending is Ending.ANSWERED
    assert answer.code == "digest"
    assert answer.untrusted == said(b"une radio")
    assert pool.run(jobs.DIGEST, b"").code == "empty"


def test_a_folder_that_is_lent_is_read_in_the_rehearsal_only(tmp_path):
    (tmp_path / "word.txt").write_text("règles")
    with or_skip(lambda: Pool([jobs.GIVEN], given=tmp_path)) as lent:
        assert lent.run(jobs.GIVEN, b"").untrusted == {"word": "règles", "again": 0}


def test_an_open_file_is_read_from_its_beginning(pool, tmp_path):
    file = tmp_path / "radio"
    file.write_bytes(b"radio" * 300_000)
    with file.open("rb") as stream:
        stream.read(7)
        answer = pool.run(jobs.DIGEST, stream.fileno())
    assert answer.untrusted == said(file.read_bytes())


def test_every_kind_of_value_goes_in_and_comes_back(pool):
    arguments = {
        "number": -(2**63), "real": 0.1, "content": bytes(range(256)),
        "text": "Hélène", "texts": ("a", "é"), "none": (),
    }  # fmt: skip
    assert pool.run(jobs.ECHO, b"", arguments=arguments).untrusted == arguments


def test_a_large_answer_comes_whole(pool):
    answer = pool.run(jobs.HOSTILE, b"", arguments={"how": "answers_much"})
    assert answer.untrusted["content"] == bytes(10_000_000)


def test_nothing_is_kept_from_one_file_to_the_next(pool):
    answers = [pool.run(jobs.COUNT, b"x").untrusted["times"] for _ in range(3)]
    assert answers == [1, 1, 1]


def test_a_module_rehearses_once_before_the_first_file(pool):
    assert pool.run(jobs.COUNT, b"").untrusted["rehearsals"] == 1


def test_a_reader_holds_its_file_and_its_answer_and_no_other_descriptor(pool):
    with Path(__file__).open("rb") as stream:
        answer = pool.run(jobs.COUNT, stream.fileno())
    assert answer.untrusted["fds"] == 2


def test_several_files_are_read_by_one_child_when_asked(pool):
    contents = [b"%d" % rank for rank in range(10)]
    answers = list(pool.run_each(jobs.COUNT, contents, batch=4))
    assert [answer.untrusted["times"] for answer in answers] == [1, 2, 3, 4, 1, 2, 3, 4, 1, 2]
    answers = list(pool.run_each(jobs.DIGEST, contents, batch=1000))
    assert [answer.untrusted for answer in answers] == [said(content) for content in contents]


def test_in_a_batch_the_files_after_a_broken_one_are_read_all_the_same(pool):
    answers = pool.run_each(jobs.HOSTILE, [b""] * 3, arguments={"how": "crashes"}, batch=3)
    assert [answer.ending for answer in answers] == [Ending.CRASHED] * 3


def test_several_threads_read_at_the_same_time(pool):
    found = {}

    def read(rank):
        content = b"%d" % rank * 10_000
        found[rank] = [pool.run(jobs.DIGEST, content).untrusted == said(content) for _ in range(5)]

    threads = [threading.Thread(target=read, args=(rank,)) for rank in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert found == {rank: [True] * 5 for rank in range(6)}


def test_a_slow_file_does_not_hold_back_the_others(pool):
    limits = Limits(wall_s=3.0)
    arguments = {"how": "sleeps"}
    slow = threading.Thread(
        target=lambda: pool.run(jobs.HOSTILE, b"", arguments=arguments, limits=limits)
    )
    slow.start()
    started = time.monotonic()
    assert pool.run(jobs.DIGEST, b"a").is_answered
    assert time.monotonic() - started < 2.5
    slow.join(timeout=30)


def test_a_reading_is_given_up_when_the_person_says_so(pool):
    started = time.monotonic()
    answer = pool.run(
        jobs.HOSTILE,
        b"",
        arguments={"how": "sleeps"},
        cancelled=lambda: time.monotonic() - started > 0.3,
    )
    assert answer.ending is Ending.CANCELLED
    assert time.monotonic() - started < 5
    assert pool.run(jobs.DIGEST, b"a").is_answered


def test_a_pool_outlives_the_thread_that_opened_it():
    opened = []
    thread = threading.Thread(target=lambda: opened.append(or_none()))
    thread.start()
    thread.join(timeout=60)
    if opened[0] is None:
        or_skip(lambda: Pool([jobs.DIGEST]).close())
    with opened[0] as pool:
        time.sleep(0.2)
        assert pool.run(jobs.DIGEST, b"a").is_answered


def or_none():
    try:
        return Pool([jobs.DIGEST])
    except SandboxAbsentError:
        return None


def test_a_sandbox_that_broke_is_said_and_the_next_file_gets_a_new_one():
    with or_skip(lambda: Pool([jobs.DIGEST])) as pool:
        first = pool._zygote
        first._held.end()
        with pytest.raises(HygieError) as caught:
            pool.run(jobs.DIGEST, b"a")
        assert caught.value.code == "sandbox.broken"
        assert pool.run(jobs.DIGEST, b"a").is_answered
        assert pool._zygote is not first


def test_closing_leaves_no_process_behind():
    before = set(psutil.Process().children(recursive=True))
    opened = or_skip(lambda: Pool([jobs.DIGEST]))
    inside = set(psutil.Process().children(recursive=True)) - before
    assert len(inside) >= 2
    opened.close()
    _, alive = psutil.wait_procs(inside, timeout=5)
    assert alive == []
    with pytest.raises(ValueError, match="closed"):
        opened.run(jobs.DIGEST, b"a")


def test_a_job_that_was_not_announced_is_refused(pool):
    other = Job(place="os.path:exists", answers={"done": {}})
    with pytest.raises(ValueError, match="not a job of this pool"):
        pool.run(other, b"")


def test_without_bubblewrap_nothing_is_opened(monkeypatch):
    monkeypatch.setattr(process, "find", lambda program: None)
    with pytest.raises(SandboxAbsentError) as caught:
        Pool([jobs.DIGEST])
    assert caught.value.code == "sandbox.absent"
    assert caught.value.reason in {"bubblewrap", "system"}
    assert caught.value.advice


@pytest.mark.needs("bwrap")
def test_where_namespaces_are_forbidden_nothing_is_opened(monkeypatch):
    command = ["/bin/sh", "-c", "echo 'bwrap: No permissions to create new namespace' >&2; exit 1"]
    monkeypatch.setattr(walls, "command", lambda **given: command)
    with pytest.raises(SandboxAbsentError, match="No permissions") as caught:
        Pool([jobs.DIGEST])
    assert caught.value.reason == "namespaces"


@pytest.mark.parametrize("code", ["namespaces", "seccomp", "rlimits", "time"])
def test_a_needed_wall_that_does_not_stand_closes_the_door(monkeypatch, code):
    or_skip(lambda: Pool([jobs.DIGEST]).close())
    fallen = Strength(barriers=(Barrier(code=code, held=False, label=""),))
    ended = []
    monkeypatch.setattr(pool, "tried", lambda zygote: ended.append(zygote) or fallen)
    with pytest.raises(SandboxAbsentError, match=code) as caught:
        Pool([jobs.DIGEST])
    assert caught.value.reason == "barriers"
    with pytest.raises(HygieError):
        ended[0].start(jobs.DIGEST, inputs=[], arguments={}, limits=Limits())


@pytest.mark.parametrize("flavour", ["mapped", "dropped"])
def test_each_way_to_become_nobody_reads_a_file(monkeypatch, flavour):
    if flavour not in walls.flavours():
        pytest.skip("seul l’administrateur peut devenir quelqu’un d’autre")
    monkeypatch.setattr(walls, "flavours", lambda: (flavour,))
    with or_skip(lambda: Pool([jobs.DIGEST])) as pool:
        assert pool.strength.flavour == flavour
        assert pool.strength.is_enough
        assert pool.run(jobs.DIGEST, b"a").is_answered


def test_a_module_that_cannot_be_loaded_is_named():
    or_skip(lambda: Pool([jobs.DIGEST]).close())
    absent = Job(place="hygie.sandbox.tests.absent:read", answers={})
    with pytest.raises(SandboxAbsentError, match=r"hygie\.sandbox\.tests\.absent") as caught:
        launch.start([absent])
    assert caught.value.reason == "modules"

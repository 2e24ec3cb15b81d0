import threading
from pathlib import Path
from typing import Any

import pytest

from hygie.airlock.engine import sources
from hygie.airlock.engine.asking import Stops
from hygie.airlock.engine.flow import Flow
from hygie.airlock.engine.passing import Passing
from hygie.airlock.engine.results import Results
from hygie.airlock.engine.staging import Staging, UnreadError
from hygie.airlock.engine.withholding import Withholding
from hygie.airlock.rules.caps import Caps
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine import tiny
from hygie.core.errors import HygieError

SOMETHING: Any = object()  # a sandbox that nobody asks


@pytest.fixture
def key(tmp_path, monkeypatch):
    monkeypatch.setenv("HYGIE_HOME", str(tmp_path / "chez"))
    (tmp_path / "cle").mkdir()
    return tmp_path / "cle"


def flow(place: Path, *, stops=None, told=None, **caps):
    """Every entry by its path, whether all was read, the notes; nothing stays staged."""
    with Staging() as area:
        limits = Caps(**caps)
        with sources.opened(place, pool=lambda: None, caps=limits, scratch=area.folder) as tree:
            results = Results(paths=tree.paths, telling=told)
            passing = Passing(
                sandbox=lambda: SOMETHING,
                cleaner_of=tiny.lanes().cleaner_of,
                signatures=None,
                delivery=None,
                recipient="",
                staging=area,
                stops=stops or Stops(),
                results=results,
                withholding=Withholding(is_disc=False),
            )
            run = Flow(tree=tree, passing=passing, caps=limits)
            run.run()
        assert [path.name for path in area.folder.iterdir()] == ["lock"]
        assert run._held_bytes == 0
    return {one.path: one for one in results.in_order({})}, results


def codes(entries):
    return {path: entry.reasons[-1].code for path, entry in entries.items()}


def test_every_path_is_decided_and_no_copy_stays(key):
    for number in range(200):
        (key / f"IM{number}").write_bytes(tiny.picture(number=number))
    (key / "vide").write_bytes(b"")
    entries, results = flow(key, held_bytes=3000)
    assert len(entries) == 201
    assert results.is_whole
    assert {entry.verdict for entry in entries.values()} == {Verdict.REBUILT, Verdict.WITHHELD}
    assert entries["IM7"].sha256
    assert entries["vide"].reasons[0].code == "kind.empty"


def test_members_pass_in_their_turn_and_stand_behind_their_archive(key):
    inner = "PK\x03\x04\\nz \0\1\2\3"
    (key / "a.zip").write_bytes(tiny.bag(**{"../IM": "\0\1", "clos": "refused", "b.zip": inner}))
    entries, results = flow(key)
    assert list(entries) == [
        "a.zip", "a.zip/../IM", "a.zip/clos", "a.zip/b.zip", "a.zip/b.zip/z",
    ]  # fmt: skip
    assert codes(entries)["a.zip/clos"] == "kind.encrypted"
    assert entries["a.zip/b.zip/z"].size_bytes == 4
    assert results.is_whole


def test_an_archive_deeper_than_allowed_is_not_opened(key):
    (key / "a.zip").write_bytes(tiny.bag(**{"b.zip": "PK\x03\x04\\nz \0\1"}))
    entries, _ = flow(key, nesting=1)
    assert codes(entries)["a.zip/b.zip"] == "source.too_nested"
    assert entries["a.zip/b.zip"].verdict is Verdict.UNVERIFIABLE


def test_the_members_of_a_portals_archive_stand_at_the_top(key):
    (key / "portail.zip").write_bytes(tiny.bag(**{"IM1": "\0\1", "portail.zip": "\0\1"}))
    entries, results = flow(key / "portail.zip")
    assert list(entries) == ["IM1", "portail.zip (2)"]
    assert [note.code for note in results.notes] == ["source.members"]


def test_a_member_that_cannot_be_had_is_told_and_the_others_read(key):
    (key / "a.zip").write_bytes(tiny.bag(gros="\0" * 50, petit="\0\1"))
    entries, _ = flow(key, file_bytes=100, member_bytes=30)
    assert codes(entries) == {
        "a.zip": "source.members",
        "a.zip/gros": "source.too_much",
        "a.zip/petit": "kind.unknown",
    }
    entries, _ = flow(key, members=1)
    assert codes(entries)["a.zip/petit"] == "source.too_much"


def test_an_archive_that_breaks_in_the_middle_is_told(key, monkeypatch):
    def broken(self, file):
        yield from ()
        raise HygieError("airlock.archive_lost", "Perdue.")

    monkeypatch.setattr(tiny.Bags, "_members", broken)
    (key / "a.zip").write_bytes(tiny.bag(a="b"))
    entries, _ = flow(key)
    assert codes(entries) == {"a.zip": "source.members_cut"}


def test_beyond_the_limits_nothing_more_is_read_but_all_is_named(key):
    for name in "abc":
        (key / name).write_bytes(bytes(10))
    entries, results = flow(key, total_bytes=15)
    assert codes(entries) == {"a": "kind.unknown", "b": "source.too_much", "c": "source.too_much"}
    assert not results.is_whole
    entries, results = flow(key, seconds=-1.0)
    assert set(codes(entries).values()) == {"source.too_late"}


def test_once_cancelled_nothing_more_is_read(key):
    for name in "abcdef":
        (key / name).write_bytes(tiny.picture())
    cancel = threading.Event()
    entries, results = flow(
        key,
        stops=Stops(cancelled=cancel.is_set),
        told=lambda progress: progress.bytes_done and cancel.set(),
    )
    assert codes(entries)["f"] == "common.cancelled"
    assert len(entries) == 6
    assert not results.is_whole


def test_a_file_that_is_passed_over_is_not_read(key):
    (key / "a").write_bytes(bytes(10))
    (key / "b").write_bytes(bytes(10))
    entries, results = flow(key, stops=Stops(skipped=lambda path: path == "a"))
    assert codes(entries) == {"a": "common.skipped", "b": "kind.unknown"}
    assert not entries["a"].sha256
    assert results.is_whole


def test_a_key_pulled_out_in_the_middle_costs_what_was_not_read(key, tmp_path):
    for number in range(30):
        (key / f"IM{number:02d}").write_bytes(tiny.picture(number=number))

    def pull(progress):
        if progress.bytes_done and key.exists():
            for path in key.iterdir():
                path.unlink()
            key.rename(tmp_path / "ailleurs")

    entries, _ = flow(key, told=pull)
    assert len(entries) == 30
    assert codes(entries)["IM00"] == "common.rebuilt"
    assert codes(entries)["IM29"] == "source.vanished"
    assert entries["IM29"].verdict is Verdict.ERROR


def test_a_small_disk_is_enough_when_copies_take_turns(key, monkeypatch):
    for number in range(30):
        (key / f"IM{number}").write_bytes(tiny.picture(number=number))
    keep, full = Staging.keep, []

    def little_room(self, found, fd, *, wanted):
        if len(list(self.folder.iterdir())) > 5:
            full.append(found.path)
            raise UnreadError("source.no_room")
        return keep(self, found, fd, wanted=wanted)

    monkeypatch.setattr(Staging, "keep", little_room)
    entries, _ = flow(key)
    assert full
    assert set(codes(entries).values()) == {"common.rebuilt"}

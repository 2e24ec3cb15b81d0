import threading

from hygie.airlock.engine.asking import Stops
from hygie.airlock.engine.copying import UnreadError
from hygie.airlock.engine.staging import Staging
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine import tiny
from hygie.airlock.tests.engine.streams import codes, flow, key

__all__ = ["key"]


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

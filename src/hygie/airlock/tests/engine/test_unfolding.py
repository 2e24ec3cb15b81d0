import pytest

from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine import tiny
from hygie.airlock.tests.engine.streams import codes, flow, key
from hygie.core.errors import HygieError

__all__ = ["key"]


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


def test_archives_in_an_archive_unfold_to_no_more_than_it_may(key):
    inner = "PK\x03\x04\\n" + "\\n".join(f"f{rank} \0{'.' * 20}" for rank in range(5))
    (key / "a.zip").write_bytes(tiny.bag(**{"b.zip": inner, "c.zip": inner}))
    entries, _ = flow(key, ratio=1, ratio_from_bytes=300)
    told = codes(entries)
    assert told["a.zip/b.zip/f0"] == "kind.unknown"
    assert told["a.zip/b.zip/f4"] == told["a.zip/c.zip"] == "source.too_much"
    assert entries["a.zip/c.zip"].verdict is Verdict.UNVERIFIABLE


def test_an_archive_that_breaks_in_the_middle_is_told(key, monkeypatch):
    def broken(self, file):
        yield from ()
        raise HygieError("airlock.archive_lost", "Perdue.")

    monkeypatch.setattr(tiny.Bags, "_members", broken)
    (key / "a.zip").write_bytes(tiny.bag(a="b"))
    entries, _ = flow(key)
    assert codes(entries) == {"a.zip": "source.members_cut"}


def test_a_full_disk_under_a_member_is_not_taken_for_a_broken_archive(key, monkeypatch):
    def full(*_, **__):
        raise HygieError("files.disk_full", "Le disque est plein.")

    monkeypatch.setattr("hygie.airlock.engine.passing.Passing.run", full)
    (key / "a.zip").write_bytes(tiny.bag(a="b"))
    with pytest.raises(HygieError) as told:
        flow(key)
    assert told.value.code == "files.disk_full"

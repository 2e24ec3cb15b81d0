import sqlite3
from contextlib import closing

import pytest

from hygie.checkup.engine import wal


@pytest.fixture
def written(tmp_path):
    """A database of 3 rows with 400 more in its log, as bytes."""
    path = tmp_path / "base"
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA wal_autocheckpoint=0")
        base.execute("CREATE TABLE t (x)")
        base.executemany("INSERT INTO t VALUES (?)", [("a" * 50,)] * 3)
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for _ in range(4):
            base.execute("BEGIN")
            base.executemany("INSERT INTO t VALUES (?)", [("b" * 50,)] * 100)
            base.execute("COMMIT")
        return path.read_bytes(), (tmp_path / "base-wal").read_bytes()


def rows(image):
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(image[:18] + b"\x01\x01" + image[20:])
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return base.execute("SELECT count(*) FROM t").fetchone()[0]


def test_the_changes_of_the_log_are_applied(written):
    image, log = written
    assert rows(image) == 3
    assert rows(wal.applied(image, log)) == 403


def test_no_log_changes_nothing(written):
    image, _ = written
    assert wal.applied(image, b"") == image


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_log_cut_short_gives_whole_changes_only(written, kept):
    image, log = written
    found = rows(wal.applied(image, log[: int(len(log) * kept)]))
    assert found in {3, 103, 203, 303}


def test_a_frame_that_was_altered_ends_the_log(written):
    image, log = written
    altered = bytearray(log)
    altered[-100] ^= 1
    assert rows(wal.applied(image, bytes(altered))) == 303


@pytest.mark.parametrize("place", [0, 9, 17, 25])
def test_an_altered_header_makes_the_whole_log_void(written, place):
    image, log = written
    altered = bytearray(log)
    altered[place] ^= 1
    assert wal.applied(image, bytes(altered)) == image


def test_what_an_earlier_log_left_behind_is_ignored(written, tmp_path):
    image, log = written
    # SQLite starts its log again from the top: older frames stay after the new ones.
    path = tmp_path / "base"
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA wal_checkpoint(RESTART)")
        base.execute("INSERT INTO t VALUES ('c')")
        image, again = path.read_bytes(), (tmp_path / "base-wal").read_bytes()
    if len(again) < len(log):
        again += log[len(again) :]
    assert rows(wal.applied(image, again)) == 404


def test_noise_is_no_log(written):
    image, _ = written
    assert wal.applied(image, bytes(range(256)) * 100) == image
    assert wal.applied(b"", b"\x37\x7f\x06\x82" + bytes(500)) == b""

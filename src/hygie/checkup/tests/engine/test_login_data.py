import os
import sqlite3
from contextlib import closing

import pytest

from hygie.checkup.engine import login_data
from hygie.checkup.engine.login_data import Count, count_saved
from hygie.checkup.engine.plain_files import Trouble, UnreadableError
from hygie.checkup.tests import planted

posix = pytest.mark.skipif(os.name != "posix", reason="impossible ici : droits et tubes POSIX")


@pytest.fixture
def store(tmp_path):
    return tmp_path / "User Data" / "Default" / "Login Data"


def trouble_of(path):
    with pytest.raises(UnreadableError) as raised:
        count_saved(path)
    return raised.value.trouble


@pytest.mark.parametrize("saved", [0, 1, 37, 5000])
def test_passwords_are_counted_and_sites_marked_never_are_not(store, saved):
    planted.login_data(store, saved, never=3)
    assert count_saved(store) == Count(number=saved)


@pytest.mark.parametrize("folder", ["100 %", "l’été #1", "a'b\"c", "quoi ? oui&non;", "é%20è"])
def test_a_folder_may_have_any_name(tmp_path, folder):
    store = planted.login_data(tmp_path / folder / "Login Data", 4)
    assert count_saved(store).number == 4


def test_the_lock_of_a_running_browser_hides_nothing(store):
    planted.login_data(store, 12)
    with closing(sqlite3.connect(store, isolation_level=None)) as browser:
        browser.execute("PRAGMA locking_mode=EXCLUSIVE")
        browser.execute("BEGIN EXCLUSIVE")
        with (
            closing(sqlite3.connect(f"file:{store.as_posix()}?mode=ro", uri=True, timeout=0)) as us,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            us.execute("SELECT * FROM logins")
        assert count_saved(store).number == 12


@pytest.mark.parametrize("locking_mode", ["NORMAL", "EXCLUSIVE"])
def test_passwords_that_are_still_in_the_log_count(store, locking_mode):
    planted.login_data(store, 5, wal=True)
    with closing(sqlite3.connect(store, isolation_level=None)) as browser:
        browser.execute(f"PRAGMA locking_mode={locking_mode}")
        browser.execute("PRAGMA wal_autocheckpoint=0")
        planted.add_passwords(browser, 300)
        browser.execute("DELETE FROM logins WHERE rowid = 1")
        assert store.with_name("Login Data-wal").stat().st_size > 0
        assert count_saved(store) == Count(number=304)


def test_passwords_of_an_unfinished_change_do_not_count(store):
    planted.login_data(store, 5, wal=True)
    with closing(sqlite3.connect(store, isolation_level=None)) as browser:
        planted.add_passwords(browser, 2)
        browser.execute("PRAGMA cache_size=2")
        browser.execute("BEGIN")
        planted.add_passwords(browser, 3000)
        assert count_saved(store).number == 7


def test_a_store_being_rewritten_is_counted_as_approximate(store):
    planted.login_data(store, 5)
    with closing(sqlite3.connect(store, isolation_level=None)) as browser:
        browser.execute("PRAGMA cache_size=2")
        browser.execute("BEGIN")
        planted.add_passwords(browser, 3000)
        browser.execute("PRAGMA cache_spill=1")
        assert count_saved(store).is_approximate


def test_a_store_that_never_stops_changing_is_counted_as_approximate(store, monkeypatch):
    planted.login_data(store, 5)
    ticks = iter(range(100))
    monkeypatch.setattr(login_data, "_stamps", lambda *_paths: [(next(ticks), 0)])
    assert count_saved(store) == Count(number=5, is_approximate=True)


def test_counting_leaves_no_trace_in_the_profile(store):
    planted.login_data(store, 5, wal=True)
    before = planted.fingerprint(store.parent)
    count_saved(store)
    assert planted.fingerprint(store.parent) == before
    assert [one.name for one in store.parent.iterdir()] == ["Login Data"]


def test_an_empty_store_is_no_proof_that_nothing_is_kept(store):
    assert trouble_of(planted.written(store)) is Trouble.EMPTY


@pytest.mark.parametrize(
    "content",
    [
        b"SQLite format 3\0",
        b"SQLite format 3\0" + bytes(8000),
        b"PK\x03\x04" * 999,
        b"x",
        bytes(5000),
    ],
)
def test_what_is_no_database_is_broken(store, content):
    assert trouble_of(planted.written(store, content)) is Trouble.BROKEN


def test_a_store_cut_short_is_broken(store):
    planted.login_data(store, 3000)
    whole = store.read_bytes()
    store.write_bytes(whole[: len(whole) // 2])
    assert trouble_of(store) is Trouble.BROKEN


def test_a_store_with_a_hole_in_the_middle_is_broken(store):
    planted.login_data(store, 3000)
    whole = bytearray(store.read_bytes())
    whole[4096 : 4096 * 30] = bytes(4096 * 29)
    store.write_bytes(whole)
    assert trouble_of(store) is Trouble.BROKEN


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE other (x)",
        "CREATE TABLE logins (x)",
        "CREATE VIEW logins AS SELECT 0 AS blacklisted_by_user",
        "CREATE VIEW logins AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n)"
        " SELECT 0 AS blacklisted_by_user FROM n",
    ],
)
def test_a_database_that_is_not_a_browsers_is_broken(store, sql):
    store.parent.mkdir(parents=True)
    with closing(sqlite3.connect(store)) as other:
        other.execute(sql)
    assert trouble_of(store) is Trouble.BROKEN


def test_a_store_that_takes_too_long_is_given_up(store, monkeypatch):
    planted.login_data(store, 5000)
    monkeypatch.setattr(login_data, "QUERY_TIMEOUT_S", -1)
    assert trouble_of(store) is Trouble.BROKEN


def test_an_absent_store_is_said_absent(store):
    assert trouble_of(store) is Trouble.ABSENT


def test_a_folder_in_place_of_the_store_is_no_file(store):
    store.mkdir(parents=True)
    assert trouble_of(store) is Trouble.NOT_A_FILE


def test_a_huge_store_is_not_read(store):
    store.parent.mkdir(parents=True)
    with store.open("wb") as stream:
        stream.truncate(login_data.MAX_DATABASE_BYTES + 1)
    assert trouble_of(store) is Trouble.TOO_BIG


@posix
def test_a_pipe_in_place_of_the_log_does_not_make_it_wait(store):
    planted.login_data(store, 5)
    os.mkfifo(store.with_name("Login Data-wal"))
    assert trouble_of(store) is Trouble.NOT_A_FILE


@posix
@pytest.mark.skipif(
    os.name == "posix" and os.geteuid() == 0, reason="impossible ici : root lit tout"
)
def test_a_store_without_the_right_to_read_it_is_denied(store):
    planted.login_data(store, 5).chmod(0)
    assert trouble_of(store) is Trouble.DENIED

import os
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from hygie.checkup.engine.passwords import Passwords
from hygie.checkup.engine.places import BROWSERS, places
from hygie.checkup.observation import Status
from hygie.checkup.tests import planted

posix = pytest.mark.skipif(os.name != "posix", reason="impossible ici : liens et tubes POSIX")


@pytest.fixture
def alice(tmp_path):
    return planted.machine(tmp_path)


def counts(machine):
    """{(browser, folder of the profile): (count, trouble)}."""
    found = Passwords().look(machine).facts["profiles"]
    return {(one["browser"], one["name"]): (one["count"], one["trouble"]) for one in found}


def test_every_browser_of_the_house_is_counted_profile_by_profile(alice):
    config, home = alice.home / ".config", alice.home
    for rank, place in enumerate(
        (
            "google-chrome", "chromium", "microsoft-edge", "BraveSoftware/Brave-Browser",
            "opera", "vivaldi",
        ),
        start=1,
    ):  # fmt: skip
        planted.login_data(config / place / "Default" / "Login Data", rank)
        planted.login_data(config / place / "Default" / "Login Data For Account", 100)
        planted.login_data(config / place / "Profile 1" / "Login Data", 10 * rank)
    planted.logins_json(home / ".mozilla/firefox/a.default-release/logins.json", 7)
    planted.logins_json(home / ".mozilla/firefox/b.default-esr/logins.json", 70)
    found = counts(alice)
    assert found == {
        **{
            (key, "Default"): (100 + rank, "")
            for rank, key in enumerate(
                ("chrome", "chromium", "edge", "brave", "opera", "vivaldi"), start=1
            )
        },
        **{
            (key, "Profile 1"): (10 * rank, "")
            for rank, key in enumerate(
                ("chrome", "chromium", "edge", "brave", "opera", "vivaldi"), start=1
            )
        },
        ("firefox", "a.default-release"): (7, ""),
        ("firefox", "b.default-esr"): (70, ""),
    }


@pytest.mark.parametrize("system", ["linux", "windows", "darwin"])
def test_every_place_of_every_browser_is_counted_on_each_system(tmp_path, system):
    machine = planted.machine(tmp_path, system)
    total = 0
    for browser in BROWSERS:
        for place in places(machine, browser.profiles):
            total += 1
            if browser.is_firefox:
                planted.logins_json(place / "x.default" / "logins.json", 1)
            else:
                planted.login_data(place / "Default" / "Login Data", 1)
    facts = Passwords().look(machine).facts
    assert sum(one["count"] for one in facts["profiles"]) == total > 8


def test_the_places_of_packages_for_linux_are_counted(alice):
    planted.logins_json(alice.home / "snap/firefox/common/.mozilla/firefox/a/logins.json", 1)
    planted.login_data(
        alice.home / ".var/app/com.google.Chrome/config/google-chrome/Default/Login Data", 2
    )
    assert counts(alice) == {("firefox", "a"): (1, ""), ("chrome", "Default"): (2, "")}


def test_settings_kept_in_another_folder_are_counted_too(alice, tmp_path):
    planted.login_data(tmp_path / "xdg/google-chrome/Default/Login Data", 3)
    planted.login_data(alice.home / ".config/google-chrome/Profile 1/Login Data", 4)
    moved = replace(alice, config_home=tmp_path / "xdg")
    assert counts(moved) == {("chrome", "Default"): (3, ""), ("chrome", "Profile 1"): (4, "")}


@posix
def test_one_broken_profile_hides_no_other(alice):
    root = alice.home / ".config/google-chrome"
    planted.login_data(root / "Default/Login Data", 5)
    planted.written(root / "Profile 1/Login Data", b"not a database")
    planted.written(root / "Profile 2/Login Data")
    (root / "Profile 3/Login Data").mkdir(parents=True)
    (root / "Profile 4").mkdir()
    os.mkfifo(root / "Profile 4/Login Data")
    (root / "Profile 5").mkdir()
    (root / "Profile 5/Login Data").symlink_to("Login Data")
    planted.written(alice.home / ".mozilla/firefox/a.default/logins.json", b"{")
    assert counts(alice) == {
        ("chrome", "Default"): (5, ""),
        ("chrome", "Profile 1"): (0, "broken"),
        ("chrome", "Profile 2"): (0, "empty"),
        ("chrome", "Profile 3"): (0, "not_a_file"),
        ("chrome", "Profile 4"): (0, "not_a_file"),
        ("chrome", "Profile 5"): (0, "broken"),
        ("firefox", "a.default"): (0, "broken"),
    }


def test_what_one_store_of_a_profile_holds_is_kept_when_the_other_is_broken(alice):
    profile = alice.home / ".config/microsoft-edge/Default"
    planted.login_data(profile / "Login Data", 5)
    planted.written(profile / "Login Data For Account", b"x")
    (found,) = Passwords().look(alice).facts["profiles"]
    assert (found["count"], found["stores"]) == (5, {"Login Data": 5})
    assert found["trouble"] == "broken"


def test_a_profile_where_nothing_was_ever_kept_counts_as_none(alice):
    planted.written(alice.home / ".config/chromium/Default/Preferences", "{}")
    assert counts(alice) == {("chromium", "Default"): (0, "")}


def test_a_firefox_store_of_an_unknown_kind_is_no_proof_that_nothing_is_kept(alice):
    profile = alice.home / ".mozilla/firefox/a.default"
    planted.written(profile / "prefs.js")
    planted.written(profile / "logins.db", b"SQLite format 3\0")
    assert counts(alice) == {("firefox", "a.default"): (0, "broken")}


def test_a_browser_that_runs_is_counted(alice):
    store = planted.login_data(alice.home / ".config/google-chrome/Default/Login Data", 5)
    with closing(sqlite3.connect(store, isolation_level=None)) as browser:
        browser.execute("BEGIN EXCLUSIVE")
        assert counts(alice) == {("chrome", "Default"): (5, "")}


def test_a_file_in_place_of_a_browsers_folder_is_told(alice):
    planted.written(alice.home / ".config/google-chrome", "x")
    assert counts(alice) == {("chrome", "google-chrome"): (0, "not_a_folder")}


def test_a_profile_is_shown_without_the_name_of_its_owner(alice):
    planted.login_data(alice.home / ".config/vivaldi/Default/Login Data", 1)
    (found,) = Passwords().look(alice).facts["profiles"]
    assert found["place"].replace("\\", "/") == "~/.config/vivaldi/Default"


def test_no_browser_at_all_is_said_absent(alice):
    assert Passwords().look(alice).status is Status.ABSENT


def test_what_a_mac_keeps_by_itself_is_named_as_not_counted(tmp_path):
    facts = Passwords().look(planted.machine(tmp_path, "darwin")).facts
    assert "Safari" in facts["not_counted"]

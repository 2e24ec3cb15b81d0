from pathlib import PurePath

import pytest

from hygie.checkup.engine.places import BROWSERS, places
from hygie.checkup.tests import planted

BY_KEY = {browser.key: browser for browser in BROWSERS}


def shown(machine, folders):
    return [PurePath(machine.shown(folder)).as_posix() for folder in folders]


def test_every_browser_of_the_house_is_known():
    assert set(BY_KEY) >= {"chrome", "chromium", "edge", "brave", "opera", "vivaldi", "firefox"}


@pytest.mark.parametrize("system", ["linux", "windows", "darwin"])
@pytest.mark.parametrize(
    "key", ["chrome", "chromium", "edge", "brave", "opera", "vivaldi", "firefox"]
)
def test_each_has_places_on_each_system(tmp_path, system, key):
    machine = planted.machine(tmp_path, system)
    assert list(places(machine, BY_KEY[key].profiles))


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("chrome", "AppData/Local/Google/Chrome/User Data"),
        ("edge", "AppData/Local/Microsoft/Edge/User Data"),
        ("brave", "AppData/Local/BraveSoftware/Brave-Browser/User Data"),
        ("opera", "AppData/Roaming/Opera Software/Opera Stable"),
        ("firefox", "AppData/Roaming/Mozilla/Firefox"),
    ],
)
def test_windows_places_stand_in_the_two_appdata(tmp_path, key, place):
    machine = planted.machine(tmp_path, "windows")
    assert f"~/{place}" in shown(machine, places(machine, BY_KEY[key].profiles))


def test_windows_places_follow_the_environment(tmp_path):
    machine = planted.machine(
        tmp_path, "windows", local_app_data=tmp_path / "D", app_data=tmp_path / "E"
    )
    assert tmp_path / "D/Vivaldi/User Data" in places(machine, BY_KEY["vivaldi"].profiles)
    assert tmp_path / "E/Mozilla/Firefox" in places(machine, BY_KEY["firefox"].profiles)


def test_a_place_named_twice_is_given_once(tmp_path):
    machine = planted.machine(tmp_path)
    moved = planted.machine(tmp_path, config_home=machine.home / ".config")
    found = list(places(moved, BY_KEY["chrome"].profiles))
    assert len(found) == len(set(found))

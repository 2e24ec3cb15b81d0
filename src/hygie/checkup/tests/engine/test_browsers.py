import plistlib

import pytest

from hygie.checkup.engine.browsers import Browsers
from hygie.checkup.observation import Status
from hygie.checkup.tests import planted


@pytest.fixture
def alice(tmp_path):
    return planted.machine(tmp_path)


def seen(machine):
    """{browser: [(kind, version, long term)]}."""
    return {
        one["key"]: [(copy["kind"], copy["version"], copy["esr"]) for copy in one["seen"]]
        for one in Browsers().look(machine).facts["browsers"]
    }


def test_the_version_last_used_is_read_in_the_profile(alice):
    config = alice.home / ".config"
    planted.written(config / "google-chrome/Last Version", "157.0.8100.3")
    planted.written(config / "BraveSoftware/Brave-Browser/Last Version", "156.1.84.1\n")
    planted.written(
        alice.home / ".mozilla/firefox/a.default/compatibility.ini",
        "[Compatibility]\nLastVersion=160.0.1_20261110/20261110\nLastPlatformDir=/opt/absent\n",
    )
    assert seen(alice) == {
        "chrome": [("profile", "157.0.8100.3", False)],
        "brave": [("profile", "156.1.84.1", False)],
        "firefox": [("profile", "160.0.1", False)],
    }


def test_a_firefox_used_from_debians_long_term_package_is_known_as_such(alice):
    planted.written(
        alice.home / ".mozilla/firefox/a.default-esr/compatibility.ini",
        "[Compatibility]\nLastVersion=140.5.0_1/1\nLastPlatformDir=/usr/lib/firefox-esr\n",
    )
    assert seen(alice) == {"firefox": [("profile", "140.5.0", True)]}


def test_the_program_and_its_use_are_both_told(alice):
    planted.written(alice.home / ".config/chromium/Last Version", "155.0.1.1")
    planted.written(
        alice.root / "var/lib/dpkg/status",
        "Package: chromium\nStatus: install ok installed\nVersion: 157.0.2-1\n",
    )
    assert seen(alice) == {
        "chromium": [("program", "157.0.2", False), ("profile", "155.0.1.1", False)]
    }


def test_a_profile_without_a_version_is_seen_all_the_same(alice):
    planted.login_data(alice.home / ".config/opera/Login Data", 0)
    planted.written(alice.home / ".config/vivaldi", "a file")
    planted.logins_json(alice.home / ".mozilla/firefox/a.default/logins.json", 0)
    assert seen(alice) == {
        "opera": [("profile", "", False)],
        "vivaldi": [("profile", "", False)],
        "firefox": [("profile", "", False)],
    }


def test_a_program_kept_on_another_machine_is_not_called(alice, monkeypatch):
    called = []
    monkeypatch.setattr(
        "hygie.checkup.engine.browsers.application_ini", lambda place: called.append(place)
    )
    planted.written(
        alice.home / ".mozilla/firefox/a/compatibility.ini",
        "[Compatibility]\nLastVersion=1_1\nLastPlatformDir=\\\\serveur\\firefox\n",
    )
    assert seen(alice) == {"firefox": [("profile", "1", False)]}
    assert called == []


def test_safari_is_seen_on_a_mac(tmp_path):
    mac = planted.machine(tmp_path, "darwin")
    planted.written(
        mac.root / "Applications/Safari.app/Contents/Info.plist",
        plistlib.dumps({"CFBundleShortVersionString": "27.2"}),
    )
    assert seen(mac) == {"safari": [("program", "27.2", False)]}


def test_no_browser_is_said_absent(alice):
    assert Browsers().look(alice).status is Status.ABSENT

import plistlib

import pytest

from hygie.checkup.engine.dpkg import Package
from hygie.checkup.engine.places import BROWSERS
from hygie.checkup.engine.programs import application_ini, installed, version_in
from hygie.checkup.tests import planted

BY_KEY = {browser.key: browser for browser in BROWSERS}
APPLICATION_INI = """[App]
Vendor=Mozilla
Name=Firefox
Version=140.5.0
SourceRepository=hg.mozilla.example/releases/mozilla-esr140
"""


def versions(machine, key, **packages):
    known = {
        name.replace("_", "-"): Package(version=version, architecture="amd64")
        for name, version in packages.items()
    }
    return [(one.version, one.is_esr) for one in installed(machine, BY_KEY[key], packages=known)]


def test_a_debian_package_gives_its_version(tmp_path):
    machine = planted.machine(tmp_path)
    assert versions(machine, "chromium", chromium="156.0.8078.79-1~deb12u1") == [
        ("156.0.8078.79", False)
    ]
    assert versions(machine, "firefox", firefox_esr="140.5.0esr-1~deb12u1") == [("140.5.0", True)]


def test_the_package_and_the_folder_of_one_program_count_once(tmp_path):
    machine = planted.machine(tmp_path)
    planted.written(machine.root / "usr/lib/firefox-esr/application.ini", APPLICATION_INI)
    found = versions(machine, "firefox", firefox_esr="140.5.0esr-1~deb12u1")
    assert found == [("140.5.0", True)]


def test_ubuntus_empty_package_gives_way_to_the_snap(tmp_path):
    machine = planted.machine(tmp_path)
    planted.written(
        machine.root / "snap/chromium/current/meta/snap.yaml",
        "name: chromium\nversion: 157.0.1.2\nbase: core24\n",
    )
    found = versions(machine, "chromium", chromium_browser="2:1snap1-0ubuntu2")
    assert found == [("157.0.1.2", False)]


def test_a_program_without_a_readable_version_is_still_seen(tmp_path):
    machine = planted.machine(tmp_path)
    planted.written(machine.root / "usr/bin/brave-browser")
    assert versions(machine, "brave") == [("", False)]


def test_windows_programs_leave_a_folder_named_after_their_version(tmp_path):
    machine = planted.machine(tmp_path, "windows")
    place = machine.root / "Program Files/Google/Chrome/Application"
    for name in ("156.0.8078.79", "157.0.8100.3", "SetupMetrics"):
        (place / name).mkdir(parents=True)
    own = machine.home / "AppData/Local/Programs/Opera/140.0.5700.1"
    own.mkdir(parents=True)
    assert versions(machine, "chrome") == [("157.0.8100.3", False)]
    assert versions(machine, "opera") == [("140.0.5700.1", False)]


def test_mac_programs_say_their_version_in_their_bundle(tmp_path):
    machine = planted.machine(tmp_path, "darwin")
    planted.written(
        machine.root / "Applications/Brave Browser.app/Contents/Info.plist",
        plistlib.dumps({"CFBundleShortVersionString": "157.1.85.10"}),
    )
    (machine.root / "Applications/Vivaldi.app").mkdir()
    assert versions(machine, "brave") == [("157.1.85.10", False)]
    assert versions(machine, "vivaldi") == [("", False)]


def test_the_long_term_firefox_is_known_by_where_it_was_made(tmp_path):
    planted.written(tmp_path / "application.ini", APPLICATION_INI)
    assert application_ini(tmp_path) == ("140.5.0", True)
    planted.written(tmp_path / "application.ini", APPLICATION_INI.replace("esr140", "release"))
    assert application_ini(tmp_path) == ("140.5.0", False)


@pytest.mark.parametrize("text", ["", "[App", "[Other]\nVersion=1\n", "[App]\nName=x\n"])
def test_an_odd_application_ini_has_no_version(tmp_path, text):
    planted.written(tmp_path / "application.ini", text)
    assert application_ini(tmp_path) == ("", False)


@pytest.mark.parametrize(
    ("text", "version"), [("157.0.1.2\n", "157.0.1.2"), ("v7.5", "7.5"), ("", ""), ("x", "")]
)
def test_a_version_is_found_in_a_text(text, version):
    assert version_in(text) == version

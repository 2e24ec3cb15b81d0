import plistlib

import pytest

from hygie.checkup.engine.system import WINDOWS_KEY, System
from hygie.checkup.observation import Status
from hygie.checkup.tests import planted


def windows(tmp_path, **values):
    registry = {(WINDOWS_KEY, name): value for name, value in values.items()}
    return planted.machine(
        tmp_path, "windows", registry=lambda key, name: registry.get((key, name))
    )


def test_a_linux_says_its_name(tmp_path):
    machine = planted.machine(tmp_path)
    planted.written(
        machine.root / "etc/os-release",
        'PRETTY_NAME="Ubuntu 24.04.3 LTS"\n# note\nID=ubuntu\nVERSION_ID="24.04"\nBAD="\n',
    )
    assert System().look(machine).facts == {
        "family": "ubuntu", "version": "24.04", "label": "Ubuntu 24.04.3 LTS",
    }  # fmt: skip


def test_its_other_place_is_read_when_the_first_is_absent(tmp_path):
    machine = planted.machine(tmp_path)
    planted.written(machine.root / "usr/lib/os-release", "ID=debian\n")
    assert System().look(machine).facts == {"family": "debian", "version": "", "label": "debian"}


@pytest.mark.parametrize(
    ("build", "release", "version"),
    [("19045", "22H2", "10 22H2"), ("22631", "23H2", "11 23H2"), ("26300", "26H2", "11 26H2")],
)
def test_windows_11_is_known_by_its_build_since_it_still_says_10(tmp_path, build, release, version):
    machine = windows(
        tmp_path, CurrentBuildNumber=build, DisplayVersion=release, UBR=4529,
        EditionID="Professional", ProductName="Windows 10 Pro",
    )  # fmt: skip
    assert System().look(machine).facts == {
        "family": "windows",
        "version": version,
        "label": f"Windows {version}",
        "edition": "Professional",
        "build": f"{build}.4529",
    }


def test_an_older_windows_10_gives_its_release_otherwise(tmp_path):
    machine = windows(tmp_path, CurrentBuildNumber="18363", ReleaseId="1909")
    assert System().look(machine).facts["version"] == "10 1909"


def test_a_windows_server_is_not_taken_for_a_windows_10(tmp_path):
    machine = windows(
        tmp_path, CurrentBuildNumber="20348", DisplayVersion="21H2", EditionID="ServerStandard"
    )
    assert System().look(machine).facts["family"] == "windows_server"


def test_a_mac_says_its_version(tmp_path):
    machine = planted.machine(tmp_path, "darwin")
    planted.written(
        machine.root / "System/Library/CoreServices/SystemVersion.plist",
        plistlib.dumps({"ProductVersion": "26.1", "ProductBuildVersion": "25B78"}),
    )
    assert System().look(machine).facts == {
        "family": "macos", "version": "26.1", "label": "macOS 26.1",
    }  # fmt: skip


@pytest.mark.parametrize("system", ["linux", "windows", "darwin"])
def test_a_system_that_says_nothing_is_unreadable(tmp_path, system):
    assert System().look(planted.machine(tmp_path, system)).status is Status.UNREADABLE

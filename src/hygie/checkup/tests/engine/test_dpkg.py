import shutil
import subprocess

import pytest

from hygie.checkup.engine.dpkg import Package, field, installed_packages, is_newer
from hygie.checkup.tests.planted import written

STATUS = """Package: jq
Status: install ok installed
Architecture: amd64
Version: 1.6-2.1
Description: lightweight
 Version: 9

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1

Package: firefox-esr
Status: hold ok installed
Architecture: amd64
Version: 140.5.0esr-1~deb12u1

Package: jq
Status: install ok installed
Architecture: i386
Version: 1.5
"""

# Older first. The rule of each is in Debian's policy, section 5.6.12.
IN_ORDER = [
    ("1.0~rc1", "1.0"), ("1.0~~", "1.0~"), ("1.9", "1.10"), ("1.0", "1.0.1"), ("1.0", "1.0a"),
    ("1.0a", "1.0+b1"), ("1.0-1", "1.0-1+b1"), ("1.0-1~deb12u1", "1.0-1"), ("9", "1:1"),
    ("1.0", "1.0-1"), ("2.36-9+deb12u7", "2.36-9+deb12u10"), ("140.5.0esr-1", "140.6.0esr-1"),
]  # fmt: skip


def test_installed_packages_are_read_and_removed_ones_are_not(tmp_path):
    written(tmp_path / "var/lib/dpkg/status", STATUS)
    assert installed_packages(tmp_path) == {
        "jq": Package(version="1.6-2.1", architecture="amd64"),
        "jq:i386": Package(version="1.5", architecture="i386"),
        "firefox-esr": Package(version="140.5.0esr-1~deb12u1", architecture="amd64", is_held=True),
    }


def test_a_system_without_dpkg_has_no_package(tmp_path):
    assert installed_packages(tmp_path) == {}


def test_a_field_is_found_wherever_it_stands():
    stanza = b"Package: a\nX-Version: 3\nVersion: 2\nLast: z"
    assert field(stanza, b"Package") == "a"
    assert field(stanza, b"Version") == "2"
    assert field(stanza, b"Last") == "z"
    assert field(stanza, b"None") == ""


@pytest.mark.parametrize(("older", "newer"), IN_ORDER)
def test_versions_are_ordered_as_debian_says(older, newer):
    assert is_newer(newer, older)
    assert not is_newer(older, newer)


@pytest.mark.parametrize(("one", "other"), [("1.0", "1.0"), ("1.0", "1.0-0"), ("0:1", "1")])
def test_equal_versions_are_not_newer(one, other):
    assert not is_newer(one, other)
    assert not is_newer(other, one)


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="impossible ici : dpkg est de Debian")
@pytest.mark.parametrize(("older", "newer"), IN_ORDER)
def test_dpkg_itself_says_the_same(older, newer):
    asked = subprocess.run(["dpkg", "--compare-versions", newer, "gt", older], check=False)
    assert asked.returncode == 0

import gzip
import os
import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from hygie.checkup.engine import apt
from hygie.checkup.engine.plain_files import UnreadableError
from hygie.checkup.engine.probe import Machine
from hygie.checkup.tests import planted
from hygie.core import process

LISTS = "var/lib/apt/lists"
PLAIN = "deb.example_debian_dists_trixie"
SECURITY = "deb.example_debian-security_dists_trixie-security"
BACKPORTS = "deb.example_debian_dists_trixie-backports"


def installed(name, version, *, architecture="amd64", state="install"):
    return (
        f"Package: {name}\nStatus: {state} ok installed\n"
        f"Architecture: {architecture}\nVersion: {version}\n\n"
    )


def offered(name, version, *more):
    return "\n".join(
        [f"Package: {name}", "Architecture: amd64", f"Version: {version}", *more, "\n"]
    )


@pytest.fixture
def debian(tmp_path):
    """A Debian with five packages, and three archives that offer newer ones."""
    machine = planted.machine(tmp_path)
    root = machine.root
    planted.written(
        root / "var/lib/dpkg/status",
        installed("dpkg", "1.22")
        + installed("jq", "1.6-2")
        + installed("tzdata", "2025a-1", architecture="all")
        + installed("curl", "8.0-1")
        + installed("held", "1.0", state="hold"),
    )
    offers = {
        PLAIN: offered("jq", "1.6-2") + offered("tzdata", "2025b-1") + offered("vim", "9"),
        SECURITY: offered("curl", "8.0-1+deb13u1") + offered("held", "2.0"),
        BACKPORTS: offered("jq", "1.8-1~bpo13+1"),
    }
    for start, text in offers.items():
        planted.written(root / LISTS / f"{start}_main_binary-amd64_Packages", text)
        more = "NotAutomatic: yes\n" if start == BACKPORTS else ""
        label = "Debian-Security" if start == SECURITY else "Debian"
        planted.written(
            root / LISTS / f"{start}_InRelease",
            f"-----BEGIN PGP SIGNED MESSAGE-----\nLabel: {label}\n{more}SHA256:\n",
        )
    return machine


def test_updates_that_wait_are_named_and_those_of_security_apart(debian):
    found = apt.waiting(debian)
    assert found.names == {"tzdata", "curl"}
    assert found.security == {"curl"}
    assert found.unread_lists == 0


def test_what_somebody_held_back_or_what_needs_a_wish_does_not_wait(debian):
    assert not {"held", "jq", "vim"} & apt.waiting(debian).names


def test_what_ubuntu_gives_little_by_little_does_not_wait_yet(debian):
    place = debian.root / LISTS / f"{PLAIN}_main_binary-amd64_Packages"
    planted.written(place, offered("jq", "1.7-1", "Phased-Update-Percentage: 30"))
    assert "jq" not in apt.waiting(debian).names
    planted.written(place, offered("jq", "1.7-1", "Phased-Update-Percentage: 100"))
    assert "jq" in apt.waiting(debian).names


def test_a_package_of_another_architecture_is_compared_with_its_own_list(debian):
    status = debian.root / "var/lib/dpkg/status"
    planted.written(status, status.read_text() + installed("wine32", "8", architecture="i386"))
    amd64 = debian.root / LISTS / f"{PLAIN}_main_binary-amd64_Packages"
    planted.written(amd64, offered("wine32", "9"))
    assert "wine32" not in apt.waiting(debian).names
    planted.written(amd64.with_name(f"{PLAIN}_main_binary-i386_Packages"), offered("wine32", "9"))
    assert "wine32" in apt.waiting(debian).names


def test_a_compressed_list_is_read_by_apts_own_helper(debian):
    place = debian.root / LISTS / f"{SECURITY}_main_binary-amd64_Packages"
    packed = place.with_name(f"{place.name}.lz4")
    place.rename(packed)
    run = planted.answering({f"cat-file {packed}": offered("curl", "9")})
    machine = Machine(**{**vars(debian), "run": run})
    assert apt.waiting(machine).security == {"curl"}


def test_a_list_that_cannot_be_read_is_counted_as_unread(debian):
    place = debian.root / LISTS / f"{SECURITY}_main_binary-amd64_Packages"
    place.rename(place.with_name(f"{place.name}.lz4"))
    found = apt.waiting(debian)
    assert found.unread_lists == 1
    assert found.names == {"tzdata"}


def test_the_age_of_the_lists_is_that_of_the_last_question_not_of_the_servers_files(debian):
    old, asked = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 11, 20, 8, tzinfo=UTC)
    folder = debian.root / LISTS
    for file in folder.iterdir():
        os.utime(file, (old.timestamp(), old.timestamp()))
    os.utime(folder, (asked.timestamp(), asked.timestamp()))
    assert apt.waiting(debian).refreshed_at == asked


def test_a_debian_that_never_fetched_its_lists_is_not_up_to_date(debian):
    shutil.rmtree(debian.root / LISTS)
    with pytest.raises(UnreadableError):
        apt.waiting(debian)


def test_another_system_has_no_such_lists(tmp_path):
    assert apt.waiting(planted.machine(tmp_path)) is None


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="impossible ici : apt est de Debian")
def test_apt_itself_counts_the_same_on_this_computer():
    here = Machine.this()
    try:
        found = apt.waiting(here)
    except UnreadableError:
        pytest.skip("aucune liste d’apt n’a été téléchargée sur cet ordinateur")
    asked = subprocess.run(
        ["apt", "list", "--upgradable"],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    listed = {line.partition("/")[0] for line in asked.stdout.splitlines() if "/" in line}
    assert found is not None
    # apt also lists what is held or comes from an archive of second choice.
    assert found.names <= listed


def test_gzip_is_left_to_the_helper_too(debian):
    place = debian.root / LISTS / f"{PLAIN}_main_binary-amd64_Packages"
    packed = planted.written(place.with_name(f"{place.name}.gz"), gzip.compress(place.read_bytes()))
    place.unlink()

    def run(arguments, **_limits):
        content = gzip.decompress(packed.read_bytes())
        assert arguments[1:] == ["cat-file", str(packed)]
        return process.Result(code=0, stdout=content, stderr=b"")

    assert "tzdata" in apt.waiting(Machine(**{**vars(debian), "run": run})).names

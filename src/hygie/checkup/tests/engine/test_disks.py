import json
import plistlib
import shutil

import pytest

from hygie.checkup.engine.disks import Disks
from hygie.checkup.engine.probe import Machine
from hygie.checkup.observation import Status
from hygie.checkup.tests import planted
from hygie.checkup.tests.engine.test_disk_lists import BACKUP_DISK, MAC, SYSTEM_DISK, WINDOWS_DISK
from hygie.core import process

ANSWERS = {
    "linux": {"lsblk": json.dumps({"blockdevices": [SYSTEM_DISK, BACKUP_DISK]})},
    "windows": {"Get-Disk": json.dumps(WINDOWS_DISK)},
    "darwin": {"diskutil": plistlib.dumps(MAC)},
}


@pytest.mark.parametrize("system", ANSWERS)
def test_each_system_tells_its_disks_in_one_form(tmp_path, system):
    run = planted.answering(ANSWERS[system])
    seen = Disks().look(planted.machine(tmp_path, system, run=run))
    assert seen.status is Status.SEEN
    disk = seen.facts["disks"][0]
    assert set(disk) == {
        "id", "label", "size_bytes", "mount_points", "filesystem", "read_only",
    }  # fmt: skip
    assert disk["size_bytes"] == 2000398934016


def test_nothing_attached_is_said_absent_and_no_list_is_said_unreadable(tmp_path):
    run = planted.answering({"lsblk": json.dumps({"blockdevices": [SYSTEM_DISK]})})
    assert Disks().look(planted.machine(tmp_path, run=run)).status is Status.ABSENT
    seen = Disks().look(planted.machine(tmp_path))
    assert seen.status is Status.UNREADABLE
    assert "disks" not in seen.facts


def test_accents_are_asked_for_as_they_are(tmp_path):
    asked = {}

    def run(_arguments, **limits):
        asked.update(limits)
        return process.Result(code=0, stdout=b"{}", stderr=b"")

    Disks().look(planted.machine(tmp_path, run=run))
    assert asked["env"]["LC_ALL"] == "C.UTF-8"
    assert asked["env"]["PATH"]


@pytest.mark.skipif(shutil.which("lsblk") is None, reason="impossible ici : lsblk est de Linux")
def test_the_lsblk_of_this_computer_is_understood():
    assert Disks().look(Machine.this()).is_known

"""The probe of disks and keys attached now. What each system's tool answers is in `disk_lists`."""

from __future__ import annotations

import os

from hygie.checkup.engine import disk_lists, windows
from hygie.checkup.engine.disk_lists import Disk
from hygie.checkup.engine.probe import Machine
from hygie.checkup.observation import Observation, Status
from hygie.core.errors import HygieError

TIMEOUT_S = 1.5
MACOS_TIMEOUT_S = 5.0
# In the C locale lsblk writes an accent as "\xc3\xa9".
_UTF8 = {"LC_ALL": "C.UTF-8"}


class Disks:
    """Facts: `disks`, a list of {id, label, size_bytes, mount_points, filesystem, read_only}."""

    name = "disks"
    reads = "Le nom, la taille et le branchement des disques externes et des clés USB."
    never_reads = "Ni les fichiers de ces disques, ni leurs dossiers."

    def look(self, machine: Machine) -> Observation:
        """List what is attached and can be unplugged."""
        try:
            found = {"linux": _linux, "windows": _windows, "darwin": _macos}[machine.system](
                machine
            )
        except HygieError:
            return Observation(
                probe=self.name,
                status=Status.UNREADABLE,
                note="Le système n’a pas su donner la liste des disques branchés.",
            )
        return Observation(
            probe=self.name,
            status=Status.SEEN if found else Status.ABSENT,
            facts={"disks": [disk.as_json() for disk in found]},
        )


def _linux(machine: Machine) -> list[Disk]:
    answer = machine.run(disk_lists.LSBLK, timeout_s=TIMEOUT_S, env={**os.environ, **_UTF8})
    return disk_lists.from_lsblk(answer.stdout)


def _windows(machine: Machine) -> list[Disk]:
    return disk_lists.from_windows(windows.powershell(machine.run, disk_lists.WINDOWS_SCRIPT))


def _macos(machine: Machine) -> list[Disk]:
    answer = machine.run(disk_lists.DISKUTIL, timeout_s=MACOS_TIMEOUT_S)
    return disk_lists.from_diskutil(answer.stdout)

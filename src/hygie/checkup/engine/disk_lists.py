"""What the systems' tools say of attached disks, turned into one form.

lsblk was seen on Debian 12 (util-linux 2.38). The answers of Windows and macOS follow their
documentation and public samples; they were never seen on a real computer (docs/probes.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hygie.checkup.engine import windows
from hygie.checkup.engine.plists import parse_plist
from hygie.checkup.engine.probe import printable
from hygie.core.errors import HygieError

LSBLK = (
    "lsblk", "-J", "-b", "-o",
    "NAME,RM,HOTPLUG,TRAN,MOUNTPOINT,FSTYPE,UUID,LABEL,SIZE,TYPE,SERIAL,RO",
)  # fmt: skip
DISKUTIL = ("diskutil", "list", "-plist", "external")
WINDOWS_SCRIPT = """
$volumes=@(Get-Volume);
@(Get-Disk|ForEach-Object{
  $letters=@(Get-Partition -DiskNumber $_.Number -ErrorAction SilentlyContinue|
    Where-Object{$_.DriveLetter}|ForEach-Object{[string]$_.DriveLetter});
  $mine=@($volumes|Where-Object{$_.DriveLetter -and $letters -contains [string]$_.DriveLetter});
  @{BusType=[string]$_.BusType;Size=$_.Size;SerialNumber=$_.SerialNumber;
    FriendlyName=$_.FriendlyName;IsBoot=$_.IsBoot;IsSystem=$_.IsSystem;IsReadOnly=$_.IsReadOnly;
    Volumes=@($mine|ForEach-Object{@{Letter=[string]$_.DriveLetter;
      Label=$_.FileSystemLabel;FileSystem=$_.FileSystem;Id=$_.UniqueId}})}
})|ConvertTo-Json -Depth 4
"""
# Also as numbers: some versions of PowerShell leave the enumeration unnamed.
_WINDOWS_BUSES = {"USB", "SD", "MMC", "1394", "7", "12", "13", "4"}
_SYSTEM_PLACES = {"/", "/boot", "/boot/efi", "/home", "/usr", "/var", "[SWAP]"}
_INTERNAL_BUSES = {"sata", "ata", "ide", "nvme", "virtio", "sas", "scsi"}


@dataclass(frozen=True, kw_only=True)
class Disk:
    """A disk or key that can be unplugged.

    Attributes:
        id: stable mark of the disk, from which its serial number cannot be read.
        label: the name that its owner gave it, else its size or model.
        size_bytes: its size.
        mount_points: where its files appear.
        filesystem: "ntfs", "exfat"...; empty when unknown.
        read_only: nothing can be written on it.
    """

    id: str
    label: str
    size_bytes: int
    mount_points: tuple[str, ...] = ()
    filesystem: str = ""
    read_only: bool = False

    def as_json(self) -> dict[str, Any]:
        """The disk as plain values."""
        return {**asdict(self), "mount_points": list(self.mount_points)}


def from_lsblk(answer: bytes) -> list[Disk]:
    """The disks that can be unplugged, from `LSBLK`.

    Raises:
        HygieError: `checkup.disk_list` when the answer is not such a list.
    """
    try:
        devices = json.loads(answer)["blockdevices"]
        if not devices:  # not even the system's own: this is no list
            raise _bad_list()
        return [
            _lsblk_disk(device, tuple(_tree(device)))
            for device in devices
            if _is_external(device, tuple(_tree(device)))
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _bad_list() from error


def _is_external(device: Mapping[str, Any], parts: Iterable[Mapping[str, Any]]) -> bool:
    if device.get("type") != "disk" or not int(device.get("size") or 0):
        return False  # a loop, a disc drive, or the empty slot of a card reader
    if any(part.get("mountpoint") in _SYSTEM_PLACES for part in parts):
        return False  # a system started from a key: unplugging it is no advice
    if device.get("tran") == "usb" or device.get("rm"):
        return True
    # Internal SATA bays also call themselves "hotplug".
    return bool(device.get("hotplug")) and device.get("tran") not in _INTERNAL_BUSES


def _tree(device: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield device
    for child in device.get("children") or ():
        yield from _tree(child)


def _lsblk_disk(device: Mapping[str, Any], parts: tuple[Mapping[str, Any], ...]) -> Disk:
    size = int(device["size"])
    labels = [str(part["label"]) for part in parts if part.get("label")]
    uuids = [str(part["uuid"]) for part in parts if part.get("uuid")]
    kinds = [str(part["fstype"]) for part in parts if part.get("fstype")]
    return Disk(
        id=_mark(device.get("serial") or "", *uuids[:1] or [str(size)]),
        label=printable(", ".join(labels) or _size(size)),
        size_bytes=size,
        mount_points=tuple(
            printable(part["mountpoint"]) for part in parts if part.get("mountpoint")
        ),
        filesystem=printable(", ".join(sorted(set(kinds)))),
        read_only=bool(device.get("ro")),
    )


def from_windows(answer: Any) -> list[Disk]:
    """The disks that can be unplugged, from `WINDOWS_SCRIPT`.

    Raises:
        HygieError: `checkup.disk_list` when the answer is not such a list.
    """
    if answer is None or not (disks := windows.as_list(answer)):
        raise _bad_list()
    found = []
    for disk in disks:
        bus = str(disk.get("BusType") or "").upper()
        if bus not in _WINDOWS_BUSES or disk.get("IsBoot") or disk.get("IsSystem"):
            continue
        volumes = windows.as_list(disk.get("Volumes"))
        size = _number(disk.get("Size"))
        labels = [str(one["Label"]) for one in volumes if one.get("Label")]
        found.append(
            Disk(
                id=_mark(disk.get("SerialNumber") or "", *[one.get("Id") for one in volumes][:1]),
                label=printable(", ".join(labels) or disk.get("FriendlyName") or _size(size)),
                size_bytes=size,
                mount_points=tuple(f"{printable(one.get('Letter'))}:" for one in volumes),
                filesystem=printable(
                    ", ".join(sorted({str(one.get("FileSystem") or "") for one in volumes}))
                ),
                read_only=bool(disk.get("IsReadOnly")),
            )
        )
    return found


def from_diskutil(answer: bytes) -> list[Disk]:
    """The external disks, from `DISKUTIL`.

    Raises:
        HygieError: `checkup.disk_list` when the answer is not such a list.
    """
    listed = parse_plist(answer).get("AllDisksAndPartitions")
    if not isinstance(listed, list):
        raise _bad_list()
    disks = [one for one in listed if isinstance(one, dict)]
    # An APFS disk appears twice: as itself, and as the container made on one of its partitions.
    return [_macos_disk(one, disks) for one in disks if not one.get("APFSPhysicalStores")]


def _macos_disk(disk: Mapping[str, Any], disks: list[dict[str, Any]]) -> Disk:
    parts = [one for one in disk.get("Partitions") or () if isinstance(one, dict)]
    own = {str(one.get("DeviceIdentifier")) for one in [disk, *parts]}
    volumes = [disk, *parts]
    for container in disks:
        stores = windows.as_list(container.get("APFSPhysicalStores"))
        if any(str(store.get("DeviceIdentifier")) in own for store in stores):
            volumes += windows.as_list(container.get("APFSVolumes"))
    named = [one for one in volumes if one.get("VolumeName") not in {None, "", "EFI"}]
    uuids = [one.get("VolumeUUID") or one.get("DiskUUID") for one in named]
    size = _number(disk.get("Size"))
    return Disk(
        id=_mark(*uuids[:1] or [size]),
        label=printable(", ".join(str(one["VolumeName"]) for one in named) or _size(size)),
        size_bytes=size,
        mount_points=tuple(printable(one["MountPoint"]) for one in named if one.get("MountPoint")),
    )


def _mark(*parts: Any) -> str:
    joined = "\0".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:16]


def _number(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _size(size_bytes: int) -> str:
    """A size as disks are sold, in powers of ten: "2 To", "500 Go"."""
    for unit, name in ((10**12, "To"), (10**9, "Go")):
        if size_bytes >= unit:
            return f"disque de {size_bytes / unit:.0f}\u00a0{name}"
    return "petit disque"


def _bad_list() -> HygieError:
    return HygieError("checkup.disk_list", "La liste des disques est illisible.")

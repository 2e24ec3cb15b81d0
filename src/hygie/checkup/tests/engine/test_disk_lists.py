import json
import plistlib

import pytest

from hygie.checkup.engine.disk_lists import from_diskutil, from_lsblk, from_windows
from hygie.core.errors import HygieError

SYSTEM_DISK = {
    "name": "nvme0n1", "rm": False, "hotplug": False, "tran": "nvme", "mountpoint": None,
    "fstype": None, "uuid": None, "label": None, "size": 512110190592, "type": "disk",
    "serial": "S4", "ro": False,
    "children": [{"name": "nvme0n1p1", "mountpoint": "/", "fstype": "ext4", "uuid": "u1"}],
}  # fmt: skip
BACKUP_DISK = {
    "name": "sda", "rm": False, "hotplug": True, "tran": "usb", "mountpoint": None,
    "fstype": None, "uuid": None, "label": None, "size": 2000398934016, "type": "disk",
    "serial": "WX12345", "ro": False,
    "children": [
        {
            "name": "sda1", "rm": False, "hotplug": True, "tran": None,
            "mountpoint": "/media/alice/SAUVE-1", "fstype": "ntfs", "uuid": "6A5B", "ro": False,
            "label": "SAUVE-1", "size": 2000397868544, "type": "part", "serial": None,
        }
    ],
}  # fmt: skip
KEY = {
    "name": "sdb", "rm": True, "hotplug": True, "tran": "usb", "mountpoint": "/media/alice/CLÉ",
    "fstype": "vfat", "uuid": "1234-ABCD", "label": "CLÉ", "size": 16008609792, "type": "disk",
    "serial": "00", "ro": True, "children": None,
}  # fmt: skip


def lsblk(*devices):
    return from_lsblk(json.dumps({"blockdevices": [SYSTEM_DISK, *devices]}).encode())


def test_a_usb_disk_and_a_key_are_told_and_the_systems_disk_is_not():
    disk, key = lsblk(BACKUP_DISK, KEY)
    assert disk.label == "SAUVE-1"
    assert disk.size_bytes == 2000398934016
    assert disk.mount_points == ("/media/alice/SAUVE-1",)
    assert disk.filesystem == "ntfs"
    assert (key.label, key.read_only) == ("CLÉ", True)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "loop"},
        {"type": "rom", "rm": True},
        {"size": 0},
        {"size": None},
        {"tran": "sata", "rm": False},
        {"tran": "virtio", "rm": False},
        {"rm": False, "hotplug": False, "tran": None},
        {"children": [{"mountpoint": "/boot/efi"}]},
        {"children": [{"children": [{"mountpoint": "/"}]}]},
    ],
)
def test_what_cannot_be_unplugged_is_not_told(change):
    assert lsblk(BACKUP_DISK | change) == []


@pytest.mark.parametrize(
    "change",
    [
        {"tran": None, "rm": True},
        {"tran": "mmc"},
        {"tran": None},
        {"tran": "usb", "hotplug": False},
    ],
)
def test_a_card_or_an_old_reader_can_be_unplugged(change):
    assert len(lsblk(BACKUP_DISK | change)) == 1


def test_a_disk_is_known_again_by_a_mark_that_hides_its_serial_number():
    first, again = lsblk(BACKUP_DISK)[0], lsblk(BACKUP_DISK | {"name": "sdc"})[0]
    assert first.id == again.id
    assert first.id != lsblk(BACKUP_DISK | {"serial": "WX12346"})[0].id
    assert "WX12345" not in json.dumps(first.as_json())


def test_a_disk_without_a_name_is_known_by_its_size():
    bare = BACKUP_DISK | {"children": []}
    assert lsblk(bare)[0].label == "disque de 2\u00a0To"


@pytest.mark.parametrize(
    "answer", [b"", b"lsblk: failed", b"{}", b"[]", b'{"blockdevices": []}', b'{"blockdevices": 3}']
)
def test_an_answer_of_lsblk_that_makes_no_sense_is_an_error(answer):
    with pytest.raises(HygieError) as raised:
        from_lsblk(answer)
    assert raised.value.code == "checkup.disk_list"


# As Get-Disk, Get-Partition and Get-Volume are documented; never seen on a real Windows.
WINDOWS_SYSTEM = {
    "BusType": "NVMe", "Size": 512110190592, "SerialNumber": "S4", "FriendlyName": "Samsung",
    "IsBoot": True, "IsSystem": True, "IsReadOnly": False,
    "Volumes": [{"Letter": "C", "Label": "", "FileSystem": "NTFS", "Id": "v1"}],
}  # fmt: skip
WINDOWS_DISK = {
    "BusType": "USB", "Size": 2000398934016, "SerialNumber": "  WX12345", "IsBoot": False,
    "FriendlyName": "WD Elements", "IsSystem": False, "IsReadOnly": False,
    "Volumes": [{"Letter": "E", "Label": "SAUVE-1", "FileSystem": "NTFS", "Id": "v2"}],
}  # fmt: skip


def test_windows_disks_are_told_by_their_names_and_letters():
    (disk,) = from_windows([WINDOWS_SYSTEM, WINDOWS_DISK])
    assert (disk.label, disk.mount_points, disk.filesystem) == ("SAUVE-1", ("E:",), "NTFS")
    assert disk.size_bytes == 2000398934016


def test_a_windows_that_numbers_its_buses_is_understood():
    assert len(from_windows([WINDOWS_SYSTEM, WINDOWS_DISK | {"BusType": 7}])) == 1


def test_a_windows_disk_without_a_letter_is_told_by_its_model():
    (disk,) = from_windows([WINDOWS_DISK | {"Volumes": []}])
    assert (disk.label, disk.mount_points) == ("WD Elements", ())


def test_a_windows_with_its_own_disk_only_has_nothing_to_unplug():
    assert from_windows(WINDOWS_SYSTEM) == []


@pytest.mark.parametrize("answer", [None, [], "x", [3]])
def test_an_answer_of_windows_without_any_disk_is_an_error(answer):
    with pytest.raises(HygieError):
        from_windows(answer)


# As `diskutil list -plist external` is shown by public tools; never seen on a real Mac.
MAC = {
    "AllDisks": ["disk4", "disk4s2", "disk5", "disk5s1", "disk6", "disk6s1"],
    "AllDisksAndPartitions": [
        {
            "DeviceIdentifier": "disk4", "Content": "GUID_partition_scheme", "Size": 2000398934016,
            "Partitions": [
                {"DeviceIdentifier": "disk4s1", "Content": "EFI", "VolumeName": "EFI"},
                {"DeviceIdentifier": "disk4s2", "Content": "Apple_APFS", "Size": 2000189177856},
            ],
        },
        {
            "DeviceIdentifier": "disk5",
            "APFSPhysicalStores": [{"DeviceIdentifier": "disk4s2"}],
            "APFSVolumes": [
                {
                    "DeviceIdentifier": "disk5s1", "VolumeName": "Sauvegarde",
                    "VolumeUUID": "AAAA", "MountPoint": "/Volumes/Sauvegarde",
                }
            ],
        },
        {
            "DeviceIdentifier": "disk6", "Size": 16008609792,
            "Partitions": [{"DeviceIdentifier": "disk6s1", "VolumeName": "CLE", "DiskUUID": "B"}],
        },
    ],
}  # fmt: skip


def test_mac_disks_are_told_once_each_even_with_a_container():
    disk, key = from_diskutil(plistlib.dumps(MAC))
    assert (disk.label, disk.mount_points) == ("Sauvegarde", ("/Volumes/Sauvegarde",))
    assert (key.label, key.mount_points) == ("CLE", ())


def test_a_mac_without_any_external_disk_has_nothing_to_unplug():
    assert from_diskutil(plistlib.dumps({"AllDisksAndPartitions": []})) == []


@pytest.mark.parametrize(
    "answer", [b"", b"x", plistlib.dumps({}), plistlib.dumps({"AllDisks": []})]
)
def test_an_answer_of_diskutil_that_makes_no_sense_is_an_error(answer):
    with pytest.raises(HygieError):
        from_diskutil(answer)

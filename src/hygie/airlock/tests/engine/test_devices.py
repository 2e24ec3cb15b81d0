from pathlib import Path
from types import SimpleNamespace

import pytest

from hygie.airlock.engine import devices
from hygie.airlock.tests.trees import PCI, Tree, key


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path / "racine")


def plugged(tree):
    return devices.plugged(root=tree.root)


def codes(device):
    return [note.code for note in devices.notes(device)]


def test_a_key_is_known_by_its_maker_its_serial_and_its_volume(tree):
    key(tree)
    [found] = plugged(tree)
    assert (found.node, found.form, found.vendor, found.product) == (
        "sdb", "usb", "SanDisk", "Ultra",
    )  # fmt: skip
    assert (found.serial, found.usb_id, found.plugged_s) == ("4C530001", "0781:5583", 60)
    assert found.size_bytes == 61_000_000 * 512
    assert found.label == "CLÉ RADIO"
    [volume] = found.volumes
    assert (volume.node, volume.mounted_on) == ("sdb1", Path("/media/alice/CLÉ RADIO"))
    assert volume.filesystem == "vfat"
    assert volume.missing_options == ("noexec", "ro")
    assert not found.is_odd
    assert codes(found) == []
    assert found.identity()["serial"] == "4C530001"


def test_a_key_that_also_types_is_named(tree):
    key(tree, classes=("08/50", "03/01"))
    [found] = plugged(tree)
    assert found.is_odd
    assert found.extras == ("keyboard",)
    [note] = devices.notes(found)
    assert note.words.attention
    assert "un clavier" in note.sentence


@pytest.mark.parametrize(
    ("classes", "extras", "expected"),
    [
        (("08/50", "03/02"), ("mouse",), ["device.types"]),
        (("08/50", "03/00"), ("input",), ["device.types"]),
        (("08/50", "02/00", "0a/00"), ("network",), ["device.types"]),
        (("08/50", "e0/01", "0e/00"), ("camera", "radio"), ["device.types", "device.more"]),
        (("08/50", "0b/00"), ("card_reader",), ["device.more"]),
        (("08/50", "ff/00"), ("maker",), ["device.more"]),
        (("08/50", "c7/00"), ("unknown",), ["device.more"]),
        (("08/50", "08/62"), (), []),
    ],
)
def test_what_else_a_key_is_comes_from_its_interfaces(tree, classes, extras, expected):
    key(tree, classes=classes)
    [found] = plugged(tree)
    assert found.extras == extras
    assert codes(found) == expected


def hub_with(tree, *, hub_ms, keyboard_ms=60_000):
    tree.usb("usb1/1-3", classes=["09/00"], connected_ms=hub_ms)
    interface = tree.usb("usb1/1-3/1-3.1", classes=["08/50"])
    tree.usb("usb1/1-3/1-3.2", classes=["03/01"], connected_ms=keyboard_ms)
    tree.disk("sdc", interface)
    return plugged(tree)[0]


def test_a_keyboard_hidden_behind_the_same_little_hub_is_named(tree):
    found = hub_with(tree, hub_ms=61_000)
    assert found.companions == ("keyboard",)
    assert found.is_odd
    assert codes(found) == ["device.brings"]


def test_the_practices_own_hub_and_keyboard_are_not_accused(tree):
    assert hub_with(tree, hub_ms=80_000_000, keyboard_ms=80_000_000).companions == ()


def test_a_key_on_the_computers_own_port_has_no_companion(tree):
    tree.usb("usb1/1-4", classes=["03/01"])
    key(tree)
    assert plugged(tree)[0].companions == ()


def test_a_disc_and_a_card_are_seen_and_an_empty_drive_is_not(tree):
    ata = f"{PCI}/ata2"
    tree.disk("sr0", ata, sectors=1_300_000, vendor="HL-DT-ST", model="DVDRAM")
    tree.disk("sr1", f"{PCI}/ata3", sectors=0)
    tree.disk("mmcblk0", f"{PCI}/mmc0", parts=["mmcblk0p1"], removable=0, type="SD")
    tree.disk("mmcblk1", f"{PCI}/mmc1", removable=0, type="MMC")
    tree.disk("sda", f"{PCI}/ata1", removable=0)
    tree.disk("sdd", f"{PCI}/ata4", removable=1)
    (tree.root / "sys/block/loop0").mkdir()
    assert [(one.node, one.form) for one in plugged(tree)] == [
        ("mmcblk0", "card"), ("sdd", "card"), ("sr0", "disc"),
    ]  # fmt: skip
    assert plugged(tree)[2].label == "HL-DT-ST DVDRAM"


def test_a_computer_started_from_a_key_does_not_offer_it(tree):
    key(tree)
    tree.mount("/dev/sdb1", "/", "ext4", "rw")
    assert plugged(tree) == []


def test_an_encrypted_volume_is_found_where_it_is_opened(tree):
    key(tree)
    tree.write("sys/block/sdb/sdb1/holders/dm-0")
    tree.mount("/dev/dm-0", "/media/coffre", "ext4", "ro,noexec,nosuid,nodev")
    tree.mount("/dev/sdb1", "/ailleurs", "vfat", "ro,noexec,nosuid,nodev")
    assert plugged(tree)[0].volumes[0].missing_options == ()


def test_the_device_of_a_folder_is_the_nearest(tree, tmp_path):
    folder = tmp_path / "media" / "cle"
    (folder / "IMAGES").mkdir(parents=True)
    key(tree)
    tree.mount("/dev/sdb1", str(folder), "vfat", "ro")
    found = devices.device_of(folder / "IMAGES", root=tree.root)
    assert found is not None
    assert found.node == "sdb"
    assert devices.device_of(tmp_path / "ailleurs", root=tree.root) is None
    (tree.root / "dev/sdb1").touch()
    assert devices.device_of(tree.root / "dev/sdb1", root=tree.root).node == "sdb"


def test_words_of_the_device_cannot_turn_the_line(tree):
    interface = tree.usb(
        "usb1/1-2", classes=["08/50"], manufacturer="a\u202eexe\x1b[2J", product="x" * 300
    )
    tree.disk("sdb", interface)
    [found] = plugged(tree)
    assert found.vendor == "a exe [2J"
    assert len(found.product) == 64


def test_nothing_plugged_is_an_empty_list_and_so_is_a_system_without_sys(tree, tmp_path):
    assert plugged(tree) == []
    assert devices.plugged(root=tmp_path / "rien") == []


def test_elsewhere_only_removable_drives_are_known(monkeypatch):
    parts = [
        SimpleNamespace(device="C:\\", mountpoint="C:\\", fstype="NTFS", opts="rw,fixed"),
        SimpleNamespace(device="E:\\", mountpoint="E:\\", fstype="FAT32", opts="rw,removable"),
        SimpleNamespace(device="F:\\", mountpoint="F:\\", fstype="CDFS", opts="ro,cdrom"),
    ]
    monkeypatch.setattr(devices.sys, "platform", "win32")
    monkeypatch.setattr(devices.psutil, "disk_partitions", lambda **_: parts)
    assert not devices.can_tell()
    assert [(one.form, one.label) for one in devices.plugged()] == [
        ("usb", "E:\\"), ("disc", "F:\\"),
    ]  # fmt: skip


def test_this_computer_can_be_asked():
    assert isinstance(devices.plugged(), list)

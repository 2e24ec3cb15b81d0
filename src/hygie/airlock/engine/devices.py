"""Keys, cards and discs that are plugged in: read where the kernel shows them, without any right.

Linux tells everything under `/sys`; nothing is sent to the device. Elsewhere only the drives that
the system calls removable are known, without their maker: `can_tell` says so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from hygie.airlock.engine import usb
from hygie.airlock.engine.mounts import Mount, mounts
from hygie.airlock.rules.devices import named
from hygie.airlock.rules.reasons import MAX_DETAIL_CHARACTERS, Reason

ROOT = Path("/")
SAFE_OPTIONS = frozenset({"ro", "noexec", "nosuid", "nodev"})
SECTOR_BYTES = 512  # the unit of /sys/block/*/size, whatever the disk's own
# A computer started from a key: that key is not a patient's.
_SYSTEM_PLACES = {"/", "/boot", "/boot/efi", "/home", "/usr", "/var", "/opt"}
_NOT_PLUGGED = re.compile(r"(loop|ram|zram|dm-|md|nbd|zd|fd)\d*")
_OPTICAL = re.compile(r"sr\d+")


@dataclass(frozen=True, kw_only=True)
class Volume:
    """One file system of a device.

    Attributes:
        node: its name for the kernel ("sdb1").
        label: the name its owner gave it; "" when unknown.
        mounted_on: where its files appear; None when they do not.
        filesystem: "vfat", "iso9660"...; "" when not mounted.
        options: how it is mounted.
    """

    node: str
    label: str = ""
    mounted_on: Path | None = None
    filesystem: str = ""
    options: frozenset[str] = frozenset()

    @property
    def missing_options(self) -> tuple[str, ...]:
        """What its mount lacks to be read without risk, in a fixed order; none when not mounted."""
        if self.mounted_on is None:
            return ()
        return tuple(name for name in sorted(SAFE_OPTIONS) if name not in self.options)


@dataclass(frozen=True, kw_only=True)
class Device:
    """A key, a card or a disc, in words that come from it: checked and shortened, never trusted.

    Attributes:
        node: its name for the kernel ("sdb"); on other systems its drive or folder.
        form: "usb", "card" or "disc".
        vendor: as it says.
        product: as it says.
        serial: as it says; "" when it says none.
        usb_id: "0781:5583"; "" when it is no USB device.
        size_bytes: of the whole.
        volumes: what it holds.
        extras: what else it is, in codes of `usb.FUNCTIONS` ("keyboard"); empty for a mere key.
        companions: what came with it on the same little hub, in the same codes.
        plugged_s: for how many seconds it has been there; None when the system does not tell.
    """

    node: str
    form: str
    vendor: str = ""
    product: str = ""
    serial: str = ""
    usb_id: str = ""
    size_bytes: int = 0
    volumes: tuple[Volume, ...] = ()
    extras: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    plugged_s: int | None = None

    @property
    def is_odd(self) -> bool:
        """Whether it is, or brings, something that can type or open a network: not a mere key."""
        return bool(usb.DANGEROUS & {*self.extras, *self.companions})

    @property
    def label(self) -> str:
        """What a person recognises: the volume's name, else its maker and model."""
        named = [volume.label for volume in self.volumes if volume.label]
        return ", ".join(named) or f"{self.vendor} {self.product}".strip() or self.node

    def identity(self) -> Mapping[str, str]:
        """What the report says of it (`outcome.Source.identity`)."""
        told = {
            "vendor": self.vendor, "product": self.product, "serial": self.serial,
            "usb_id": self.usb_id, "size_bytes": str(self.size_bytes or ""),
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}


def notes(device: Device) -> tuple[Reason, ...]:
    """What must be said of the key itself (`outcome.Outcome.notes`)."""
    told = [
        ("device.types", [one for one in device.extras if one in usb.DANGEROUS]),
        ("device.more", [one for one in device.extras if one not in usb.DANGEROUS]),
        ("device.brings", [one for one in device.companions if one in usb.DANGEROUS]),
    ]
    return tuple(
        Reason(code=code, detail=named(functions)[:MAX_DETAIL_CHARACTERS])
        for code, functions in told
        if functions
    )


def can_tell() -> bool:
    """Whether this system says what a key is besides a key: elsewhere nothing is known of that."""
    return sys.platform == "linux"


def plugged(*, root: Path = ROOT) -> list[Device]:
    """What is plugged in now, in the order of the kernel's names. To be polled: about 2 ms."""
    if not can_tell():
        return _removable_drives()
    mounted = mounts(root)
    labels = _labels(root)
    found = []
    for block in _blocks(root):
        device = _device(block, root=root, mounted=mounted, labels=labels)
        if device is not None:
            found.append(device)
    return found


def device_of(path: Path, *, root: Path = ROOT) -> Device | None:
    """The device that holds a folder, or that a node (`/dev/sdb1`) is part of; None: none does."""
    resolved = path.resolve()
    best: tuple[int, Device] | None = None
    for device in plugged(root=root):
        for volume in device.volumes:
            if resolved == root / "dev" / volume.node or resolved == root / "dev" / device.node:
                return device
            place = volume.mounted_on
            if place and resolved.is_relative_to(place) and _is_nearer(place, best):
                best = (len(place.parts), device)
    return best[1] if best else None


def _is_nearer(place: Path, best: tuple[int, Device] | None) -> bool:
    return best is None or len(place.parts) > best[0]


def _blocks(root: Path) -> list[Path]:
    try:
        names = sorted((root / "sys/block").iterdir())
    except OSError:
        return []
    return [block for block in names if not _NOT_PLUGGED.fullmatch(block.name)]


def _device(
    block: Path, *, root: Path, mounted: Mapping[str, Mount], labels: Mapping[str, str]
) -> Device | None:
    size_bytes = usb.number(block / "size") * SECTOR_BYTES
    holder = usb.holder_of(block)
    form = _form(block, holder)
    if not form or not size_bytes:  # an empty reader or drive
        return None
    volumes = tuple(_volumes(block, mounted=mounted, labels=labels))
    if any(str(volume.mounted_on) in _SYSTEM_PLACES for volume in volumes):
        return None
    known = usb.described(holder, root=root) if holder else usb.Described()
    return Device(
        node=block.name, form=form, size_bytes=size_bytes, volumes=volumes,
        vendor=known.vendor or usb.text(block / "device/vendor"),
        product=known.product or usb.text(block / "device/model"),
        serial=known.serial or usb.text(block / "device/serial"),
        usb_id=known.usb_id, extras=known.extras, companions=known.companions,
        plugged_s=known.plugged_s,
    )  # fmt: skip


def _form(block: Path, holder: Path | None) -> str:
    if _OPTICAL.fullmatch(block.name):
        return "disc"
    if block.name.startswith("mmcblk"):
        # An eMMC is soldered; a card says "SD".
        return "card" if usb.text(block / "device/type") == "SD" else ""
    if holder is not None:
        return "usb"
    return "card" if usb.number(block / "removable") == 1 else ""


def _volumes(
    block: Path, *, mounted: Mapping[str, Mount], labels: Mapping[str, str]
) -> Iterator[Volume]:
    parts = sorted(part for part in block.iterdir() if (part / "partition").exists())
    for part in parts or [block]:
        # An encrypted volume appears as another node that says on which it stands.
        shown = [part.name, *_names(part / "holders")]
        mount = next((mounted[name] for name in shown if name in mounted), None)
        label = next((labels[name] for name in shown if name in labels), "")
        if mount is None:
            yield Volume(node=part.name, label=label)
        else:
            yield Volume(
                node=part.name, label=label, mounted_on=mount.place,
                filesystem=mount.filesystem, options=mount.options,
            )  # fmt: skip


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return []


def _labels(root: Path) -> dict[str, str]:
    """The names of volumes, where the system has noted them; nothing is read on the device."""
    found = {}
    folder = root / "dev/disk/by-label"
    for name in _names(folder):
        try:
            node = (folder / name).readlink().name
        except OSError:
            continue
        found[node] = usb.printable(_unescaped(name))
    return found


def _unescaped(name: str) -> str:
    """The kernel's tools write a space as \\x20, byte by byte."""
    raw = re.sub(
        rb"\\x([0-9a-f]{2})",
        lambda found: bytes([int(found.group(1), 16)]),
        name.encode("utf-8", "surrogateescape"),
    )
    return raw.decode("utf-8", "replace")


def _removable_drives() -> list[Device]:
    """Windows and macOS: drives that the system calls removable, or that appear under /Volumes."""
    found = []
    for part in psutil.disk_partitions(all=False):
        options = frozenset(part.opts.split(","))
        is_disc = "cdrom" in options
        if not (is_disc or "removable" in options or part.mountpoint.startswith("/Volumes/")):
            continue
        volume = Volume(
            node=part.device, mounted_on=Path(part.mountpoint),
            filesystem=part.fstype.lower(), options=options,
        )  # fmt: skip
        form = "disc" if is_disc else "usb"
        found.append(Device(node=part.device, form=form, volumes=(volume,)))
    return found

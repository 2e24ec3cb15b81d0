"""A made-up `/sys`, `/proc` and `/dev`: laid out as Linux 6.1 does, for keys that we do not own.

Made from the kernel's documentation of sysfs and from listings of real keys; never recorded on the
machine of a test.
"""

from pathlib import Path

PCI = "sys/devices/pci0000:00/0000:00:14.0"
MINE = "1:0:0:0"


class Tree:
    """A root to hand to `devices.plugged`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._mounts: list[str] = []
        for place in ("sys/block", "sys/bus/usb/devices", "sys/class/net", "proc/self/net",
                      "dev/disk/by-label"):  # fmt: skip
            (root / place).mkdir(parents=True)
        self.usb("usb1", connected_ms=90_000_000, classes=["09/00"], idVendor="1d6b")
        self.mount("/dev/vda1", "/", "ext4", "rw,relatime")

    def write(self, place, **files):
        folder = self.root / place
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_text(f"{content}\n")
        return folder

    def usb(self, path, *, classes, connected_ms=60_000, **said):
        """A device of the bus at "usb1/1-2/1-2.1", with interfaces "08/50" (class/protocol)."""
        name = path.rpartition("/")[2]
        place = f"{PCI}/{path}"
        folder = self.write(
            place, idVendor=said.pop("idVendor", "0781"), idProduct=said.pop("idProduct", "5583"),
            **said,
        )  # fmt: skip
        self.write(f"{place}/power", connected_duration=connected_ms)
        for number, both in enumerate(classes):
            kind, protocol = both.split("/")
            self.write(
                f"{place}/{name}:1.{number}", bInterfaceClass=kind, bInterfaceProtocol=protocol
            )
        (self.root / "sys/bus/usb/devices" / name).symlink_to(folder)
        return f"{place}/{name}:1.0"

    def disk(self, node, interface, *, parts=(), sectors=61_000_000, removable=1, **said):
        """A disk behind an interface of a device; its node is linked under /sys/block."""
        place = f"{interface}/host1/target1:0:0/{MINE}/block/{node}"
        folder = self.write(place, size=sectors, removable=removable)
        self.write(f"{interface}/host1/target1:0:0/{MINE}", **said)
        (folder / "device").symlink_to(self.root / f"{interface}/host1/target1:0:0/{MINE}")
        for number, part in enumerate(parts, start=1):
            self.write(f"{place}/{part}", partition=number, size=sectors)
        (self.root / "sys/block" / node).symlink_to(folder)
        return folder

    def mount(self, node, place, kind, options):
        self._mounts.append(
            f"{30 + len(self._mounts)} 1 8:1 / {place} {options} shared:1 - {kind} {node} rw"
        )
        (self.root / "proc/self/mountinfo").write_text("\n".join(self._mounts) + "\n")

    def label(self, name, node):
        (self.root / "dev/disk/by-label" / name).symlink_to(f"../../{node}")


def key(tree, *, classes=("08/50",), **said):
    """A SanDisk key, mounted as Debian's desktop does it."""
    interface = tree.usb(
        "usb1/1-2", classes=list(classes), manufacturer="SanDisk", product="Ultra",
        serial="4C530001", **said,
    )  # fmt: skip
    tree.disk("sdb", interface, parts=["sdb1"])
    tree.label("CL\\xc3\\x89\\x20RADIO", "sdb1")
    tree.mount("/dev/sdb1", "/media/alice/CLÉ\\040RADIO", "vfat", "rw,nosuid,nodev,relatime")

"""What a USB device says it is. A "key" that is also a keyboard types commands by itself.

The facts are those of the kernel's `/sys`: each interface of a device tells its class. A key has
one, of class 08. The files of sysfs are described in the kernel's "ABI stable symbols".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_LETTERS = 64
# Classes of interfaces (USB-IF, "Defined Class Codes"), and what they are called here.
FUNCTIONS = {
    "01": "audio", "02": "network", "05": "physical", "06": "camera", "07": "printer",
    "0a": "network", "0b": "card_reader", "0e": "camera", "e0": "radio", "fe": "maker",
    "ff": "maker",
}  # fmt: skip
STORAGE, INPUT, HUB = "08", "03", "09"
_INPUTS = {"01": "keyboard", "02": "mouse"}
# What can type, or change where the network goes.
DANGEROUS = frozenset({"keyboard", "mouse", "input", "network", "radio"})
# A device and what hides beside it on a hub of its own appear together.
TOGETHER_MS = 4000


@dataclass(frozen=True, kw_only=True)
class Described:
    """What a USB device says of itself; the fields are those of `devices.Device`."""

    vendor: str = ""
    product: str = ""
    serial: str = ""
    usb_id: str = ""
    extras: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    plugged_s: int | None = None


def holder_of(block: Path) -> Path | None:
    """The USB device through which a block device is reached; None when it is none."""
    try:
        place = block.resolve()
    except OSError:
        return None
    return next((above for above in place.parents if (above / "idVendor").is_file()), None)


def described(holder: Path, *, root: Path) -> Described:
    """What a device says of itself, and what came with it on the same hub."""
    since_ms = _connected_ms(holder)
    return Described(
        vendor=text(holder / "manufacturer"),
        product=text(holder / "product"),
        serial=text(holder / "serial"),
        usb_id=f"{text(holder / 'idVendor')}:{text(holder / 'idProduct')}",
        extras=tuple(sorted(functions(holder))),
        companions=tuple(sorted(_companions(holder, since_ms, root=root))),
        plugged_s=None if since_ms is None else since_ms // 1000,
    )


def functions(device: Path) -> set[str]:
    """What a device is besides a storage or a hub."""
    found = set()
    for interface in _interfaces(device):
        kind = text(interface / "bInterfaceClass").lower()
        if kind == INPUT:
            found.add(_INPUTS.get(text(interface / "bInterfaceProtocol"), "input"))
        elif kind not in {STORAGE, HUB}:
            found.add(FUNCTIONS.get(kind, "unknown"))
    return found


def _interfaces(device: Path) -> Iterator[Path]:
    try:
        inside = sorted(device.iterdir())
    except OSError:  # taken out meanwhile
        return
    yield from (entry for entry in inside if (entry / "bInterfaceClass").is_file())


def _companions(holder: Path, since_ms: int | None, *, root: Path) -> set[str]:
    """What sits on the same hub, when that hub was plugged in with the device.

    The computer's own ports hang from root hubs, which have been there since it started.
    """
    hub = holder.parent
    if not (hub / "idVendor").is_file() or hub.name.startswith("usb"):
        return set()
    if not _came_together(_connected_ms(hub), since_ms):
        return set()
    found: set[str] = set()
    for other in _on(hub, root=root):
        if other != holder:
            found |= functions(other)
    return found


def _on(hub: Path, *, root: Path) -> Iterator[Path]:
    """The devices below a hub, at any depth: their names begin with the hub's."""
    try:
        known = sorted((root / "sys/bus/usb/devices").iterdir())
    except OSError:
        return
    for entry in known:
        if ":" not in entry.name and entry.name.startswith(f"{hub.name}."):
            yield entry.resolve()


def _came_together(one_ms: int | None, other_ms: int | None) -> bool:
    # Unknown durations accuse: a keyboard on the key's own hub is worth a look.
    return one_ms is None or other_ms is None or abs(one_ms - other_ms) <= TOGETHER_MS


def _connected_ms(device: Path) -> int | None:
    said = text(device / "power/connected_duration")
    return int(said) if said.isdecimal() else None


def number(path: Path) -> int:
    """The whole number of a file of the kernel; 0 when it says none."""
    said = text(path)
    return int(said) if said.isdecimal() else 0


def text(path: Path) -> str:
    """What a file of the kernel says, safe to show: the words may come from the device."""
    try:
        untrusted = path.read_bytes()[:1024]
    except OSError:
        return ""
    return printable(untrusted.decode("utf-8", "replace"))


def printable(untrusted_text: str) -> str:
    """One short line without any sign that hides, turns or draws nothing."""
    line = "".join(sign if sign.isprintable() else " " for sign in untrusted_text)
    return " ".join(line.split())[:MAX_LETTERS]

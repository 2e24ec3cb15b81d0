"""Whether this computer is on a network: looked at in silence, not one packet is sent.

The station that opens patients' keys is kept off the network: what would escape from a file then
goes nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import psutil

from hygie.airlock.engine import usb
from hygie.airlock.rules.network import Interface, Network, judged

ROOT = Path("/")
_RADIOS = {"wlan": "wifi", "bluetooth": "bluetooth", "wwan": "mobile"}


def look(*, root: Path = ROOT) -> Network:
    """What links this computer to others now; its state is "off", "on" or "unknown"."""
    try:
        interfaces = _interfaces(root)
    except (OSError, RuntimeError):
        return Network(state="unknown")
    return judged(interfaces, has_route=_has_route(root), radios=_radios(root))


def _interfaces(root: Path) -> list[Interface]:
    addresses = psutil.net_if_addrs()
    found = []
    for name, seen in psutil.net_if_stats().items():
        told = [one.address for one in addresses.get(name, ()) if one.family in _INTERNET]
        if _is_loopback(name, told, seen.flags):
            continue
        kind = root / "sys/class/net" / name
        is_wireless = (kind / "wireless").exists() or (kind / "phy80211").exists()
        found.append(
            Interface(
                name=usb.printable(name), is_up=seen.isup,
                has_address=bool(told), is_wireless=is_wireless,
            )
        )  # fmt: skip
    return found


_INTERNET = {socket.AF_INET, socket.AF_INET6}


def _is_loopback(name: str, addresses: list[str], flags: str) -> bool:
    if "loopback" in flags.split(","):
        return True
    if not addresses:
        return name == "lo"
    return all(ipaddress.ip_address(one.partition("%")[0]).is_loopback for one in addresses)


def _has_route(root: Path) -> bool | None:
    """Whether packets for elsewhere would know where to go; None when the system does not tell."""
    try:
        lines = (root / "proc/self/net/route").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    rows = [line.split("\t") for line in lines.splitlines()[1:]]
    # Destination and mask of the route for everything are zero.
    return any(len(row) > 7 and row[1] == "00000000" == row[7] for row in rows)


def _radios(root: Path) -> tuple[str, ...]:
    """Radios that are switched on, connected or not."""
    found = set()
    try:
        switches = sorted((root / "sys/class/rfkill").iterdir())
    except OSError:
        return ()
    for switch in switches:
        blocked = "1" in {usb.text(switch / "soft"), usb.text(switch / "hard")}
        radio = _RADIOS.get(usb.text(switch / "type"))
        if radio and not blocked:
            found.add(radio)
    return tuple(sorted(found))

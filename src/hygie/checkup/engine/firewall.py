"""The probe of the firewall, as far as it shows without administrator rights."""

from __future__ import annotations

import re
from typing import Any

from hygie.checkup.engine.plain_files import (
    Trouble,
    UnreadableError,
    exists,
    read_text,
    text_or_empty,
)
from hygie.checkup.engine.plists import read_plist
from hygie.checkup.engine.probe import Machine
from hygie.checkup.observation import Observation, Status
from hygie.core.errors import HygieError

TIMEOUT_S = 1.0
MACOS_TIMEOUT_S = 3.0
SOCKETFILTERFW = "/usr/libexec/ApplicationFirewall/socketfilterfw"
WINDOWS_POLICY = r"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
WINDOWS_SERVICE = r"SYSTEM\CurrentControlSet\Services\MpsSvc"
WINDOWS_IMPOSED = r"SOFTWARE\Policies\Microsoft\WindowsFirewall"
# The third profile, of company domains, is not in use in a practice.
WINDOWS_PROFILES = {"StandardProfile": "privé", "PublicProfile": "public"}
_DISABLED = 4


class Firewall:
    """Facts: `name`, `is_on` (null when only its settings were seen), `details`."""

    name = "firewall"
    reads = "L’état du pare-feu : allumé ou éteint."
    never_reads = "Ni ses règles en détail, ni vos connexions."

    def look(self, machine: Machine) -> Observation:
        """Say whether it is on."""
        try:
            facts = {"linux": _linux, "windows": _windows, "darwin": _macos}[machine.system](
                machine
            )
        except HygieError:
            return Observation(
                probe=self.name,
                status=Status.UNREADABLE,
                note="L’état du pare-feu ne se lit pas sans droits d’administrateur.",
            )
        if facts is None:
            return Observation(probe=self.name, status=Status.ABSENT)
        return Observation(probe=self.name, status=Status.SEEN, facts=facts)


def _facts(name: str, is_on: bool | None, *details: str) -> dict[str, Any]:
    return {"name": name, "is_on": is_on, "details": list(details)}


def _linux(machine: Machine) -> dict[str, Any] | None:
    """The rules themselves are the administrator's: what shows is who sets them, and whether."""
    ufw = machine.root / "etc/ufw/ufw.conf"
    if exists(ufw):
        enabled = re.search(r"^ENABLED=(\w+)", read_text(ufw), re.M)
        if enabled is None:
            raise UnreadableError(Trouble.BROKEN)
        asked = enabled[1].lower() == "yes"
        if not asked and _is_active(machine, "firewalld"):
            return _facts("firewalld", True, "systemctl is-active firewalld")
        # The setting alone is a wish: the service must have run.
        is_on = _is_active(machine, "ufw") or None if asked else False
        return _facts("ufw", is_on, f"/etc/ufw/ufw.conf : ENABLED={enabled[1]}")
    for service in ("firewalld", "nftables"):
        if _is_active(machine, service):
            is_on = True if service == "firewalld" else _nftables_filters(machine)
            return _facts(service, is_on, f"systemctl is-active {service} : active")
    return None


def _is_active(machine: Machine, service: str) -> bool:
    try:
        answer = machine.run(["systemctl", "is-active", service], timeout_s=TIMEOUT_S)
    except HygieError:
        return False
    return bool(answer.text.strip() == "active")


def _nftables_filters(machine: Machine) -> bool | None:
    """Debian's own /etc/nftables.conf lets everything in: running is not filtering."""
    rules = text_or_empty(machine.root / "etc/nftables.conf")
    return True if re.search(r"hook input\b[^}]*policy drop", rules) else None


def _windows(machine: Machine) -> dict[str, Any]:
    if machine.registry(WINDOWS_SERVICE, "Start") == _DISABLED:
        return _facts("Pare-feu Windows", False, "service MpsSvc désactivé")
    states = {name: _windows_profile(machine, key) for key, name in WINDOWS_PROFILES.items()}
    if None in states.values():
        raise HygieError("checkup.registry", "Le registre de Windows n’a pas répondu.")
    details = [f"profil {name} : {'allumé' if on else 'éteint'}" for name, on in states.items()]
    return _facts("Pare-feu Windows", all(states.values()), *details)


def _windows_profile(machine: Machine, profile: str) -> bool | None:
    """What an administrator imposed wins over what was set on the computer itself."""
    for key in (rf"{WINDOWS_IMPOSED}\{profile}", rf"{WINDOWS_POLICY}\{profile}"):
        value = machine.registry(key, "EnableFirewall")
        if value is not None:
            return bool(value)
    return None


def _macos(machine: Machine) -> dict[str, Any]:
    try:
        answer = machine.run([SOCKETFILTERFW, "--getglobalstate"], timeout_s=MACOS_TIMEOUT_S)
        state = re.search(r"State = (\d)", answer.text)
    except HygieError:
        state = None
    if state:
        return _facts("Pare-feu de macOS", state[1] != "0", f"socketfilterfw : {state[0]}")
    # Until macOS 14 the state was kept in a file.
    kept = read_plist(machine.root / "Library/Preferences/com.apple.alf.plist")
    value = kept.get("globalstate")
    if not isinstance(value, int):
        raise UnreadableError(Trouble.BROKEN)
    return _facts("Pare-feu de macOS", value != 0, f"globalstate = {value}")

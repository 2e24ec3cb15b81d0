"""The probe of the system itself: which one, in which version."""

from __future__ import annotations

import shlex
from typing import Any

from hygie.checkup.engine.plain_files import UnreadableError, text_or_empty
from hygie.checkup.engine.plists import read_plist
from hygie.checkup.engine.probe import Machine, printable
from hygie.checkup.observation import Observation, Status

WINDOWS_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
# Windows 11 still calls itself "Windows 10" in the registry: only its build number tells.
FIRST_BUILD_OF_11 = 22000


class System:
    """Facts: `family`, `version`, `label`; on Windows also `edition` and `build`."""

    name = "system"
    reads = "Le nom et la version du système (Windows, macOS, Linux)."
    never_reads = "Ni la clé de licence, ni le nom du propriétaire."

    def look(self, machine: Machine) -> Observation:
        """Name the system."""
        facts = {"linux": _linux, "windows": _windows, "darwin": _macos}[machine.system](machine)
        if not facts:
            return Observation(
                probe=self.name,
                status=Status.UNREADABLE,
                note="La version du système n’a pas pu être lue.",
            )
        return Observation(probe=self.name, status=Status.SEEN, facts=facts)


def _linux(machine: Machine) -> dict[str, Any]:
    text = text_or_empty(machine.root / "etc/os-release") or text_or_empty(
        machine.root / "usr/lib/os-release"
    )
    values = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals:
            values[name.strip()] = _unquoted(value)
    if "ID" not in values:
        return {}
    return {
        "family": values["ID"],
        "version": values.get("VERSION_ID", ""),
        "label": values.get("PRETTY_NAME") or values["ID"],
    }


def _unquoted(value: str) -> str:
    try:
        return printable(" ".join(shlex.split(value)))
    except ValueError:
        return printable(value.strip("\"' "))


def _windows(machine: Machine) -> dict[str, Any]:
    build = str(machine.registry(WINDOWS_KEY, "CurrentBuildNumber") or "")
    if not build.isdecimal():
        return {}
    major = "11" if int(build) >= FIRST_BUILD_OF_11 else "10"
    release = str(
        machine.registry(WINDOWS_KEY, "DisplayVersion")
        or machine.registry(WINDOWS_KEY, "ReleaseId")
        or ""
    )
    patch = machine.registry(WINDOWS_KEY, "UBR")
    edition = str(machine.registry(WINDOWS_KEY, "EditionID") or "")
    is_server = edition.startswith("Server")
    return {
        "family": "windows_server" if is_server else "windows",
        "version": build if is_server else f"{major} {release}".strip(),
        "label": "Windows Server" if is_server else f"Windows {major} {release}".strip(),
        "edition": edition,
        "build": f"{build}.{patch}" if patch is not None else build,
    }


def _macos(machine: Machine) -> dict[str, Any]:
    place = machine.root / "System/Library/CoreServices/SystemVersion.plist"
    try:
        version = printable(read_plist(place)["ProductVersion"])
    except (UnreadableError, KeyError):
        return {}
    return {"family": "macos", "version": version, "label": f"macOS {version}"}

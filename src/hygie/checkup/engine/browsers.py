"""The probe of browsers: which ones, in which version."""

from __future__ import annotations

import configparser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hygie.checkup.engine.dpkg import Package, installed_packages
from hygie.checkup.engine.places import BROWSERS, Browser, places
from hygie.checkup.engine.plain_files import UnreadableError, exists, is_remote, text_or_empty
from hygie.checkup.engine.probe import Machine, printable
from hygie.checkup.engine.profiles import profiles
from hygie.checkup.engine.programs import application_ini, installed, version_in
from hygie.checkup.observation import Observation, Status


class Browsers:
    """Facts: `browsers`, a list of {key, label, seen: [{kind, place, version, esr}]}."""

    name = "browsers"
    reads = "Le nom et la version des navigateurs installés ou déjà utilisés."
    never_reads = "Ni l’historique, ni les favoris, ni aucune page."

    def look(self, machine: Machine) -> Observation:
        """Each known browser that left a program or a profile."""
        packages = installed_packages(machine.root) if machine.system == "linux" else {}
        found = [
            {"key": browser.key, "label": browser.label, "seen": seen}
            for browser in BROWSERS
            if (seen := [*_programs(machine, browser, packages), *_used(machine, browser)])
        ]
        if machine.system == "darwin":
            found += _safari(machine)
        return Observation(
            probe=self.name,
            status=Status.SEEN if found else Status.ABSENT,
            facts={"browsers": found},
        )


def _programs(
    machine: Machine, browser: Browser, packages: Mapping[str, Package]
) -> Iterator[dict[str, Any]]:
    for program in installed(machine, browser, packages=packages):
        yield _seen(
            "program",
            machine.shown(program.place),
            version=program.version,
            is_esr=program.is_esr,
        )


def _used(machine: Machine, browser: Browser) -> Iterator[dict[str, Any]]:
    """The versions that the person last started, as the profiles remember them."""
    for root in places(machine, browser.profiles):
        if not exists(root):
            continue
        if browser.is_firefox:
            yield from _firefox_used(machine, root)
        else:
            last = version_in(text_or_empty(root / "Last Version"))
            if last or _has_profiles(root):
                yield _seen("profile", machine.shown(root), version=last)


def _firefox_used(machine: Machine, root: Path) -> Iterator[dict[str, Any]]:
    try:
        found = profiles(root, is_firefox=True)
    except UnreadableError:
        yield _seen("profile", machine.shown(root))
        return
    for profile in found:
        version, is_esr = _compatibility(profile)
        yield _seen("profile", machine.shown(profile), version=version, is_esr=is_esr)


def _has_profiles(root: Path) -> bool:
    try:
        return bool(profiles(root, is_firefox=False))
    except UnreadableError:
        return True


def _compatibility(profile: Path) -> tuple[str, bool]:
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        settings.read_string(text_or_empty(profile / "compatibility.ini"))
        last = settings["Compatibility"]
    except (configparser.Error, KeyError):
        return "", False
    program = last.get("LastPlatformDir", "")
    is_esr = Path(program).name.endswith("-esr")
    if not is_esr and not is_remote(program):
        is_esr = application_ini(Path(program))[1]
    return version_in(last.get("LastVersion", "").partition("_")[0]), is_esr


def _safari(machine: Machine) -> list[dict[str, Any]]:
    safari = Browser(
        key="safari", label="Safari", profiles={}, programs={"darwin": ("apps:Safari.app",)}
    )
    seen = list(_programs(machine, safari, {}))
    return [{"key": safari.key, "label": safari.label, "seen": seen}] if seen else []


def _seen(kind: str, place: str, *, version: str = "", is_esr: bool = False) -> dict[str, Any]:
    return {"kind": kind, "place": place, "version": printable(version), "esr": is_esr}

"""Which browsers are installed, and in which version, without starting any of them."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hygie.checkup.engine.dpkg import Package
from hygie.checkup.engine.places import Browser, places, resolve
from hygie.checkup.engine.plain_files import (
    UnreadableError,
    exists,
    subfolders,
    text_or_empty,
)
from hygie.checkup.engine.plists import read_plist
from hygie.checkup.engine.probe import Machine

_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,6}){0,3}")
_VERSION_FOLDER = re.compile(r"\d{1,4}(?:\.\d{1,6}){1,3}")


@dataclass(frozen=True, kw_only=True)
class Program:
    """An installed browser.

    Attributes:
        place: where it is.
        version: its version; empty when it cannot be read without starting it.
        is_esr: it is Firefox's long-term version.
    """

    place: Path
    version: str = ""
    is_esr: bool = False


def installed(
    machine: Machine, browser: Browser, *, packages: Mapping[str, Package]
) -> list[Program]:
    """The copies of a browser installed on a computer.

    `packages` are those of Debian's own list, by name; none elsewhere.
    """
    found = [*_from_packages(browser, packages)]
    for folder in places(machine, browser.programs):
        program = _program_in(folder, machine, browser)
        if program and not any(program.version == other.version for other in found):
            found.append(program)
    if not found and machine.system == "linux":
        paths = (path for place in browser.binaries for path in resolve(machine, place))
        found = [Program(place=path) for path in paths if exists(path)][:1]
    return found


def version_in(text: str) -> str:
    """The first version number of a text; empty when there is none."""
    match = _VERSION.search(text)
    return match[0] if match else ""


def application_ini(folder: Path) -> tuple[str, bool]:
    """Version of the Firefox of a folder, and whether it is the long-term one."""
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        settings.read_string(text_or_empty(folder / "application.ini"))
        app = settings["App"]
    except (configparser.Error, KeyError):
        return "", False
    esr = "esr" in app.get("SourceRepository", "") or "esr" in app.get("RemotingName", "")
    return version_in(app.get("Version", "")), esr


def _program_in(folder: Path, machine: Machine, browser: Browser) -> Program | None:
    if not exists(folder):
        return None
    if machine.system == "darwin":
        return Program(place=folder, version=_bundle_version(folder))
    if browser.is_firefox:
        version, is_esr = application_ini(folder)
        return Program(place=folder, version=version, is_esr=is_esr) if version else None
    if machine.system == "windows":
        version = _newest_folder(folder)
        return Program(place=folder, version=version) if version else None
    return Program(place=folder, version=_snap_version(folder))


def _from_packages(browser: Browser, packages: Mapping[str, Package]) -> Iterator[Program]:
    for name in browser.packages:
        package = packages.get(name)
        # Ubuntu's packages of that name only fetch the snap, which is looked at elsewhere.
        if package and "snap" not in package.version:
            without_epoch = package.version.partition(":")[2] or package.version
            yield Program(
                place=Path(f"dpkg:{name}"),
                version=version_in(without_epoch),
                is_esr=name.endswith("-esr"),
            )


def _newest_folder(folder: Path) -> str:
    """After an update, the folder of the old version stays until the browser is started again."""
    try:
        names = [one.name for one in subfolders(folder) if _VERSION_FOLDER.fullmatch(one.name)]
    except UnreadableError:
        return ""
    return max(names, key=lambda name: tuple(map(int, name.split("."))), default="")


def _bundle_version(folder: Path) -> str:
    try:
        kept = read_plist(folder / "Contents" / "Info.plist")
    except UnreadableError:
        return ""
    return version_in(str(kept.get("CFBundleShortVersionString", "")))


def _snap_version(folder: Path) -> str:
    match = re.search(r"^version: *(.+)$", text_or_empty(folder / "meta" / "snap.yaml"), re.M)
    return version_in(match[1]) if match else ""

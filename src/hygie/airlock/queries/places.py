"""From where one may read, and to where one may hand over: keys, discs, zips just downloaded."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from hygie.airlock.engine import devices, usb
from hygie.airlock.engine.devices import Device, Volume
from hygie.airlock.engine.report import JSON_NAME
from hygie.airlock.rules import showing

FORMS = {"usb": "Clé ou disque USB", "card": "Carte mémoire", "disc": "CD ou DVD"}
ICONS = {"usb": "usb", "card": "save", "disc": "disc"}
FUNCTIONS = {
    "keyboard": "un clavier", "mouse": "une souris", "input": "un appareil de saisie",
    "network": "une carte réseau", "radio": "une radio", "camera": "une caméra",
    "printer": "une imprimante", "audio": "un appareil audio",
}  # fmt: skip

DOWNLOADS = ("Téléchargements", "Downloads")
CONTAINERS = {".zip", ".iso"}
RECENT_S = 3 * 24 * 3600
MOST_RECENT = 6
MOST_PARCELS = 12
MOST_LOOKED_AT = 2000


@dataclass(frozen=True, kw_only=True)
class Place:
    """A volume that is plugged in.

    Attributes:
        code: its name for the system, sent back by the form and looked up again.
        label: what the person recognises.
        kind: in words ("Clé ou disque USB").
        path: where its files appear; None: plugged in, but not opened by the system.
        odd: what it is besides a key, in words; "" for a mere key.
        is_held_still: mounted so that nothing can be written on it or started from it.
    """

    code: str
    label: str
    kind: str
    icon: str
    size: str
    path: Path | None
    odd: str
    is_held_still: bool


def plugged(*, folders: Sequence[Path] = ()) -> list[Place]:
    """Every volume that is plugged in now, and the folders offered besides."""
    volumes = [_place(one, volume) for one in devices.plugged() for volume in one.volumes]
    return volumes + [_folder(one) for one in folders if one.is_dir()]


def _folder(path: Path) -> Place:
    return Place(
        code=str(path), label=path.name, kind="Dossier", icon="folder", size="", path=path,
        odd="", is_held_still=False,
    )  # fmt: skip


def _place(device: Device, volume: Volume) -> Place:
    named = volume.label or f"{device.vendor} {device.product}".strip() or volume.node
    return Place(
        code=volume.node,
        label=named,
        kind=FORMS.get(device.form, "Support"),
        icon=ICONS.get(device.form, "save"),
        size=showing.size_in_words(device.size_bytes) if device.size_bytes else "",
        path=volume.mounted_on,
        odd=_odd(device),
        is_held_still=volume.mounted_on is not None and not volume.missing_options,
    )


def _odd(device: Device) -> str:
    if not device.is_odd:
        return ""
    told = sorted(usb.DANGEROUS & {*device.extras, *device.companions})
    return ", ".join(FUNCTIONS.get(code, "un appareil inconnu") for code in told)


def place_of(untrusted_code: str, *, folders: Sequence[Path] = ()) -> Place | None:
    """The volume of that code, if it is still plugged in and its files appear."""
    offered = plugged(folders=folders)
    return next((one for one in offered if one.code == untrusted_code and one.path), None)


def mark(places: Sequence[Place]) -> str:
    """A mark that changes when what is plugged in does: the page is left alone until then."""
    told = repr([(one.code, one.label, one.path, one.odd) for one in places])
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def targets(source: Path, *, folders: Sequence[Path] = ()) -> list[Place]:
    """The volumes to which one may hand over: never the one that is examined."""
    offered = plugged(folders=folders)
    return [one for one in offered if one.path and not _holds(one.path, source)]


def _holds(place: Path, source: Path) -> bool:
    return source.resolve().is_relative_to(place.resolve())


def parcels() -> list[Path]:
    """Folders that a station handed over, on what is plugged in; the latest named first."""
    found: list[Path] = []
    for place in plugged():
        if place.path is not None:
            found += [folder for folder in _children(place.path) if _is_parcel(folder)]
    return sorted(found, key=lambda folder: folder.name, reverse=True)[:MOST_PARCELS]


def _children(folder: Path) -> list[Path]:
    try:
        return list(islice(folder.iterdir(), MOST_LOOKED_AT))
    except OSError:
        return []


def _is_parcel(folder: Path) -> bool:
    try:
        return not folder.is_symlink() and (folder / JSON_NAME).is_file()
    except OSError:
        return False


@dataclass(frozen=True, kw_only=True)
class Recent:
    """A zip or a disc's image that was just downloaded."""

    path: Path
    name: str
    size: str
    minutes: int

    @property
    def age(self) -> str:
        """How long ago, in words."""
        if self.minutes < 1:
            return "à l’instant"
        if self.minutes < 120:
            return f"il y a {self.minutes} minute{'s' if self.minutes > 1 else ''}"
        hours = self.minutes // 60
        return f"il y a {hours} heures" if hours < 48 else f"il y a {hours // 24} jours"


def recent(folders: Sequence[Path] | None = None) -> list[Recent]:
    """The zips and discs' images of the last three days, the newest first."""
    now = time.time()
    found = []
    for folder in [Path.home() / name for name in DOWNLOADS] if folders is None else folders:
        for path in _containers(folder):
            try:
                seen = path.lstat()
            except OSError:
                continue
            if 0 <= now - seen.st_mtime <= RECENT_S:
                found.append((seen.st_mtime, seen.st_size, path))
    return [
        Recent(
            path=path,
            name="".join(letter if letter.isprintable() else "?" for letter in path.name),
            size=showing.size_in_words(size_bytes),
            minutes=int((now - changed) // 60),
        )
        for changed, size_bytes, path in sorted(found, reverse=True)[:MOST_RECENT]
    ]


def _containers(folder: Path) -> list[Path]:
    try:
        return [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in CONTAINERS and path.is_file() and not path.is_symlink()
        ]
    except OSError:
        return []

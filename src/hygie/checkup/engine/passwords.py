"""The probe of passwords kept by browsers: how many, profile by profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hygie.checkup.engine import login_data, logins_json
from hygie.checkup.engine.login_data import Count
from hygie.checkup.engine.places import BROWSERS, Browser, places
from hygie.checkup.engine.plain_files import Trouble, UnreadableError, exists, identity
from hygie.checkup.engine.probe import Machine, printable
from hygie.checkup.engine.profiles import CHROMIUM_STORES, FIREFOX_STORE, profiles
from hygie.checkup.observation import Observation, Status

# Mozilla works on a store of another format. Alone in a profile, it hides how many there are.
NEWER_FIREFOX_STORE = "logins.db"
NOT_COUNTED = {"darwin": ("Safari", "le trousseau d’accès de macOS")}


class Passwords:
    """Facts: `profiles`, a list of {browser, label, place, trouble, count, approximate, stores};

    `not_counted`, the stores of the system that are left alone. `trouble` is empty when every
    store of the profile was counted; `count` then is exact, else it is what the others hold.
    """

    name = "passwords"
    reads = "Le nombre de mots de passe gardés par chaque navigateur de cette session."
    never_reads = (
        "Aucun mot de passe n’est déchiffré ; ni site, ni identifiant n’est retenu ou montré."
    )

    def look(self, machine: Machine) -> Observation:
        """Count in each profile; one that cannot be read does not hide the others."""
        found = [one for browser in BROWSERS for one in _browser(machine, browser)]
        return Observation(
            probe=self.name,
            status=Status.SEEN if found else Status.ABSENT,
            facts={
                "profiles": found,
                "not_counted": list(NOT_COUNTED.get(machine.system, ())),
            },
        )


def _browser(machine: Machine, browser: Browser) -> Iterator[dict[str, Any]]:
    seen: set[tuple[int, int] | None] = {None}
    for root in places(machine, browser.profiles):
        try:
            found = profiles(root, is_firefox=browser.is_firefox)
        except UnreadableError as error:
            yield _profile(machine, browser, root, trouble=error.trouble.value)
            continue
        for folder in found:
            if identity(folder) not in seen:
                seen.add(identity(folder))
                yield _counted(machine, browser, folder)


def _counted(machine: Machine, browser: Browser, folder: Path) -> dict[str, Any]:
    count: Callable[[Path], Count] = login_data.count_saved
    names: tuple[str, ...] = CHROMIUM_STORES
    if browser.is_firefox:
        count, names = logins_json.count_saved, (FIREFOX_STORE,)
    stores: dict[str, int] = {}
    trouble, is_approximate = "", False
    for name in names:
        if not exists(folder / name):
            continue
        try:
            counted = count(folder / name)
        except UnreadableError as error:
            trouble = trouble or error.trouble.value
            continue
        stores[name] = counted.number
        is_approximate = is_approximate or counted.is_approximate
    if not stores and exists(folder / NEWER_FIREFOX_STORE):
        trouble = trouble or Trouble.BROKEN.value
    return _profile(
        machine, browser, folder, trouble=trouble, stores=stores, is_approximate=is_approximate
    )


def _profile(
    machine: Machine,
    browser: Browser,
    folder: Path,
    *,
    trouble: str,
    stores: dict[str, int] | None = None,
    is_approximate: bool = False,
) -> dict[str, Any]:
    return {
        "browser": browser.key,
        "label": browser.label,
        "name": printable(folder.name),
        "place": machine.shown(folder),
        "trouble": trouble,
        "count": sum((stores or {}).values()),
        "stores": stores or {},
        "approximate": is_approximate,
    }

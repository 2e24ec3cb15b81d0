"""The probe of antivirus and EDR: known products, by name, folder, and Windows' own register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hygie.checkup.engine import windows
from hygie.checkup.engine.plain_files import exists
from hygie.checkup.engine.probe import Machine, printable
from hygie.checkup.observation import Observation, Status
from hygie.core import rules
from hygie.core.errors import HygieError

CATALOGUE = Path(__file__).parents[1] / "data" / "security_products.toml"
WINDOWS_SCRIPT = """
Get-CimInstance -Namespace root/SecurityCenter2 -ClassName AntiVirusProduct|
  Select-Object displayName,productState|ConvertTo-Json
"""
# productState is not documented by Microsoft; public decodings agree on these four digits.
_STATE_MASK, _STATE_ON = 0xF000, 0x1000
_SIGNATURES_MASK = 0x00F0


@dataclass(frozen=True, kw_only=True)
class Product:
    """A known product.

    Attributes:
        name: its name on screen.
        kind: "antivirus" or "edr".
        programs: names of its programs, in lower case.
        folders: where it installs itself, under the system's root.
        registered: words of the name it gives to Windows, in lower case.
        signatures: files whose date is that of its last list of viruses.
        may_include_edr: some contracts of this antivirus come with an EDR.
    """

    name: str
    kind: str
    programs: frozenset[str]
    folders: tuple[str, ...]
    registered: tuple[str, ...]
    signatures: tuple[str, ...]
    may_include_edr: bool


@cache
def catalogue() -> tuple[Product, ...]:
    """The known products."""
    return tuple(
        Product(
            name=one["name"],
            kind=one["kind"],
            programs=frozenset(one.get("programs", ())),
            folders=tuple(one.get("folders", ())),
            registered=tuple(one.get("registered", ())),
            signatures=tuple(one.get("signatures", ())),
            may_include_edr=bool(one.get("may_include_edr", False)),
        )
        for one in rules.load(CATALOGUE)["product"]
    )


class Security:
    """Facts: `products`, a list of {name, kind, running, up_to_date, signatures_at, place...};

    `register_read`: Windows' security centre answered (always false elsewhere).
    """

    name = "security"
    reads = "La présence des antivirus et des EDR connus, et s’ils sont en marche et à jour."
    never_reads = "Ni leurs journaux, ni ce que vos programmes font."

    def look(self, machine: Machine) -> Observation:
        """Name the known products seen."""
        running = set(machine.programs())
        registered = _registered(machine)
        found = [
            seen
            for product in catalogue()
            if (seen := _seen(product, machine, running=running, registered=registered or ()))
        ]
        found += _strangers(registered or ())
        return Observation(
            probe=self.name,
            status=Status.SEEN if found else Status.ABSENT,
            facts={"products": found, "register_read": registered is not None},
        )


def _registered(machine: Machine) -> list[dict[str, Any]] | None:
    """What Windows' security centre lists; None when it did not answer."""
    if machine.system != "windows":
        return None
    try:
        answer = windows.as_list(windows.powershell(machine.run, WINDOWS_SCRIPT))
    except HygieError:
        return None
    return [
        {"name": printable(one.get("displayName")), **_decoded(one.get("productState"))}
        for one in answer
    ]


def _decoded(state: Any) -> dict[str, bool | None]:
    if not isinstance(state, int):
        return {"running": None, "up_to_date": None}
    return {
        "running": state & _STATE_MASK == _STATE_ON,
        "up_to_date": state & _SIGNATURES_MASK == 0,
    }


def _seen(
    product: Product,
    machine: Machine,
    *,
    running: set[str],
    registered: Iterable[dict[str, Any]],
) -> dict[str, Any] | None:
    places = [path for name in product.folders if exists(path := machine.root / name)]
    is_running = bool(product.programs & running)
    entry = next((one for one in registered if _is(product, one["name"])), None)
    if not places and not is_running and entry is None:
        return None
    # Windows knows better than a list of programs: an antivirus may run and be switched off.
    state = entry or {"running": is_running, "up_to_date": None}
    return {
        "name": product.name,
        "kind": product.kind,
        "running": is_running if state["running"] is None else state["running"],
        "up_to_date": state["up_to_date"],
        "signatures_at": _signatures_at(product, machine),
        "place": machine.shown(places[0]) if places else "",
        "may_include_edr": product.may_include_edr,
    }


def _strangers(registered: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Antivirus that Windows lists and the catalogue does not know."""
    return [
        {**one, "kind": "antivirus", "signatures_at": None, "place": "", "may_include_edr": False}
        for one in registered
        if not any(_is(product, one["name"]) for product in catalogue())
    ]


def _is(product: Product, registered_name: str) -> bool:
    return any(word in registered_name.lower() for word in product.registered)


def _signatures_at(product: Product, machine: Machine) -> str | None:
    times = []
    for name in product.signatures:
        try:
            times.append((machine.root / name).stat().st_mtime)
        except OSError:
            continue
    return datetime.fromtimestamp(max(times), tz=UTC).isoformat() if times else None

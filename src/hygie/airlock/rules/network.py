"""Whether a computer is off the network, from what was seen of its interfaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_RADIO_WORDS = {"wifi": "le Wi-Fi", "bluetooth": "le Bluetooth", "mobile": "la radio mobile"}


@dataclass(frozen=True, kw_only=True)
class Interface:
    """A way to other computers, this computer's own loop aside.

    Attributes:
        name: for the system ("enp3s0").
        is_up: switched on, its cable or its radio linked.
        has_address: other computers can speak to it, be it on this link only.
        is_wireless: by radio.
    """

    name: str
    is_up: bool
    has_address: bool
    is_wireless: bool = False


@dataclass(frozen=True, kw_only=True)
class Network:
    """What was seen.

    Attributes:
        state: "off", "on" or "unknown".
        linked: names of what links this computer to others.
        radios: radios that are switched on though nothing is linked ("wifi").
    """

    state: str
    linked: tuple[str, ...] = ()
    radios: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What was seen, in French."""
        if self.state == "unknown":
            return "Hygie n’a pas pu voir si cet ordinateur est relié à un réseau."
        if self.state == "on":
            return (
                f"Cet ordinateur est relié à un réseau ({', '.join(self.linked)}). "
                "Débranchez son câble et coupez le Wi-Fi avant d’examiner une clé."
            )
        if self.radios:
            words = " et ".join(_RADIO_WORDS[radio] for radio in self.radios)
            return f"Cet ordinateur n’est relié à aucun réseau, mais {words} peut s’allumer."
        return "Cet ordinateur n’est relié à aucun réseau."


def judged(
    interfaces: Sequence[Interface], *, has_route: bool | None, radios: tuple[str, ...] = ()
) -> Network:
    """On as soon as one way to others is open: an address on a cable is enough for a neighbour."""
    linked = tuple(one.name for one in interfaces if one.is_up and one.has_address)
    if linked or has_route:
        return Network(state="on", linked=linked or ("route par défaut",), radios=radios)
    return Network(state="off", radios=radios)

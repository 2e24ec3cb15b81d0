"""What a key is besides a key, in words, and whether it has stayed plugged in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

# A patient's key is taken back at the end of the visit; a forgotten one is found by an attack too.
LEFT_AFTER = timedelta(hours=12)

_WORDS = {
    "keyboard": "un clavier",
    "mouse": "une souris",
    "input": "un appareil de saisie",
    "network": "une carte réseau",
    "radio": "un adaptateur sans fil",
    "audio": "un appareil de son",
    "physical": "un appareil à retour de force",
    "camera": "un appareil photo",
    "printer": "une imprimante",
    "card_reader": "un lecteur de cartes",
    "maker": "un appareil propre à son fabricant",
    "unknown": "un appareil inconnu",
}


def named(functions: Sequence[str]) -> str:
    """Functions in French: "un clavier et une carte réseau"."""
    words = [_WORDS.get(function, _WORDS["unknown"]) for function in functions]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"


def is_left_plugged(plugged_s: int | None) -> bool:
    """Whether a key has been there for so long that it was forgotten; unknown is not accused."""
    return plugged_s is not None and plugged_s > LEFT_AFTER.total_seconds()

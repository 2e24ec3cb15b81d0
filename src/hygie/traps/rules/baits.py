"""Domains that name an errand instead of a house: "registre-domaines-fr.com"."""

from __future__ import annotations

import re
from functools import cache

from hygie.traps.rules import bodies, hosts
from hygie.traps.rules.signs import hosts_of


def names_nobody(host: str) -> bool:
    """Whether the rented part is made of two or more everyday words, one of them a bait."""
    if not host or hosts.is_address(host) or bodies.is_known(host):
        return False
    label = hosts.plain_text(hosts.main_label(host))
    words: list[str] = []
    for part in re.split(r"[-\d]+", label):
        found = _words(part)
        if found is None:
            return False
        words += found
    return len(words) >= 2 and any(word in _baits() for word in words)


def _words(part: str) -> list[str] | None:
    """A part cut into known words, the longest first; None when something is left."""
    if not part or part in _known():
        return [part] if part else []
    found: list[str] = []
    while part:
        word = next((part[:n] for n in range(len(part), 2, -1) if part[:n] in _known()), None)
        if word is None:
            return None
        found.append(word)
        part = part[len(word) :]
    return found


@cache
def _baits() -> frozenset[str]:
    return frozenset(hosts_of("bait_words"))


@cache
def _known() -> frozenset[str]:
    return _baits() | frozenset(hosts_of("plain_words"))

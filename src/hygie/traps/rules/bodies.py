"""Bodies and companies whose name is borrowed, with the domains that are truly theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hygie.core import rules as dated
from hygie.traps.rules import hosts

DATA = Path(__file__).parents[1] / "data"

# Words by which a name is dressed up in a rented domain ("ameli-remboursement.com").
BAIT = re.compile(
    r"secur|verif|connex|login|connect|compte|account|espace|client|support|service|suivi|colis"
    r"|rembours|paiement|payment|amende|facture|invoice|update|portal|info|alert|auth|valid|confirm"
    r"|livraison|delivery|vitale|carte|card|help|aide|online|official|officiel|web|mail|fr$|^fr"
)


@dataclass(frozen=True, kw_only=True)
class Body:
    """Whose name is borrowed.

    Attributes:
        name: in French, as shown.
        domains: what is truly theirs.
        tokens: words that, in another's domain, can only mean them.
        names: how they sign, as a pattern on text without accents.
        is_strict: every domain of theirs is known: their word under another ending is not theirs.
    """

    name: str
    domains: frozenset[str]
    tokens: tuple[str, ...]
    names: re.Pattern[str]
    is_strict: bool

    def owns(self, host: str) -> bool:
        """Whether a host is theirs."""
        return hosts.belongs(host, self.domains)


@cache
def bodies() -> tuple[Body, ...]:
    """All of them."""
    return tuple(
        Body(
            name=entry["name"],
            domains=frozenset(entry["domains"]),
            tokens=tuple(entry.get("tokens", ())),
            names=re.compile(entry.get("names", r"(?!)"), re.IGNORECASE),
            is_strict=entry.get("strict", False),
        )
        for entry in dated.load(DATA / "bodies.toml")["body"]
    )


@cache
def _all_domains() -> frozenset[str]:
    return frozenset(domain for body in bodies() for domain in body.domains)


def is_known(host: str) -> bool:
    """Whether a host belongs to one of the bodies."""
    return hosts.belongs(host, _all_domains())


def imitated(host: str) -> Body | None:
    """Whom a host imitates; None when it is theirs, or looks like nobody."""
    if not host or hosts.is_address(host) or is_known(host):
        return None
    labels = [hosts.skeleton(label) for label in host.split(".")[:-1]]
    own = hosts.skeleton(hosts.main_label(host))
    for body in bodies():
        if any(_imitates(token, own=own, labels=labels, body=body) for token in body.tokens):
            return body
    return None


def _imitates(token: str, *, own: str, labels: list[str], body: Body) -> bool:
    shape = hosts.skeleton(token)
    parts = own.split("-")
    if own == shape:
        return body.is_strict  # a company often owns its name under endings that we do not know
    if shape in parts and (len(parts) > 1 or body.is_strict):
        return True
    if len(shape) >= 5 and shape in own and BAIT.search(own.replace(shape, "-").strip("-")):
        return True
    # "ameli.fr.dossier-12.net": the name stands in front, the owner behind.
    if any(shape in label.split("-") for label in labels if label != own) and body.is_strict:
        return True
    most = 2 if len(shape) >= 9 else 1 if len(shape) >= 7 or body.is_strict else 0
    return len(shape) >= 5 and 0 < hosts.distance(own, shape, most=most) <= most


def claimed(text: str) -> Body | None:
    """Who a short text says it comes from (a sender's name, a subject); None: nobody known."""
    plain = hosts.plain_text(text)
    return next((body for body in bodies() if body.names.search(plain)), None)


def is_known_company(host: str) -> bool:
    """Whether a host is one of a body's that is no free mailbox: it may speak of another body."""
    return is_known(host) and not hosts.belongs(host, _mailboxes())


@cache
def _mailboxes() -> tuple[str, ...]:
    return tuple(dated.load(DATA / "hosts.toml")["freemail"])

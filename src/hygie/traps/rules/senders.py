"""Signs about who writes: the name shown, the address, where an answer would go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hygie.traps.rules import bodies, hosts
from hygie.traps.rules.letters import Letter
from hygie.traps.rules.signs import Sign, hosts_of, sign

_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+\.[\w.-]+\w)")
_ORGANISATION = re.compile(
    r"\b(service|support|assistance|securite|security|equipe|team|direction|secretariat|departement"
    r"|administrat|admin|help ?desk|comptabilite|billing|facturation|caisse|banque|bank|ministere"
    r"|tresor|notification|no-?reply|office|agence|centre|center|customer|client|account|impots"
    r"|postmaster|webmail|it dep)",
    re.IGNORECASE,
)


def seen(letter: Letter) -> Iterator[Sign]:
    """Everything strange about the sender."""
    host = sender_host(letter)
    if not host:
        return
    yield from _identity(letter, host)
    yield from _answer(letter, host)
    if letter.failed and not _is_authentic(letter):
        yield sign("not_authentic")


def sender_host(letter: Letter) -> str:
    """The domain of the sender, readable; "" when there is none."""
    return hosts.readable(letter.sender.rpartition("@")[2]) if "@" in letter.sender else ""


def is_free(host: str) -> bool:
    """Whether anybody can have an address there."""
    return hosts.belongs(host, hosts_of("freemail"))


def is_cheap(host: str) -> bool:
    """Whether the ending is one that honest French bodies seldom use."""
    return host.rpartition(".")[2] in hosts_of("cheap_endings")


def _is_authentic(letter: Letter) -> bool:
    return "dmarc" in letter.passed or {"spf", "dkim"} <= letter.passed


def _identity(letter: Letter, host: str) -> Iterator[Sign]:
    shown = hosts.plain_text(letter.sender_name)
    body = bodies.claimed(shown)
    imitated = bodies.imitated(host)
    hidden = _ADDRESS.search(shown)
    if imitated is not None:
        yield sign("sender_imitates", imitated.name)
    elif body is not None and not body.owns(host) and not bodies.is_known_company(host):
        yield sign("sender_pretends", letter.sender_name)
    elif hidden and hosts.registrable(hidden[1].lower()) != hosts.registrable(host):
        yield sign("name_hides_address", letter.sender)
    if is_free(host) and (_ORGANISATION.search(shown) or body is not None):
        yield sign("free_sender", host)
    elif is_cheap(host):
        yield sign("sender_odd_domain", host)


def _answer(letter: Letter, host: str) -> Iterator[Sign]:
    answer = hosts.readable(letter.reply_to.rpartition("@")[2])
    if not answer or hosts.registrable(answer) == hosts.registrable(host):
        return
    yield sign("reply_free" if is_free(answer) else "reply_elsewhere", letter.reply_to)

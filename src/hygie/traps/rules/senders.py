"""Signs about who writes: the name shown, the address, where an answer would go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hygie.traps.rules import baits, bodies, hosts
from hygie.traps.rules.letters import Letter
from hygie.traps.rules.signs import Sign, hosts_of, sign

_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+\.[\w.-]+\w)")
# Who is cited below: "De : Dr Paul Durand <p.durand@clinique.fr>".
_CITED = re.compile(r"^[>\s]*(?:de|from)\s*:\s*([^<\n]{3,80}?)\s*<([\w.+-]+@[\w.-]+)>", re.I | re.M)
_FRENCH = re.compile(
    r"\b(bonjour|vous|votre|vos|merci|cordialement|veuillez|notre|nous|pour|les|des|une|est|dans)\b",
    re.I,
)
_ORGANISATION = re.compile(
    r"\b(service|support|assistance|securite|security|equipe|team|direction|secretariat|departement"
    r"|administrat|admin|help ?desk|comptabilite|billing|facturation|caisse|banque|bank|ministere"
    r"|tresor|notification|no-?reply|office|agence|centre|center|customer|client|account|impots"
    r"|postmaster|webmail|it dep|\bars\b|conseil|ordre|clinique|hopital|laboratoire|editeur|fiscal"
    r"|rh\b|gendarmerie|police|commissa|brigade|notaire|avocat|huissier|syndic\b|mutuelle|assurance"
    r"|tribunal|procureur|messagerie)",
    re.IGNORECASE,
)


def seen(letter: Letter) -> Iterator[Sign]:
    """Everything strange about the sender."""
    host = sender_host(letter)
    if not host:
        return
    yield from _identity(letter, host)
    yield from _answer(letter, host)
    yield from _company(letter, host)
    if letter.failed and not _is_authentic(letter):
        is_denied = "dmarc" in letter.failed and len(letter.failed) > 1
        yield sign("not_authentic_at_all" if is_denied else "not_authentic")


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
    is_own = body is not None and body.owns(host)
    if is_free(host) and not is_own and (_ORGANISATION.search(shown) or body is not None):
        yield sign("free_sender", host)
    elif is_cheap(host):
        yield sign("sender_odd_domain", host)


def _company(letter: Letter, host: str) -> Iterator[Sign]:
    """What its domain says, held against other names of the message."""
    if bodies.is_known(host):
        return
    own = _misspelt(letter, host)
    if own:
        yield sign("sender_misspelt", f"{own} / {host}")
    if baits.names_nobody(host):
        yield sign("sender_errand", host)
    yield from _country(letter, host)
    for name, address in _CITED.findall(letter.text[:50_000]):
        other = address.rpartition("@")[2].lower()
        is_same = hosts.plain_text(name).lower() == hosts.plain_text(letter.sender_name).lower()
        if is_same and hosts.registrable(other) != hosts.registrable(host):
            yield sign("sender_changed", address)
            return


def _country(letter: Letter, host: str) -> Iterator[Sign]:
    """A French message from an address that is not of France or near it."""
    if len(_FRENCH.findall(letter.text[:5000])) < 2 or hosts.belongs(host, hosts_of("houses")):
        return
    ending = host.rpartition(".")[2]
    if ending in hosts_of("far_endings"):
        yield sign("sender_not_french", host)
    elif len(ending) == 2 and ending not in (*hosts_of("near_endings"), *hosts_of("cheap_endings")):
        yield sign("sender_foreign", host)


def _misspelt(letter: Letter, host: str) -> str:
    """The name that the domain misses by one letter: the sender's own, or the reader's house."""
    label = hosts.main_label(host)
    house = hosts.main_label(letter.recipient.rpartition("@")[2])
    if len(house) >= 8 and 0 < hosts.distance(label, house, most=1) <= 1:
        return house
    said = hosts.plain_text(f"{letter.sender_name} {letter.sender.partition('@')[0]}").lower()
    words = {word for word in re.split(r"[^a-z]+", said) if len(word) >= 6}
    parts = [part for part in re.split(r"[-.]", host) if len(part) >= 6 and part not in words]
    return next((w for p in parts for w in sorted(words) if _is_slip(p, w)), "")


def _is_slip(part: str, word: str) -> bool:
    """One letter apart, and not a plural or a feminine."""
    longer, shorter = sorted((part, word), key=len, reverse=True)
    is_ending = longer[:-1] == shorter and longer[-1] in "sex"
    return not is_ending and hosts.distance(part, word, most=1) == 1


def _answer(letter: Letter, host: str) -> Iterator[Sign]:
    answer = hosts.readable(letter.reply_to.rpartition("@")[2])
    if not answer or hosts.registrable(answer) == hosts.registrable(host):
        return
    yield sign("reply_free" if is_free(answer) else "reply_elsewhere", letter.reply_to)

"""The judgement: signs weighed together, a verdict with its doubt, what to do now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from hygie.traps.rules import bodies, files, hosts, leads, quotes, senders
from hygie.traps.rules.letters import Letter, Link
from hygie.traps.rules.signs import Sign, phrases, sign

DANGEROUS_FROM = 6.0
SUSPICIOUS_FROM = 2.5
# Ten pages: a text made to slow the patterns down takes two seconds, and the rest is said unread.
MAX_TEXT = 60_000
_NUMBER = re.compile(r"(?<!\d)(0[1-9]([ .]?\d\d){4}|\+\d[\d ().-]{8,}|3\d[ .]?\d\d(?!\d))")
# What no stranger with a free mailbox has to ask.
_PRIVATE = {"bank", "transfer", "identity", "password", "card", "advance", "prescription", "alone"}


class Verdict(StrEnum):
    """What is thought of a message."""

    DANGEROUS = "dangerous"
    SUSPICIOUS = "suspicious"
    NOTHING_FOUND = "nothing_found"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The verdict, and each sign that it rests on, the heaviest first."""

    verdict: Verdict
    signs: tuple[Sign, ...]
    is_cut: bool = False

    @property
    def score(self) -> float:
        """The sum of weights."""
        return sum(one.weight for one in self.signs)


def judge(letter: Letter) -> Judgement:
    """Judge a message by itself: nothing is asked of any network."""
    is_cut = letter.is_cut or len(letter.text) > MAX_TEXT
    found = sorted(_kept(letter), key=lambda one: -one.weight)
    return Judgement(verdict=_verdict(found), signs=tuple(found), is_cut=is_cut)


def _verdict(found: list[Sign]) -> Verdict:
    score = sum(one.weight for one in found)
    if any(one.is_decisive for one in found) or score >= DANGEROUS_FROM:
        return Verdict.DANGEROUS
    return Verdict.SUSPICIOUS if score >= SUSPICIOUS_FROM else Verdict.NOTHING_FOUND


def _kept(letter: Letter) -> Iterator[Sign]:
    """The signs that count together."""
    told = quotes.said(hosts.plain_text(letter.text[:MAX_TEXT]), subject=_plain(letter.subject))
    if told.warns:
        # What is cited is a trap, and everybody says so: only what is not cited is judged.
        own = _not_cited(letter, told.cited)
        letter = replace(letter, links=own, text=told.own, subject="")
        yield sign("warned")
    about = [*senders.seen(letter), *leads.seen(letter), *files.seen(letter)]
    is_told_of = told.warns and leads.elsewhere(letter) is None and not letter.attachments
    asked = [] if is_told_of else list(_asked(letter, told))
    yield from about
    if letter.has_form:
        yield sign("form_inside")
    if _is_disguised(letter.text) or _is_disguised(letter.subject):
        yield sign("hidden_letters")
    if _is_from_who_it_says(letter) and not any(one.weight >= 3 for one in about):
        # Its own domain, its own links: a bank does write about cards, a court about fines.
        least = 4 if any(not bodies.is_known(host) for host in leads.leads(letter)) else 5
        yield from (one for one in asked if one.weight >= least and one.code != "card")
        return
    yield from asked
    yield from _together(letter, about=about, asked=asked, told=told)


def _not_cited(letter: Letter, cited: str) -> tuple[Link, ...]:
    plain = cited.lower()
    return tuple(link for link in letter.links if hosts.host_of(link.url) not in plain)


def _together(
    letter: Letter, *, about: Iterable[Sign], asked: list[Sign], told: quotes.Said
) -> Iterator[Sign]:
    """What only counts when something is asked as well."""
    yield from leads.alone(letter)
    if not asked:
        return
    codes = {one.code for one in about}
    if senders.is_free(senders.sender_host(letter)) and any(one.code in _PRIVATE for one in asked):
        yield sign("free_asks", letter.sender)
    away = leads.elsewhere(letter)
    if away is not None:
        yield away
    if not codes & {"sender_imitates", "sender_pretends"}:
        body = bodies.claimed(f"{_plain(letter.subject)}\n{told.own[:2000]}")
        if body is not None and not _speaks_for(letter, body) and letter.form != "link":
            yield sign("subject_pretends", body.name)


def _plain(text: str) -> str:
    return hosts.plain_text(text)


def _speaks_for(letter: Letter, body: bodies.Body) -> bool:
    host = senders.sender_host(letter)
    own = [one for one in leads.leads(letter) if body.owns(one)]
    return body.owns(host) or (bool(own) and len(own) == len(leads.leads(letter)))


def _is_from_who_it_says(letter: Letter) -> bool:
    """A known body's own domain, not denied by the server that received it."""
    host = senders.sender_host(letter)
    return bodies.is_known_company(host) and not letter.failed


def _asked(letter: Letter, told: quotes.Said) -> Iterator[Sign]:
    text = " ".join(f"{_plain(letter.subject)}. {told.own}".split())
    has_link = bool(leads.leads(letter))
    has_action = (
        has_link
        or bool(letter.attachments)
        or letter.form == "page"
        or _NUMBER.search(text) is not None
    )
    found = [
        one
        for one in phrases()
        if any(pattern.search(text) for pattern in one.patterns)
        and (one.needs != "link" or has_link)
        and (one.needs != "action" or has_action)
    ]
    for one in found:
        yield Sign(code=one.code, weight=one.weight, sentence=one.sentence)


def _is_disguised(text: str) -> bool:
    """Invisible signs within words, or Cyrillic letters within Latin words."""
    words = text.split()
    odd = sum(
        hosts.is_mixed(word) or any(sign in word[1:-1] for sign in "\u200b\u200c\u2060\u00ad")
        for word in words[:5000]
    )
    return odd >= 3

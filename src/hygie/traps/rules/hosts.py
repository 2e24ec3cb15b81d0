"""Names of computers: to whom a host belongs, and whether it imitates somebody."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

# What looks like a Latin letter, from other alphabets; digits and pairs come after.
_CONFUSABLE = str.maketrans("аеорсухіјѕԁɡһӏνωτкмтвнɑ", "aeopcyxijsdghlvwtkmtbha")
_DIGITS = str.maketrans("01345", "olaes")


@cache
def _suffixes() -> PublicSuffixList:
    """The list that comes with the package: nothing is fetched."""
    return PublicSuffixList()


def host_of(url: str) -> str:
    """The host a link leads to, in lower case and readable letters; "" when there is none."""
    text = url.strip()
    if "://" not in text and not text.lower().startswith(
        ("mailto:", "tel:", "data:", "javascript:")
    ):
        text = f"http://{text}"
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return ""
    return readable(host.rstrip("."))


def readable(host: str) -> str:
    """A host with its international letters shown ("xn--…" undone)."""
    try:
        return host.encode("ascii").decode("idna").lower() if "xn--" in host else host.lower()
    except UnicodeError:
        return host.lower()


def registrable(host: str) -> str:
    """The part of a host that somebody rents ("www.ameli.fr" → "ameli.fr")."""
    return str(_suffixes().privatesuffix(host) or host)


def main_label(host: str) -> str:
    """The first word of the registrable part ("www.ameli.fr" → "ameli")."""
    return registrable(host).partition(".")[0]


def is_address(host: str) -> bool:
    """Whether the host is a number instead of a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return bool(re.fullmatch(r"(0x[0-9a-f]+|\d{8,10})", host))
    return True


def is_mixed(host: str) -> bool:
    """Whether it mixes Latin letters with those of another alphabet."""
    names = {unicodedata.name(sign, "?").partition(" ")[0] for sign in host if sign.isalpha()}
    return len(names & {"LATIN", "CYRILLIC", "GREEK"}) > 1


def belongs(host: str, domains: frozenset[str] | tuple[str, ...]) -> bool:
    """Whether a host is one of these domains, or below one of them."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def skeleton(label: str) -> str:
    """A label as the eye reads it: accents, foreign letters and digits brought back."""
    plain = unicodedata.normalize("NFKD", label.lower().translate(_CONFUSABLE))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return letters.translate(_DIGITS).replace("rn", "m").replace("vv", "w")


def distance(one: str, other: str, *, most: int = 2) -> int:
    """Letters to change, add, drop or swap from one word to the other; `most + 1` beyond."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        before, last, row = row, before, [at]
        for to, mark in enumerate(other, 1):
            cost = min(before[to] + 1, row[-1] + 1, before[to - 1] + (sign != mark))
            if last and to > 1 and sign == other[to - 2] and one[at - 2] == mark:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def plain_text(text: str) -> str:
    """A text without accents, foreign look-alikes or invisible signs: what rules are matched on."""
    folded = unicodedata.normalize("NFKD", text.translate(_CONFUSABLE)).replace("’", "'")
    return "".join(
        sign
        for sign in folded
        if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
    )

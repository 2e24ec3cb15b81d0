"""Signs about where a message leads: its links, shown or hidden, and its codes to scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from hygie.traps.rules import baits, bodies, hosts
from hygie.traps.rules.letters import Letter, Link
from hygie.traps.rules.senders import is_cheap, sender_host
from hygie.traps.rules.signs import Sign, hosts_of, sign

MAX_WORDS_ALONE = 12
_MOBILE = re.compile(
    r"\A\W*(?:de\s*:|sms de|from\s*:)?\s*(?:\+33 ?[67]|0[67]|\+(?!33)\d\d)[\d .]{6,}", re.I
)
_ACTIVE = ("javascript:", "data:", "vbscript:", "file:", "search-ms:", "ms-msdt:", "smb:", "\\\\")
_SHOWN_HOST = re.compile(r"^\W*(?:https?://)?((?:[\w-]+\.)+[a-z]{2,24})(?:[/?#:]\S*)?\W*$", re.I)
_PROGRAM = re.compile(
    r"\.(exe|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|apk|iso|img|lnk|one|dll|cab|zip|rar|7z|docm|xlsm)$",
    re.IGNORECASE,
)
_CARRIED = re.compile(r"[\w.+-]{2,}(@|%40)[\w-]+\.[a-z]{2,}", re.IGNORECASE)
_BACKSTAGE = re.compile(r"/(wp-(content|includes|admin)|cgi-bin|\.well-known)/(?!uploads/)", re.I)
_FILE_SHOWN = re.compile(r"^[^/]{1,80}\.(pdf|docx?|xlsx?|jpe?g|png|zip)\W*$", re.IGNORECASE)
# What every newsletter is full of, and that leads nowhere in particular.
_CALM = ("mailto:", "tel:", "sms:", "cid:", "#", "about:")


def seen(letter: Letter) -> Iterator[Sign]:
    """Everything strange about its links; each kind of sign is told once."""
    told: set[str] = set()
    for link in letter.links:
        for one in _of_link(link, letter):
            if one.code not in told:
                told.add(one.code)
                yield one


def leads(letter: Letter) -> list[str]:
    """The hosts it leads to."""
    found = (
        hosts.host_of(link.url) for link in letter.links if not link.url.lower().startswith(_CALM)
    )
    return [host for host in dict.fromkeys(found) if host]


def _of_link(link: Link, letter: Letter) -> Iterator[Sign]:
    url = link.url.strip()
    if url.lower().startswith(_ACTIVE):
        yield sign("link_active")
        return
    if url.lower().startswith(_CALM):
        return
    host = hosts.host_of(url)
    if not host:
        return
    imitated = bodies.imitated(host)
    if imitated is not None:
        yield sign("link_imitates", host)
    if hosts.is_address(host):
        yield sign("link_number", host)
    if hosts.is_mixed(host) or "xn--" in url.lower():
        yield sign("link_foreign_letters", host)
    yield from _of_place(url, host)
    yield from _of_path(url, host)
    yield from _of_disguise(link, host)
    if letter.form == "page":
        yield sign("qr_link", host)


def _of_place(url: str, host: str) -> Iterator[Sign]:
    if hosts.belongs(host, hosts_of("shorteners")):
        yield sign("link_short", host)
    elif hosts.belongs(host, hosts_of("free_pages")):
        yield sign("link_free_page", host)
    elif hosts.belongs(host, hosts_of("shared_places")):
        yield sign("link_shared_place", host)
    elif is_cheap(host) and not bodies.is_known(host):
        yield sign("link_cheap", host)
    if baits.names_nobody(host):
        yield sign("link_errand", host)


def _of_path(url: str, host: str) -> Iterator[Sign]:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    path = parts.path
    if _BACKSTAGE.search(path):
        yield sign("link_inside_site", host)
    if _port(parts) not in {None, 80, 443}:
        yield sign("link_port", host)
    if _PROGRAM.search(path) and not bodies.is_known(host):
        yield sign("link_to_program", path.rpartition("/")[2])


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return 0


def _of_disguise(link: Link, host: str) -> Iterator[Sign]:
    parts = urlsplit(link.url if "://" in link.url else f"http://{link.url}")
    if "@" in parts.netloc:
        yield sign("link_disguised", host)
    if _CARRIED.search(unquote(f"{parts.query} {parts.fragment}")) and not bodies.is_known(host):
        yield sign("link_carries_address", host)
    if _FILE_SHOWN.match(link.shown):
        if not bodies.is_known(host) and not re.search(r"\.\w{3,4}$", parts.path):
            yield sign("link_as_file", link.shown)
        return
    shown = _SHOWN_HOST.match(link.shown)
    if shown is None:
        return
    said = hosts.readable(shown[1])
    if hosts.registrable(said) == hosts.registrable(host):
        return
    # Letters to many pass every link through a counter: it lies only about who it is.
    if bodies.is_known(said) and not bodies.is_known(host):
        yield sign("link_lies", f"{said} → {host}")
    else:
        yield sign("link_differs", f"{said} → {host}")


def elsewhere(letter: Letter) -> Sign | None:
    """That none of its links leads to whoever sends it."""
    own = hosts.registrable(sender_host(letter))
    found = [host for host in leads(letter) if not bodies.is_known(host)]
    if not found or any(own and hosts.registrable(host) == own for host in leads(letter)):
        return None
    return sign("link_elsewhere" if own else "link_nobodys", found[0])


def alone(letter: Letter) -> Iterator[Sign]:
    """What a link says by standing alone, or by the number that sent it."""
    found = [host for host in leads(letter) if not bodies.is_known(host)]
    if not found or letter.sender or letter.form not in {"text", "link"}:
        return
    if len(letter.text.split()) <= MAX_WORDS_ALONE:
        yield sign("link_alone")
    if _MOBILE.search(letter.text[:200]):
        yield sign("sms_from_mobile")

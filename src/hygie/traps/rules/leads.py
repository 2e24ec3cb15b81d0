"""Signs about where a message leads: its links, shown or hidden, and its codes to scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from hygie.traps.rules import bodies, hosts
from hygie.traps.rules.letters import Letter, Link
from hygie.traps.rules.senders import is_cheap, sender_host
from hygie.traps.rules.signs import Sign, hosts_of, sign

_ACTIVE = ("javascript:", "data:", "vbscript:", "file:", "search-ms:", "ms-msdt:", "smb:", "\\\\")
_SHOWN_HOST = re.compile(r"^\W*(?:https?://)?((?:[\w-]+\.)+[a-z]{2,24})(?:[/?#:]\S*)?\W*$", re.I)
_PROGRAM = re.compile(
    r"\.(exe|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|apk|iso|img|lnk|one|dll|cab|zip|rar|7z|docm|xlsm)$",
    re.IGNORECASE,
)
_CARRIED = re.compile(r"[\w.+-]{2,}(@|%40)[\w-]+\.[a-z]{2,}", re.IGNORECASE)
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
    yield from _of_disguise(link, host)
    if letter.form == "page":
        yield sign("qr_link", host)


def _of_place(url: str, host: str) -> Iterator[Sign]:
    if hosts.belongs(host, hosts_of("shorteners")):
        yield sign("link_short", host)
    elif hosts.belongs(host, hosts_of("free_pages")):
        yield sign("link_free_page", host)
    elif is_cheap(host) and not bodies.is_known(host):
        yield sign("link_cheap", host)
    path = urlsplit(url if "://" in url else f"http://{url}").path
    if _PROGRAM.search(path) and not bodies.is_known(host):
        yield sign("link_to_program", path.rpartition("/")[2])


def _of_disguise(link: Link, host: str) -> Iterator[Sign]:
    parts = urlsplit(link.url if "://" in link.url else f"http://{link.url}")
    if "@" in parts.netloc:
        yield sign("link_disguised", host)
    if _CARRIED.search(unquote(f"{parts.fragment}")) and not bodies.is_known(host):
        yield sign("link_carries_address", host)
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
    return sign("link_elsewhere", found[0])

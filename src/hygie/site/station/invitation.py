"""Which browser may use the station: the one that was opened with a token that works once.

Any program, any other user of this computer can reach 127.0.0.1. The token stands in the address
that `hygie airlock serve` opens, and on the first line of a file that only the station's user can
read, from which a browser started again (`docs/station/ecran`) takes the next one. The second line
changes when the station is started again: what an open window knows is worth nothing then.
"""

from __future__ import annotations

import hmac
import secrets
import threading

from hygie.core import files

FILE = "station.address"
PARAMETER = "cle"
COOKIE = "sas"
_guard = threading.Lock()
_token = ""
_known: set[str] = set()
_address = ""
_started = ""


def begin(address: str) -> str:
    """Forget every browser and draw a token; the address to open.

    Raises:
        HygieError: as `files.telling_disk_errors`.
    """
    global _address, _started
    with _guard:
        _address, _started = address, secrets.token_hex(8)
        _known.clear()
        return _draw()


def _draw() -> str:
    global _token
    _token = secrets.token_urlsafe(24)
    folder = files.ensure_home() / "airlock"
    folder.mkdir(mode=0o700, exist_ok=True)
    full = f"{_address}?{PARAMETER}={_token}"
    files.write_atomically(folder / FILE, f"{full}\n{_started}\n".encode())
    return full


def end() -> None:
    """No window can be opened any more."""
    (files.home() / "airlock" / FILE).unlink(missing_ok=True)


def accept(untrusted_token: str) -> str | None:
    """The cookie for a browser that shows the token, which is spent; None for any other."""
    with _guard:
        if not _token or not hmac.compare_digest(untrusted_token.encode(), _token.encode()):
            return None
        cookie = secrets.token_urlsafe(24)
        _known.add(cookie)
        _draw()
        return cookie


def knows(untrusted_cookie: str) -> bool:
    """Whether a browser was opened by the station."""
    with _guard:
        shown = untrusted_cookie.encode()
        return any(hmac.compare_digest(shown, one.encode()) for one in _known)

"""Sessions: in this process's memory alone, so that a restart ends them all.

A session that was idle asks for its short code; one that was idle for hours has ended. When the
last has ended the base is locked again (`hygie.site.keeper`).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from hygie.accounts import rules
from hygie.accounts.models import Member
from hygie.core.errors import HygieError

MEMBER, LOCKED, PIN, TRIES, HELD = "member_id", "locked", "pin", "pin_tries", "held_form"
# The recovery code just drawn, until it was printed and typed back: in memory, never on the disk.
RECOVERY_CODE = "recovery_code"

_seen: dict[str, float] = {}
_guard = threading.Lock()


def start(session: SessionBase, member_id: str) -> None:
    """Sign a member in; a form held for the same person stays held."""
    held = session.get(HELD)
    # Who signs in again over her own session leaves no ghost of it, that would keep the base open.
    end(session)
    session[MEMBER] = member_id
    if held and held["member_id"] == member_id:
        session[HELD] = held
    session.save()
    touch(session)


def signed_in(request: HttpRequest) -> Member:
    """The member whom the gate let in."""
    member = request.member  # type: ignore[attr-defined]
    assert isinstance(member, Member)  # noqa: S101 - the gate answers for it
    return member


def touch(session: SessionBase) -> None:
    """Note that somebody is there."""
    with _guard:
        _seen[str(session.session_key)] = time.monotonic()


def idle_s(session: SessionBase) -> float:
    """Seconds since the session was last used; infinite when it is not known."""
    with _guard:
        seen = _seen.get(str(session.session_key))
    return float("inf") if seen is None else time.monotonic() - seen


def end(session: SessionBase) -> None:
    """Sign out."""
    with _guard:
        _seen.pop(str(session.session_key), None)
    session.flush()


def end_all() -> None:
    """Sign everybody out: the sessions themselves are refused at their next request."""
    with _guard:
        _seen.clear()


def are_alive() -> bool:
    """At least one session has not ended; forgets the ended ones."""
    limit = time.monotonic() - rules.SESSION_ENDS_AFTER_S
    with _guard:
        for key in [key for key, seen in _seen.items() if seen < limit]:
            del _seen[key]
        return bool(_seen)


def quick_lock(session: SessionBase) -> None:
    """Ask for the short code from the next request on."""
    session[LOCKED] = True


def is_quick_locked(session: SessionBase) -> bool:
    """The short code must be typed first."""
    return bool(session.get(LOCKED)) or rules.is_quick_locked(idle_s(session))


def set_pin(session: SessionBase, pin: str) -> None:
    """Choose the session's short code."""
    salt = secrets.token_hex(16)
    session[PIN], session[TRIES] = [salt, _hash(pin, salt)], 0


def has_pin(session: SessionBase) -> bool:
    """A short code was chosen and can still be tried."""
    return PIN in session


def release(session: SessionBase) -> None:
    """End the quick lock: the person proved who she is."""
    session.pop(LOCKED, None)
    session[TRIES] = 0
    touch(session)


def release_with_pin(session: SessionBase, pin: str) -> None:
    """End the quick lock with the short code.

    Raises:
        HygieError: `accounts.wrong_pin`; at the third, the code is forgotten and the passphrase
            asked.
    """
    salt, expected = session[PIN]
    if hmac.compare_digest(_hash(pin, salt), expected):
        release(session)
        return
    session[TRIES] = session.get(TRIES, 0) + 1
    left = rules.PIN_TRIES - session[TRIES]
    if left <= 0:
        session.pop(PIN)
        raise HygieError(
            "accounts.wrong_pin",
            "Trois codes faux.",
            advice="Tapez maintenant votre phrase de passe.",
        )
    raise HygieError(
        "accounts.wrong_pin",
        f"Ce code n’est pas le bon. Il reste {left}\u00a0essai{'s' if left > 1 else ''}.",
        advice="Recommencez.",
        retry=True,
    )


def _hash(pin: str, salt: str) -> str:
    # It lives in memory for the time of a session; the three tries protect it, not the hash.
    return hashlib.sha256(f"{salt}{pin}".encode()).hexdigest()


def hold_form(session: SessionBase, *, path: str, fields: dict[str, list[str]]) -> None:
    """Keep what was being sent when the session turned out to be locked."""
    session[HELD] = {"member_id": session.get(MEMBER), "path": path, "fields": fields}


def held_form(session: SessionBase) -> dict[str, Any] | None:
    """What was being sent, for the person who was sending it."""
    held: dict[str, Any] | None = session.get(HELD)
    return held if held and held["member_id"] == session.get(MEMBER) else None


def drop_held_form(session: SessionBase) -> None:
    """Sent again, or thrown away."""
    session.pop(HELD, None)

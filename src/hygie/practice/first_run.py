"""The one-time token of the first day: another program of the machine cannot take the practice.

`hygie serve` draws it and puts it in the address that it opens; the first page that shows it is
the only one that may go on. A restart draws another.
"""

from __future__ import annotations

import hmac
import secrets
import threading

from django.contrib.sessions.backends.base import SessionBase

INVITED = "invited"
_token = ""
_guard = threading.Lock()


def new_token() -> str:
    """Draw the token, forgetting any earlier one."""
    global _token
    with _guard:
        _token = secrets.token_urlsafe(24)
        return _token


def is_invited(session: SessionBase, untrusted_token: str) -> bool:
    """This browser was opened by Hygie; spends the token."""
    global _token
    with _guard:
        if _token and hmac.compare_digest(untrusted_token.encode(), _token.encode()):
            _token = ""
            session[INVITED] = True
    return bool(session.get(INVITED))

"""Counting the passwords that Firefox keeps, without opening any."""

from __future__ import annotations

import json
from pathlib import Path

from hygie.checkup.engine.login_data import Count
from hygie.checkup.engine.plain_files import Trouble, UnreadableError, read_file

MAX_JSON_BYTES = 32 * 1024 * 1024
# Firefox keeps its own account beside the passwords, and never lists it to the person.
_OWN_ACCOUNT = "chrome://FirefoxAccounts"


def count_saved(path: Path) -> Count:
    """Passwords kept in a `logins.json`: neither Firefox's own account nor erased ones.

    Raises:
        UnreadableError: it cannot be read, is empty, is broken or is not such a file.
    """
    content = read_file(path, max_bytes=MAX_JSON_BYTES)
    if not content.strip():
        raise UnreadableError(Trouble.EMPTY)
    try:
        kept = json.loads(content)["logins"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError(Trouble.BROKEN) from error
    if not isinstance(kept, list):
        raise UnreadableError(Trouble.BROKEN)
    # An erased password stays as a mark, for the person's other devices to erase it too.
    return Count(number=sum(_is_password(one) for one in kept))


def _is_password(entry: object) -> bool:
    if not isinstance(entry, dict):
        raise UnreadableError(Trouble.BROKEN)
    return not entry.get("deleted") and entry.get("hostname") != _OWN_ACCOUNT

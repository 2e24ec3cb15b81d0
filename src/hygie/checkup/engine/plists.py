"""Apple's property lists, from a file or from a command."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from hygie.checkup.engine.plain_files import Trouble, UnreadableError, read_file

MAX_PLIST_BYTES = 4 * 1024 * 1024
# plistlib lets through whatever its two parsers raise on a broken list.
_BROKEN = (
    ExpatError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
    RecursionError,
)  # fmt: skip


def read_plist(path: Path) -> dict[str, Any]:
    """The dictionary of a property list file.

    Raises:
        UnreadableError: as `read_file`, or broken.
    """
    return parse_plist(read_file(path, max_bytes=MAX_PLIST_BYTES))


def parse_plist(content: bytes) -> dict[str, Any]:
    """The dictionary of a property list.

    Raises:
        UnreadableError: broken, or not a dictionary.
    """
    try:
        found = plistlib.loads(content)
    except _BROKEN as error:
        raise UnreadableError(Trouble.BROKEN) from error
    if not isinstance(found, dict):
        raise UnreadableError(Trouble.BROKEN)
    return found

"""One value, one sequence of bytes: what is hashed and signed of a report.

The form is that of RFC 8785 (JSON Canonicalization Scheme) for the values that reports are made
of: objects with their names in order, lists, strings, whole numbers, true, false and null; UTF-8,
no space. A number with a fraction is refused: no two languages write them alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

MAX_BYTES = 256 * 1024 * 1024
MOST_WHOLE = 2**53 - 1  # beyond, a reader that knows only doubles would see another number
# Up to there, the order of Python's strings is that of UTF-16, which RFC 8785 asks for.
LAST_SIGN = "\ud7ff"


def canonical(value: object) -> bytes:
    """The bytes of a value.

    Raises:
        ValueError: it holds a fraction, a number too large, a name with a sign that is rare, text
            that is no Unicode, or something that JSON does not know.
    """
    _check(value)
    try:
        text = json.dumps(
            value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
        )
        return text.encode("utf-8")
    except (TypeError, UnicodeEncodeError, RecursionError) as error:
        raise ValueError("not a value of a report") from error


def _check(value: object) -> None:
    """Walked with a list of our own: depth costs no frame. Names come by thousands, but few."""
    waiting: list[object] = [value]
    known: set[object] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            continue
        if isinstance(one, dict):
            if not known.issuperset(one):
                _check_names(one)
                known.update(one)
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)
        elif isinstance(one, float) or (isinstance(one, int) and abs(one) > MOST_WHOLE):
            raise ValueError("a report holds whole numbers only")


def _check_names(names: Iterable[object]) -> None:
    for name in names:
        if not isinstance(name, str) or max(name, default="") > LAST_SIGN:
            raise ValueError("the names of a report are plain text")


def parsed(untrusted: bytes) -> Any:
    """What JSON of unknown origin says, refused as soon as it could be read in two ways.

    Raises:
        ValueError: it is too large, not JSON, not UTF-8, has a name twice or a fraction.
    """
    if len(untrusted) > MAX_BYTES:
        raise ValueError("too large")
    try:
        return json.loads(
            untrusted.decode("utf-8"),
            object_pairs_hook=_once,
            parse_float=_refused,
            parse_constant=_refused,
        )
    except RecursionError as error:
        raise ValueError("too deep") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refused(_text: str) -> NoReturn:
    raise ValueError("a report holds whole numbers only")

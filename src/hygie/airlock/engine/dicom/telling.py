"""How the walk's answer crosses the wall: few fields, so that a thousand headers a second can.

The channel costs by the field: short texts travel as lines of one, numbers packed. Both sides use
this module; the trusted one believes nothing of what is inside (`walked`).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hygie.sandbox.channel import Kind, Value

FIELDS = {
    "lines": Kind.TEXT,
    "numbers": Kind.BYTES,
    "said": Kind.TEXT,
    "before": Kind.BYTES,
    "describing": Kind.BYTES,
    "between": Kind.BYTES,
    "beyond": Kind.BYTES,
    "content": Kind.BYTES,
    "fragments": Kind.BYTES,
}
LINES = (
    "syntax", "form", "photometric", "number", "mime", "loss",
    "study", "series", "instance", "class",
    "modality", "name", "patient", "birth", "sex", "date", "study_text", "series_text", "part",
)  # fmt: skip
NUMBERS = (
    "rows", "columns", "samples", "frames", "allocated", "stored", "high", "representation",
    "planar", "pixels_at", "pixels_length", "document_at", "document_length",
    "series_number", "instance_number",
)  # fmt: skip
_PACKED = struct.Struct(f"<{len(NUMBERS)}q")
# Offset and length of a fragment, and the frame that it belongs to.
FRAGMENT = struct.Struct("<QQI")
MAX_SAID = 200
MAX_TEXT_CHARACTERS = 64
MAX_FRAMES = 1_000_000
# What one sample may take: 12 and 24 are old, and copied as they are.
BITS = frozenset((1, 8, 12, 16, 24, 32, 64))


class UntoldError(ValueError):
    """The lines or numbers are not as many as they should be."""


@dataclass(frozen=True)
class Said:
    """One thing removed or noticed: a code, a tag, how many."""

    is_removed: bool
    code: str
    detail: str
    count: int


def packed(
    *, lines: Mapping[str, str], numbers: Mapping[str, int], said: Sequence[Said]
) -> dict[str, Value]:
    """The fields for what is not bytes; what is not given is "" or 0."""
    return {
        "lines": "\n".join([lines.get(name, "") for name in LINES]),
        "numbers": _PACKED.pack(*[numbers.get(name, 0) for name in NUMBERS]),
        "said": "\n".join(
            f"{'-' if one.is_removed else '!'}\t{one.code}\t{one.count}\t{one.detail}"
            for one in said
        ),
    }


def lines(untrusted: str) -> dict[str, str]:
    """The lines by name.

    Raises:
        UntoldError: there are more or fewer.
    """
    found = untrusted.split("\n")
    if len(found) != len(LINES):
        raise UntoldError
    return dict(zip(LINES, found, strict=True))


def numbers(untrusted: bytes) -> dict[str, int]:
    """The numbers by name.

    Raises:
        UntoldError: there are more or fewer.
    """
    if len(untrusted) != _PACKED.size:
        raise UntoldError
    return dict(zip(NUMBERS, _PACKED.unpack(untrusted), strict=True))


def said(untrusted: str) -> list[Said]:
    """What was removed or noticed.

    Raises:
        UntoldError: a line is not made so.
    """
    if not untrusted:
        return []
    found = untrusted.split("\n")
    if len(found) > MAX_SAID:
        raise UntoldError
    return [_said(line) for line in found]


def _said(line: str) -> Said:
    parts = line.split("\t")
    if len(parts) != 4 or parts[0] not in {"-", "!"}:
        raise UntoldError
    if len(parts[2]) > 8 or not (parts[2].isascii() and parts[2].isdigit()):
        raise UntoldError
    return Said(parts[0] == "-", parts[1], parts[3], int(parts[2]))

"""What a file begins with: an empty preamble, and a group 2 of our own (PS3.10 §7.1)."""

from __future__ import annotations

import re
import struct

EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
# Drawn once (PS3.5 annex B.2: a UUID under 2.25).
IMPLEMENTATION_UID = "2.25.63220972209183456147887454123550533687"
IMPLEMENTATION_VERSION = "HYGIE"

_UID = re.compile(r"[0-9]+(\.[0-9]+)*", re.ASCII)
MAX_UID_CHARACTERS = 64


def is_uid(text: str) -> bool:
    """Whether it is made as a UID is, leading zeros apart, which some machines write."""
    return len(text) <= MAX_UID_CHARACTERS and _UID.fullmatch(text) is not None


def start(*, class_uid: str, instance_uid: str, syntax: str = EXPLICIT_LITTLE_ENDIAN) -> bytes:
    """Preamble, "DICM" and group 2 of a file; a UID that is "" is left out.

    Raises:
        ValueError: what is given is not made as a UID is.
    """
    elements = [struct.pack("<HH2sHI", 2, 1, b"OB", 0, 2) + b"\0\1"]
    uids = (
        (0x0002, class_uid),
        (0x0003, instance_uid),
        (0x0010, syntax),
        (0x0012, IMPLEMENTATION_UID),
    )
    for element, uid in uids:
        if uid:
            elements.append(_uid_element(element, uid))
    version = IMPLEMENTATION_VERSION.encode("ascii")
    version += b" " * (len(version) % 2)
    elements.append(struct.pack("<HH2sH", 2, 0x0013, b"SH", len(version)) + version)
    group = b"".join(elements)
    return b"\0" * 128 + b"DICM" + struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(group)) + group


def _uid_element(element: int, uid: str) -> bytes:
    if not is_uid(uid):
        raise ValueError(f"not a UID: {uid[:80]!r}")
    value = uid.encode("ascii")
    value += b"\0" * (len(value) % 2)
    return struct.pack("<HH2sH", 2, element, b"UI", len(value)) + value

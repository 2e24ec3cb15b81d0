"""What each data element may be: the standard's dictionary, and what we do with each. Inside only.

The dictionary is pydicom's tables, read when the module loads; pydicom parses nothing here. Their
file is loaded alone: the package would load numpy and its decoders, which costs each start 0.4 s.
As a module it comes compiled already, which `runpy` would do anew at each start (0.07 s).
"""

from __future__ import annotations

import tomllib
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

PRIVATE = Path(__file__).parents[2] / "data" / "private.toml"


def _tables() -> dict[str, Any]:
    """pydicom's dictionary of the standard, by the names of its file."""
    found = find_spec("pydicom")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pydicom")
    alone = spec_from_file_location("_dicom_dict", Path(found.origin).with_name("_dicom_dict.py"))
    if alone is None or alone.loader is None:
        raise ModuleNotFoundError("pydicom._dicom_dict")
    tables = module_from_spec(alone)
    alone.loader.exec_module(tables)
    return vars(tables)


_TABLES = _tables()
DicomDictionary: dict[int, tuple[str, str, str, str, str]] = _TABLES["DicomDictionary"]
RepeatersDictionary: dict[str, tuple[str, str, str, str, str]] = _TABLES["RepeatersDictionary"]

# What is done with an element; a reason's code when it is dropped.
KEEP, SILENT, ADDRESS, CHECK, PIXELS, DOCUMENT = (
    "keep",
    "silent",
    "address",
    "check",
    "pixels",
    "document",
)
RETIRED, ICON, OPAQUE, SIGNED = "dicom.retired", "dicom.icon", "dicom.opaque", "dicom.signed"


class Rule(NamedTuple):
    """What an element may be.

    Attributes:
        vrs: those it may have; the first is taken where the file does not say.
        action: one of the above.
    """

    vrs: tuple[bytes, ...]
    action: str


PIXEL_DATA, FLOAT_PIXELS, DOUBLE_PIXELS = 0x7FE00010, 0x7FE00008, 0x7FE00009
PIXEL_TAGS = {PIXEL_DATA, FLOAT_PIXELS, DOUBLE_PIXELS}
WAVEFORM_DATA, LUT_DATA = 0x54001010, 0x00283006
LUT_DESCRIPTOR = 0x00283002
# Palettes: data to descriptor.
PALETTES = {0x00281200 + n: 0x00281100 + n for n in range(1, 4)}
ENCAPSULATED_DOCUMENT = 0x00420011
INDEX_RECORDS = 0x00041220
SPECIAL = {
    PIXEL_DATA: PIXELS,
    FLOAT_PIXELS: PIXELS,
    DOUBLE_PIXELS: PIXELS,
    0x7FE00001: SILENT,
    0x7FE00002: SILENT,
    0x7FE00003: SILENT,
    0xFFFCFFFC: SILENT,
    ENCAPSULATED_DOCUMENT: DOCUMENT,
    WAVEFORM_DATA: CHECK,
    LUT_DATA: CHECK,
    **dict.fromkeys(PALETTES, CHECK),
    0x00880200: ICON,
    # Stores of bytes that no viewer needs and nobody can look into.
    **dict.fromkeys((0x0008041B, 0x0008041C, 0x0016002B, 0x0016004B, 0x0016008B), OPAQUE),
    **dict.fromkeys((0x0016008C, 0x00686300, 0x0072006D, 0x04000552, 0x40101006), OPAQUE),
    **dict.fromkeys((0x4010106C, 0x00340002, 0x00340005, 0x00340007), OPAQUE),
    # What was signed is no longer what is written: a signature would be wrong.
    **dict.fromkeys((0xFFFAFFFA, 0x04000115, 0x04000120, 0x04000310, 0x04000404), SIGNED),
    0x04000500: OPAQUE,
    0x7FE00020: RETIRED,
    0x7FE00030: RETIRED,
    0x7FE00040: RETIRED,
}


def _vrs(said: str) -> tuple[bytes, ...]:
    found = tuple(vr.encode("ascii") for vr in said.split(" or "))
    return tuple(sorted(found, key=lambda vr: vr != b"OW"))


def _rule(tag: int, said: str, retired: str) -> Rule:
    vrs = _vrs(said)
    action = SPECIAL.get(tag, KEEP)
    if action is KEEP and vrs[0] == b"UR":
        action = ADDRESS
    elif action is KEEP and retired == "Retired" and vrs[0] in {b"OB", b"OW", b"UN"}:
        action = RETIRED if tag != 0x00281200 else CHECK
    return Rule(vrs, action)


KNOWN: dict[int, Rule] = {
    tag: _rule(tag, said, retired)
    for tag, (said, _, _, retired, _) in DicomDictionary.items()
    # Group 4 names files: its place is an index, which is known by its records and never followed.
    if said != "NONE" and (tag >> 16 > 4 or tag == INDEX_RECORDS)
}


def _overlays() -> dict[int, Rule]:
    rules = {}
    for mask, (said, _, _, retired, _) in RepeatersDictionary.items():
        if mask.startswith("60xx"):
            element = int(mask[4:], 16)
            action = CHECK if element == 0x3000 else KEEP
            if retired == "Retired" and _vrs(said)[0] in {b"OB", b"OW"}:
                action = RETIRED
            for group in range(0x6000, 0x6020, 2):
                rules[group << 16 | element] = Rule(_vrs(said), action)
        elif mask.startswith("002031"):
            for last in range(256):
                rules[0x00203100 | last] = Rule(_vrs(said), KEEP)
    return rules


KNOWN |= _overlays()
_RETIRED_GROUPS = {0x1000, 0x1010, *range(0x5000, 0x5100, 2), *range(0x7F00, 0x7FE0, 2)}


def is_retired(tag: int) -> bool:
    """Whether a tag that is not known belongs to a group that the standard gave up."""
    group = tag >> 16
    return group in _RETIRED_GROUPS or (group == 0x0028 and 0x0400 <= tag & 0xFFFF < 0x0900)


class Private(NamedTuple):
    """A private element that passes."""

    vr: bytes
    max_bytes: int


def _private() -> dict[tuple[int, str, int], Private]:
    allowed = {}
    for block in tomllib.loads(PRIVATE.read_text(encoding="utf-8"))["block"]:
        for entry in block["elements"]:
            key = (int(block["group"], 16), block["creator"], int(entry["element"], 16))
            allowed[key] = Private(entry["vr"].encode("ascii"), entry["max_bytes"])
    return allowed


# (group, creator, last two digits of the element) of what passes.
ALLOWED = _private()
# The same by group and creator.
PASSING = {
    (group, creator): frozenset(
        element for one, other, element in ALLOWED if (one, other) == (group, creator)
    )
    for group, creator, _ in ALLOWED
}

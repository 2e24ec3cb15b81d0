"""A patient's key for the demonstration: a scanner of drawn slices, and what discs carry.

The patient is one of the invented ones. The program on it is two letters and zeros: it cannot run.
"""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

from PIL import Image as Picture
from PIL import ImageDraw

from hygie.airlock.asked import INVENTED_KEY
from hygie.airlock.engine.cleaner import Image
from hygie.airlock.engine.dicom.dicomdir import directory
from hygie.core import files
from hygie.patients.models import Patient

SLICES, SIDE = 24, 256
# Under the root of UUIDs ("2.25."), a number that names nobody.
ROOT = "2.25.1201800"
CT_IMAGE, EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2.1"
LONG = {"OB", "OW", "UN", "UT"}


def write_key(patient: Patient, *, today: date) -> Path:
    """Write the key in the home folder; where it is."""
    folder = files.home() / INVENTED_KEY
    images = folder / "DICOM"
    images.mkdir(parents=True, exist_ok=True)
    listed = []
    for rank in range(1, SLICES + 1):
        (images / f"I{rank:06d}").write_bytes(_slice(patient, rank=rank, today=today))
        listed.append((f"DICOM/I{rank:06d}", _named(patient, rank=rank)))
    (folder / "DICOMDIR").write_bytes(directory(listed))
    (folder / "VISIONNEUSE.EXE").write_bytes(b"MZ" + bytes(2048))
    (folder / "AUTORUN.INF").write_bytes(b"[autorun]\r\nopen=VISIONNEUSE.EXE\r\n")
    letter = "Bonjour,\nvoici votre scanner (images inventées).\nLe secrétariat\n"
    (folder / "LISEZ-MOI.TXT").write_text(letter, encoding="cp1252")
    return folder


def _named(patient: Patient, *, rank: int) -> Image:
    """What the disc's index says of a slice."""
    return Image(
        study_uid=f"{ROOT}.1", series_uid=f"{ROOT}.2", instance_uid=f"{ROOT}.3.{rank}",
        class_uid=CT_IMAGE, modality="CT", patient_name=patient.birth_name, patient_id="INVENTE",
        series_number=1, instance_number=rank,
    )  # fmt: skip


def _slice(patient: Patient, *, rank: int, today: date) -> bytes:
    """One slice as PS3.10 writes it, without an extension, as on real discs."""
    instance = f"{ROOT}.3.{rank}"
    meta = b"".join([
        _element(0x0002, 0x0001, "OB", b"\0\1"),
        _element(0x0002, 0x0002, "UI", CT_IMAGE),
        _element(0x0002, 0x0003, "UI", instance),
        _element(0x0002, 0x0010, "UI", EXPLICIT_LITTLE_ENDIAN),
        _element(0x0002, 0x0012, "UI", ROOT),
    ])  # fmt: skip
    born = patient.birth_date.strftime("%Y%m%d") if patient.birth_date else ""
    name = f"{patient.birth_name}^{patient.birth_given_names}"
    told: list[tuple[int, int, str, bytes | str | int]] = [
        (0x0008, 0x0005, "CS", "ISO_IR 192"), (0x0008, 0x0016, "UI", CT_IMAGE),
        (0x0008, 0x0018, "UI", instance), (0x0008, 0x0020, "DA", today.strftime("%Y%m%d")),
        (0x0008, 0x0060, "CS", "CT"), (0x0008, 0x1030, "LO", "Scanner thoracique (inventé)"),
        (0x0008, 0x103E, "LO", "Coupes dessinées"), (0x0010, 0x0010, "PN", name),
        (0x0010, 0x0020, "LO", "INVENTE"), (0x0010, 0x0030, "DA", born),
        (0x0010, 0x0040, "CS", patient.sex or "O"), (0x0020, 0x000D, "UI", f"{ROOT}.1"),
        (0x0020, 0x000E, "UI", f"{ROOT}.2"), (0x0020, 0x0011, "IS", "1"),
        (0x0020, 0x0013, "IS", str(rank)), (0x0028, 0x0002, "US", 1),
        (0x0028, 0x0004, "CS", "MONOCHROME2"), (0x0028, 0x0010, "US", SIDE),
        (0x0028, 0x0011, "US", SIDE), (0x0028, 0x0100, "US", 16), (0x0028, 0x0101, "US", 16),
        (0x0028, 0x0102, "US", 15), (0x0028, 0x0103, "US", 0), (0x0028, 0x1050, "DS", "40"),
        (0x0028, 0x1051, "DS", "400"), (0x0028, 0x1052, "DS", "-1024"),
        (0x0028, 0x1053, "DS", "1"), (0x7FE0, 0x0010, "OW", _drawn(rank)),
    ]  # fmt: skip
    length = _element(0x0002, 0x0000, "UL", struct.pack("<I", len(meta)))
    return bytes(128) + b"DICM" + length + meta + b"".join(_element(*one) for one in told)


def _element(group: int, number: int, vr: str, value: bytes | str | int) -> bytes:
    """An element of PS3.5 7.1.2: explicit, little endian, padded to an even length."""
    content = (
        struct.pack("<H", value)
        if isinstance(value, int)
        else value
        if isinstance(value, bytes)
        else value.encode("utf-8")
    )
    if len(content) % 2:
        content += b"\0" if vr in {"UI", *LONG} else b" "
    head = struct.pack("<HH2s", group, number, vr.encode())
    size = struct.pack("<HI" if vr in LONG else "<H", *([0] if vr in LONG else []), len(content))
    return head + size + content


def _drawn(rank: int) -> bytes:
    """A chest that nobody has: air, skin, two lungs, a spine; thinner at both ends."""
    picture = Picture.new("I;16", (SIDE, SIDE), 24)
    draw = ImageDraw.Draw(picture)
    middle = SIDE // 2
    wide = 70 + 36 * (1 - abs(rank - SLICES / 2) / (SLICES / 2))
    draw.ellipse((middle - wide, middle - 62, middle + wide, middle + 62), fill=1064)
    for side in (-1, 1):
        at = middle + side * wide * 0.48
        reach = wide * 0.33
        draw.ellipse((at - reach, middle - 42, at + reach, middle + 36), fill=224)
    draw.ellipse((middle - 12, middle + 28, middle + 12, middle + 52), fill=1724)
    draw.ellipse((middle - 4 - rank % 5, middle - 14, middle + 22, middle + 12), fill=1104)
    return picture.tobytes()

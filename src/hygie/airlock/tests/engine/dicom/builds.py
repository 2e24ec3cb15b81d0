"""Small DICOM files, byte by byte, and the way through the cleaner without walls."""

from __future__ import annotations

import io
import struct
import warnings
from pathlib import Path

import pydicom
from pydicom.data import get_testdata_file

from hygie.airlock.engine.cleaner import Staged, write
from hygie.airlock.engine.dicom import read_inside, vrs
from hygie.airlock.engine.dicom.native import DicomCleaner
from hygie.airlock.engine.dicom.walked import walked
from hygie.sandbox import channel
from hygie.sandbox.job import Answer, Ending

CT = "1.2.840.10008.5.1.4.1.1.2"
SR = "1.2.840.10008.5.1.4.1.1.88.11"
IMPLICIT, EXPLICIT, BIG = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
JPEG_2000 = "1.2.840.10008.1.2.4.90"
UNDEFINED = 0xFFFFFFFF


def element(
    tag: int, vr: str, value: bytes = b"", *, length: int | None = None, order="<"
) -> bytes:
    """One explicit element, as it is given: nothing is made even."""
    size = len(value) if length is None else length
    group, number = tag >> 16, tag & 0xFFFF
    if vr.encode() in vrs.LONG:
        return struct.pack(f"{order}HH2sHI", group, number, vr.encode(), 0, size) + value
    return struct.pack(f"{order}HH2sH", group, number, vr.encode(), size) + value


def implicit(tag: int, value: bytes = b"", *, length: int | None = None) -> bytes:
    size = len(value) if length is None else length
    return struct.pack("<HHI", tag >> 16, tag & 0xFFFF, size) + value


def item(content: bytes, *, length: int | None = UNDEFINED) -> bytes:
    if length != UNDEFINED:
        return implicit(0xFFFEE000, content)
    return implicit(0xFFFEE000, length=UNDEFINED) + content + implicit(0xFFFEE00D)


def sequence(tag: int, *items: bytes) -> bytes:
    return element(tag, "SQ", b"".join(items) + implicit(0xFFFEE0DD), length=UNDEFINED)


def uid(text: str) -> bytes:
    return text.encode() + b"\0" * (len(text) % 2)


def start(syntax: str = EXPLICIT, *, preamble: bytes = b"", kind: str = CT) -> bytes:
    group = element(0x00020001, "OB", b"\0\1") + element(0x00020002, "UI", uid(kind))
    group += element(0x00020003, "UI", uid("1.2.3.4")) + element(0x00020010, "UI", uid(syntax))
    length = element(0x00020000, "UL", struct.pack("<I", len(group)))
    return preamble.ljust(128, b"\0") + b"DICM" + length + group


def us(number: int) -> bytes:
    return struct.pack("<H", number)


def head(kind=CT):
    return element(0x00080005, "CS", b"ISO_IR 192") + element(0x00080016, "UI", uid(kind)) + _HEAD


_HEAD = b"".join((
    element(0x00080018, "UI", uid("1.2.3.4")),
    element(0x00080060, "CS", b"CT"),
    element(0x00100010, "PN", "DUPONT^Zoé".encode() + b" "),
    element(0x0020000D, "UI", uid("1.2.3")),
    element(0x0020000E, "UI", uid("1.2.3.1")),
))  # fmt: skip


def describing(*, rows=4, columns=4, bits=8, frames=0):
    return b"".join((
        element(0x00280002, "US", us(1)),
        element(0x00280004, "CS", b"MONOCHROME2 "),
        element(0x00280008, "IS", str(frames).encode().rjust(4)) if frames else b"",
        element(0x00280010, "US", us(rows)),
        element(0x00280011, "US", us(columns)),
        element(0x00280100, "US", us(bits)),
        element(0x00280101, "US", us(bits)),
        element(0x00280102, "US", us(bits - 1)),
        element(0x00280103, "US", us(0)),
    ))  # fmt: skip


PIXELS = bytes(range(16))


def image(*, extra=b"", late=b"", pixels=PIXELS, tail=b"", preamble=b"", syntax=EXPLICIT):
    """A tiny image; `extra` stands before group 0028, `late` after it."""
    body = head() + extra + describing() + late + element(0x7FE00010, "OB", pixels)
    return start(syntax, preamble=preamble) + body + tail


def report(extra: bytes = b"", *, kind: str = SR):
    """An object without pixels."""
    return start(kind=kind) + head(kind) + extra


class Here:
    """Asks in this process: what crosses is coded and checked as if it had come from inside."""

    def each(self, job, files, *, arguments=None, limits=None, batch=1):
        for file in files:
            content = file if isinstance(file, bytes) else file.stored.read_bytes()
            told = channel.decode(channel.encode(read_inside.read(io.BytesIO(content))))
            assert job.accepts(told)
            yield Answer(ending=Ending.ANSWERED, code=told.code, untrusted=told.fields)


def staged(path: Path) -> Staged:
    return Staged(
        path=path.name, name=path.name, size_bytes=path.stat().st_size, sha256="", stored=path,
        kind="dicom",
    )  # fmt: skip


def cleaned(path: Path, *, cleaner=None):
    """What the cleaner says of a file."""
    (found,) = (cleaner or DicomCleaner()).clean([staged(path)], asking=Here())
    return found


def passed(content: bytes, folder: Path, *, cleaner=None):
    """What the cleaner says, and the bytes that are handed over (b"" for none)."""
    path = folder / "source"
    path.write_bytes(content)
    found = cleaned(path, cleaner=cleaner)
    if found.output is None:
        return found, b""
    made = io.BytesIO()
    with path.open("rb") as source:
        write(found.output, source=source, target=made)
    return found, made.getvalue()


def told(content: bytes):
    """What the walk says: checked against the file."""
    message = read_inside.read(io.BytesIO(content))
    assert message.code == "walked", message.fields
    return walked(message.fields, size_bytes=len(content))


def refused(content: bytes) -> str:
    message = read_inside.read(io.BytesIO(content))
    assert message.code == "refused", message.code
    return str(message.fields["reason"])


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def opened(source) -> pydicom.Dataset:
    """What pydicom reads, without its remarks on odd files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(source, force=True)


def bundled(name: str) -> Path:
    """A file that comes with pydicom."""
    found = get_testdata_file(name, download=False)
    assert isinstance(found, str)
    return Path(found)

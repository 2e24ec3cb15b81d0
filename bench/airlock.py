"""The airlock on a disc of native images: examined, and handed over after a second control.

1,000 files like CT slices (525 kB, 512x512 of noise under pydicom's CT header), all the shipped
rules and the sandbox included, its start too. The floor is reading and hashing the same tree in
this process. DicomLock's scan and `disarm` read the same files, fewer of them, as it is slow.
Bombs follow: what each costs beyond an honest file, whose examination is the sandbox's start.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import resource
import shutil
import statistics
import struct
import sys
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pydicom
import pydicom.data
import pydicom.uid
import ratio
from scanner.disarm import disarm
from scanner.pipeline import run_security_scan

from hygie.airlock.engine.outcome import Outcome
from hygie.airlock.engine.scan import examine
from hygie.airlock.engine.signatures.used import Signatures
from hygie.airlock.rules.verdicts import Verdict
from hygie.core.errors import HygieError

FILES = 1000
THEIR_FILES = 40
CT = Path(pydicom.data.__file__).parent / "test_files" / "CT_small.dcm"
# A quarter of the rate of hashing, and a tenth: the goals. Seconds are the inverse.
SCAN_LIMIT, REBUILD_LIMIT = 4.0, 10.0
BOMB_LIMIT_S, BOMB_LIMIT_BYTES = 1.0, 1 << 30


def make_disc(folder: Path) -> None:
    """The files of a disc, one series."""
    folder.mkdir()
    header = pydicom.dcmread(CT)
    del header[0xFFFCFFFC]
    header.Rows = header.Columns = 512
    for rank in range(FILES):
        header.PixelData = os.urandom(2 * 512 * 512)
        header.InstanceNumber = rank + 1
        header.SOPInstanceUID = header.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{rank + 1}"
        header.save_as(folder / f"IM{rank:06d}")


class Disc:
    """The ways to read it."""

    def __init__(self, scratch: Path) -> None:
        self.folder, self.out = scratch / "disc", scratch / "out"
        make_disc(self.folder)
        self.files = sorted(self.folder.iterdir())
        self.theirs = scratch / "theirs.dcm"

    def hashed(self) -> None:
        """The floor."""
        for file in self.files:
            hashlib.sha256(file.read_bytes()).hexdigest()

    def examined(self) -> None:
        """Nothing is handed over."""
        self._check(examine(self.folder, signatures=Signatures()))

    def handed_over(self) -> None:
        """Rebuilt, controlled again, on the disk."""
        outcome = examine(self.folder, out=self.out, signatures=Signatures())
        self._check(outcome)
        if not all(entry.output for entry in outcome.files):
            raise SystemExit("airlock: a file was not handed over")

    def forget(self) -> None:
        """What was handed over is not part of the measure."""
        shutil.rmtree(self.out, ignore_errors=True)

    @staticmethod
    def _check(outcome: Outcome) -> None:
        if len(outcome.files) != FILES or not all(one.verdict.passes for one in outcome.files):
            raise SystemExit("airlock: an honest file was refused")

    def scanned_by_dicomlock(self) -> None:
        """Theirs, on the first files."""
        for file in self.files[:THEIR_FILES]:
            run_security_scan(str(file))

    def disarmed_by_dicomlock(self) -> None:
        """Theirs, on the first files."""
        for file in self.files[:THEIR_FILES]:
            if disarm(str(file), str(self.theirs)).error:
                raise SystemExit("airlock: DicomLock refuses a file")


def ms_a_file(work: Callable[[], object], files: int) -> float:
    """Milliseconds for each file."""
    return ratio.seconds(work) * 1000 / files


def measure_disc(disc: Disc, *, n: int) -> None:
    """Each comparison in turn."""

    def handed_over() -> float:
        disc.forget()
        return ms_a_file(disc.handed_over, FILES)

    def examined() -> float:
        return ms_a_file(disc.examined, FILES)

    def hashed() -> float:
        return ms_a_file(disc.hashed, FILES)

    for name, ours, limit in (
        ("examined / read and hashed", examined, SCAN_LIMIT),
        ("handed over / read and hashed", handed_over, REBUILD_LIMIT),
    ):
        ratio.tell(name, ratio.pairs(ours, hashed, n=n), unit="ms", limit=limit)
    for name, ours, theirs in (
        ("examined / DicomLock's scan", examined, disc.scanned_by_dicomlock),
        ("handed over / DicomLock's disarm", handed_over, disc.disarmed_by_dicomlock),
    ):
        found = ratio.pairs(
            ours, lambda theirs=theirs: ms_a_file(theirs, THEIR_FILES), n=max(1, n // 2)
        )
        ratio.tell(name, found, unit="ms", limit=1.0)
    disc.forget()


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A ZIP, deflated."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def bombs() -> dict[str, bytes]:
    """Small files that promise much."""
    zeros = zipped(("zeros.txt", bytes(400 << 20)))
    nested = zipped(*((f"{rank}.zip", zeros) for rank in range(16)))
    preamble = CT.read_bytes()[:132]
    meta = b"\2\0\x10\0UI\x14\0" + b"1.2.840.10008.1.2.1\0"
    group = b"\2\0\0\0UL\4\0" + struct.pack("<I", len(meta))
    head = preamble + group + meta
    sequence = b"\x08\0\x40\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff"
    shape = struct.pack("<HH2sHH", 0x28, 0x10, b"US", 2, 65535)
    shape += struct.pack("<HH2sHH", 0x28, 0x11, b"US", 2, 65535)
    pixels = b"\xe0\x7f\x10\0OW\0\0\xf0\xff\xff\xff" + bytes(64)
    line = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + line
    png += struct.pack(">I", zlib.crc32(b"IHDR" + line)) + bytes(12)
    return {
        "archive.zip": zeros,
        "nested.zip": zipped(*((f"{rank}.zip", nested) for rank in range(16))),
        "sequences.dcm": head + sequence * 20_000,
        "length.dcm": head + b"\x08\0\x05\0UT\0\0\xf0\xff\xff\xff" + b"ISO",
        "dimensions.dcm": head + shape + pixels,
        "dimensions.png": png,
    }


def measure_bombs(scratch: Path, *, n: int) -> bool:
    """Each bomb beside an honest file of its kind; whether all stay within the limits."""
    is_kept = True
    honest = scratch / "honest"
    honest.mkdir()
    (honest / "note.txt").write_text("Bonjour.")
    (honest / "note.zip").write_bytes(zipped(("note.txt", b"Bonjour.")))
    for name, content in bombs().items():
        folder = scratch / f"bomb-{name}"
        folder.mkdir()
        (folder / name).write_bytes(content)
        more = []
        for _ in range(n):
            base = ratio.seconds(lambda: examine(honest, signatures=Signatures()))
            outcomes: list[Outcome] = []
            whole = ratio.seconds(
                lambda folder=folder, outcomes=outcomes: outcomes.append(
                    examine(folder, signatures=Signatures())
                )
            )
            more.append(max(0.0, whole - base))
            if Verdict.REBUILT in {entry.verdict for entry in outcomes[0].files}:
                raise SystemExit(f"airlock: {name} passed")
        ratio.note(f"bomb {name}", more, unit="s more than an honest file")
        is_kept = is_kept and statistics.median(more) <= BOMB_LIMIT_S
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"memory at most, this process       {most >> 20} MiB (a reader inside: 1 GiB at most)")
    return is_kept and most <= BOMB_LIMIT_BYTES


def main() -> int:
    """Measure in a scratch folder."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    n = ratio.repetitions(3)
    ratio.say_machine()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        os.environ["HYGIE_HOME"] = str(scratch / "home")
        try:
            bombs_kept = measure_bombs(scratch, n=n)
            measure_disc(Disc(scratch), n=n)
        except HygieError as error:
            raise SystemExit(f"airlock: {error}") from error
    if not bombs_kept:
        print("a bomb passed a limit")
    return ratio.outcome() or int(not bombs_kept)


if __name__ == "__main__":
    sys.exit(main())

"""Compressed images made native, slices drawn to be looked at, photographs rebuilt.

A compressed CT slice of 512x512 in each transfer syntax, walked, decoded in the sandbox and written
natively, beside what DicomLock's `disarm` takes for the same file. A series drawn as PNG, and a
photograph of twelve million points rebuilt, beside pydicom and Pillow in this very process, which
are the work without any wall.
"""

from __future__ import annotations

import hashlib
import io
import logging
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import data_store
import numpy as np
import pydicom
import pydicom.uid
import ratio
from PIL import Image
from pydicom.pixels import processing
from scanner.disarm import disarm

from hygie.airlock.engine.cleaner import Cleaner, Staged, write
from hygie.airlock.engine.dicom.native import WALK, DicomCleaner
from hygie.airlock.engine.pictures import Pictures
from hygie.airlock.engine.pixels import compressed, render
from hygie.airlock.tests.engine.pixels.corpus import Asking
from hygie.core.errors import HygieError
from hygie.sandbox.pool import Pool

FILES = 5
SLICES = 64
# DicomLock starts a Python for each file: 241 ms alone on a small machine, where 60 are wanted.
FILE_LIMIT = 0.25
# A series must not cost more than the bare work in process; a slice by itself pays for its child.
SERIES_LIMIT, SLICE_LIMIT = 1.0, 4.0
WINDOW = (40.0, 400.0)
PHOTOGRAPH = (4000, 3000)

ORIGINAL = Path(data_store.__file__).parent / "data" / "693_UNCR.dcm"
LOSSLESS_JPEG = Path(data_store.__file__).parent / "data" / "bad_sequence.dcm"


def slices(folder: Path) -> dict[str, Path]:
    """A slice of 512x512 in each syntax that an encoder at hand writes."""
    made = {"JPEG lossless": LOSSLESS_JPEG, "JPEG baseline": folder / "baseline"}
    for name, uid, more in (
        ("RLE", pydicom.uid.RLELossless, {}),
        ("JPEG-LS", pydicom.uid.JPEGLSLossless, {}),
        ("JPEG-LS near lossless", pydicom.uid.JPEGLSNearLossless, {"jls_error": 2}),
        ("JPEG 2000 lossless", pydicom.uid.JPEG2000Lossless, {}),
        ("JPEG 2000", pydicom.uid.JPEG2000, {"j2k_cr": [8]}),
    ):
        header = pydicom.dcmread(ORIGINAL)
        header.compress(uid, **more)
        made[name] = folder / name
        header.save_as(made[name])
    header = pydicom.dcmread(ORIGINAL)
    picture = io.BytesIO()
    Image.fromarray((header.pixel_array.clip(0, 255)).astype("u1")).save(picture, "JPEG")
    header.BitsAllocated = header.BitsStored = 8
    header.HighBit, header.PixelRepresentation = 7, 0
    header.file_meta.TransferSyntaxUID = pydicom.uid.JPEGBaseline8Bit
    header.PixelData = pydicom.encaps.encapsulate([picture.getvalue()])
    header["PixelData"].VR = "OB"
    header.save_as(made["JPEG baseline"])
    return made


def staged(path: Path, *, kind: str) -> Staged:
    """A file as the examination hands it to a cleaner."""
    content = path.read_bytes()
    return Staged(
        path=path.name,
        name=path.name,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored=path,
        kind=kind,
    )


def rebuilt(file: Staged, *, by: Cleaner, pool: Pool, target: Path) -> None:
    """Cleaned once, and written."""
    cleaned = next(iter(by.clean([file], asking=Asking(pool))))
    if cleaned.output is None:
        raise SystemExit(f"pixels: {file.name} was refused: {cleaned.reasons}")
    with file.stored.open("rb") as source, target.open("wb") as written:
        write(cleaned.output, source=source, target=written)


def ms(work: Callable[[], object], *, times: int) -> float:
    """Milliseconds for one of as many."""
    return ratio.seconds(lambda: [work() for _ in range(times)]) * 1000 / times


def measure_files(folder: Path, pool: Pool, *, n: int) -> None:
    """Each syntax, beside DicomLock."""
    cleaner, target = DicomCleaner(compressed=compressed.Compressed()), folder / "native"
    for name, path in slices(folder).items():
        file = staged(path, kind="dicom")
        theirs = disarm(str(path), str(folder / "theirs"))
        if theirs.error:
            raise SystemExit(f"pixels: DicomLock refuses {name}: {theirs.error}")
        found = ratio.pairs(
            lambda file=file: ms(
                lambda: rebuilt(file, by=cleaner, pool=pool, target=target), times=FILES
            ),
            lambda path=path: ms(lambda: disarm(str(path), str(folder / "theirs")), times=1),
            n=n,
        )
        ratio.tell(f"{name} / DicomLock", found, unit="ms", limit=FILE_LIMIT)


def drawn_in_process(path: Path) -> bytes:
    """What a slice costs without any wall."""
    header = pydicom.dcmread(path)
    scaled = processing.apply_modality_lut(header.pixel_array, header)
    low = WINDOW[0] - WINDOW[1] / 2
    grey = ((scaled - low) * (255 / WINDOW[1])).clip(0, 255).astype("u1")
    picture = io.BytesIO()
    Image.fromarray(grey).save(picture, "PNG", compress_level=1)
    return picture.getvalue()


def measure_slices(pool: Pool, *, n: int) -> None:
    """A series, then one slice at a time, then thumbnails."""
    paths = [ORIGINAL] * SLICES

    def floor() -> float:
        return ms(lambda: drawn_in_process(ORIGINAL), times=SLICES // 4)

    def series(**asked: object) -> float:
        return ratio.seconds(lambda: list(render.series(paths, pool=pool, **asked))) * 1000 / SLICES

    found = ratio.pairs(lambda: series(window=WINDOW), floor, n=n)
    ratio.tell("a slice of a series / in process", found, unit="ms", limit=SERIES_LIMIT)
    found = ratio.pairs(
        lambda: ms(lambda: render.frame(ORIGINAL, pool=pool, window=WINDOW), times=SLICES // 4),
        floor,
        n=n,
    )
    ratio.tell("a slice by itself / in process", found, unit="ms", limit=SLICE_LIMIT)
    ratio.note("a thumbnail", [series(width=render.THUMBNAIL_WIDTH) for _ in range(n)], unit="ms")
    ratio.note("a slice as PNG", [len(render.frame(ORIGINAL, pool=pool)) / 1000], unit="kB")


def photograph() -> Image.Image:
    """A scene with some noise, as a telephone takes it."""
    down, across = np.mgrid[0 : PHOTOGRAPH[1], 0 : PHOTOGRAPH[0]]
    noise = np.random.default_rng(0).normal(0, 4, (PHOTOGRAPH[1], PHOTOGRAPH[0]))
    light = 128 + 90 * np.sin(across / 300) * np.cos(down / 200) + noise
    colours = np.stack([light, light * 0.8 + 20, 255 - light], -1)
    return Image.fromarray(colours.clip(0, 255).astype("u1"))


def measure_photograph(folder: Path, pool: Pool, *, n: int) -> None:
    """Twelve million points, rebuilt."""
    path = folder / "photograph.jpg"
    photograph().save(path, quality=90)
    file = staged(path, kind="jpeg")

    def again() -> None:
        with Image.open(path) as picture:
            picture.save(folder / "again.jpg", quality=90, optimize=True)

    found = ratio.pairs(
        lambda: ms(
            lambda: rebuilt(file, by=Pictures(), pool=pool, target=folder / "ours.jpg"), times=1
        ),
        lambda: ms(again, times=1),
        n=n,
    )
    ratio.tell("a photograph / Pillow in process", found, unit="ms")
    sizes = (folder / "ours.jpg").stat().st_size / path.stat().st_size
    ratio.note("size of it beside the original", [sizes], unit="times")


def main() -> int:
    """Measure in a scratch folder."""
    warnings.simplefilter("ignore")
    logging.disable()
    n = ratio.repetitions(5)
    ratio.say_machine()
    jobs = [WALK, *compressed.JOBS, *render.JOBS, *Pictures.jobs]
    try:
        starts = [ratio.seconds(lambda: Pool(jobs).close()) for _ in range(n)]
        pool = Pool(jobs)
    except HygieError as error:
        raise SystemExit(f"pixels: {error}") from error
    ratio.note("start of the sandbox, all decoders", starts, unit="s")
    with tempfile.TemporaryDirectory() as scratch, pool:
        measure_files(Path(scratch), pool, n=n)
        measure_slices(pool, n=n)
        measure_photograph(Path(scratch), pool, n=n)
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())

"""The compressed files that come with pydicom and pydicom-data, as the walker would tell them."""

import hashlib
import warnings
from functools import cache
from pathlib import Path

import data_store
import pydicom
from pydicom.encaps import generate_fragmented_frames

from hygie.airlock.engine.cleaner import Span, Staged
from hygie.airlock.engine.pixels.compressed import Encoded
from hygie.sandbox.job import Limits

ROOTS = (Path(pydicom.__file__).parent / "data", Path(data_store.__file__).parent)


@cache
def compressed():
    """Each compressed file by its name, opened by pydicom."""
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in sorted(path for root in ROOTS for path in root.rglob("*.dcm")):
            try:
                header = pydicom.dcmread(path, defer_size=1024)
                is_wanted = header.file_meta.TransferSyntaxUID.is_encapsulated
            except (pydicom.errors.InvalidDicomError, AttributeError, EOFError):
                continue
            if is_wanted and "PixelData" in header:
                found[path.name] = header
    return found


def staged(path, content, *, kind="dicom"):
    """A file of the staging area."""
    path.write_bytes(content)
    return Staged(
        path=path.name,
        name=path.name,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored=path,
        kind=kind,
    )


def encoded(header, folder, **changed):
    """Its fragments as a staged file, and what its header says of them."""
    count = int(header.get("NumberOfFrames") or 1)
    frames, content = [], b""
    for fragments in generate_fragmented_frames(header.PixelData, number_of_frames=count):
        spans = []
        for fragment in fragments:
            spans.append(Span(offset=len(content), length=len(fragment)))
            content += fragment
        frames.append(tuple(spans))
    told = {
        "syntax": str(header.file_meta.TransferSyntaxUID),
        "rows": header.Rows,
        "columns": header.Columns,
        "samples": header.SamplesPerPixel,
        "bits_allocated": header.BitsAllocated,
        "bits_stored": header.BitsStored,
        "is_signed": header.PixelRepresentation == 1,
        "photometric": header.PhotometricInterpretation,
        "planar": header.get("PlanarConfiguration") or 0,
        "frames": tuple(frames),
    }
    return staged(folder / "staged", content), Encoded(**told | changed)


class Asking:
    """The way to the sandbox, as the examination gives it: here, nobody cancels."""

    def __init__(self, pool):
        self.pool = pool

    def each(self, job, files, *, arguments=None, limits=None, batch=1):
        """What the job says of each."""
        for file in files:
            content = file if isinstance(file, bytes) else file.stored.read_bytes()
            yield self.pool.run(job, content, arguments=arguments, limits=limits or Limits())

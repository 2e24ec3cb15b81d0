"""The compressed files that come with pydicom and pydicom-data, as the walker would tell them."""

import hashlib
import warnings
from functools import cache
from pathlib import Path

import data_store
import pydicom
from pydicom.encaps import generate_fragmented_frames

from hygie.airlock.engine.cleaner import Image, Span, Staged
from hygie.airlock.engine.dicom.header import Header, Shape
from hygie.sandbox.job import Limits

SAMPLES = Path(__file__).parent / "samples"
CT = "1.2.840.10008.5.1.4.1.1.2"
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


def shape_of(header, **changed):
    """What its header says of its pixels."""
    told = {
        "rows": header.Rows,
        "columns": header.Columns,
        "samples": header.SamplesPerPixel,
        "frames": int(header.get("NumberOfFrames") or 1),
        "bits_allocated": header.BitsAllocated,
        "bits_stored": header.BitsStored,
        "high_bit": header.BitsStored - 1,
        "representation": header.PixelRepresentation,
        "photometric": header.PhotometricInterpretation,
        "planar": header.get("PlanarConfiguration") or 0,
    }
    return Shape(**told | changed)


def laid(fragments_of_frames, folder, *, syntax, shape, loss=""):
    """Frames as a staged file, under a header that says little else."""
    frames, content = [], b""
    for fragments in fragments_of_frames:
        spans = []
        for fragment in fragments:
            spans.append(Span(offset=len(content), length=len(fragment)))
            content += fragment
        frames.append(tuple(spans))
    image = Image(study_uid="1.2", series_uid="1.3", instance_uid="1.4", class_uid=CT)
    header = Header(
        syntax=syntax,
        image=image,
        shape=shape,
        before=b"",
        describing=b"",
        between=b"",
        beyond=b"",
        loss=loss,
        frames=tuple(frames),
    )
    return staged(folder / "staged", content), header


def walked(header, folder, **changed):
    """A file of the corpus as `laid`."""
    shape = shape_of(header, **changed)
    fragments = generate_fragmented_frames(header.PixelData, number_of_frames=shape.frames)
    return laid(
        fragments,
        folder,
        syntax=str(header.file_meta.TransferSyntaxUID),
        shape=shape,
        loss=header.get("LossyImageCompression") or "",
    )


class Asking:
    """The way to the sandbox, as the examination gives it: here, nobody cancels."""

    def __init__(self, pool):
        self.pool = pool

    def each(self, job, files, *, arguments=None, limits=None, batch=1):
        """What the job says of each."""
        for file in files:
            content = file if isinstance(file, bytes) else file.stored.read_bytes()
            yield self.pool.run(job, content, arguments=arguments, limits=limits or Limits())

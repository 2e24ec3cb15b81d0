"""Native DICOM files made for the tests, of samples that are known."""

import io

import numpy as np
import pydicom
import pydicom.uid


def file(samples, *, photometric="MONOCHROME2", frames=1, **more):
    """The bytes of a file as the airlock writes them."""
    samples = np.asarray(samples)
    colours = 3 if photometric in {"RGB", "YBR_FULL"} else 1
    rows, columns = samples.shape[1:3] if frames > 1 else samples.shape[:2]
    bits = samples.dtype.itemsize * 8
    ds = pydicom.Dataset()
    ds.file_meta = pydicom.dataset.FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    ds.SOPClassUID, ds.SOPInstanceUID = pydicom.uid.SecondaryCaptureImageStorage, "1.2.3"
    ds.Rows, ds.Columns, ds.SamplesPerPixel = rows, columns, colours
    ds.PhotometricInterpretation, ds.NumberOfFrames = photometric, frames
    ds.BitsAllocated = ds.BitsStored = bits
    ds.HighBit, ds.PixelRepresentation = bits - 1, int(samples.dtype.kind == "i")
    if colours == 3:
        ds.PlanarConfiguration = 0
    for name, value in more.items():
        setattr(ds, name, value)
    ds.add_new(0x7FE00010, "OB" if bits == 8 else "OW", samples.tobytes())
    written = io.BytesIO()
    pydicom.dcmwrite(written, ds, enforce_file_format=True)
    return written.getvalue()

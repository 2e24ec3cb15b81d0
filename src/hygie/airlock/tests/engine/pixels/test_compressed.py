import warnings
from dataclasses import replace

import numpy as np
import pydicom
import pytest

from hygie.airlock.engine.cleaner import Cleaned, Span, write
from hygie.airlock.engine.pixels import compressed
from hygie.airlock.engine.pixels.compressed import DECODERS, Compressed, Native
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.pixels import corpus
from hygie.sandbox.job import Answer, Ending

# Malformed on purpose by pydicom: its main header announces 14,540,801 tiles; no decoder takes it.
BROKEN = {"JPEG2000-embedded-sequence-delimiter.dcm"}
# The same pixels, never compressed.
NATIVE_TWINS = {
    "693_J2KR.dcm": "693_UNCR.dcm",
    "MR2_J2KR.dcm": "MR2_UNCR.dcm",
    "MR_small_RLE.dcm": "MR_small.dcm",
    "MR_small_jp2klossless.dcm": "MR_small.dcm",
    "MR_small_jpeg_ls_lossless.dcm": "MR_small.dcm",
    "OBXXXX1A_rle.dcm": "OBXXXX1A.dcm",
    "OBXXXX1A_rle_2frame.dcm": "OBXXXX1A_2frame.dcm",
    "RG1_J2KR.dcm": "RG1_UNCR.dcm",
    "RG3_J2KR.dcm": "RG3_UNCR.dcm",
    "SC_rgb_jpeg_gdcm.dcm": "SC_rgb.dcm",
    "SC_rgb_rle.dcm": "SC_rgb.dcm",
    "SC_rgb_rle_16bit_2frame.dcm": "SC_rgb_16bit_2frame.dcm",
    "SC_rgb_rle_32bit.dcm": "SC_rgb_32bit.dcm",
    "US1_J2KR.dcm": "US1_UNCR.dcm",
    "emri_small_RLE.dcm": "emri_small.dcm",
    "emri_small_jpeg_2k_lossless.dcm": "emri_small.dcm",
    "emri_small_jpeg_ls_lossless.dcm": "emri_small.dcm",
    "rtdose_rle.dcm": "rtdose.dcm",
}
# A cosine transform may be rounded the other way by another decoder.
ROUNDED = ("50", "51")
# Beyond what pydicom's named decoders take: told by another test.
TWELVE_BITS = {"JPEG-lossy.dcm", "JPGExtended.dcm"}


def decode(header, folder, asking, **changed):
    staged, walked = corpus.walked(header, folder, **changed)
    return compressed.decode(staged, walked, shape=walked.shape, asking=asking)


def pixels(native, header):
    form = f"<{'i' if header.PixelRepresentation else 'u'}{header.BitsAllocated // 8}"
    return np.frombuffer(b"".join(native.pieces), form)


def reference(header):
    """The first frame by another decoder, where there is one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        others = {"90": "pillow", "91": "pillow", "80": "gdcm", "81": "gdcm", "50": "gdcm"}
        other = others.get(str(header.file_meta.TransferSyntaxUID).rsplit(".", 1)[1], "")
        try:
            return pydicom.pixels.pixel_array(header, index=0, decoding_plugin=other).ravel()
        except (RuntimeError, ValueError):
            return pydicom.pixels.pixel_array(header, index=0).ravel()


@pytest.mark.parametrize(
    "name", sorted(corpus.compressed().keys() - NATIVE_TWINS.keys() - BROKEN - TWELVE_BITS)
)
def test_every_other_file_comes_out_as_another_decoder_sees_it(asking, tmp_path, name):
    header = corpus.compressed()[name]
    native = decode(header, tmp_path, asking)
    assert isinstance(native, Native), native
    expected = reference(header)
    found = pixels(native, header)[: len(expected)]
    most = 1 if native.photometric == "RGB" and native.is_lossy else 0
    assert np.abs(found.astype("i8") - expected.astype("i8")).max() <= most
    assert native.photometric in {header.PhotometricInterpretation, "RGB"}
    assert not native.is_bearing


@pytest.mark.parametrize("name", NATIVE_TWINS)
def test_what_was_compressed_without_loss_is_what_was_never_compressed(asking, tmp_path, name):
    header = corpus.compressed()[name]
    native = decode(header, tmp_path, asking)
    twin = next(path for root in corpus.ROOTS for path in root.rglob(NATIVE_TWINS[name]))
    original = pydicom.dcmread(twin)
    content = b"".join(native.pieces)
    assert content == original.PixelData[: len(content)]
    assert len(original.PixelData) - len(content) <= 1
    assert not native.is_lossy


@pytest.mark.parametrize("name", sorted(TWELVE_BITS))
def test_twelve_bits_are_decoded_here(asking, tmp_path, name):
    native = decode(corpus.compressed()[name], tmp_path, asking)
    assert native.decoder == "sequential"
    assert native.is_lossy
    assert 200 < pixels(native, corpus.compressed()[name]).max() < 4096


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_file_is_not_verifiable(asking, tmp_path, name):
    cleaned = decode(corpus.compressed()[name], tmp_path, asking)
    assert cleaned.verdict is Verdict.UNVERIFIABLE
    assert cleaned.output is None


def test_a_whole_file_is_native_and_says_what_had_been_lost(asking, tmp_path):
    staged, header = corpus.walked(corpus.compressed()["examples_ybr_color.dcm"], tmp_path)
    cleaned = Compressed().clean(staged, header, asking=asking)
    assert cleaned.verdict is Verdict.REBUILT
    assert [reason.code for reason in cleaned.reasons] == [
        "common.rebuilt", "pixels.decoded", "pixels.lossy",
    ]  # fmt: skip
    target = tmp_path / "out.dcm"
    with staged.stored.open("rb") as source, target.open("wb") as file:
        write(cleaned.output, source=source, target=file)
    written = pydicom.dcmread(target)
    assert written.PhotometricInterpretation == "RGB"
    assert written.LossyImageCompression == "01"
    assert written.pixel_array.shape == (30, 240, 320, 3)


def test_what_travels_beside_a_frame_is_left_behind_and_told(asking, tmp_path):
    staged, walked = corpus.walked(corpus.compressed()["JPEG2000.dcm"], tmp_path)
    size = staged.stored.stat().st_size
    with staged.stored.open("ab") as file:
        file.write(b"@echo off\n")
    frame = (*walked.frames[0], Span(offset=size, length=10))
    cleaned = Compressed().clean(staged, replace(walked, frames=(frame,)), asking=asking)
    assert cleaned.verdict is Verdict.NEUTRALISED
    assert [reason.code for reason in cleaned.removed] == ["pixels.excess"]


def test_what_was_said_lost_stays_said_even_after_a_lossless_syntax(asking, tmp_path):
    header = corpus.compressed()["SC_rgb_gdcm_KY.dcm"]
    staged, walked = corpus.walked(header, tmp_path)
    cleaned = Compressed().clean(staged, walked, asking=asking)
    assert cleaned.output.image.origin_lossy
    calm = Compressed().clean(staged, replace(walked, loss=""), asking=asking)
    assert not calm.output.image.origin_lossy


def test_a_long_film_is_decoded_by_several_children(asking, tmp_path, monkeypatch):
    header = corpus.compressed()["emri_small_RLE.dcm"]
    whole = decode(header, tmp_path, asking)
    monkeypatch.setattr(compressed, "MAX_ANSWER_BYTES", 3 * 64 * 64 * 2)
    parts = decode(header, tmp_path, asking)
    assert (len(whole.pieces), len(parts.pieces)) == (1, 4)
    assert b"".join(whole.pieces) == b"".join(parts.pieces)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"rows": 65_535, "columns": 65_535}, "pixels.too_large"),
        ({"rows": 0}, "pixels.form"),
        ({"rows": 70_000}, "pixels.form"),
        ({"samples": 4}, "pixels.form"),
        ({"bits_allocated": 64}, "pixels.form"),
        ({"bits_stored": 0}, "pixels.form"),
        ({"number": "float"}, "pixels.form"),
        ({"rows": 65}, "pixels.misfit"),
        ({"photometric": "CMYK"}, "pixels.misfit"),
        ({"bits_allocated": 8, "bits_stored": 8}, "pixels.misfit"),
    ],
)
def test_what_does_not_hold_together_is_refused(asking, tmp_path, changed, code):
    cleaned = decode(corpus.compressed()["MR_small_jp2klossless.dcm"], tmp_path, asking, **changed)
    assert cleaned.verdict is Verdict.UNVERIFIABLE
    assert [reason.code for reason in cleaned.reasons] == [code]


def test_another_syntax_is_refused(asking, tmp_path):
    staged, header = corpus.walked(corpus.compressed()["JPEG2000.dcm"], tmp_path)
    for syntax in ("1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.1", ""):
        cleaned = Compressed().clean(staged, replace(header, syntax=syntax), asking=asking)
        assert [reason.code for reason in cleaned.reasons] == ["pixels.form"]
    cleaned = Compressed().clean(staged, replace(header, shape=None), asking=asking)
    assert [reason.code for reason in cleaned.reasons] == ["pixels.form"]


class Told:
    """A sandbox that gives prepared answers, as one that was taken over would."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.decoders = []

    def each(self, job, files, *, arguments=None, limits=None, batch=1):
        """The next answer."""
        self.decoders.append(arguments["decoder"])
        yield self.answers.pop(0)


def answered(size, photometric="MONOCHROME2"):
    untrusted = {
        "pixels": bytes(size), "photometric": photometric, "is_lossy": 0, "is_bearing": 0,
    }  # fmt: skip
    return Answer(ending=Ending.ANSWERED, code="decoded", untrusted=untrusted)


@pytest.mark.parametrize(
    "lie", [answered(8191), answered(8193), answered(8192, "RGB"), answered(8192, "x")]
)
def test_an_answer_that_lies_is_refused(tmp_path, lie):
    cleaned = decode(corpus.compressed()["MR_small_RLE.dcm"], tmp_path, Told(lie))
    assert [reason.code for reason in cleaned.reasons] == ["pixels.misfit"]


def test_the_second_decoder_is_asked_when_the_first_gives_up(tmp_path):
    header = corpus.compressed()["MR_small_jp2klossless.dcm"]
    told = Told(Answer(ending=Ending.CRASHED), answered(8192))
    assert decode(header, tmp_path, told).decoder == "pillow"
    assert told.decoders == ["pylibjpeg", "pillow"]


@pytest.mark.parametrize("ending", [Ending.TIME, Ending.FORBIDDEN, Ending.CANCELLED])
def test_nothing_more_is_tried_after_a_reader_that_was_stopped(tmp_path, ending):
    told = Told(Answer(ending=ending))
    cleaned = decode(corpus.compressed()["JPEG2000.dcm"], tmp_path, told)
    assert isinstance(cleaned, Cleaned)
    assert not cleaned.verdict.passes


def test_no_decoder_of_another_licence_is_named():
    named = {decoder for decoders in DECODERS.values() for decoder in decoders}
    assert named == {"pillow", "gdcm", "sequential", "pyjpegls", "pylibjpeg", "pydicom"}
    assert not any("libjpeg" in d and s.endswith((".50", ".51", ".57", ".70", ".80", ".81"))
                   for s, ds in DECODERS.items() for d in ds)  # fmt: skip

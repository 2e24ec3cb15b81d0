import io
import tempfile
from pathlib import Path

import numpy
import pydicom
import pytest

from hygie.airlock.engine.cleaner import Cleaned
from hygie.airlock.engine.dicom.header import cleaned, rebuild_with
from hygie.airlock.engine.dicom.native import WALK, DicomCleaner, is_vendors_own
from hygie.airlock.rules.reasons import Reason, words
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import codes
from hygie.sandbox.job import Answer, Ending, Job

# Everything that is not one of these two was passed on, or withheld without blame.
BLOCKED = {Verdict.UNVERIFIABLE, Verdict.ERROR, Verdict.DANGEROUS}
WITHOUT_BLAME = {"dicom.index", "dicom.vendors_own", "dicom.document", "dicom.model"}


class Frames:
    """Stands for the decoders, which have their own tests: black pixels of the right length."""

    jobs: tuple[Job, ...] = ()

    def clean(self, file, header, *, asking):
        length = header.shape.native_bytes
        if length > 4 << 20:
            return Cleaned(verdict=Verdict.WITHHELD, reasons=(Reason(code="dicom.index"),))
        output = rebuild_with(header, pixels=[bytes(length)], shape=header.shape)
        return cleaned(header, output)


CLEANER = DicomCleaner(compressed=Frames())


@pytest.fixture(scope="module")
def judged(corpus):
    """What is said of each file of the corpus, and what is written."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            file: builds.passed(file.read_bytes(), Path(folder), cleaner=CLEANER) for file in corpus
        }


def test_no_well_formed_file_is_blocked(judged, labels):
    known = labels["malformed"].keys() | labels["not_dicom"].keys()
    blocked = [
        (file.name, codes(found.reasons))
        for file, (found, _) in judged.items()
        if found.verdict in BLOCKED and file.name not in known
    ]
    assert len(judged) > 250
    assert blocked == []


def test_what_is_labelled_gets_the_verdict_of_its_label(judged, labels):
    for file, (found, _) in judged.items():
        if file.name in labels["malformed"] or file.name in labels["not_dicom"]:
            assert found.verdict is Verdict.UNVERIFIABLE, file.name
        elif file.name in labels["index"]:
            assert codes(found.reasons) == ["dicom.index"], file.name
        elif file.name in labels["vendors_own"]:
            assert codes(found.reasons) == ["dicom.vendors_own"], file.name
        else:
            assert found.verdict.passes or codes(found.reasons)[0] in WITHOUT_BLAME, file.name


def test_what_is_written_is_written_the_same_again(judged, tmp_path):
    for file, (found, made) in judged.items():
        if made:
            again, twice = builds.passed(made, tmp_path, cleaner=CLEANER)
            assert again.verdict is Verdict.REBUILT, (file.name, again)
            assert again.removed == (), file.name
            assert twice == made, file.name
            assert again.output.image == found.output.image, file.name


def test_native_pixels_are_bit_for_bit_what_they_were(judged):
    compared = 0
    for file, (found, made) in judged.items():
        before = builds.opened(file) if made else None
        if not made or "PixelData" not in before or not found.output.image.rows:
            continue
        syntax = before.file_meta.get("TransferSyntaxUID", pydicom.uid.ImplicitVRLittleEndian)
        if syntax.is_compressed and not syntax.is_deflated:
            continue
        after = builds.opened(io.BytesIO(made))
        if syntax == pydicom.uid.ExplicitVRBigEndian:
            assert numpy.array_equal(before.pixel_array, after.pixel_array), file.name
        else:
            length = len(after.PixelData)
            assert before.PixelData[: length - 1] == after.PixelData[: length - 1], file.name
        compared += 1
    assert compared > 100


def test_no_medical_value_is_lost(judged):
    for file, (found, made) in judged.items():
        if not made or found.removed:
            continue
        before, after = builds.opened(file), builds.opened(io.BytesIO(made))
        for element in before:
            kept = element.tag.element and not element.tag.is_private
            if kept and element.VR not in {"OB", "OW", "OB or OW", "SQ", "UN"}:
                assert after[element.tag].value == element.value, (file.name, element.tag)


def test_the_same_comes_from_inside_the_walls(judged, dicom_pool, corpus):
    cleaner = DicomCleaner()

    class Asking:
        def each(self, job, files, *, arguments=None, limits=None, batch=1):
            for file in files:
                with file.stored.open("rb") as stored:
                    yield from dicom_pool.run_each(
                        job, [stored.fileno()], limits=limits, batch=batch
                    )

    files = [file for file in corpus if file.stat().st_size < 40_000][:40]
    staged = [builds.staged(file) for file in files]
    for file, found in zip(files, cleaner.clean(staged, asking=Asking()), strict=True):
        expected = builds.cleaned(file)
        assert (found.verdict, found.reasons, found.removed) == (
            expected.verdict,
            expected.reasons,
            expected.removed,
        ), file.name


class Said:
    """Answers what it is told to."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def each(self, job, files, **rest):
        yield from (self.answer for _ in files)


@pytest.mark.parametrize(
    ("answer", "verdict", "code"),
    [
        (Answer(ending=Ending.CRASHED), Verdict.UNVERIFIABLE, "common.reader_failed"),
        (Answer(ending=Ending.FORBIDDEN), Verdict.DANGEROUS, "common.reader_forbidden"),
        (
            Answer(
                ending=Ending.ANSWERED,
                code="refused",
                untrusted={"reason": "common.rebuilt", "detail": ""},
            ),
            Verdict.ERROR,
            "common.garbled",
        ),
        (
            Answer(
                ending=Ending.ANSWERED,
                code="refused",
                untrusted={"reason": "dicom.program", "detail": "<b>"},
            ),
            Verdict.DANGEROUS,
            "dicom.program",
        ),
        (
            Answer(
                ending=Ending.ANSWERED,
                code="walked",
                untrusted=dict.fromkeys(WALK.answers["walked"], b""),
            ),
            Verdict.ERROR,
            "common.garbled",
        ),
    ],
)
def test_nothing_passes_on_a_strange_answer(answer, verdict, code, tmp_path):
    (tmp_path / "source").write_bytes(builds.image())
    file = builds.staged(tmp_path / "source")
    (found,) = DicomCleaner().clean([file], asking=Said(answer))
    assert (found.verdict, codes(found.reasons), found.output) == (verdict, [code], None)
    assert found.reasons[0].detail == ""


@pytest.mark.parametrize(
    ("syntax", "code"),
    [
        ("1.2.840.10008.1.2.4.94", "dicom.fetched"),
        ("1.2.840.10008.1.2.4.102", "dicom.video"),
    ],
)
def test_what_is_not_taken_is_withheld(syntax, code, tmp_path):
    content = builds.start(syntax) + builds.head() + builds.describing()
    found, made = builds.passed(content, tmp_path)
    assert (found.verdict, codes(found.reasons)) == (Verdict.WITHHELD, [code])
    assert made == b""


def test_a_maker_s_own_object_without_pixels_is_withheld(tmp_path):
    assert is_vendors_own("1.3.12.2.1107.5.9.1")
    assert not is_vendors_own(builds.SR)
    found, _ = builds.passed(builds.report(kind="1.3.12.2.1107.5.9.1"), tmp_path)
    assert (found.verdict, codes(found.reasons)) == (Verdict.WITHHELD, ["dicom.vendors_own"])


def test_every_reason_of_the_lane_is_said_in_french():
    assert all(code in words() for code in WITHOUT_BLAME)

import random
from dataclasses import replace

import pytest
from pydicom.fileset import FileSet

from hygie.airlock.engine.cleaner import Image, write
from hygie.airlock.engine.dicom.dicomdir import directory, record_type
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.dicom import builds

IMAGE = Image(
    study_uid="1.2.3",
    series_uid="1.2.3.1",
    instance_uid="1.2.3.1.1",
    class_uid=builds.CT,
    modality="CT",
    patient_name="DUPRÉ^Zoé",
    patient_id="123",
    study_date="20040119",
    series_number=2,
    instance_number=7,
)


@pytest.fixture
def read(tmp_path):
    """What a reader makes of the index of these files; those that are not there are empty."""
    opened = []

    def read(images):
        for path, _ in images:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).touch()
        (tmp_path / "DICOMDIR").write_bytes(directory(images))
        opened.append(FileSet(tmp_path / "DICOMDIR"))
        return opened[-1]

    yield read
    for one in opened:
        one._stage["t"].cleanup()  # pydicom leaves that to the end of the program


def deliver(path, count):
    """Some images, as they are handed over."""
    images = []
    for number in range(count):
        source = builds.image()
        (path / "source").write_bytes(source)
        output = builds.cleaned(path / "source").output
        name = f"DICOM/IM{number:06d}"
        (path / "DICOM").mkdir(exist_ok=True)
        with (path / "source").open("rb") as read_from, (path / name).open("wb") as target:
            write(output, source=read_from, target=target)
        images.append((name, replace(output.image, instance_uid=f"1.2.3.4.{number}")))
    return images


def test_a_reader_finds_every_file_by_the_index(tmp_path, read):
    found = read(deliver(tmp_path, 3))
    assert len(found) == 3
    assert [one.load().PatientName for one in found] == ["DUPONT^Zoé"] * 3


def test_patients_studies_and_series_are_told_apart(tmp_path, read):
    images, dice = [], random.Random(1)
    for patient in range(2):
        for study in range(3):
            for series in range(2):
                for number in range(4):
                    uid = f"1.2.{patient}.{study}"
                    images.append((
                        f"DICOM/P{patient}/S{study}/{series}/I{number}",
                        replace(
                            IMAGE,
                            patient_id=str(patient),
                            study_uid=uid,
                            series_uid=f"{uid}.{series}",
                            instance_uid=f"{uid}.{series}.{number}",
                        ),
                    ))  # fmt: skip
    dice.shuffle(images)
    found = read(images)
    assert len(found.find(PatientID="1")) == 24
    assert len(found.find(StudyInstanceUID="1.2.0.1")) == 8
    assert len(found.find(SeriesInstanceUID="1.2.0.1.1")) == 4
    (one,) = found.find(SOPInstanceUID="1.2.0.1.1.3")
    assert one.path == str(tmp_path / "DICOM/P0/S1/1/I3")
    assert one.PatientName == "DUPRÉ^Zoé"
    assert one.StudyDate == "20040119"


def test_what_was_not_read_is_empty_and_never_invented(read):
    bare = replace(
        IMAGE, study_uid="", series_uid="", patient_id="", study_date="hier", modality=""
    )
    (one,) = read([("A/B", bare)])
    assert one.PatientID == "INCONNU"
    assert one.StudyDate == ""
    assert one.Modality == "OT"
    assert one.StudyInstanceUID.startswith("2.25.")


def test_an_index_of_nothing_is_still_one(read):
    assert len(read([])) == 0


@pytest.mark.parametrize(
    "path",
    ["a", "../A", "A//B", "/A", "TOOLONGNAME", "A.DCM", "A/B/C/D/E/F/G/H/I", "É", "A\\B", ""],
)
def test_a_path_that_a_disc_cannot_hold_is_refused(path):
    with pytest.raises(ValueError, match="path"):
        directory([(path, IMAGE)])


@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        ("2", "IMAGE"),
        ("88.11", "SR DOCUMENT"),
        ("88.59", "KEY OBJECT DOC"),
        ("481.5", "RT PLAN"),
        ("481.1", "IMAGE"),
        ("11.1", "PRESENTATION"),
        ("9.1.1", "WAVEFORM"),
        ("66.4", "IMAGE"),
        ("66.1", "REGISTRATION"),
        ("4.2", "SPECTROSCOPY"),
        ("4.1", "IMAGE"),
        ("12.1", "IMAGE"),
    ],
)
def test_each_class_has_its_kind_of_record(rest, kind):
    image = replace(IMAGE, class_uid=f"1.2.840.10008.5.1.4.1.1.{rest}")
    assert record_type(image) == kind
    assert record_type(replace(IMAGE, class_uid="1.3.12")) == "IMAGE"


def test_our_own_index_is_recognised_like_any_other(tmp_path):
    (tmp_path / "DICOMDIR").write_bytes(directory([("A/B", IMAGE)]))
    assert builds.cleaned(tmp_path / "DICOMDIR").verdict is Verdict.WITHHELD

"""Studies, series and slices."""

import pytest

from hygie.airlock.queries import studies
from hygie.airlock.tests import examined


def dicom(name, image):
    return examined.rebuilt(name, f"DICOM/{name}", image=image, kind="dicom")


def test_slices_are_in_the_radiographers_order_whatever_the_discs():
    files = [dicom(f"I{n}", examined.image(n)) for n in (3, 1, 10, 2)]
    (study,) = studies.studies(examined.outcome(*files))
    (series,) = study.series
    assert [one.entry.path for one in series.slices] == ["I1", "I2", "I3", "I10"]
    assert (study.patient, study.birth_date, study.date) == (
        "ADRTROIS DOMINIQUE",
        "28/03/1979",
        "02/11/2026",
    )
    assert (series.modality, series.middle, study.pictures) == ("Scanner", 2, 4)
    assert series.title == "Scanner · Parenchyme"


def test_series_are_numbered_over_the_whole_and_found_again():
    files = [
        dicom("b", examined.image(series=2)),
        dicom("a", examined.image(series=1)),
        dicom("old", examined.image(study_uid="9", series_uid="9.1", study_date="20200101")),
    ]
    outcome = examined.outcome(*files)
    found = studies.studies(outcome)
    assert [study.date for study in found] == ["02/11/2026", "01/01/2020"]
    assert [one.number for study in found for one in study.series] == [0, 1, 2]
    series = studies.series_of(outcome, 1)
    assert series is not None
    assert series.slices[0].entry.path == "b"
    assert studies.series_of(outcome, 3) is None
    study = studies.study_of(outcome, 2)
    assert study is not None
    assert study.date == "01/01/2020"
    assert studies.study_of(outcome, 3) is None


def test_a_cine_gives_each_frame_and_a_report_gives_none():
    files = [
        dicom("cine", examined.image(series=1, frames=30, modality="US")),
        dicom(
            "sr",
            examined.image(
                series=2,
                rows=0,
                columns=0,
                frames=0,
                modality="SR",
                series_description="COMPTE RENDU",
            ),
        ),
    ]
    (study,) = studies.studies(examined.outcome(*files))
    assert [len(one.slices) for one in study.series] == [30, 0]
    assert study.series[0].slices[29].frame == 29
    assert [one.title for one in study.series][1] == "Compte rendu"
    assert [one.modality for one in study.series] == ["Échographie", "Compte rendu"]


def test_what_was_not_handed_over_is_not_shown_and_two_people_are_noticed():
    withheld = examined.entry("secret", image=examined.image(7))
    files = [dicom("a", examined.image()), withheld]
    other = dicom("b", examined.image(study_uid="7", patient_name="PAT-TROIS^DOMINIQUE"))
    found = studies.studies(examined.outcome(*files, other))
    assert sum(study.pictures for study in found) == 2
    assert studies.people(found) == ("ADRTROIS DOMINIQUE", "PAT-TROIS DOMINIQUE")
    assert studies.studies(examined.outcome()) != ()
    assert studies.studies(examined.outcome(examined.entry("x"))) == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [("DUPONT^JEANNE^^^", "DUPONT JEANNE"), ("", "Nom absent"), ("^^=^", "Nom absent"),
     ("A  B^C=D^E", "A B C")],
)  # fmt: skip
def test_a_name_is_read_as_one_says_it(written, read):
    assert studies.person(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("20261102", "02/11/2026"), ("2026.11.02", "02/11/2026"), ("20261332", ""), ("", ""),
     ("2026110²", ""), ("inconnue", "")],
)  # fmt: skip
def test_a_date_that_is_none_is_not_shown(written, read):
    assert studies.day(written) == read

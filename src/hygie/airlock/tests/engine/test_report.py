import base64
import json

import pytest

from hygie.airlock.engine import report, signing
from hygie.airlock.engine.canonical import canonical
from hygie.airlock.tests import outcomes


@pytest.fixture
def key():
    return signing.station_key(signing.folder())


@pytest.fixture
def whole(key):
    frame = report.Frame(report_id="a" * 16, who="Dr Alice Martin", previous="0" * 64)
    outcome = outcomes.outcome(*outcomes.entries(), delivered="/sortie")
    return report.signed(report.made(outcome, frame=frame, key=key), key=key)


def test_a_report_tells_each_path_once_and_who_examined_it(whole):
    assert [one["path"] for one in whole["files"]] == [
        "IMAGES/I1", "IMAGES/I2", "lettre.pdf", "VIEWER/viewer.exe",
    ]  # fmt: skip
    assert (whole["who"], whole["seconds"], whole["verdict"]) == ("Dr Alice Martin", 75, "green")


def test_its_signature_covers_everything_else(whole, key):
    bare = {name: value for name, value in whole.items() if name != "signature"}
    signature = base64.b64decode(whole["signature"])
    assert signing.is_signed(key.public, canonical(bare), signature)
    bare["who"] = "Bruno"
    assert not signing.is_signed(key.public, canonical(bare), signature)


def test_it_reads_back_as_it_was_written(whole):
    assert json.loads(report.as_file(whole)) == whole
    assert report.sha256_of(json.loads(report.as_file(whole))) == report.sha256_of(whole)


def test_what_is_handed_over_is_told_study_by_study(whole):
    [study] = whole["studies"]
    assert study["patient_name"] == "PAT-TROIS^DOMINIQUE"
    assert study["files"] == [one["output"] for one in whole["files"][:2]]
    assert (study["modalities"], len(study["series"])) == (["CT"], 1)


def test_two_patients_in_one_study_are_two(key):
    one = outcomes.rebuilt("1", b"1", "A", shown=outcomes.image())
    other = outcomes.rebuilt("2", b"2", "B", shown=outcomes.image(name="AUTRE^PERSONNE"))
    gone = outcomes.withheld("3")
    assert [s["files"] for s in report.studies([one, other, gone])] == [["A"], ["B"]]


def test_ids_are_never_twice_the_same():
    assert len({report.new_id() for _ in range(50)}) == 50

"""The demonstration's key is examined like any other, in the real sandbox."""

from datetime import date

import pytest
from PIL import Image as Picture

from hygie.airlock import asked
from hygie.airlock.engine.scan import examine
from hygie.airlock.engine.signatures.used import Signatures
from hygie.airlock.rules.verdicts import Colour, Verdict
from hygie.cli.invented_key import SLICES, write_key
from hygie.patients.models import Patient
from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.pool import Pool

ZOE = Patient(birth_name="D’ÉTÉ", birth_given_names="ZOÉ", birth_date=date(1961, 2, 6), sex="F")


@pytest.fixture
def key(tmp_path, monkeypatch):
    monkeypatch.setenv("HYGIE_HOME", str(tmp_path / "home"))
    return write_key(ZOE, today=date(2026, 11, 24))


def test_the_key_is_offered_beside_what_is_plugged_in(key):
    assert asked.folders() == (key,)


def test_it_is_rebuilt_whole_but_for_what_every_disc_carries(key, tmp_path):
    try:
        Pool(Signatures.jobs).close()
    except SandboxAbsentError as error:
        pytest.skip(f"le bac à sable manque : {error}")
    outcome = examine(key, out=tmp_path / "out", signatures=Signatures(sockets=()))
    assert outcome.verdict is Colour.GREEN
    rebuilt = [entry for entry in outcome.files if entry.verdict is Verdict.REBUILT]
    assert len(rebuilt) == SLICES + 1
    image = next(entry.image for entry in rebuilt if entry.image)
    assert image.patient_name == "D’ÉTÉ^ZOÉ"
    assert (image.birth_date, image.modality, image.rows) == ("19610206", "CT", 256)
    withheld = [entry for entry in outcome.files if entry.verdict is Verdict.WITHHELD]
    assert sorted(reason.code for entry in withheld for reason in entry.reasons) == [
        "dicom.index", "kind.autorun", "kind.disc_program",
    ]  # fmt: skip


def test_its_program_cannot_run_and_its_slices_differ(key):
    assert set((key / "VISIONNEUSE.EXE").read_bytes()[2:]) == {0}
    slices = {path.read_bytes()[-131072:] for path in (key / "DICOM").iterdir()}
    assert len(slices) > SLICES / 3
    assert Picture.frombytes("I;16", (256, 256), slices.pop()).getextrema()[1] > 1000

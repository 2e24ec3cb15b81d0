"""Handing over: a dated folder, told by its place, never the patient's."""

from pathlib import Path

import pytest

from hygie.airlock.actions import handing
from hygie.airlock.tests import examined
from hygie.core.errors import HygieError


def test_the_folder_is_named_by_its_hour_in_france_and_never_by_the_patient(tmp_path, home):
    key, target = tmp_path / "CLE", tmp_path / "CABINET"
    key.mkdir()
    target.mkdir()
    outcome = examined.outcome()
    run = examined.ended(key, outcome)
    made = handing.hand_over(run, outcome, into=target, where="CABINET")
    assert made == target / "SAS-2026-11-24-10h30m00"
    assert (made / "DOCUMENTS/compte-rendu.pdf").read_bytes() == b"image"
    assert run.handed_to == ["CABINET"]


def test_a_folder_without_its_whole_address_is_refused(tmp_path, home):
    run = examined.ended(tmp_path)
    with pytest.raises(HygieError) as told:
        handing.hand_over(run, examined.outcome(), into=Path("bureau"), where="bureau")
    assert told.value.code == "airlock.relative_folder"
    assert run.handed_to == []

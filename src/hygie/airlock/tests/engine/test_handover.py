"""Copying what was rebuilt: whole and proven, or not at all."""

import hashlib
import shutil
from types import SimpleNamespace

import pytest

from hygie.airlock.engine import handover
from hygie.core.errors import HygieError


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def given(tmp_path):
    output, key = tmp_path / "held" / "output", tmp_path / "clé d’été"
    image = output / "DICOM" / "PAT001" / "IM000001"
    image.parent.mkdir(parents=True)
    key.mkdir()
    image.write_bytes(b"image" * 1000)
    (output / "rapport.json").write_bytes(b"{}")
    expected = {"DICOM/PAT001/IM000001": sha256(b"image" * 1000)}
    return SimpleNamespace(output=output, key=key, image=image, expected=expected)


def hand(given, **changed):
    asked = {"into": given.key, "name": "SAS-1", "expected": given.expected, **changed}
    return handover.copy_out(given.output, **asked)


def refusal(given, **changed):
    with pytest.raises(HygieError) as refused:
        hand(given, **changed)
    assert list(given.key.iterdir()) == []
    return refused.value.code


def test_everything_is_copied_under_one_name_and_nothing_else_is_left(given):
    seen = []
    made = hand(given, progress=lambda *told: seen.append(told))
    assert made == given.key / "SAS-1"
    assert (made / "DICOM/PAT001/IM000001").read_bytes() == given.image.read_bytes()
    assert (made / "rapport.json").read_bytes() == b"{}"
    assert [path.name for path in given.key.iterdir()] == ["SAS-1"]
    assert seen == [(1, 2), (2, 2)]


def test_a_second_time_is_refused_and_the_first_copy_is_left(given):
    made = hand(given)
    with pytest.raises(HygieError) as refused:
        hand(given)
    assert refused.value.code == "airlock.already_there"
    assert (made / "rapport.json").exists()


def test_the_patients_key_is_never_written(given):
    inside = given.key / "photos"
    assert refusal(given, forbidden=given.key) == "airlock.into_the_source"
    inside.mkdir()
    with pytest.raises(HygieError):
        hand(given, into=inside, forbidden=given.key)
    assert list(inside.iterdir()) == []


def test_a_key_pulled_out_is_told(given):
    shutil.rmtree(given.key)
    with pytest.raises(HygieError) as refused:
        hand(given)
    assert refused.value.code == "airlock.no_such_folder"


def test_a_file_changed_or_gone_since_the_examination_is_not_handed_over(given):
    given.image.write_bytes(b"other")
    assert refusal(given) == "airlock.copy_differs"
    given.image.unlink()
    assert refusal(given) == "airlock.copy_differs"


def test_a_leftover_of_a_copy_cut_in_the_middle_is_replaced(given):
    left = given.key / ".SAS-1.part" / "old"
    left.mkdir(parents=True)
    made = hand(given)
    assert not (made / "old").exists()


def test_a_key_too_small_is_told_before_anything_is_written(given, monkeypatch):
    usage = SimpleNamespace(free=1000)
    monkeypatch.setattr(handover.shutil, "disk_usage", lambda path: usage)
    assert refusal(given) == "files.disk_full"

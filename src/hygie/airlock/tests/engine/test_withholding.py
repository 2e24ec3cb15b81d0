from pathlib import Path

import pytest

from hygie.airlock.engine.cleaner import Staged
from hygie.airlock.engine.withholding import Withholding
from hygie.airlock.rules.verdicts import Verdict


def reason(path, kind, *, is_disc=False):
    file = Staged(
        path=path,
        name=path.rpartition("/")[2],
        size_bytes=1,
        sha256="",
        stored=Path("nowhere"),
        kind=kind,
    )
    cleaned = Withholding(is_disc=is_disc).of(file)
    assert not cleaned.verdict.passes
    return cleaned.reasons[0]


@pytest.mark.parametrize("path", ["Weasis/viewer.exe", "MicroDicom/mDicom.exe"])
def test_a_known_viewer_is_named_calmly(path):
    found = reason(path, "executable")
    assert found.code == "kind.viewer"
    assert not found.words.attention


def test_programs_are_expected_on_a_disc_of_images_scripts_are_not():
    assert reason("bin/x.exe", "executable", is_disc=True).code == "kind.disc_program"
    assert reason("bin/x.exe", "executable").code == "kind.executable"
    assert reason("x.vbs", "script", is_disc=True).words.attention
    assert reason("start.exe.vbs", "script", is_disc=True).words.attention
    for path in ("html/jquery.js", "linux.sh", "lancer.bat"):
        assert reason(path, "script", is_disc=True).code == "kind.disc_script"
        assert reason(path, "script").code == "kind.script"


def test_what_is_encrypted_cannot_be_verified():
    file = Staged(
        path="a", name="a", size_bytes=1, sha256="", stored=Path("nowhere"), kind="encrypted"
    )
    assert Withholding(is_disc=False).of(file).verdict is Verdict.UNVERIFIABLE

"""`hygie airlock …` in a process of its own."""

import json
import os
import shutil

import pytest
from pydicom.data import get_testdata_file

from hygie.airlock.engine import report
from hygie.airlock.tests.parcels import handed_over
from hygie.cli.tests.conftest import started
from hygie.sandbox.strength import strength


def test_a_report_is_verified_without_any_base(hygie, tmp_path, home):
    folder = handed_over(tmp_path / "remis", elsewhere=tmp_path / "station")
    done = hygie("airlock", "verify", str(folder / report.JSON_NAME))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Comparez cette empreinte" in done.stdout
    assert not home.exists()
    (folder / report.JSON_NAME).write_text("{}")
    assert hygie("airlock", "verify", str(folder / report.JSON_NAME)).returncode == 2


def test_what_was_handed_over_needs_an_open_base(hygie, tmp_path):
    done = hygie("airlock", "receive", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("Hygie : ")


def test_it_enters_an_unattended_base(unattended, hygie, tmp_path):
    folder = handed_over(tmp_path / "remis", elsewhere=tmp_path / "station")
    said = json.loads((folder / report.JSON_NAME).read_bytes())
    done = hygie("airlock", "receive", str(folder), "--accept", said["station"]["fingerprint"])
    assert (done.returncode, "patient" in done.stderr) == (1, True)


def test_a_key_is_examined_without_base_nor_network(hygie, tmp_path):
    """The real scan, in a process that has no network at all where that can be had."""
    held = strength()
    if not held.is_enough:
        pytest.skip(f"bwrap ne peut rien séparer ici : {held.message}")
    key = tmp_path / "CD"
    (key / "IMAGES").mkdir(parents=True)
    shutil.copy(get_testdata_file("CT_small.dcm", download=False), key / "IMAGES/I0000001")
    (key / "AUTORUN.INF").write_text("[autorun]\nopen=viewer.exe\n")
    out = tmp_path / "sortie"
    cut = ["unshare", "-n"] if os.name == "posix" and os.geteuid() == 0 else []
    done = hygie("airlock", "scan", str(key), "--json", "--out", str(out), before=cut)
    said = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [one["path"] for one in said["files"]] == ["AUTORUN.INF", "IMAGES/I0000001"]
    assert said["files"][0]["output"] is None
    assert (out / said["files"][1]["output"]).is_file()
    assert [one["path"] for one in said["added"]] == ["DICOMDIR"]
    assert said["studies"][0]["patient_name"] == "CompressedSamples^CT1"
    if cut:
        assert said["network"] == "off"
    assert hygie("airlock", "verify", str(out / report.JSON_NAME)).returncode == 0


def test_no_such_key_is_a_failure_of_its_own(hygie, tmp_path):
    done = hygie("airlock", "scan", str(tmp_path / "rien"), "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Hygie\u00a0: ")


def test_a_reader_that_goes_away_changes_no_exit_code(home, tmp_path):
    folder = handed_over(tmp_path / "remis", elsewhere=tmp_path / "station")
    process = started("airlock", "verify", str(folder))
    process.stdout.close()
    assert (process.stderr.read(), process.wait(timeout=60)) == (b"", 0)
    process.stderr.close()

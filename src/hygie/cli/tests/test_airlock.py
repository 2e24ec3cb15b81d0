"""`hygie airlock …` in a process of its own."""

import json

from hygie.airlock.engine import report
from hygie.airlock.tests.parcels import handed_over


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
    done = hygie("airlock", "receive", str(folder))
    assert done.returncode == 1
    assert said["station"]["fingerprint"] in done.stderr
    done = hygie("airlock", "receive", str(folder), "--accept", said["station"]["fingerprint"])
    assert (done.returncode, "patient" in done.stderr) == (1, True)

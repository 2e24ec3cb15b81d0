import shutil

import pytest

from hygie.airlock.actions import examining
from hygie.airlock.engine import chain, report, signing
from hygie.airlock.engine.verify import verify
from hygie.airlock.tests import outcomes
from hygie.airlock.tests.parcels import handed_over


@pytest.fixture
def out(tmp_path):
    """Handed over by this computer."""
    examining.examine(tmp_path / "cle", out=tmp_path / "sortie", scan=outcomes.scan)
    return tmp_path / "sortie"


def checked(folder):
    return verify(folder / report.JSON_NAME, place=signing.folder())


def test_ones_own_report_is_proven_with_its_chain_and_files(out):
    found = checked(out)
    assert (found.doubts, found.faults) == ((), ())
    assert len(found.held) == 4


def test_a_report_of_another_station_asks_to_compare_its_fingerprint(tmp_path):
    found = checked(handed_over(tmp_path / "remis", elsewhere=tmp_path / "station"))
    assert found.faults == ()
    assert found.parcel.fingerprint in found.doubts[0]


def test_a_verification_makes_no_key(tmp_path, home):
    folder = handed_over(tmp_path / "remis", elsewhere=tmp_path / "station")
    verify(folder / report.JSON_NAME, place=home / "airlock")
    assert not home.exists()


def test_an_altered_file_is_named(out):
    (out / "DOCUMENTS/compte-rendu.pdf").write_bytes(b"autre")
    assert "compte-rendu.pdf" in checked(out).faults[0]


def test_another_page_is_named(out):
    (out / report.PDF_NAME).write_bytes(b"autre")
    assert "PDF" in checked(out).faults[0]


def test_a_report_without_its_files_says_that_they_were_not_read(out, tmp_path):
    shutil.copy(out / report.JSON_NAME, tmp_path / "seul.json")
    found = verify(tmp_path / "seul.json", place=signing.folder())
    assert found.faults == ()
    assert "n’ont pas été lus" in found.doubts[0]


def test_a_report_that_hands_nothing_over_is_whole(tmp_path):
    done = examining.examine(tmp_path, scan=lambda *_, **__: outcomes.outcome())
    found = verify(done.kept_at, place=signing.folder())
    assert (found.doubts, found.faults) == ((), ())


def test_a_chain_that_was_changed_is_told(out):
    path = signing.folder() / chain.FILE
    lines = path.read_bytes().splitlines()
    path.write_bytes(lines[0] + b"\n")
    assert "fin" in checked(out).faults[0]
    path.write_bytes(lines[0].replace(b"begun", b"began") + b"\n" + lines[1] + b"\n")
    assert "Ligne 2" in checked(out).faults[0]
    path.unlink()
    assert "début" in checked(out).faults[0]

import json
import os

import pytest

from hygie.airlock.engine import parcel, report
from hygie.airlock.tests import outcomes
from hygie.airlock.tests.parcels import handed_over, rewritten, scan_of
from hygie.core.errors import HygieError

SLICE = "DICOM/PAT001/ST001/SE001/IM000001"


@pytest.fixture
def elsewhere(tmp_path):
    return tmp_path / "station"


@pytest.fixture
def folder(tmp_path, elsewhere):
    return handed_over(tmp_path / "remis", elsewhere=elsewhere)


def opened(folder):
    return parcel.open_report(folder / report.JSON_NAME)


def code_of(gesture, *arguments):
    with pytest.raises(HygieError) as told:
        gesture(*arguments)
    return told.value.code


def read(one, path):
    return b"".join(parcel.blocks(one, next(file for file in one.files if file.path == path)))


def test_a_report_is_opened_with_every_file_it_tells(folder):
    one = opened(folder)
    assert {file.path for file in one.files} == {*outcomes.CONTENTS, "DICOMDIR"}
    assert parcel.faults_of_listing(one) == []
    assert not parcel.is_page_altered(one)
    assert read(one, SLICE) == outcomes.CONTENTS[SLICE]


@pytest.mark.parametrize("change", [
    lambda said: said.update(who="un autre"),
    lambda said: said["files"][0].update(output_sha256="0" * 64),
    lambda said: said["station"].update(fingerprint="0000-0000-0000-0000-0000-0000"),
    lambda said: said.update(signature="AAAA"),
])  # fmt: skip
def test_a_report_changed_after_its_signature_is_refused(folder, change):
    path = folder / report.JSON_NAME
    said = json.loads(path.read_bytes())
    change(said)
    path.write_bytes(report.as_file(said))
    assert code_of(opened, folder) == "sign.altered"


@pytest.mark.parametrize("content", [
    b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"format":"hygie-airlock-report-1"}', b"[" * 9999,
])  # fmt: skip
def test_what_is_no_report_is_refused(folder, content):
    (folder / report.JSON_NAME).write_bytes(content)
    assert code_of(opened, folder) == "sign.not_a_report"


def test_no_report_is_told(tmp_path):
    assert code_of(opened, tmp_path) == "sign.no_report"
    assert code_of(opened, tmp_path / "rien") == "sign.no_report"


def test_a_key_that_is_none_is_refused(folder, elsewhere):
    path = folder / report.JSON_NAME
    said = json.loads(path.read_bytes())
    for bad in ("&", "", "QUFB"):
        said["station"]["public_key"] = bad
        path.write_bytes(report.as_file(said))
        assert code_of(opened, folder) in {"sign.not_a_report", "sign.altered"}


def test_a_signed_report_cannot_name_a_file_elsewhere(folder, elsewhere):
    said = json.loads((folder / report.JSON_NAME).read_bytes())
    said["files"][0]["output"] = "../../secret"
    rewritten(folder, elsewhere / "airlock", files=said["files"], studies=[])
    assert code_of(opened, folder) == "sign.not_a_report"


def test_a_file_that_misses_and_one_that_is_too_many_are_named(folder):
    (folder / SLICE).unlink()
    (folder / "DOCUMENTS/facture\u202efdp.exe").write_bytes(b"MZ")
    faults = parcel.faults_of_listing(opened(folder))
    assert faults == [
        f"«\u00a0{SLICE}\u00a0» manque.",
        "«\u00a0DOCUMENTS/facture?fdp.exe\u00a0» n’est pas dans le rapport.",
    ]


def test_what_windows_and_others_leave_on_a_key_is_passed_over(folder):
    (folder / "System Volume Information").mkdir()
    (folder / "System Volume Information/WPSettings.dat").write_bytes(b"x")
    (folder / "DICOM/.DS_Store").write_bytes(b"x")
    assert parcel.faults_of_listing(opened(folder)) == []


def test_many_faults_are_counted(folder):
    for number in range(9):
        (folder / f"{number}.exe").write_bytes(b"MZ")
    assert parcel.faults_of_listing(opened(folder))[-1] == "… et 4 autres."


@pytest.mark.skipif(os.name != "posix", reason="liens symboliques")
def test_a_link_is_never_followed(folder, tmp_path):
    one = opened(folder)
    outside = tmp_path / "ailleurs"
    (folder / "DICOM").rename(outside)
    (folder / "DICOM").symlink_to(outside)
    assert "n’est pas dans le rapport" in " ".join(parcel.faults_of_listing(one))
    assert code_of(read, one, SLICE) == "sign.file_altered"


@pytest.mark.parametrize("content", [b"", b"first slicf", b"first slice and more", b"f"])
def test_a_file_changed_since_is_refused_at_its_end(folder, content):
    (folder / SLICE).write_bytes(content)
    assert code_of(read, opened(folder), SLICE) == "sign.file_altered"


def test_another_page_is_noticed_and_none_is_no_fault(folder):
    (folder / report.PDF_NAME).write_bytes(b"%PDF-1.7 autre")
    assert parcel.is_page_altered(opened(folder))
    (folder / report.PDF_NAME).unlink()
    assert not parcel.is_page_altered(opened(folder))
    assert parcel.faults_of_listing(opened(folder)) == []


def test_a_whole_key_may_be_given_when_it_holds_one_report(folder, tmp_path):
    assert parcel.report_in(folder) == folder / report.JSON_NAME
    assert parcel.report_in(folder / report.JSON_NAME) == folder / report.JSON_NAME
    key = tmp_path / "cle"
    key.mkdir()
    assert code_of(opened, key) == "sign.no_report"
    folder.rename(key / "SAS-1")
    assert parcel.report_in(key) == key / "SAS-1" / report.JSON_NAME
    (key / "SAS-2").mkdir()
    (key / "SAS-2" / report.JSON_NAME).touch()
    assert code_of(parcel.report_in, key) == "sign.several_reports"


def test_an_empty_file_handed_over_is_a_file(tmp_path, elsewhere):
    empty = outcomes.rebuilt("vide.txt", b"", "DOCUMENTS/vide.txt", kind="text")
    scan = scan_of(empty, contents={"DOCUMENTS/vide.txt": b""})
    one = opened(handed_over(tmp_path / "vide", elsewhere=elsewhere, scan=scan))
    assert read(one, "DOCUMENTS/vide.txt") == b""

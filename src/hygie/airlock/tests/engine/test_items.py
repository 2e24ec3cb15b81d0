import io
import zipfile
from datetime import date

import pytest

from hygie.airlock.engine import items
from hygie.airlock.engine.items import Content, items_of
from hygie.airlock.engine.parcel import open_report
from hygie.airlock.engine.report import JSON_NAME
from hygie.airlock.tests import outcomes
from hygie.airlock.tests.parcels import handed_over, scan_of
from hygie.core.errors import HygieError

LETTER = "DOCUMENTS/compte-rendu.pdf"


def opened(tmp_path, scan=outcomes.scan):
    folder = handed_over(tmp_path / "remis", elsewhere=tmp_path / "station", scan=scan)
    return open_report(folder / JSON_NAME)


@pytest.fixture
def parcel(tmp_path):
    return opened(tmp_path)


def test_a_study_is_one_item_and_a_letter_another(parcel):
    study, letter = items_of(parcel)
    assert (study.kind, study.media_type, len(study.files)) == ("study", "application/zip", 2)
    assert study.title == "Scanner Scanner thoracique du 20/11/2026 (2\u00a0images)"
    assert study.constituted_on == date(2026, 11, 20)
    assert study.identity.shown == "PAT TROIS DOMINIQUE 28/03/1979"
    assert (letter.kind, letter.media_type, letter.title) == (
        "paper", "application/pdf", "lettre.pdf",
    )  # fmt: skip
    assert letter.identity is None


def test_the_zip_of_a_study_opens_anywhere_and_holds_its_files(parcel):
    study = items_of(parcel)[0]
    with zipfile.ZipFile(io.BytesIO(Content(parcel, study).read())) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {name: outcomes.CONTENTS[name] for name in found}
    assert len(found) == 2


def test_it_is_read_little_by_little(parcel):
    study, letter = items_of(parcel)
    for item in (study, letter):
        whole, content = Content(parcel, item).read(), Content(parcel, item)
        pieces = list(iter(lambda content=content: content.read(7), b""))
        assert b"".join(pieces) == whole
        assert all(len(piece) == 7 for piece in pieces[:-1])


def test_a_slice_changed_since_stops_the_zip(parcel):
    (parcel.folder / "DICOM/PAT001/ST001/SE001/IM000002").write_bytes(b"autre")
    with pytest.raises(HygieError) as told:
        Content(parcel, items_of(parcel)[0]).read()
    assert told.value.code == "sign.file_altered"


def test_what_is_sealed_as_dangerous_is_no_item(tmp_path):
    from dataclasses import replace

    sealed = replace(
        outcomes.dangerous("a.exe"), output="QUARANTAINE/001.age",
        output_sha256=outcomes.sha256(b"age"), output_bytes=3,
    )  # fmt: skip
    scan = scan_of(sealed, contents={"QUARANTAINE/001.age": b"age"})
    assert items_of(opened(tmp_path, scan)) == []


def test_a_study_of_tomorrow_has_no_day(tmp_path, monkeypatch):
    monkeypatch.setattr(items.clock, "today", lambda: date(2020, 1, 1))
    assert items_of(opened(tmp_path))[0].constituted_on is None

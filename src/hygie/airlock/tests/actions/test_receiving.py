import base64
import io
import json
import zipfile

import pytest

from hygie.airlock.actions import receiving, stations
from hygie.airlock.engine import report, signing
from hygie.airlock.models import ReceivedDocument, Reception
from hygie.airlock.queries import received
from hygie.airlock.tests import outcomes
from hygie.airlock.tests.parcels import handed_over, rewritten, scan_of
from hygie.core.errors import HygieError
from hygie.documents.models import Document
from hygie.documents.models import folder as documents_folder
from hygie.documents.queries import open_into
from hygie.journal.models import Entry
from hygie.journal.queries import last_of
from hygie.patients.actions import keep_patient
from hygie.patients.models import Patient
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody
from hygie.practice import registries


@pytest.fixture
def dominique(alice, home):
    in_demonstration(home)
    return keep_patient(Patient(**PAT_TROIS))


@pytest.fixture
def folder(dominique, tmp_path):
    return handed_over(tmp_path / "remis", elsewhere=tmp_path / "station")


@pytest.fixture
def parcel(folder):
    """From a station that the practice accepted."""
    parcel = receiving.open_parcel(folder)
    stations.accept(parcel, typed=parcel.fingerprint)
    return parcel


def code_of(gesture, *arguments, **named):
    with pytest.raises(HygieError) as told:
        gesture(*arguments, **named)
    return told.value.code


def clear(document):
    stream = io.BytesIO()
    open_into(document, stream)
    return stream.getvalue()


def nothing_entered():
    """Age files go when the tests' transaction would end: their identities are what counts."""
    return (
        not Reception.objects.exists()
        and not Document.objects.filter(destroyed_at=None).exists()
        and not Document.objects.exclude(identity="").exists()
    )


def test_a_parcel_enters_encrypted_as_one_document_a_study(parcel, dominique):
    steps = []
    reception = receiving.receive(parcel, dominique, progress=lambda *done: steps.append(done))
    study, letter = sorted(reception.documents.all(), key=lambda one: one.kind, reverse=True)
    with zipfile.ZipFile(io.BytesIO(clear(study.document))) as archive:
        assert len(archive.namelist()) == 2
    assert clear(letter.document) == outcomes.CONTENTS["DOCUMENTS/compte-rendu.pdf"]
    assert b"first slice" not in b"".join(p.read_bytes() for p in documents_folder().iterdir())
    assert (study.files, study.kind) == (2, "study")
    assert steps[-1] == (44, 44)
    assert (reception.network in {"on", "off"}, reception.sandbox_held) == (True, True)
    assert not reception.identity_differed


def test_the_journal_tells_documents_and_patient_and_no_name(parcel, dominique):
    receiving.receive(parcel, dominique)
    assert last_of("airlock.receive_for").object_id == dominique.pk
    assert Entry.objects.filter(action="airlock.receive").count() == 2


def test_an_unknown_station_is_refused(folder, dominique):
    parcel = receiving.open_parcel(folder)
    assert code_of(receiving.receive, parcel, dominique) == "sign.unknown_station"
    assert nothing_entered()


def test_an_identity_that_differs_asks(parcel):
    other = somebody("DURAND", "PAUL")
    assert len(receiving.differing(receiving.waiting(parcel), other)) >= 2
    assert code_of(receiving.receive, parcel, other) == "sign.identity_differs"
    assert nothing_entered()
    assert receiving.receive(parcel, other, is_confirmed=True).identity_differed


def test_a_letter_alone_has_no_identity_to_compare(parcel):
    other = somebody("DURAND", "PAUL")
    [letter] = [item for item in receiving.waiting(parcel) if item.kind == "paper"]
    assert not receiving.receive(parcel, other, keys=[letter.key]).identity_differed
    assert [item.kind for item in receiving.waiting(parcel)] == ["study"]


def test_nothing_is_taken_twice(parcel, dominique):
    receiving.receive(parcel, dominique)
    assert receiving.waiting(parcel) == []
    assert code_of(receiving.receive, parcel, dominique) == "sign.nothing_to_receive"
    assert ReceivedDocument.objects.count() == 2


def test_two_clicks_at_once_take_it_once(parcel, dominique, monkeypatch):
    monkeypatch.setattr(
        receiving, "waiting", lambda parcel: receiving.items_of(parcel)
    )  # what the second window saw
    receiving.receive(parcel, dominique)
    assert code_of(receiving.receive, parcel, dominique) == "sign.already_received"
    assert Document.objects.filter(destroyed_at=None).count() == 2


def test_a_file_changed_on_the_way_stops_everything(parcel, dominique):
    (parcel.folder / "DOCUMENTS/compte-rendu.pdf").write_bytes(b"%PDF-1.7 compte rendv")
    assert code_of(receiving.receive, parcel, dominique) == "sign.file_altered"
    assert nothing_entered()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "DICOMDIR").unlink(), "sign.listing"),
        (lambda folder: (folder / "cadeau.exe").write_bytes(b"MZ"), "sign.listing"),
        (lambda folder: (folder / report.PDF_NAME).write_bytes(b"autre"), "sign.listing"),
        (lambda folder: (folder / report.JSON_NAME).unlink(), "sign.no_report"),
        (lambda folder: (folder / report.JSON_NAME).write_bytes(b"{}"), "sign.not_a_report"),
    ],
)
def test_a_folder_that_is_not_what_was_handed_over_is_refused(folder, spoil, code):
    spoil(folder)
    assert code_of(receiving.open_parcel, folder) == code


def test_an_examination_that_did_not_end_is_refused(folder, tmp_path):
    rewritten(folder, tmp_path / "station" / "airlock", ending="interrupted")
    assert code_of(receiving.open_parcel, folder) == "sign.not_ended"


def test_a_report_altered_and_signed_by_another_key_is_of_an_unknown_station(parcel, tmp_path):
    said = json.loads((parcel.folder / report.JSON_NAME).read_bytes())
    (tmp_path / "pirate").mkdir()
    key = signing.station_key(tmp_path / "pirate")
    station = {
        **said["station"], "fingerprint": key.fingerprint,
        "public_key": base64.b64encode(key.public).decode(),
    }  # fmt: skip
    rewritten(parcel.folder, tmp_path / "pirate", station=station)
    forged = receiving.open_parcel(parcel.folder)
    assert code_of(receiving.station_of, forged) == "sign.unknown_station"


def test_two_patients_of_one_key_are_taken_apart(dominique, tmp_path):
    hers, his = outcomes.image(), outcomes.image(name="DURAND^PAUL", birth="19500101", sex="M")
    scan = scan_of(
        outcomes.rebuilt("1", b"1", "A1", shown=hers), outcomes.rebuilt("2", b"2", "A2", shown=his),
        contents={"A1": b"1", "A2": b"2"},
    )  # fmt: skip
    parcel = receiving.open_parcel(
        handed_over(tmp_path / "deux", elsewhere=tmp_path / "station", scan=scan)
    )
    stations.accept(parcel, typed=parcel.fingerprint)
    first, second = receiving.waiting(parcel)
    assert receiving.differing([first], dominique) == []
    assert len(receiving.differing([second], dominique)) == 3
    receiving.receive(parcel, dominique, keys=[first.key])
    assert receiving.waiting(parcel) == [second]


def test_a_patient_who_is_erased_takes_what_came_with_her(parcel, dominique):
    receiving.receive(parcel, dominique)
    assert len(registries.documents_of(dominique.pk)) == 2
    erased = receiving.erase(dominique.pk)
    assert (erased.room, erased.count) == ("airlock", 2)
    assert nothing_entered()
    assert last_of("airlock.erase").object_id == dominique.pk
    assert receiving.erase(dominique.pk).count == 0
    assert received.taken(parcel.report["id"]) == set()

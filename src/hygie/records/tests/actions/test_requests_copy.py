"""The copy: what was chosen and nothing else, never clear in the home folder, whole or absent."""

import io
import shutil
import zipfile
from types import SimpleNamespace

import pyrage
import pytest

from hygie.core.errors import HygieError
from hygie.documents.models import Document
from hygie.journal.models import Entry
from hygie.records.actions import requests as actions
from hygie.records.actions import requests_copy as copies
from hygie.records.actions import requests_decide as decide
from hygie.records.actions import requests_scope as scope
from hygie.records.actions import requests_steps as steps
from hygie.records.actions.requests_scope import Chosen
from hygie.records.engine.keys import Key
from hygie.records.models import ScopeItem
from hygie.records.queries import requests as queries
from hygie.records.tests.requests_people import again, living, ready

pytestmark = pytest.mark.usefixtures("alice")

CLEAR = b"un contenu que rien ne doit montrer"


def code(run):
    with pytest.raises(HygieError) as caught:
        run()
    return caught.value.code.removeprefix("records.")


@pytest.fixture
def answered(shelf):
    """A request that is granted: a given report, a report left out, a personal note."""

    def make(channel="encrypted", **more):
        patient = living()
        given = shelf.keep(patient, "Compte rendu", CLEAR)
        shelf.keep(patient, "Tiers", b"d'un tiers")
        shelf.keep(patient, "Mes notes", b"une note", is_personal_note=True)
        request = ready(patient)
        chosen = {
            row.key: Chosen(choice="give")
            if row.title == "Compte rendu"
            else Chosen(choice="withhold", reason="third_party")
            for row in queries.rows_of(request)
        }
        request = scope.decide_scope(request.pk, chosen, version=request.version)
        request = decide.grant(request.pk, channel=channel, version=request.version, **more)
        return SimpleNamespace(request=request, document=given, id=request.pk)

    return make


@pytest.fixture
def key(tmp_path, monkeypatch):
    """A key that is plugged in."""
    path = tmp_path / "CLE"
    path.mkdir()
    free = {"bytes": 10**9}
    monkeypatch.setattr(copies.keys, "plugged", lambda: [Key(path=path, free_bytes=free["bytes"])])
    return SimpleNamespace(path=path, free=free)


def inside(file, passphrase):
    with zipfile.ZipFile(file) as outer:
        key = pyrage.passphrase.decrypt(outer.read("cle.age"), passphrase).decode().split()[-1]
        identity = pyrage.x25519.Identity.from_str(key)
        content = pyrage.decrypt(outer.read("dossier.zip.age"), [identity])
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_archive_holds_what_was_chosen_and_nothing_else(answered):
    made = answered()
    with copies.sealed_copy(made.id) as file, inside(file, again(made.request).passphrase) as copy:
        names = [name for name in copy.namelist() if name.startswith("data/")]
        assert names == ["data/01 Compte rendu.pdf"]
        assert copy.read(names[0]) == CLEAR
    told = Entry.objects.order_by("-number").values_list("action", flat=True)
    assert list(told[:2]) == ["records.copy_sealed", "documents.look"]


def test_nothing_clear_is_ever_in_the_home_folder(answered, home):
    made = answered()
    with copies.sealed_copy(made.id) as file:
        assert CLEAR not in file.read()
        for path in home.rglob("*"):
            assert not path.is_file() or CLEAR not in path.read_bytes()
    assert [path.name for path in home.iterdir() if path.name != "documents"] == []


def test_the_same_passphrase_opens_a_second_copy(answered):
    made = answered()
    copies.sealed_copy(made.id).close()
    first = again(made.request).passphrase
    with copies.sealed_copy(made.id) as file, inside(file, first) as copy:
        assert copy.testzip() is None


def test_a_damaged_document_leaves_no_archive_and_nothing_left(answered):
    made = answered()
    path = Document.objects.get(pk=made.document.pk).path
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(HygieError) as caught:
        copies.sealed_copy(made.id)
    assert caught.value.code == "documents.damaged"
    assert again(made.request).left_at is None


def test_a_copy_that_left_forbids_to_undo_the_answer(answered):
    made = answered()
    copies.sealed_copy(made.id).close()
    undo = lambda: steps.undo(made.id, version=made.request.version, nothing_left=True)  # noqa: E731
    assert code(undo) == "already_left"


def test_no_copy_before_the_answer_nor_of_nothing(shelf):
    patient = living()
    shelf.keep(patient)
    request = ready(patient)
    assert code(lambda: copies.sealed_copy(request.pk)) == "wrong_state"
    other = ready(living("AUTRE"))
    actions.add_item(ScopeItem(request=other, title="Sur papier", place="paper"))
    row = queries.rows_of(other)[0]
    chosen = {row.key: Chosen(choice="give")}
    other = scope.decide_scope(other.pk, chosen, version=other.version)
    decide.grant(other.pk, channel="paper", version=other.version)
    assert code(lambda: copies.sealed_copy(other.pk)) == "nothing_to_copy"


def test_a_note_that_became_personal_after_the_choice_never_leaves(answered, shelf):
    made = answered()
    shelf.kept[:] = [
        (patient, document) for patient, document in shelf.kept if document.title != "Compte rendu"
    ]
    assert code(lambda: copies.sealed_copy(made.id)) == "document_gone"
    assert code(lambda: copies.opened(made.id, made.document.pk)) == "document_gone"


def test_the_person_s_own_key_gets_readable_files_and_their_list(answered, key):
    made = answered("own_key", clear_chosen=True)
    folder = copies.clear_copy(made.id, str(key.path))
    assert (folder / "data" / "01 Compte rendu.pdf").read_bytes() == CLEAR
    assert "data/01 Compte rendu.pdf" in (folder / "manifest-sha256.txt").read_text()
    assert again(made.request).left_at is not None
    again_folder = copies.clear_copy(made.id, str(key.path))
    assert again_folder.name.endswith("(2)"), "nothing is written over"


def test_readable_files_need_the_choice_a_key_and_its_room(answered, key):
    made = answered()
    assert code(lambda: copies.clear_copy(made.id, str(key.path))) == "clear_not_chosen"


def test_a_key_that_is_gone_or_full_gets_nothing(answered, key, home):
    made = answered("own_key", clear_chosen=True)
    assert code(lambda: copies.clear_copy(made.id, str(home))) == "no_key"
    key.free["bytes"] = 100
    assert code(lambda: copies.clear_copy(made.id, str(key.path))) == "key_full"
    assert list(key.path.iterdir()) == []


def test_what_was_begun_on_a_key_is_removed_when_it_fails(answered, key):
    made = answered("own_key", clear_chosen=True)
    Document.objects.get(pk=made.document.pk).path.unlink()
    with pytest.raises(HygieError):
        copies.clear_copy(made.id, str(key.path))
    assert list(key.path.iterdir()) == []


def test_a_document_is_opened_to_be_printed_and_the_look_is_told(answered, monkeypatch):
    made = answered("paper")
    document, content = copies.opened(made.id, made.document.pk)
    assert (document.pk, content) == (made.document.pk, CLEAR)
    assert Entry.objects.latest("number").action == "documents.look"
    monkeypatch.setattr(copies, "MOST_PRINTED_BYTES", 3)
    assert code(lambda: copies.opened(made.id, made.document.pk)) == "too_large"


def test_personal_notes_are_not_opened_from_a_request(answered, shelf):
    made = answered("paper")
    note = next(document for _, document in shelf.kept if document.is_personal_note)
    assert code(lambda: copies.opened(made.id, note.document_id)) == "document_gone"


def test_the_home_folder_may_vanish_in_french(answered, home):
    made = answered()
    shutil.rmtree(home)
    with pytest.raises(HygieError):
        copies.sealed_copy(made.id)

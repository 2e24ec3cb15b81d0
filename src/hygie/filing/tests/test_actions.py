import pytest

from hygie.core.errors import HygieError
from hygie.documents import actions as documents
from hygie.documents.models import Document
from hygie.documents.models import folder as documents_folder
from hygie.filing import actions, queries
from hygie.filing.looking import look
from hygie.filing.models import FiledDocument, FoundFile, State, WatchedFolder
from hygie.journal.queries import last_of
from hygie.practice import registries
from hygie.reading.tests.sheets import DOMINIQUE


@pytest.fixture
def letter(dominique, put):
    """A letter that was looked at."""
    put("lettre.pdf", "Bonjour Mme Pat-Trois", payload=DOMINIQUE)
    look()
    return queries.waiting()[0].file


def code_of(gesture, *arguments, **named):
    with pytest.raises(HygieError) as told:
        gesture(*arguments, **named)
    return told.value.code


def test_filing_keeps_a_document_for_the_patient_and_leaves_the_original(letter, dominique, folder):
    content = (folder / "lettre.pdf").read_bytes()
    filed = actions.file(letter, dominique)
    assert queries.clear_bytes(filed) == content
    assert (folder / "lettre.pdf").read_bytes() == content
    assert (filed.patient_id, filed.reasons, filed.by_name) == (
        dominique.pk, "code", "Dr Alice Martin",
    )  # fmt: skip
    assert filed.document.title == "lettre.pdf"
    assert filed.original_removed_at is None
    assert queries.waiting() == []


def test_the_journal_tells_the_document_and_the_patient_and_no_name(letter, dominique):
    filed = actions.file(letter, dominique)
    assert last_of("filing.file").object_id == filed.pk
    assert last_of("filing.receive").object_id == dominique.pk


def test_an_original_is_removed_once_the_document_was_read_back(letter, dominique, folder):
    filed = actions.file(letter, dominique, remove_original=True)
    assert list(folder.iterdir()) == []
    assert filed.original_removed_at is not None
    assert queries.clear_bytes(filed).startswith(b"%PDF-")
    assert last_of("filing.remove_original").object_id == filed.pk


def test_an_original_stays_when_the_document_reads_back_otherwise(
    letter, dominique, folder, monkeypatch
):
    monkeypatch.setattr(actions, "open_into", lambda document, writer: writer.write(b"autre"))
    assert code_of(actions.file, letter, dominique, remove_original=True) == "filing.original_kept"
    assert (folder / "lettre.pdf").exists()
    assert FiledDocument.objects.get().original_removed_at is None


def test_a_file_changed_since_it_was_looked_at_is_not_filed(letter, dominique, put):
    put("lettre.pdf", "Une tout autre lettre")
    assert code_of(actions.file, letter, dominique) == "filing.file_gone"
    assert not FiledDocument.objects.exists()
    assert not Document.objects.exists()


def test_a_file_on_an_unplugged_key_is_not_filed(letter, dominique, folder):
    folder.rename(folder.with_name("ailleurs"))
    assert code_of(actions.file, letter, dominique) == "filing.folder_gone"
    assert FoundFile.objects.get().state == State.WAITING


def test_two_clicks_file_once(letter, dominique):
    again = FoundFile.objects.get(pk=letter.pk)
    actions.file(letter, dominique)
    assert code_of(actions.file, again, dominique) == "filing.already_filed"
    assert FiledDocument.objects.count() == 1
    assert queries.living().count() == 1
    kept = Document.objects.filter(destroyed_at=None)
    assert kept.count() == 1, "what the second click kept was destroyed"


def test_a_file_is_filed_for_whom_a_person_chose(letter, herault):
    filed = actions.file(letter, herault)
    assert (filed.patient_id, filed.reasons) == (herault.pk, "")


def test_a_refused_patient_is_offered_no_more(letter, dominique):
    actions.refuse(letter.proposals.get())
    assert queries.waiting()[0].offers == []
    assert last_of("filing.refuse").object_id == letter.pk


def test_a_file_left_can_be_taken_back(letter, dominique):
    actions.refuse(letter.proposals.get())
    actions.leave(letter)
    assert (queries.waiting(), list(queries.left())) == ([], [letter])
    actions.take_back(letter)
    assert [offer.patient for offer in queries.waiting()[0].offers] == [dominique]


def test_what_was_filed_is_neither_left_nor_taken_back(letter, dominique):
    actions.file(letter, dominique)
    assert code_of(actions.leave, letter) == "filing.already_filed"
    assert code_of(actions.take_back, letter) == "filing.already_filed"


def test_a_document_filed_for_another_is_moved(letter, dominique, herault):
    filed = actions.move(actions.file(letter, herault), dominique)
    assert list(queries.of_patient(herault)) == []
    assert list(queries.of_patient(dominique)) == [filed]
    assert last_of("filing.lose").object_id == herault.pk


def test_another_folder_forgets_what_waited_in_the_first_and_keeps_what_was_filed(
    letter, dominique, put, folder, tmp_path
):
    actions.file(letter, dominique)
    put("autre.pdf", "Bonjour")
    look()
    other = tmp_path / "autre dossier"
    other.mkdir()
    actions.choose_folder(str(other))
    assert WatchedFolder.objects.get().path == str(other)
    assert queries.waiting() == []
    assert len(queries.latest()) == 1
    assert (folder / "autre.pdf").exists()


def test_a_folder_that_cannot_be_watched_leaves_the_first_one(folder, tmp_path):
    assert code_of(actions.choose_folder, str(tmp_path / "absent")) == "filing.folder_gone"
    assert WatchedFolder.objects.get().path == str(folder)


def test_nothing_is_watched_any_more(letter, dominique):
    actions.stop_watching()
    assert queries.folder() is None
    assert queries.waiting() == []
    assert code_of(actions.file, letter, dominique) == "filing.file_gone"


def test_a_file_is_shown_as_it_is(letter, folder):
    assert actions.look_at_file(letter) == (folder / "lettre.pdf").read_bytes()
    assert last_of("filing.look_at_file").object_id == letter.pk


def test_a_page_of_a_browser_named_pdf_is_not_shown(folder, put):
    put("piege.pdf", content=b"<html><script>alert(1)</script>")
    look()
    assert code_of(actions.look_at_file, queries.waiting()[0].file) == "filing.not_a_pdf"


def test_what_is_kept_is_not_in_clear(letter, dominique):
    actions.file(letter, dominique)
    for path in documents_folder().iterdir():
        assert not path.read_bytes().startswith(b"%PDF-")


def test_a_destroyed_document_is_no_longer_shown(letter, dominique):
    filed = actions.file(letter, dominique)
    documents.destroy(filed.document)
    assert list(queries.of_patient(dominique)) == []


def test_personal_notes_are_marked_as_they_enter(letter, dominique):
    actions.file(letter, dominique, is_personal_note=True)
    [told] = registries.documents_of(dominique.pk)
    assert (told.title, told.is_personal_note) == ("lettre.pdf", True)


def test_a_patient_who_is_erased_leaves_nothing_here(letter, dominique, folder, put):
    filed = actions.file(letter, dominique)
    put("PAT-TROIS.pdf", "Encore Mme Pat-Trois", payload=DOMINIQUE)
    look()
    erased = actions.erase(dominique.pk)
    assert (erased.room, erased.count) == ("filing", 1)
    assert Document.objects.get(pk=filed.pk).identity == ""
    assert not FiledDocument.objects.exists()
    assert not FoundFile.objects.exists()
    assert (folder / "lettre.pdf").exists(), "the practice's own file is not ours to remove"
    assert last_of("filing.erase").object_id == dominique.pk
    assert actions.erase(dominique.pk).count == 0

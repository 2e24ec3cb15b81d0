"""What is eliminated leaves everywhere: her name is hunted in every byte that Hygie keeps."""

import io
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.db import connection

from hygie.accounts.actions import save_draft
from hygie.accounts.models import Draft
from hygie.core import clock
from hygie.documents.actions import destroy, keep
from hygie.documents.models import Document
from hygie.documents.models import folder as documents_folder
from hygie.journal.queries import verdict
from hygie.patients import duplicates, search
from hygie.patients.actions import add_rights_note, keep_new_patients, keep_patient, mark_deceased
from hygie.patients.models import FormerFile, Patient, RightsNote
from hygie.practice import registries
from hygie.practice.registries import Erased
from hygie.records.actions import (
    erasing,
    holds,
    review,
)
from hygie.records.models import (
    Archived,
    Box,
    DoneTask,
    Eliminated,
    Hold,
    ListedPatient,
    PatientLetter,
    RecordRequest,
)
from hygie.records.queries.elimination import older_copies
from hygie.records.tests.people import a_hold, confirmed, eliminated, signed, somebody, told
from hygie.records.tests.written import written_of
from hygie.storage import copies, keyfile, opening

PAGE = 4096
RARE = "ZWYXQUEBOURG"
HERS = (RARE, "Zwyxquebourg", "ALPHONSINE", "zwyx@exemple.fr", "0677889911", "Quai Tranquillou")


def decrypted(home):
    """Every byte of the base, free corners included, and every other file as it is."""
    key, base = opening.current_key(), keyfile.read(home).base_path(home)
    content = base.read_bytes()
    log = base.with_name(f"{base.name}-wal").read_bytes()
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    # A log begins with 32 bytes, each of its pages with 24.
    logged = [log[at + 24 : at + 24 + PAGE] for at in range(32, len(log), PAGE + 24)]
    yield "base", b"".join(_clear(key, page) for page in pages + logged)
    for path in sorted(home.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def _clear(key, page):
    # The first page begins with 16 bytes of salt, in clear.
    body = page[:-80] if len(page[:-80]) % 16 == 0 else page[16:-80]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
    return decryptor.update(body) + decryptor.finalize()


def places_of(home, *words):
    """Where a word is found, in any case."""
    return {
        f"{place}: {word}"
        for place, content in decrypted(home)
        for word in words
        if word.encode().lower() in content.lower()
    }


def about_her(member):
    """A patient of whom everything is known, in every place where her name may be written."""
    former = somebody(RARE, "ALPHONSINE MARIE", birth_date=date(1931, 1, 1), local_id="Z1")
    her = somebody(RARE, "ALPHONSINE", used_name="Zwyxquebourg-Petit", email="zwyx@exemple.fr",
                   mobile="0677889911", address="3 Quai Tranquillou", local_id="Z2")  # fmt: skip
    her = duplicates.make_one(her, former)
    note = RightsNote(patient=her, kind="other", noted_on=clock.today(), text=f"Mme {RARE}")
    add_rights_note(note)
    her.phone = "0177889911"
    keep_patient(her)
    mark_deceased(her, died_on=None)
    for path in (f"/patients/{her.pk}/modifier/", "/patients/ajouter/"):
        save_draft(member, path=path, fields={"birth_name": [RARE]})
    save_draft(member, path="/cabinet/disques/", fields={"name": ["SAUVE-2"]})
    review.keep_box(Box(name="B1", place="Cave", content=f"A à D, et Mme {RARE}",
                        review_on=clock.today()))  # fmt: skip
    written_of(her, RARE, member)
    review.note_archived([her.pk])
    holds.note_hold(a_hold(her, asked_by=f"M. {RARE}", until=date(2026, 2, 1)))
    return her


@pytest.fixture
def airlock(monkeypatch):
    """A room that keeps a document of a patient, and forgets it."""
    kept = {}

    def erase(patient_id):
        document = kept.pop(patient_id, None)
        if document:
            destroy(document)
        return Erased(room="airlock", what="documents", count=int(document is not None))

    monkeypatch.setattr(registries, "erasers", registries.erasers | {"airlock": erase})

    def keep_for(patient, clear):
        kept[patient.pk] = keep(io.BytesIO(clear), title=f"Radio de {RARE}", media_type="image/png")

    return keep_for


def test_her_name_is_nowhere_once_she_is_eliminated(fresh, benoit, airlock):
    keep_new_patients(
        [Patient(birth_name=f"AUTRE{'ABCDEFGHIJ'[n % 10]}", used_given_name="Lea", local_id=str(n))
         for n in range(300)], told_as="patients.invent",
    )  # fmt: skip
    her = about_her(fresh.member)
    stays = somebody("RESTANTE", last_contact=date(2024, 1, 1))
    airlock(her, b"Radio claire de Zwyxquebourg")
    assert {f"base: {word}" for word in HERS} <= places_of(fresh.home, *HERS), "the hunt finds"

    made = eliminated(her, by=benoit)

    assert made.get_state_display() == "Éliminée"
    assert places_of(fresh.home, *HERS) == set()
    assert not any(documents_folder().iterdir())
    assert {one.identity for one in Document.objects.all()} == {""}
    assert DoneTask.objects.get().note == "Et Mme [nom effacé]"
    assert not PatientLetter.objects.exists()
    assert not RecordRequest.objects.exists()
    assert not FormerFile.objects.exists()
    assert search.found(RARE).patients == []
    assert Draft.objects.get().path == "/cabinet/disques/", "what others typed stays"
    assert Box.objects.get().content == "A à D, et Mme [nom effacé]"
    assert (Hold.objects.count(), Archived.objects.count()) == (0, 0)
    assert Patient.objects.filter(pk=stays.pk).exists()
    line = Eliminated.objects.get()
    assert (line.patient_id, line.rule, len(line.former_ids)) == (her.pk, "last_contact", 1)
    assert line.counts["airlock"] == 1
    assert line.is_outlived
    assert ListedPatient.objects.get().facts == {}
    assert verdict().faults == ()
    assert told()[-5:] == [
        "records.sign_list", "records.confirm_list", "records.erase_requests", "records.eliminate",
        "records.finish_list",
    ]  # fmt: skip


def test_a_list_that_nobody_confirmed_erases_nobody(fresh):
    made = signed(somebody())
    assert erasing.run(made) == 0
    assert Patient.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda p: _changed(p, last_contact=date(2026, 3, 1)), "son dernier contact a changé"),
        (lambda p: mark_deceased(p, died_on=date(2025, 1, 1)), "son décès a été noté ou changé"),
        (lambda p: holds.note_hold(a_hold(p)), "un blocage a été noté ou changé"),
        (lambda p: holds.classify(p, category="rare"), "sa catégorie a changé"),
        (lambda p: _changed(p, birth_date=date(1931, 5, 2)), "sa date de naissance a changé"),
    ],
)
@pytest.mark.parametrize("moment", ["after the signature", "after the confirmation"])
def test_whoever_changes_meanwhile_is_kept_with_the_reason(fresh, benoit, change, why, moment):
    her, other = somebody(), somebody("AUTRE", birth_date=date(1935, 1, 1))
    made = signed(her, other)
    if moment == "after the confirmation":
        made = confirmed(made, benoit)
        change(her)
    else:
        change(her)
        made = confirmed(made, benoit)
    assert erasing.run(made) == 1
    assert Patient.objects.get() == her
    listed = ListedPatient.objects.get(patient_id=her.pk)
    assert (listed.get_state_display(), listed.why_out) == ("Sortie de la liste", why)
    assert Eliminated.objects.get().patient_id == other.pk


def _changed(patient, **fields):
    for name, value in fields.items():
        setattr(patient, name, value)
    keep_patient(patient)


def test_a_file_that_was_deleted_or_doubted_meanwhile_leaves_the_list(fresh, benoit):
    her = somebody("DUPONT", birth_date=date(1930, 1, 1))
    made = signed(her)
    somebody("DUPOND", birth_date=date(1930, 1, 1), last_contact=date(2026, 1, 1))
    erasing.run(confirmed(made, benoit))
    assert "deux fiches sont peut-être" in ListedPatient.objects.get().why_out
    assert Patient.objects.count() == 2


def test_a_room_that_fails_keeps_her_whole_and_the_next_run_ends_it(fresh, benoit, monkeypatch):
    her, made = somebody(), None
    made = confirmed(signed(her), benoit)

    def fail(patient_id):
        raise RuntimeError("disque débranché")

    erasers = dict(registries.erasers)
    monkeypatch.setattr(registries, "erasers", {"broken": fail} | erasers)
    with pytest.raises(RuntimeError, match="débranché"):
        erasing.run(made)
    assert Patient.objects.get() == her
    assert not Eliminated.objects.exists()
    monkeypatch.setattr(registries, "erasers", erasers)
    assert erasing.go_on() == 1
    assert Eliminated.objects.count() == 1
    made.refresh_from_db()
    assert made.cleaned_at is not None


def test_a_stale_list_of_patients_stops_even_a_confirmed_elimination(fresh, benoit):
    from hygie.records.tests.people import a_list

    confirmed(signed(somebody()), benoit)
    a_list(clock.now() - timedelta(days=40))
    assert erasing.go_on() == 0
    assert Patient.objects.count() == 1
    a_list(clock.now())
    assert erasing.go_on() == 1


def test_while_somebody_reads_the_base_the_list_is_not_yet_done(fresh, benoit):
    made = confirmed(signed(somebody()), benoit)
    reader = copies.connect(keyfile.read(fresh.home).base_path(fresh.home), opening.current_key())
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM patients_patient").fetchone()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")  # how long one waits is SQLite's affair
    erasing.run(made)
    made.refresh_from_db()
    assert (Eliminated.objects.count(), made.done_at) == (1, None), "erased, not yet cleaned"
    reader.close()
    erasing.go_on()
    made.refresh_from_db()
    assert made.done_at is not None


def test_older_copies_are_named_and_removed_when_asked(fresh, benoit):
    her = somebody(RARE)
    copy = copies.make_copy()
    made = eliminated(her, by=benoit)
    later = copies.make_copy()
    assert older_copies(made) == [copy.name]
    assert erasing.remove_older_copies(made) == 1
    assert copies.all_copies() == [later]


def test_the_base_is_not_cleaned_inside_a_transaction(alice):
    assert connection.in_atomic_block
    assert not erasing.clean_base()

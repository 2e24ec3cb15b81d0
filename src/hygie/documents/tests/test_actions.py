"""Keeping and destroying documents: the row and the file go together, whatever happens."""

import io
import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.db import connection, transaction

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.documents import actions
from hygie.documents.actions import destroy, export, export_identities, keep, sweep
from hygie.documents.models import Document, folder
from hygie.documents.queries import open_into
from hygie.journal.actions import record
from hygie.journal.models import Entry
from hygie.journal.queries import verdict
from hygie.storage import opening

CLEAR = b"Patiente invent\xc3\xa9e, clair. " * 100


def kept(title="Radio du poignet", content=CLEAR):
    return keep(io.BytesIO(content), title=title, media_type="image/png")


def clear_of(document):
    target = io.BytesIO()
    open_into(document, target)
    return target.getvalue()


def names():
    return {path.name for path in folder().iterdir()}


def told(action):
    return list(Entry.objects.filter(action=action).values_list("object_type", "object_id"))


def age(path, **since):
    moment = (clock.now() - timedelta(**since)).timestamp()
    os.utime(path, (moment, moment))


@pytest.mark.usefixtures("alice")
class TestKeeping:
    def test_a_document_is_kept_and_told(self):
        document = kept()
        assert document.size_bytes == len(CLEAR)
        assert names() == {document.stored_name}
        assert clear_of(Document.objects.get(pk=document.pk)) == CLEAR
        assert told("documents.keep") == [("document", document.pk)]
        assert verdict().faults == ()

    def test_an_empty_file_is_a_document(self):
        assert clear_of(kept(content=b"")) == b""

    @pytest.mark.parametrize(
        "title", ["Certificat d’Élodie à l'Œuvre", "« ; \" '", "x" * 300, "", "日本 🦷"]
    )
    def test_a_title_is_kept_as_typed(self, title):
        assert Document.objects.get(pk=kept(title).pk).title == title

    @pytest.mark.parametrize(
        ("read", "title"),
        [
            ("caf\udce9.jpg", "caf?.jpg"),
            ("a\x00b\nc", "a b c"),
            ("facture\u202egpj.exe", "facture gpj.exe"),
            ("à lire\u00a0: vite", "à lire\u00a0: vite"),
            ("x" * 1000, "x" * 300),
        ],
    )
    def test_a_title_that_is_no_text_becomes_one(self, read, title):
        assert Document.objects.get(pk=kept(read).pk).title == title

    def test_the_same_content_twice_is_two_documents(self):
        first, second = kept(), kept()
        assert first.stored_name != second.stored_name
        assert first.identity != second.identity
        destroy(first)
        assert clear_of(second) == CLEAR

    def test_a_row_that_cannot_be_written_leaves_no_file(self, monkeypatch):
        def refuse(*_arguments, **_names):
            raise RuntimeError("journal")

        monkeypatch.setattr(actions, "record", refuse)
        with pytest.raises(RuntimeError, match="journal"):
            kept()
        assert names() == set()
        assert not Document.objects.exists()

    def test_a_source_that_fails_leaves_no_row(self):
        class Unplugged(io.BytesIO):
            def read(self, size=-1):
                raise OSError(5, "débranché")

        with pytest.raises(HygieError) as caught:
            keep(Unplugged(), title="Clé du patient", media_type="image/png")
        assert caught.value.code == "documents.source_unreadable"
        assert names() == set()
        assert not Document.objects.exists()
        assert told("documents.keep") == []

    def test_progress_is_told(self):
        seen = []
        keep(io.BytesIO(CLEAR), title="t", media_type="m", progress=seen.append)
        assert seen[-1] == len(CLEAR)


@pytest.mark.usefixtures("alice")
class TestDestroying:
    def test_the_identity_goes_then_the_file(self, django_capture_on_commit_callbacks):
        document, other = kept(), kept()
        with django_capture_on_commit_callbacks(execute=False) as after:
            destroy(document)
        row = Document.objects.get(pk=document.pk)
        assert (row.identity, row.title, row.sha256) == ("", "", "")
        assert row.destroyed_at is not None
        assert names() == {document.stored_name, other.stored_name}, "not before the commit"
        assert told("documents.destroy") == [("document", document.pk)]
        assert len(after) == 1

    def test_destroying_twice_is_told_once(self):
        document = kept()
        destroy(document)
        destroy(Document.objects.get(pk=document.pk))
        assert len(told("documents.destroy")) == 1


def decrypted_pages(path, key):
    """What somebody who has the key finds in the base's file, free corners included."""
    content = path.read_bytes()
    for at in range(0, len(content), 4096):
        page = content[at : at + 4096]
        body = page[16 if at == 0 else 0 : 4096 - 80]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
        yield decryptor.update(body) + decryptor.finalize()


def test_a_destroyed_identity_is_nowhere_in_the_base(founded):
    destroyed = [kept(f"Titre {rank} " * rank) for rank in range(1, 25)]
    identities = [document.identity.encode() for document in destroyed]
    base, key = Path(connection.settings_dict["NAME"]), opening.current_key()

    def found():
        pages = b"".join(decrypted_pages(base, key))
        return [identity for identity in identities if identity in pages]

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found() == identities, "the test can see them"
    for document in destroyed:
        destroy(document)
    assert found() == []
    log = base.with_name(base.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0
    assert names() == set()


def test_a_destruction_that_is_undone_leaves_the_file(founded):
    document = kept()
    with transaction.atomic():
        destroy(document)
        transaction.set_rollback(True)
    assert clear_of(Document.objects.get(pk=document.pk)) == CLEAR


def test_nothing_clear_is_written_in_the_home_folder(founded):
    document = kept("Titre très clair")
    for path in founded.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for secret in (b"Patiente", b"clair", document.identity.encode()):
                assert secret not in content, path.name


@pytest.mark.usefixtures("alice")
class TestSweeping:
    def test_what_a_crash_left_is_removed_after_an_hour(self):
        document = kept()
        for name in ("a.part", "b.age"):
            (folder() / name).write_bytes(b"x")
            age(folder() / name, minutes=61)
        (folder() / "recent.part").write_bytes(b"x")
        (folder() / "recent.age").write_bytes(b"x")
        age(document.path, days=900)
        assert sweep() == 2
        assert names() == {document.stored_name, "recent.part", "recent.age"}
        assert told("documents.sweep") == [("documents", "")]
        assert sweep() == 0
        assert len(told("documents.sweep")) == 1, "nothing done, nothing told"

    def test_a_file_of_another_kind_is_left_alone(self):
        kept()
        (folder() / "notes.txt").write_bytes(b"x")
        age(folder() / "notes.txt", days=9)
        assert sweep() == 0

    def test_the_file_of_a_destroyed_document_goes_at_once(self):
        document = kept()
        destroy(document)  # within the test's transaction: the file is still there
        assert document.path.exists()
        assert sweep() == 1
        assert names() == set()

    def test_after_a_copy_of_the_base_was_put_back_older_files_stay(self, monkeypatch):
        kept()
        for name, hours in (("before.age", 50), ("since.age", 2), ("before.part", 50)):
            (folder() / name).write_bytes(b"x")
            age(folder() / name, hours=hours)
        restored_at = clock.now() - timedelta(hours=10)
        with monkeypatch.context() as patch, transaction.atomic():
            patch.setattr(clock, "now", lambda: restored_at)
            record("storage.restore", object_type="base")
        assert sweep() == 2
        assert (folder() / "before.age").exists()

    def test_there_is_nothing_to_sweep_before_the_first_document(self):
        assert sweep() == 0


@pytest.mark.usefixtures("alice")
class TestExporting:
    def test_everything_is_exported_and_told(self, tmp_path):
        first, second = kept("Un"), kept("Deux")
        destroyed = kept("Trois")
        destroy(destroyed)
        target = tmp_path / "export"
        assert export(target) == 2
        assert {path.name for path in target.iterdir()} == {
            first.stored_name, second.stored_name, "identities.txt", "index.csv", "LISEZ-MOI.txt",
        }  # fmt: skip
        assert told("documents.export") == [("documents", "")]
        keys = (target / "identities.txt").read_text(encoding="utf-8")
        assert first.identity in keys
        assert second.identity in keys

    def test_a_practice_without_documents_exports_an_empty_list(self, tmp_path):
        assert export(tmp_path / "export") == 0

    def test_what_is_damaged_is_counted_once_the_rest_is_exported(self, tmp_path):
        whole, damaged, absent = kept("Entier"), kept("Abîmé"), kept("Absent")
        damaged.path.write_bytes(damaged.path.read_bytes()[:-1])
        absent.path.unlink()
        target = tmp_path / "export"
        with pytest.raises(HygieError) as caught:
            export(target)
        assert caught.value.code == "documents.export_incomplete"
        assert "2 sur 3" in caught.value.message
        index = (target / "index.csv").read_text(encoding="utf-8-sig")
        states = {line.split(";")[1]: line.split(";")[-1] for line in index.splitlines()[1:]}
        assert states == {"Entier": "entier", "Abîmé": "abîmé", "Absent": "absent"}
        assert (target / whole.stored_name).exists()

    def test_a_folder_that_is_refused_is_not_told_as_an_export(self, tmp_path):
        (tmp_path / "photo.jpg").touch()
        with pytest.raises(HygieError):
            export(tmp_path)
        assert told("documents.export") == []

    def test_the_keys_alone_are_an_export_too(self, tmp_path):
        document = kept()
        assert export_identities(tmp_path / "clés") == 1
        [file] = (tmp_path / "clés").iterdir()
        assert document.identity in file.read_text(encoding="utf-8")
        assert told("documents.export") == [("documents", "")]

    @pytest.mark.needs("age")
    def test_the_stock_tool_opens_the_export(self, tmp_path):
        document = kept("Radio d’Élodie")
        export(tmp_path / "export")
        opened = subprocess.run(
            ["age", "-d", "-i", "identities.txt", document.stored_name],
            cwd=tmp_path / "export", capture_output=True, check=True,
        )  # fmt: skip
        assert opened.stdout == CLEAR

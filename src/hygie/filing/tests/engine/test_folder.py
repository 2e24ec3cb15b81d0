import hashlib
import os
import time

import pytest

from hygie.core.errors import HygieError
from hygie.filing.engine import folder as disk

LONG_AGO_S = 60
NOT_ROOT = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root reads everything"
)


def put(folder, name, content=b"%PDF-1.7 lettre", *, age_s=LONG_AGO_S):
    path = folder / name
    path.write_bytes(content)
    written = time.time() - age_s
    os.utime(path, (written, written))
    return path


def code_of(gesture, *arguments, **named):
    with pytest.raises(HygieError) as told:
        gesture(*arguments, **named)
    assert told.value.message
    assert told.value.advice
    return told.value.code


def one(folder):
    (entry,) = disk.listed(folder)
    return entry


def test_the_pdf_files_are_listed_the_oldest_first(tmp_path):
    put(tmp_path, "b.pdf", age_s=10)
    put(tmp_path, "a.PDF", age_s=20)
    put(tmp_path, "L’été d’Héloïse.pdf", age_s=30)
    put(tmp_path, "notes.txt")
    assert [e.name for e in disk.listed(tmp_path)] == ["L’été d’Héloïse.pdf", "a.PDF", "b.pdf"]


def test_what_programs_keep_for_themselves_is_not_listed(tmp_path):
    put(tmp_path, "~$lettre.pdf")
    put(tmp_path, ".lettre.pdf")
    (tmp_path / "dossier.pdf").mkdir()
    assert disk.listed(tmp_path) == []


def test_a_link_is_not_followed(tmp_path):
    secret = put(tmp_path, "secret")
    watched = tmp_path / "watched"
    watched.mkdir()
    (watched / "lettre.pdf").symlink_to(secret)
    assert disk.listed(watched) == []


def test_a_file_put_in_place_of_the_one_that_was_listed_is_not_read(tmp_path):
    secret = put(tmp_path, "secret", b"%PDF-1.7 autre.")
    entry = one_named(tmp_path, "lettre.pdf")
    entry.path.unlink()
    entry.path.symlink_to(secret)
    assert code_of(disk.read_whole, entry, max_bytes=100) == "filing.file_unreadable"


def one_named(folder, name, **how):
    put(folder, name, **how)
    return disk.find(folder, name)


def test_a_file_written_a_moment_ago_is_not_settled(tmp_path):
    put(tmp_path, "fini.pdf")
    put(tmp_path, "en cours.pdf", age_s=0)
    put(tmp_path, "demain.pdf", age_s=-3600)
    settled = {entry.name: entry.is_settled for entry in disk.listed(tmp_path)}
    assert settled == {"fini.pdf": True, "en cours.pdf": False, "demain.pdf": False}


def test_a_file_is_read_whole(tmp_path):
    put(tmp_path, "lettre.pdf")
    assert disk.read_whole(one(tmp_path), max_bytes=100) == b"%PDF-1.7 lettre"


def test_a_file_that_grew_since_it_was_listed_is_left_for_later(tmp_path):
    entry = one_named(tmp_path, "lettre.pdf")
    put(tmp_path, "lettre.pdf", b"%PDF-1.7 lettre et la suite")
    assert code_of(disk.read_whole, entry, max_bytes=100) == "filing.file_changing"


def test_a_file_larger_than_what_is_read_is_not_taken_for_whole(tmp_path):
    entry = one_named(tmp_path, "lettre.pdf")
    assert code_of(disk.read_whole, entry, max_bytes=4) == "filing.file_changing"


def test_a_file_taken_away_meanwhile_is_told(tmp_path):
    entry = one_named(tmp_path, "lettre.pdf")
    entry.path.unlink()
    assert code_of(disk.read_whole, entry, max_bytes=100) == "filing.file_gone"
    assert code_of(disk.find, tmp_path, "lettre.pdf") == "filing.file_gone"


@NOT_ROOT
def test_a_file_that_may_not_be_read_is_told(tmp_path):
    entry = one_named(tmp_path, "lettre.pdf")
    entry.path.chmod(0)
    assert code_of(disk.read_whole, entry, max_bytes=100) == "filing.file_busy"


def test_what_the_system_refuses_is_told_as_a_busy_file(tmp_path, monkeypatch):
    """As Windows answers while the program that prints holds its file."""
    entry = one_named(tmp_path, "lettre.pdf")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(disk.os, "open", refuse)
    assert code_of(disk.read_whole, entry, max_bytes=100) == "filing.file_busy"


def test_a_folder_that_vanished_is_told(tmp_path):
    assert code_of(disk.listed, tmp_path / "cle-usb") == "filing.folder_gone"


@NOT_ROOT
def test_a_folder_that_may_not_be_read_is_told(tmp_path):
    tmp_path.chmod(0)
    try:
        assert code_of(disk.listed, tmp_path) == "filing.folder_forbidden"
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_is_taken_as_explorer_copies_it(tmp_path):
    assert disk.check(f'  "{tmp_path}" ') == tmp_path


@pytest.mark.parametrize("typed", ["", "  ", "Documents", "a\x00b", "../scans"])
def test_what_is_no_whole_address_is_refused(typed):
    assert code_of(disk.check, typed) == "filing.no_folder"


def test_a_file_is_no_folder(tmp_path):
    assert code_of(disk.check, str(put(tmp_path, "lettre.pdf"))) == "filing.folder_gone"


def test_the_folder_of_hygie_is_refused(home):
    inside = home / "documents"
    inside.mkdir(parents=True)
    assert code_of(disk.check, str(home)) == "filing.folder_of_hygie"
    assert code_of(disk.check, str(inside)) == "filing.folder_of_hygie"


def test_a_whole_disk_or_a_whole_home_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert code_of(disk.check, tmp_path.anchor) == "filing.folder_too_large"
    assert code_of(disk.check, "~") == "filing.folder_too_large"


def test_an_original_is_taken_away_only_when_it_is_the_file_that_was_kept(tmp_path):
    entry = one_named(tmp_path, "lettre.pdf")
    right = hashlib.sha256(b"%PDF-1.7 lettre").hexdigest()
    assert code_of(disk.remove, entry, sha256="0" * 64, max_bytes=100) == "filing.original_kept"
    assert entry.path.exists()
    disk.remove(entry, sha256=right, max_bytes=100)
    assert not entry.path.exists()


def test_an_original_on_a_disk_that_refuses_stays_and_it_is_told(tmp_path, monkeypatch):
    entry = one_named(tmp_path, "lettre.pdf")

    def refuse(*_):
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(type(entry.path), "unlink", refuse)
    right = hashlib.sha256(b"%PDF-1.7 lettre").hexdigest()
    assert code_of(disk.remove, entry, sha256=right, max_bytes=100) == "filing.original_kept"
    assert entry.path.exists()

import os
from pathlib import Path

import pytest

from hygie.checkup.engine import plain_files
from hygie.checkup.engine.plain_files import (
    Trouble,
    UnreadableError,
    exists,
    identity,
    is_remote,
    read_file,
    subfolders,
    text_or_empty,
)

posix = pytest.mark.skipif(os.name != "posix", reason="impossible ici : liens et tubes POSIX")


def trouble_of(read):
    with pytest.raises(UnreadableError) as raised:
        read()
    return raised.value.trouble


def test_an_ordinary_file_is_read(tmp_path):
    (tmp_path / "à lire").write_bytes(b"oui\r\n")
    assert read_file(tmp_path / "à lire", max_bytes=5) == b"oui\r\n"


def test_a_file_over_the_limit_is_not_read(tmp_path):
    (tmp_path / "f").write_bytes(b"123456")
    assert trouble_of(lambda: read_file(tmp_path / "f", max_bytes=5)) is Trouble.TOO_BIG


@posix
def test_nothing_waits_on_a_pipe_a_loop_or_a_device(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "nowhere").symlink_to(tmp_path / "absent")
    troubles = {
        name: trouble_of(lambda name=name: read_file(tmp_path / name, max_bytes=9))
        for name in ("pipe", "loop", "nowhere", "/dev/zero")
    }
    assert troubles == {
        "pipe": Trouble.NOT_A_FILE,
        "loop": Trouble.BROKEN,
        "nowhere": Trouble.ABSENT,
        "/dev/zero": Trouble.NOT_A_FILE,
    }


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path):
    (tmp_path / "f").write_bytes(b"")
    assert trouble_of(lambda: read_file(tmp_path, max_bytes=9)) is Trouble.NOT_A_FILE
    assert trouble_of(lambda: subfolders(tmp_path / "f")) is Trouble.NOT_A_FOLDER


def test_a_name_that_no_system_can_hold_is_no_failure(tmp_path):
    impossible = tmp_path / "a\0b"
    assert trouble_of(lambda: read_file(impossible, max_bytes=9)) is Trouble.BROKEN
    assert trouble_of(lambda: subfolders(impossible)) is Trouble.BROKEN
    assert not exists(impossible)
    assert identity(impossible) is None


def test_only_folders_are_listed_in_order(tmp_path):
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
    (tmp_path / "c").write_text("")
    assert [one.name for one in subfolders(tmp_path)] == ["a", "b"]


def test_more_folders_than_any_person_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(plain_files, "MAX_SUBFOLDERS", 3)
    for name in "abcd":
        (tmp_path / name).mkdir()
    assert trouble_of(lambda: subfolders(tmp_path)) is Trouble.TOO_BIG


def test_an_unreadable_detail_is_an_empty_text(tmp_path):
    assert text_or_empty(tmp_path / "absent") == ""
    assert text_or_empty(tmp_path) == ""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        (r"\\serveur\partage", True),
        ("//serveur/partage", True),
        (r" \\?\UNC\serveur\partage", True),
        (r"C:\Program Files", False),
        ("/usr/lib/firefox", False),
        ("Profiles/x.default", False),
    ],
)
def test_a_path_to_another_machine_is_known(path, remote):
    assert is_remote(path) is remote


@posix
def test_two_names_of_one_folder_have_one_identity(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert identity(tmp_path / "a") == identity(tmp_path / "b")
    assert identity(Path(tmp_path)) != identity(tmp_path / "a")

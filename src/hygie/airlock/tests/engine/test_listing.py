import os
import socket

import pytest

from hygie.airlock.engine.listing import Paths, Reader, listed
from hygie.airlock.rules.caps import Caps
from hygie.airlock.rules.verdicts import Verdict

posix_only = pytest.mark.skipif(os.name != "posix", reason="fichiers spéciaux de POSIX")
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root lit tout"
)


def told(root, **caps):
    found = listed(root, caps=Caps(**caps), paths=Paths())
    return {one.path: one.reasons[0].code if one.reasons else one.size_bytes for one in found}


def test_each_file_stands_once_under_its_path(tmp_path):
    (tmp_path / "DICOM" / "A").mkdir(parents=True)
    (tmp_path / "DICOM" / "A" / "IM1").write_bytes(b"12345")
    (tmp_path / "l'été à Éloïse.txt").write_bytes(b"1")
    assert told(tmp_path) == {"l'été à Éloïse.txt": 1, "DICOM/A/IM1": 5}


@posix_only
def test_nothing_but_files_is_opened_and_no_link_is_followed(tmp_path, monkeypatch):
    (tmp_path / "passwd").symlink_to("/etc/passwd")
    (tmp_path / "boucle").symlink_to(".")
    os.mkfifo(tmp_path / "tube")
    with socket.socket(socket.AF_UNIX) as plug:
        monkeypatch.chdir(tmp_path)  # such a path is short
        plug.bind("prise")
    assert told(tmp_path) == {
        "boucle": "source.link",
        "passwd": "source.link",
        "prise": "source.special",
        "tube": "source.special",
    }


def test_what_is_beyond_the_limits_is_named(tmp_path):
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c" / "f").write_bytes(b"1")
    (tmp_path / "gros").write_bytes(b"123456")
    assert told(tmp_path, depth=2, file_bytes=5) == {
        "gros": "source.too_large",
        "a/b/c": "source.too_deep",
    }
    for number in range(5):
        (tmp_path / f"n{number}").write_bytes(b"")
    assert list(told(tmp_path, files=3).values()).count("source.too_many") == 1


@posix_only
def test_names_that_json_cannot_take_stay_apart(tmp_path):
    folder = os.fsencode(tmp_path)
    for name in (b"caf\xe9.txt", b"caf\\xe9.txt", b"a\nb", b"\xe2\x80\xaegpj.exe"):
        os.close(os.open(folder + b"/" + name, os.O_CREAT | os.O_WRONLY))
    assert set(told(tmp_path)) == {"caf\\xe9.txt", "caf\\xe9.txt (2)", "a\\u000ab", "\u202egpj.exe"}


def test_a_folder_that_is_not_there_is_the_callers_to_tell(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(listed(tmp_path / "absent", caps=Caps(), paths=Paths()))


def test_files_are_opened_from_the_folder_above_never_through_a_link(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "f").write_bytes(b"dedans")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "f").write_bytes(b"ailleurs")
    found = next(iter(listed(tmp_path, caps=Caps(), paths=Paths())))
    reader = Reader(tmp_path)
    fd = reader.open(found)
    assert os.read(fd, 99) == b"dedans"
    os.close(fd)
    reader.close()
    (tmp_path / "a" / "f").unlink()
    (tmp_path / "a").rmdir()
    (tmp_path / "a").symlink_to("b")
    reader = Reader(tmp_path)
    with pytest.raises(OSError, match=r"directory|loop|links"):
        reader.open(found)
    reader.close()


@posix_only
def test_what_became_a_pipe_meanwhile_does_not_hold_us(tmp_path):
    (tmp_path / "f").write_bytes(b"1")
    (found,) = listed(tmp_path, caps=Caps(), paths=Paths())
    (tmp_path / "f").unlink()
    os.mkfifo(tmp_path / "f")
    reader = Reader(tmp_path)
    with pytest.raises(OSError, match="no longer"):
        reader.open(found)
    reader.close()


@not_root
def test_a_folder_that_may_not_be_read_is_told(tmp_path):
    (tmp_path / "ferme").mkdir(mode=0o000)
    (one,) = listed(tmp_path, caps=Caps(), paths=Paths())
    assert (one.path, one.verdict) == ("ferme", Verdict.ERROR)
    assert one.reasons[0].code == "source.forbidden"

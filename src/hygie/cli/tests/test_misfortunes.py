"""Each misfortune is told in French, with nothing lost and nothing half written."""

import os
import resource
import shutil
import subprocess

import pytest

from hygie.cli import main
from hygie.core import files
from hygie.storage import keyfile

FILL_THEN_VERIFY = """
import sys
from hygie.cli.main import main
sys.exit(10 * main(["checkup"]) + main(["journal", "verify"]))
"""
WRITERS = [("demo", "--no-serve"), ("serve", "--no-browser")]


def fingerprint(folder):
    """What every file of a folder holds."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def failed(ran, *told):
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("Hygie : "), ran.stderr
    for words in told:
        assert words in ran.stderr


def a_folder(file):
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda file: file.unlink(), "est illisible"),
        (a_folder, "est illisible"),
        (lambda file: file.write_bytes(b"\xff\xfe\x00phrase"), "est illisible"),
        (lambda file: file.chmod(0o644), "D’autres comptes"),
        (lambda file: file.write_text("une autre phrase de passe"), "n’est pas le bon"),
        (lambda file: file.write_text("hygie-machine-" + "0" * 64), "n’est pas le bon"),
        (lambda file: file.write_text("\n"), "personne n’est là pour l’ouvrir"),
    ],
    ids=["absent", "folder", "not-text", "readable", "wrong", "revoked", "empty"],
)
def test_a_broken_file_of_the_passphrase_is_told(hygie, unattended, spoil, told):
    spoil(unattended)
    failed(hygie("journal", "verify"), told)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"slots": 3}'])
def test_a_corrupted_keys_file_is_told_and_left_as_it_is(hygie, unattended, founded, content):
    (founded.home / keyfile.FILE_NAME).write_bytes(content)
    before = fingerprint(founded.home)
    for command in (("checkup",), ("journal", "verify")):
        failed(hygie(*command), "Le fichier des clés a été modifié hors de Hygie")
    assert fingerprint(founded.home) == before


def test_a_base_written_over_is_told_and_left_as_it_is(hygie, unattended, founded):
    base = keyfile.read(founded.home).base_path(founded.home)
    base.write_bytes(b"\x5a" * 8192)
    failed(hygie("journal", "verify"), "La base est abîmée", "N’effacez rien.")
    failed(hygie("checkup"), "La base est abîmée")
    assert base.read_bytes() == b"\x5a" * 8192


def full_disk():
    """As on a full disk: no file may grow."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.mark.skipif(os.name != "posix", reason="impossible ici : limites POSIX")
@pytest.mark.parametrize("command", WRITERS)
def test_a_full_disk_is_told_and_nothing_is_half_written(hygie, home, command):
    failed(hygie(*command, preexec_fn=full_disk), "Le disque est plein", "Libérez de la place")
    assert fingerprint(home) == {}
    assert hygie("checkup", preexec_fn=full_disk).returncode == 0, "which writes nothing"


@pytest.fixture
def mounted(home):
    """What starts a command where something is mounted that it alone sees."""
    home.mkdir(exist_ok=True)

    def prepared(words):
        start = ["unshare", "-rm", "sh", "-c", words, "sh"]
        if shutil.which("unshare") is None:
            pytest.skip("impossible ici : pas de montage")
        if subprocess.run([*start, "true"], capture_output=True, check=False).returncode:
            pytest.skip("impossible ici : pas de montage")
        return start

    return prepared


@pytest.fixture
def read_only(mounted, home):
    """A home folder made read-only, even for root."""
    return mounted(
        f'mount --bind "{home}" "{home}" && mount -o remount,ro,bind "{home}" && exec "$@"'
    )


def test_a_disk_that_fills_up_later_keeps_the_practice_whole(hygie, unattended, founded, mounted):
    home, copy = founded.home, founded.home.with_name("avant")
    shutil.copytree(home, copy)
    used_kib = sum(len(content) for content in fingerprint(home).values()) // 1024
    small = mounted(
        f'mount -t tmpfs -o size={used_kib + 64}k,mode=700 tmpfs "{home}" && '
        f'cp -a "{copy}/." "{home}/" && exec "$@"'
    )
    ran = hygie(code=FILL_THEN_VERIFY, before=small)
    assert "Le disque est plein" in ran.stderr
    assert "Journal entier" in ran.stdout
    assert ran.returncode == 10, "the look failed, and nothing is half written"


@pytest.mark.parametrize("command", WRITERS)
def test_a_read_only_home_is_told(hygie, read_only, command):
    failed(hygie(*command, before=read_only), "n’a pas le droit d’écrire", "lecture seule")


def test_a_practice_that_became_read_only_is_told(hygie, unattended, founded, read_only):
    before = fingerprint(founded.home)
    failed(hygie("checkup", before=read_only), "lecture seule")
    assert fingerprint(founded.home) == before


@pytest.mark.parametrize("command", WRITERS)
def test_a_home_that_is_a_file_is_told(hygie, home, command):
    home.write_text("Ceci n’est pas un dossier.")
    failed(hygie(*command), "n’a pas pu être lu ou écrit")
    assert home.read_text() == "Ceci n’est pas un dossier."


def test_a_network_share_is_refused_before_the_first_write(home, monkeypatch, capsys):
    monkeypatch.setattr(files, "filesystem_of", lambda folder: "cifs")
    monkeypatch.setattr(os, "umask", lambda mask: 0)
    assert main.main(["serve", "--no-browser"]) == 1
    assert "est sur un partage réseau" in capsys.readouterr().err
    assert not home.exists()

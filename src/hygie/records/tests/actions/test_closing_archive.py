"""The archive of closing: opened as the heirs will, with stock tools; no personal note in it."""

import errno
import os
import pty
import select
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.patients.actions import add_rights_note, mark_deceased
from hygie.patients.models import RightsNote
from hygie.patients.tests.people import somebody
from hygie.records.actions import closing_archive as actions
from hygie.records.actions.closing_filling import Wanted
from hygie.records.actions.review import keep_box
from hygie.records.engine import sealed_tar as sealed
from hygie.records.models import Box, SealedArchive
from hygie.records.models.closing import ArchiveKind
from hygie.records.tests.cast import NOTE, NOTE_SECRET, SECRET, decided, with_successor

pytestmark = pytest.mark.usefixtures("alice")


@pytest.fixture
def key_folder(tmp_path):
    folder = tmp_path / "cle-usb"
    folder.mkdir()
    return folder


@pytest.fixture
def plan(jeanne, zoe, cupboard):
    """A closing with two patients, a document of one and what was noted of her for oneself."""
    cupboard.put(jeanne, SECRET, title="Compte rendu d’été")
    cupboard.put(jeanne, NOTE_SECRET, title=NOTE, kind="note", note=True)
    return decided()


def typed_at_terminal(command, passphrase, cwd):
    """Run a program that asks for a passphrase at a terminal, as a person would."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(cwd)
        os.execvp(command[0], command)
    said, sent, until = b"", False, time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                said += os.read(terminal, 1000)
            except OSError:
                break
        if not sent and b"assphrase" in said:
            os.write(terminal, passphrase.encode() + b"\n")
            sent = True
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said


def opened(folder, name, passphrase, into):
    """Open a sealed file with `age` and `tar` alone; gives the folder found inside."""
    into.mkdir(exist_ok=True)
    command = ["age", "-d", "-i", f"{name}-cle.age", "-o", str(into / "a.tar"), f"{name}.tar.age"]
    code, said = typed_at_terminal(command, passphrase, folder)
    assert code == 0, said
    subprocess.run(["tar", "-xf", "a.tar"], cwd=into, check=True)
    (into / "a.tar").unlink()
    return into / name


def everything(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.needs("age")
def test_the_heirs_open_it_with_stock_tools_and_each_hash_is_right(plan, key_folder, tmp_path):
    keep_box(Box(name="B1", place="Cave", content="1998 à 2004", review_on=date(2031, 3, 1)))
    code = actions.make_key(plan)
    done = actions.seal_what_remains(plan, key_folder, typed=code.lower().replace("-", " "))
    name = done.file_name.removesuffix(".tar.age")
    bag = opened(key_folder, name, code, tmp_path / "ailleurs")
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(
            ["sha256sum", "--check", "--strict", "--quiet", manifest], cwd=bag, check=True
        )
    listed = {
        line.split("  ")[1] for line in (bag / "manifest-sha256.txt").read_text().splitlines()
    }
    there = {str(p.relative_to(bag)) for p in (bag / "data").rglob("*") if p.is_file()}
    assert listed == there
    page = (bag / "data/index.html").read_text("utf-8")
    assert "DUPONT Jeanne" in page
    assert "D’ÉTÉ-L’HÔTE Zoé" in page
    assert "29/02/2044" in page, "until when her record is kept"
    assert "<td>Cave</td><td>1998 à 2004</td>" in page
    assert "01/03/2031" in (bag / "data/boites.csv").read_text("utf-8")
    assert "Aucun export du logiciel n’était noté" in page
    assert (bag / "data/dossiers/000001/001.pdf").read_bytes() == SECRET
    assert "20\u00a0ans" in (bag / "data/patients.csv").read_text("utf-8")
    assert (done.patients, done.documents, done.missing) == (2, 1, 0)


@pytest.mark.needs("age")
def test_another_passphrase_opens_nothing(plan, key_folder, tmp_path):
    code = actions.make_key(plan)
    done = actions.seal_what_remains(plan, key_folder, typed=code)
    name = done.file_name.removesuffix(".tar.age")
    command = ["age", "-d", "-i", f"{name}-cle.age", "-o", str(tmp_path / "x"), f"{name}.tar.age"]
    status, _ = typed_at_terminal(command, code[:-1] + "Z", key_folder)
    assert status != 0


def test_nothing_clear_is_on_the_disk(plan, key_folder):
    code = actions.make_key(plan)
    actions.seal_what_remains(plan, key_folder, typed=code)
    content = everything(key_folder)
    for clear in (SECRET, NOTE_SECRET, b"DUPONT", b"Jeanne", code.encode(), b"AGE-SECRET-KEY"):
        assert clear not in content
    assert not any("dupont" in path.name.lower() for path in key_folder.iterdir())


def clear_of(folder, done, code, tmp_path):
    name = done.file_name.removesuffix(".tar.age")
    return everything(opened(folder, name, code, tmp_path / "ouvert"))


@pytest.mark.needs("age")
@pytest.mark.parametrize("kind", list(ArchiveKind))
def test_personal_notes_leave_by_no_way(kind, jeanne, zoe, cupboard, key_folder, tmp_path):
    cupboard.put(jeanne, SECRET)
    cupboard.put(jeanne, NOTE_SECRET, title=NOTE, kind="note", note=True)
    plan = with_successor()
    if kind is ArchiveKind.CLOSING:
        code = actions.make_key(plan)
        done = actions.seal_what_remains(plan, key_folder, typed=code)
    else:
        patient = jeanne if kind is ArchiveKind.COPY else None
        wanted = Wanted(kind=kind, plan=plan, folder=key_folder, patient=patient)
        done, code = actions.seal_for_other(wanted)
    clear = clear_of(key_folder, done, code, tmp_path)
    assert SECRET in clear
    assert NOTE_SECRET not in clear
    assert NOTE.encode() not in clear
    assert b"anxieuse" not in clear


@pytest.mark.needs("age")
def test_the_successor_gets_no_refusal_no_dead_and_what_is_needed_only(
    jeanne, zoe, cupboard, key_folder, tmp_path
):
    gone = mark_deceased(somebody("MORT", "PAUL"), died_on=None)
    for person in (jeanne, zoe, gone):
        cupboard.put(person, SECRET + person.pk.encode())
    cupboard.put(zoe, b"facture de Zoe", kind="facture")
    add_rights_note(RightsNote(patient=jeanne, kind="successor", noted_on=clock.today()))
    plan = with_successor()
    wanted = Wanted(kind=ArchiveKind.TRANSFER, plan=plan, folder=key_folder,
                    without=actions.kinds_left_out(["lettre"], ["lettre", "facture"]))  # fmt: skip
    done, code = actions.seal_for_other(wanted)
    clear = clear_of(key_folder, done, code, tmp_path)
    assert zoe.pk.encode() in clear
    for absent in (jeanne.pk.encode(), gone.pk.encode(), b"DUPONT", b"MORT", b"facture"):
        assert absent not in clear
    assert done.patients == 1
    remains = actions.seal_what_remains(plan, key_folder, typed=actions.make_key(plan))
    assert remains.patients == 2, "who refused, and who died"


def test_a_wrong_code_seals_nothing(plan, key_folder):
    actions.make_key(plan)
    for typed in ("", "AAAA-BBBB", actions.new_recovery_code()):
        with pytest.raises(HygieError) as caught:
            actions.seal_what_remains(plan, key_folder, typed=typed)
        assert caught.value.code == "records.wrong_passphrase"
    assert list(key_folder.iterdir()) == []
    assert not SealedArchive.objects.exists()


def test_without_its_paper_nothing_is_sealed(plan, key_folder):
    with pytest.raises(HygieError, match="n’est pas encore imprimée"):
        actions.seal_what_remains(plan, key_folder, typed="x")


def test_the_home_folder_is_refused(plan, home):
    code = actions.make_key(plan)
    with pytest.raises(HygieError) as caught:
        actions.seal_what_remains(plan, home / "archive", typed=code)
    assert caught.value.code == "records.archive_inside"


def test_a_new_paper_makes_the_old_one_open_only_what_it_sealed(plan, key_folder):
    first = actions.make_key(plan)
    second = actions.make_key(plan)
    with pytest.raises(HygieError, match="Ce n’est pas le code"):
        actions.check_code(plan, first)
    actions.check_code(plan, second)


def test_a_disk_that_fills_in_the_middle_loses_nothing(plan, key_folder, monkeypatch):
    code = actions.make_key(plan)

    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sealed.Durable, "write", full)
        with pytest.raises(HygieError, match="disque est plein"):
            actions.seal_what_remains(plan, key_folder, typed=code)
    assert list(key_folder.iterdir()) == []
    assert not SealedArchive.objects.exists()
    assert actions.seal_what_remains(plan, key_folder, typed=code).documents == 1


@pytest.mark.needs("age")
def test_a_damaged_document_is_named_inside_and_the_others_are_saved(
    plan, zoe, cupboard, key_folder, tmp_path
):
    broken = cupboard.put(zoe, b"radio de Zoe", title="Radio du genou")
    broken.path.write_bytes(broken.path.read_bytes()[:-3])
    code = actions.make_key(plan)
    done = actions.seal_what_remains(plan, key_folder, typed=code)
    assert (done.documents, done.missing) == (1, 1)
    clear = clear_of(key_folder, done, code, tmp_path).decode("utf-8", "replace")
    assert "Radio du genou (lettre, 02/03/2020)\u00a0: son fichier était abîmé ou absent." in clear


def test_somebody_who_changes_a_record_meanwhile_is_told(plan, jeanne, key_folder, monkeypatch):
    code = actions.make_key(plan)
    whole = actions.Filling._people

    def changing(self):
        jeanne.phone += "1"
        jeanne.save()
        yield from whole(self)

    monkeypatch.setattr(actions.Filling, "_people", changing)
    with pytest.raises(HygieError) as caught:
        actions.seal_what_remains(plan, key_folder, typed=code)
    assert caught.value.code == "records.changed_meanwhile"
    assert list(key_folder.iterdir()) == []


def test_stopped_it_leaves_nothing(plan, key_folder):
    code = actions.make_key(plan)
    with pytest.raises(HygieError, match="arrêté"):
        actions.seal_what_remains(plan, key_folder, typed=code, is_stopped=lambda: True)
    assert list(key_folder.iterdir()) == []


def test_each_step_is_told_in_the_journal(plan, key_folder):
    code = actions.make_key(plan)
    actions.seal_what_remains(plan, key_folder, typed=code)
    told = list(Entry.objects.filter(action__startswith="records.").order_by("number")
                .values_list("action", flat=True))  # fmt: skip
    assert told == ["records.decide_closing", "records.make_archive_key", "records.seal_archive",
                    "records.archive_proven"]  # fmt: skip
    assert code not in str(list(Entry.objects.values_list()))


def test_two_copies_on_one_day_do_not_replace_one_another(plan, jeanne, zoe, key_folder):
    for patient in (jeanne, zoe):
        actions.seal_for_other(
            Wanted(kind=ArchiveKind.COPY, plan=plan, folder=key_folder, patient=patient)
        )
    assert len(list(Path(key_folder).glob("*.tar.age"))) == 2

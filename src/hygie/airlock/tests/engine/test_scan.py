"""The whole stream on real folders, with tiny lanes whose readers run inside the walls."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from hygie.airlock.engine import scan, staging
from hygie.airlock.engine.scan import examine
from hygie.airlock.rules.verdicts import Colour, Verdict
from hygie.airlock.tests.engine import tiny
from hygie.airlock.tests.engine.discs import discs
from hygie.core.errors import HygieError
from hygie.sandbox import strength

SOURCES = Path(scan.__file__).parents[3]
PE = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + bytes(60)


@pytest.fixture
def key(tmp_path, monkeypatch):
    monkeypatch.setenv("HYGIE_HOME", str(tmp_path / "chez"))
    (tmp_path / "cle").mkdir()
    return tmp_path / "cle"


@pytest.fixture
def walls(key):
    if not strength.strength().is_enough:
        pytest.skip("bwrap ne peut rien séparer ici")


def nothing_is_left(tmp_path):
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(staging.BUILT_MARK)]
    return not left and not list(staging.place().glob("*/"))


def test_a_key_goes_from_its_first_byte_to_the_folder(key, walls, tmp_path):
    (key / "DICOM").mkdir()
    (key / "DICOM" / "IM2").write_bytes(tiny.picture(number=2))
    (key / "DICOM" / "IM1").write_bytes(tiny.picture(number=1))
    (key / "lettre.txt").write_text("bonjour")
    (key / "sale.txt").write_text("bad mots")
    (key / "tenace.txt").write_text("stubborn")
    (key / "viewer.exe").write_bytes(PE)
    (key / "a.zip").write_bytes(tiny.bag(**{"note.txt": "dedans"}))
    outcome = examine(key, out=tmp_path / "sortie", lanes=tiny.lanes())
    found = {entry.path: entry for entry in outcome.files}
    assert {path: (entry.verdict, entry.output) for path, entry in found.items()} == {
        "a.zip": (Verdict.WITHHELD, ""),
        "a.zip/note.txt": (Verdict.REBUILT, "DOCUMENTS/note.txt"),
        "lettre.txt": (Verdict.REBUILT, "DOCUMENTS/lettre.txt"),
        "sale.txt": (Verdict.NEUTRALISED, "DOCUMENTS/sale.txt"),
        "tenace.txt": (Verdict.UNVERIFIABLE, ""),
        "viewer.exe": (Verdict.WITHHELD, ""),
        "DICOM/IM1": (Verdict.REBUILT, "DICOM/PAT001/ST001/SE001/IM000001"),
        "DICOM/IM2": (Verdict.REBUILT, "DICOM/PAT001/ST001/SE001/IM000002"),
    }
    assert outcome.verdict is Colour.ORANGE
    assert outcome.sandbox["enough"]
    assert outcome.delivered == str(tmp_path / "sortie")
    assert set(outcome.made) == {"DICOMDIR"}
    assert (tmp_path / "sortie" / "DOCUMENTS" / "sale.txt").read_text() == "mots"
    written = sorted(p for p in (tmp_path / "sortie").rglob("*") if p.is_file())
    named = {entry.output for entry in outcome.files if entry.output} | set(outcome.made)
    assert {str(path.relative_to(tmp_path / "sortie")) for path in written} == named
    assert found["sale.txt"].output_sha256 == found["sale.txt"].output_sha256.lower() != ""
    assert nothing_is_left(tmp_path)


def test_without_a_folder_nothing_stays_anywhere(key, walls, tmp_path):
    (key / "lettre.txt").write_text("bonjour")
    outcome = examine(key, lanes=tiny.lanes())
    assert outcome.verdict is Colour.GREEN
    assert outcome.files[0].verdict is Verdict.REBUILT
    assert (outcome.files[0].output, outcome.files[0].output_sha256) == ("", "")
    assert outcome.delivered == ""
    assert nothing_is_left(tmp_path)


def test_without_a_sandbox_nothing_is_decoded_and_programs_are_still_named(
    key, monkeypatch, tmp_path
):
    (key / "lettre.txt").write_text("bonjour")
    (key / "viewer.exe").write_bytes(PE)
    (key / "photo.jpg").write_bytes(PE)
    monkeypatch.setattr("hygie.sandbox.launch.process.find", lambda name: None)
    outcome = examine(key, out=tmp_path / "sortie", lanes=tiny.lanes())
    assert [(entry.path, entry.verdict) for entry in outcome.files] == [
        ("lettre.txt", Verdict.UNVERIFIABLE),
        ("photo.jpg", Verdict.DANGEROUS),
        ("viewer.exe", Verdict.WITHHELD),
    ]
    assert outcome.verdict is Colour.RED
    assert outcome.sandbox == {"enough": False, "reason": "bubblewrap", "held": {}}
    assert list((tmp_path / "sortie").iterdir()) == []


def test_an_image_of_a_disc_is_examined_like_the_disc(key, walls, tmp_path):
    (key / "cd.iso").write_bytes(discs.iso({"note.txt": b"bonjour"}, joliet=True))
    outcome = examine(key / "cd.iso", out=tmp_path / "sortie", lanes=tiny.lanes())
    assert outcome.source.form == "image"
    assert [(entry.path, entry.output) for entry in outcome.files] == [
        ("note.txt", "DOCUMENTS/note.txt"),
        ("SOUS/note.txt", "DOCUMENTS/note (2).txt"),
    ]


def test_an_empty_key_is_said_and_is_not_green(key, walls):
    outcome = examine(key, lanes=tiny.lanes())
    assert [note.code for note in outcome.notes] == ["source.empty"]
    assert outcome.verdict is Colour.ORANGE


def test_cancelled_nothing_is_handed_over_and_all_is_named(key, walls, tmp_path):
    (key / "a.txt").write_text("bonjour")
    (key / "b.txt").write_text("loop")
    stop = threading.Event()

    def watch(progress):
        if progress.current == "b.txt" and progress.bytes_done == progress.bytes_seen:
            stop.set()

    outcome = examine(
        key, out=tmp_path / "sortie", lanes=tiny.lanes(), progress=watch, cancelled=stop.is_set
    )
    assert not outcome.is_whole or outcome.files[1].verdict is Verdict.UNVERIFIABLE
    assert [entry.output for entry in outcome.files] == ["", ""]
    assert outcome.files[1].reasons[-1].code == "common.cancelled"
    assert not (tmp_path / "sortie").exists()
    assert nothing_is_left(tmp_path)


def test_one_slow_file_is_passed_over_and_the_others_are_handed_over(key, walls, tmp_path):
    for name, words in {"a.txt": "bonjour", "lent.txt": "loop", "z.txt": "fin"}.items():
        (key / name).write_text(words)
    slow = []

    def watch(progress):
        if progress.current == "lent.txt" and progress.bytes_done == progress.bytes_seen:
            slow.append(progress.current)

    outcome = examine(
        key,
        out=tmp_path / "sortie",
        lanes=tiny.lanes(),
        progress=watch,
        skipped=lambda path: path in slow,
    )
    assert [entry.output for entry in outcome.files] == ["DOCUMENTS/a.txt", "", "DOCUMENTS/z.txt"]
    assert outcome.files[1].reasons[-1].code == "common.skipped"


def test_a_disk_that_fills_up_leaves_nothing(key, walls, tmp_path, monkeypatch):
    (key / "a.txt").write_text("bonjour")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hygie.airlock.engine.deliver.write", full)
    with pytest.raises(HygieError) as told:
        examine(key, out=tmp_path / "sortie", lanes=tiny.lanes())
    assert told.value.code == "files.disk_full"
    assert not (tmp_path / "sortie").exists()
    assert nothing_is_left(tmp_path)


def test_what_is_asked_is_checked_before_the_key_is_read(key, tmp_path):
    for options in ({"recipient": "moi"}, {"out": key / "dedans"}):
        with pytest.raises(HygieError):
            examine(key, lanes=tiny.lanes(), **options)
    with pytest.raises(HygieError) as told:
        examine(tmp_path / "absent", lanes=tiny.lanes())
    assert told.value.code == "airlock.no_source"
    assert nothing_is_left(tmp_path)


def test_interrupted_from_the_keyboard_it_ends_at_once_and_leaves_nothing(key, walls, tmp_path):
    (key / "a.txt").write_text("loop")
    (key / "b.txt").write_text("bonjour")

    def interrupt(progress):
        if progress.bytes_done == progress.bytes_seen and threading.current_thread() is main:
            raise KeyboardInterrupt

    main = threading.current_thread()
    with pytest.raises(KeyboardInterrupt):
        examine(key, out=tmp_path / "sortie", lanes=tiny.lanes(), progress=interrupt)
    assert not (tmp_path / "sortie").exists()
    assert nothing_is_left(tmp_path)


KILLED = """
import sys
from pathlib import Path
from hygie.airlock.engine.scan import examine
from hygie.airlock.tests.engine import tiny
examine(
    Path(sys.argv[1]), out=Path(sys.argv[2]), lanes=tiny.lanes(),
    progress=lambda p: print(p.files_done, flush=True),
)
"""


@pytest.mark.skipif(os.name != "posix", reason="signaux de POSIX")
def test_killed_in_the_middle_nothing_is_delivered_and_the_next_start_cleans(key, walls, tmp_path):
    for number in range(20):
        (key / f"IM{number:02d}").write_bytes(tiny.picture(number=number))
    (key / "lent.txt").write_text("loop")
    out = tmp_path / "sortie"
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(key), str(out)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
    )
    for line in killed.stdout:
        if line == b"20\n":
            break
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    assert not out.exists()
    assert not nothing_is_left(tmp_path)
    (key / "lent.txt").unlink()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        outcome = examine(key, lanes=tiny.lanes())
        if nothing_is_left(tmp_path):
            break
    assert nothing_is_left(tmp_path)
    assert len(outcome.files) == 20

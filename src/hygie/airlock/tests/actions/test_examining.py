import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from hygie.airlock.actions import examining
from hygie.airlock.engine import chain, kept, opened, report, signing
from hygie.airlock.engine.canonical import parsed
from hygie.airlock.engine.devices import Device
from hygie.airlock.tests import outcomes
from hygie.core.errors import HygieError


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "CD DE RADIO"
    folder.mkdir()
    return folder


def events():
    lines = (signing.folder() / chain.FILE).read_bytes().splitlines()
    return [parsed(line)["event"] for line in lines]


def test_what_is_handed_over_has_its_report_beside_it(source, tmp_path):
    out = tmp_path / "sortie"
    done = examining.examine(source, out=out, who="Dr Alice Martin", scan=outcomes.scan)
    written = json.loads((out / report.JSON_NAME).read_bytes())
    assert written == done.report == kept.find(signing.folder(), written["id"])
    page = (out / report.PDF_NAME).read_bytes()
    assert written["pdf_sha256"] == hashlib.sha256(page).hexdigest()
    assert [one["path"] for one in written["added"]] == ["DICOMDIR"]
    assert written["network"] in {"on", "off"}
    assert done.beside == (out / report.JSON_NAME, out / report.PDF_NAME)
    assert events() == ["begun", "ended"]


def test_without_a_place_to_hand_over_only_the_stations_copy_is_written(source, tmp_path):
    done = examining.examine(source, scan=outcomes.scan)
    assert done.beside == ()
    assert done.kept_at.is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CD DE RADIO", "maison"]
    assert list(source.iterdir()) == []


def test_the_page_goes_where_it_is_asked(source, tmp_path):
    done = examining.examine(source, pdf=tmp_path / "page.pdf", scan=outcomes.scan)
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert done.report["pdf_sha256"]


def test_even_when_nothing_passes_the_folder_says_why_it_is_empty(source, tmp_path):
    def scan(source, **_):
        return outcomes.outcome(outcomes.withheld("a.exe"))

    examining.examine(source, out=tmp_path / "sortie", scan=scan)
    assert {path.name for path in (tmp_path / "sortie").iterdir()} == {
        report.JSON_NAME, report.PDF_NAME,
    }  # fmt: skip


def test_a_scan_that_fails_leaves_a_report_that_says_so(source):
    def scan(source, **_):
        raise HygieError("source.unreadable", "La clé a été retirée.")

    with pytest.raises(HygieError, match="retirée"):
        examining.examine(source, scan=scan)
    [report_id] = kept.ids(signing.folder())
    told = kept.find(signing.folder(), report_id)
    assert (told["ending"], told["error"], told["source"]["label"]) == (
        "failed", "source.unreadable", "CD DE RADIO",
    )  # fmt: skip
    assert events() == ["begun", "failed"]
    assert not list((signing.folder() / opened.FOLDER).iterdir())


def test_an_examination_stopped_by_the_keyboard_is_closed_as_interrupted(source):
    def scan(source, **_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examining.examine(source, scan=scan)
    assert events() == ["begun", "interrupted"]


def test_a_key_that_types_makes_the_outcome_orange_and_is_named(source, monkeypatch):
    odd = Device(node="sdb", form="usb", vendor="X", serial="1", extras=("keyboard",))
    monkeypatch.setattr(examining.devices, "device_of", lambda _: odd)
    done = examining.examine(source, scan=outcomes.scan)
    assert done.report["verdict"] == "orange"
    assert done.report["note_codes"] == ["device.types"]
    assert done.report["source"]["identity"] == {"vendor": "X", "serial": "1"}


KILLED = """
    import sys, time
    from pathlib import Path
    from hygie.airlock.actions import examining

    def scan(source, **_):
        print("began", flush=True)
        time.sleep(60)

    examining.examine(Path(sys.argv[1]), who="Bruno", scan=scan)
"""


def test_killed_in_the_middle_the_next_start_says_it_and_closes_it(source):
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(source)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(examining.__file__).parents[3])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"began\n"
    assert examining.close_interrupted() == [], "another window is at work"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    done = examining.examine(source, scan=outcomes.scan)
    assert len(done.said) == 1
    assert "CD DE RADIO" in done.said[0]
    assert events() == ["begun", "interrupted", "begun", "ended"]
    assert chain.verify(signing.folder()).faults == ()


def test_a_chain_torn_by_a_power_cut_is_mended_and_told(source):
    examining.examine(source, scan=outcomes.scan)
    with (signing.folder() / chain.FILE).open("ab") as file:
        file.write(b'{"at":"2026')
    assert "réparée" in examining.examine(source, scan=outcomes.scan).said[0]


def test_options_reach_the_scan(source):
    seen = {}

    def scan(source, **options):
        seen.update(options)
        return outcomes.outcome()

    examining.examine(source, scan=scan, recipient="age1", caps=None)
    assert seen == {"out": None, "recipient": "age1", "caps": None}


def test_a_report_that_cannot_be_made_is_closed_as_failed(source, monkeypatch):
    def scan(source, **_):
        return outcomes.outcome(network=0.5)

    with pytest.raises(ValueError, match="whole numbers"):
        examining.examine(source, scan=scan)
    assert events() == ["begun", "failed"]


def test_a_page_that_cannot_be_drawn_does_not_stop_the_report(source, tmp_path, monkeypatch):
    def refuse(_):
        raise HygieError("paper.failed", "Rien.")

    monkeypatch.setattr(examining.report_page, "page", refuse)
    done = examining.examine(
        source, out=tmp_path / "sortie", pdf=tmp_path / "page.pdf", scan=outcomes.scan
    )
    assert "n’a pas pu être préparée" in done.said[0]
    assert done.beside == (tmp_path / "sortie" / report.JSON_NAME,)
    assert done.report["pdf_sha256"] == ""
    assert not (tmp_path / "page.pdf").exists()


def test_rules_in_french_are_told_in_the_report(source):
    def scan(source, **_):
        return replace(outcomes.outcome(), engines={"Règles de Hygie": "30 règles"})

    assert examining.examine(source, scan=scan).report["engines"] == {
        "Règles de Hygie": "30 règles"
    }


def test_a_page_that_could_not_be_written_is_said_before_anything_is_read(source, tmp_path, home):
    with pytest.raises(HygieError) as told:
        examining.examine(source, pdf=tmp_path / "rien" / "page.pdf", scan=outcomes.scan)
    assert told.value.code == "airlock.no_folder"
    assert not home.exists()

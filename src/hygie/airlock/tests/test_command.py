"""`hygie airlock scan` and `verify`, as a person or a program calls them; the scan is made up."""

import argparse
import io
import json
import signal
from types import SimpleNamespace

import pytest

from hygie.airlock import command
from hygie.airlock.actions import examining
from hygie.airlock.engine import chain, house, report, signing
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.tests import outcomes
from hygie.core.errors import HygieError


@pytest.fixture
def hygie(capsys):
    """Run a command; its code and its two outputs, with plain spaces."""

    def run(*arguments):
        parser = argparse.ArgumentParser()
        command.add_to(parser.add_subparsers(required=True))
        chosen = parser.parse_args([str(one) for one in arguments])
        code = chosen.run(chosen)
        told = capsys.readouterr()
        return code, told.out.replace("\u00a0", " "), told.err.replace("\u00a0", " ")

    return run


@pytest.fixture
def scan(monkeypatch):
    """Choose what the scan finds."""

    def find(*entries, error=None, **more):
        def scan(source, *, out=None, progress=None, **_):
            if error:
                raise error
            if progress:
                for done in (0, 5):
                    progress(SimpleNamespace(
                        files_done=done, files_seen=9, bytes_done=done << 20, bytes_seen=9 << 20,
                        current="a\x1b[2Jb",
                    ))  # fmt: skip
            if out:
                outcomes.deliver(out)
            made = outcomes.MADE if out else {}
            return outcomes.outcome(*entries, delivered=str(out or ""), made=made, **more)

        monkeypatch.setattr(house, "scan", scan)

    find(*outcomes.entries())
    return find


def test_a_person_reads_one_word_counts_and_what_was_withheld(hygie, scan, tmp_path):
    code, out, err = hygie("scan", tmp_path)
    assert (code, err) == (0, "")
    assert out.startswith("Reconstruit.")
    assert "- Reconstruit : 3" in out
    assert "Retenu : VIEWER/viewer.exe" in out
    assert "station " in out
    assert "virus" not in out


def test_a_program_reads_the_report(hygie, scan, tmp_path):
    code, out, _ = hygie("scan", tmp_path, "--json", "--out", tmp_path / "sortie")
    said = json.loads(out)
    assert (code, said["verdict"]) == (0, "green")
    assert said["sandbox"]["enough"] is True
    assert set(said["files"][0]) >= {
        "path", "verdict", "reasons", "sha256", "output", "output_sha256", "removed",
    }  # fmt: skip
    assert said["files"][3]["output"] is None
    assert (tmp_path / "sortie" / report.JSON_NAME).exists()


def test_the_page_is_written_where_it_is_asked(hygie, scan, tmp_path):
    hygie("scan", tmp_path, "--report", tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("entries", "more", "code"),
    [
        ((outcomes.withheld("a.exe"),), {}, 0),
        ((outcomes.dangerous("a.exe"),), {}, 1),
        ((), {"is_whole": False}, 2),
        ((outcomes.dangerous("a.exe"),), {"is_whole": False}, 1),
    ],
)
def test_exit_codes(hygie, scan, tmp_path, entries, more, code):
    scan(*entries, **more)
    assert hygie("scan", tmp_path)[0] == code


def test_without_a_sandbox_the_airlock_failed(hygie, scan, tmp_path, monkeypatch):
    monkeypatch.setattr(outcomes, "outcome", lambda *_, **__: without_walls())
    code, out, _ = hygie("scan", tmp_path)
    assert code == 2
    assert "aucun fichier n’a été ouvert" in out


def without_walls():
    return outcomes.Outcome(
        files=(), source=outcomes.Source(form="folder", label="CD"), began_at=outcomes.BEGAN,
        ended_at=outcomes.BEGAN, sandbox={"enough": False, "reason": "system", "held": {}},
    )  # fmt: skip


@pytest.mark.parametrize("error", [HygieError("source.absent", "Rien ici."), RuntimeError("caché")])
def test_a_failure_is_never_taken_for_a_danger(hygie, scan, tmp_path, error):
    scan(error=error)
    code, out, err = hygie("scan", tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("Hygie : ")
    assert "caché" not in err


def test_a_long_list_is_cut_and_a_name_moves_no_cursor(hygie, scan, tmp_path):
    many = [outcomes.withheld(f"\x1b[2J\u202e{number}.exe") for number in range(40)]
    scan(*many, notes=(Reason(code="device.types", detail="un clavier"),))
    _code, out, _ = hygie("scan", tmp_path)
    assert "… et 15 autres" in out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "‹U+202E›" in out
    assert "! Cette clé se présente aussi comme un clavier" in out
    assert "Rien de cette clé n’a été transmis." in out


def test_a_terminal_sees_a_bar_that_leaves_no_trace(hygie, scan, tmp_path, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(command.sys, "stderr", terminal)
    monkeypatch.setattr(command, "_BAR_EVERY_S", 0.0)
    hygie("scan", tmp_path)
    shown = terminal.getvalue().replace("\u00a0", " ")
    assert "5/9 fichiers, 5 Mo" in shown
    assert "\x1b" not in shown
    assert shown.endswith("\r")


def test_what_happened_to_earlier_reports_is_said(hygie, scan, tmp_path):
    hygie("scan", tmp_path)
    with (signing.folder() / chain.FILE).open("ab") as file:
        file.write(b"{")
    assert "Attention : La chaîne des rapports" in hygie("scan", tmp_path)[2]


def test_rules_are_imported_before_the_examination(hygie, scan, tmp_path):
    (tmp_path / "miennes.yar").write_text('rule a { strings: $a = "abcdef" condition: $a }')
    code, _, err = hygie("scan", tmp_path, "--rules", tmp_path / "miennes.yar")
    assert (code, err.strip()) == (0, "Règles « miennes » importées : 1.")
    (tmp_path / "vides.yar").write_text("rien")
    assert hygie("scan", tmp_path, "--rules", tmp_path / "vides.yar")[0] == 2


def test_imported_rules_are_named_and_withdrawn(hygie, scan, tmp_path):
    assert hygie("rules")[:2] == (0, "Aucune règle n’a été importée.\n")
    (tmp_path / "miennes.yar").write_text('rule a { strings: $a = "abcdef" condition: $a }')
    hygie("scan", tmp_path, "--rules", tmp_path / "miennes.yar")
    assert hygie("rules")[1].startswith("miennes : 1 règle, importée le ")
    code, _, err = hygie("rules", "--forget", "autres")
    assert code != 0
    assert "rien n’a été changé" in err
    assert hygie("rules", "--forget", "miennes")[0] == 0
    assert hygie("rules")[1] == "Aucune règle n’a été importée.\n"


def test_a_report_that_holds_and_one_that_does_not(hygie, scan, tmp_path):
    hygie("scan", tmp_path, "--out", tmp_path / "sortie")
    path = tmp_path / "sortie" / report.JSON_NAME
    code, out, _ = hygie("verify", path)
    assert code == 0
    assert "[oui]" in out
    (tmp_path / "sortie/DICOMDIR").write_bytes(b"autre")
    code, out, _ = hygie("verify", path)
    assert code == 1
    assert "[NON] « DICOMDIR » n’est plus celui" in out
    path.write_bytes(path.read_bytes().replace(b"RECONSTRUIT", b"NEUTRALISE", 1))
    assert hygie("verify", path)[0] == 1
    path.write_bytes(b"")
    assert hygie("verify", path)[0] == 2
    assert hygie("verify", tmp_path / "rien.json")[0] == 2


def test_who_examines_is_told(hygie, scan, tmp_path, monkeypatch):
    hygie("scan", tmp_path, "--who", "Bruno")
    seen = {}
    monkeypatch.setattr(examining, "examine", lambda *_, **options: seen.update(options))
    monkeypatch.setattr(command.getpass, "getuser", lambda: (_ for _ in ()).throw(OSError))
    hygie("scan", tmp_path)
    assert seen["who"] == ""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_told_to_end_it_ends_as_interrupted(hygie, monkeypatch, tmp_path, name):
    number = getattr(signal, name, None)
    if number is None:
        pytest.skip("this system has no such signal")
    before = signal.getsignal(number)
    monkeypatch.setattr(house, "scan", lambda *_, **__: signal.raise_signal(number))
    with pytest.raises(KeyboardInterrupt):
        hygie("scan", tmp_path)
    assert signal.getsignal(number) is before

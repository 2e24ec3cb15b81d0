import io
from pathlib import Path

import pytest
from PIL import Image as Picture
from pydicom.data.data_manager import DATA_ROOT

from hygie.airlock.engine.signatures import rules
from hygie.airlock.rules.reasons import MAX_DETAIL_CHARACTERS
from hygie.airlock.tests import probes
from hygie.airlock.tests.asking import staged
from hygie.sandbox.channel import Message
from hygie.sandbox.job import Answer, Ending

RUN = 'Set s = CreateObject("WScript.Shell")\r\ns.Run "calc"\r\n'
COPY = (
    'Set f = CreateObject("Scripting.FileSystemObject")\r\nf.CopyFile WScript.ScriptFullName, d\r\n'
)
# Rule, kind of the file by its content, content. Words and headers only: nothing here can run.
HOSTILE = [
    ("program_before_dicom", "dicom", probes.dicom(preamble=probes.pe(padding=0)[:124])),
    ("elf_before_dicom", "dicom", probes.dicom(preamble=probes.elf())),
    ("macho_before_dicom", "dicom", probes.dicom(preamble=probes.macho())),
    ("mz_before_dicom", "dicom", probes.dicom(preamble=b"MZ")),
    ("script_before_dicom", "dicom", probes.dicom(preamble=b"<html><hta:application>")),
    ("script_before_dicom", "dicom", probes.dicom(preamble=b"#!/bin/sh\nexit\n")),
    ("program_inside", "dicom", probes.dicom(values=probes.pe())),
    ("program_inside", "jpeg", b"\xff\xd8\xff" + bytes(101) + probes.pe()),
    ("elf_inside", "dicom", probes.dicom(values=probes.elf())),
    ("shortcut_inside", "dicom", probes.dicom(values=probes.lnk("calc"))),
    ("archive_behind_dicom", "dicom",
     probes.dicom(after=b"PK\x03\x04\x14\x00\0\0\x08\x00" + bytes(20) + b"PK\x05\x06" + bytes(18))),
    ("other_archive_in_dicom", "dicom", probes.dicom(values=b"Rar!\x1a\x07\x01\x00")),
    ("office_in_dicom", "dicom", probes.dicom(values=bytes.fromhex("d0cf11e0a1b11ae1") + bytes(8))),
    ("script_in_dicom", "png", b"\x89PNG" + b"<?php echo 1;"),
    ("command_in_dicom", "dicom", probes.dicom(values="cmd.exe /c calc".encode("utf-16-le"))),
    ("pdf_with_script_in_dicom", "dicom", probes.dicom(values=b"%PDF-1.4 /JavaScript (app)")),
    ("lnk_starts_a_shell", "lnk", probes.lnk("%ComSpec% /c x")),
    ("lnk_leads_to_a_script", "lnk", probes.lnk("photos.vbs")),
    ("lnk_carries_a_load", "lnk", probes.lnk("x") + bytes(300_000)),
    ("autorun_hidden_target", "autorun", b"[AutoRun]\r\nopen=RECYCLER\\x.exe\r\n"),
    ("script_copies_itself", "script", COPY.encode()),
    ("script_copies_itself", "script", COPY.encode("utf-16")),
    ("script_starts_programs", "script", RUN.encode()),
    ("script_downloads_and_runs", "script", b"IEX (New-Object Net.WebClient).DownloadString('x')"),
    ("hidden_powershell", "script", b"powershell -NoP -enc " + b"QUJD" * 12),
    ("destroys_copies", "executable", probes.pe() + b"vssadmin delete shadows /all"),
    ("program_infects_keys", "executable",
     probes.pe() + b"autorun.inf shellexecute= GetDriveTypeA"),
    ("miner", "executable", probes.pe() + b"stratum+tcp://x --donate-level 1 randomx"),
    ("elf_of_botnets", "executable",
     probes.elf() + b"/bin/busybox /proc/net/tcp wget http /dev/watchdog"),
    ("disguised_program", "executable", probes.pe() + b"UPX!"),
    ("eicar", "text", probes.eicar()),
    ("pdf_starts_a_program", "pdf", b"%PDF-1.4 /S /Launch /Win << /F (cmd.exe) >>"),
    ("pdf_known_exploit", "pdf", b"%PDF-1.4 Collab.collectEmailInfo({msg: 1})"),
    ("rtf_object_runs", "rtf", rb"{\rt1{\object\objupdate{\*\objdata 4571756174696f6e2e33}}}"),
    ("office_calls_outside", "office", b"PK\x03\x04 ms-msdt:/id"),
    ("office_macro_runs", "office",
     bytes.fromhex("d0cf11e0a1b11ae1") + b"AutoOpen CreateObject(x)"),
]  # fmt: skip
# What looks a little like it, and is on honest keys.
HONEST = [
    ("executable", probes.pe() + b"This viewer reads autorun.inf"),
    ("autorun", b"[autorun]\r\nopen=Viewer\\RadiAnt.exe\r\nicon=logo.ico\r\nlabel=IRM\r\n"),
    ("lnk", probes.lnk("C:\\Program Files\\Lecteur\\lecteur.exe")),
    ("pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (this.print\\(\\)) >>"),
    ("pdf", b"%PDF-1.7 /S /Launch /F (notice.pdf)"),
    ("text", "Bonjour, voici les résultats du scanner de Mme L’Étang.".encode()),
    ("text", b"powershell is a shell; cmd.exe is another"),
    ("html", b"<html><script>document.write('page du visionneur')</script></html>"),
    ("rtf", rb"{\rtf1{\object\objemb{\*\objdata 0105}}}"),
    ("office", bytes.fromhex("d0cf11e0a1b11ae1") + b"Document_Open"),
    ("zip", b"PK\x03\x04" + probes.pe()),
]


@pytest.mark.parametrize(("name", "kind", "content"), HOSTILE, ids=[one[0] for one in HOSTILE])
def test_each_rule_sees_its_probe(asking, tmp_path, name, kind, content):
    [found] = rules.matched([staged(tmp_path, content, kind=kind)], asking=asking)
    assert rules.own_rules()[name].label in [reason.detail for reason in found]


def test_every_rule_has_a_probe():
    assert {name for name, _, _ in HOSTILE} == set(rules.own_rules())


def test_there_are_about_thirty_rules_whose_words_can_be_shown():
    assert len(rules.own_rules()) >= 30
    for rule in rules.own_rules().values():
        assert len(rule.label) <= MAX_DETAIL_CHARACTERS
        assert rule.label[0].islower()
        assert "'" not in rule.label


def test_what_honest_keys_hold_is_not_accused(asking, tmp_path):
    files = [
        staged(tmp_path, content, name=str(rank), kind=kind)
        for rank, (kind, content) in enumerate(HONEST)
    ]
    found = list(rules.matched(files, asking=asking))
    assert [
        (file.kind, reasons) for file, reasons in zip(files, found, strict=True) if reasons
    ] == []


def test_no_image_that_pydicom_ships_is_accused(asking, tmp_path):
    contents = [path.read_bytes() for path in (Path(DATA_ROOT) / "test_files").rglob("*.dcm")]
    buffer = io.BytesIO()
    Picture.new("RGB", (300, 200), "teal").save(buffer, "jpeg")
    files = [
        staged(tmp_path, content, name=str(rank), kind="dicom")
        for rank, content in enumerate([*contents, buffer.getvalue()])
    ]
    assert len(files) > 50
    found = list(rules.matched(files, asking=asking))
    assert [reason for reasons in found for reason in reasons] == []


def test_a_rule_counts_for_its_kinds_only(asking, tmp_path):
    program = probes.pe() + b"vssadmin delete shadows"
    files = [staged(tmp_path, program, kind=kind) for kind in ("executable", "zip")]
    asked = [len(found) for found in rules.matched(files, asking=asking)]
    assert asked == [1, 0]


def test_a_long_file_is_seen_to_its_end(asking, tmp_path, monkeypatch):
    content = probes.dicom(after=bytes(70_000_000) + b"<?php x" + bytes(1000))
    [found] = rules.matched([staged(tmp_path, content, kind="dicom")], asking=asking)
    assert [reason.detail for reason in found] == ["un script caché dans une image"]


def test_a_reader_that_fails_is_said_and_a_name_that_is_unknown_is_not(tmp_path):
    class Asking:
        def each(self, job, files, **asked):
            yield Answer(ending=Ending.TIME)
            yield Answer(
                ending=Ending.ANSWERED,
                code="matched",
                untrusted=Message(
                    "matched", {"names": ("<b>", "no_rule", "pack:known_bad")}
                ).fields,
            )

    files = [staged(tmp_path, b"x", name=name) for name in "ab"]
    failed, odd = rules.matched(files, asking=Asking())
    assert [reason.code for reason in failed] == ["sign.not_run"]
    assert [reason.sentence for reason in odd] == [
        "Une règle que vous avez importée le désigne (pack, known_bad)."
    ]

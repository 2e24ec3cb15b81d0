import json

from hygie.cli.main import main
from hygie.traps.tests.mails import mail


def test_a_mail_is_judged_from_the_command_line(tmp_path, capsys):
    file = tmp_path / "message.eml"
    file.write_bytes(mail(files=[("facture.pdf.exe", b"MZ")]))
    assert main(["trap", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "dangerous"
    assert told["reasons"]
    assert main(["trap", str(file)]) == 0
    assert "piège" in capsys.readouterr().out


def test_what_cannot_be_read_is_said_in_french(tmp_path, capsys):
    assert main(["trap", str(tmp_path / "rien")]) == 1
    assert "n’a pas pu être lu" in capsys.readouterr().err

"""Each sub-command, on a bare computer and on a practice."""

import json
import re
import stat

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from hygie.core.findings import State
from hygie.journal.models import Entry
from hygie.records.tests.requests_people import asks, living
from hygie.storage import keyfile, opening

STATES = {"in_place", "to_do", "to_confirm", "not_concerned", "unknown"}
BARE = "Aucun cabinet n’a été ouvert"


def fingerprint(folder):
    """What every file of a folder holds."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def failed(ran, *told):
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("Hygie : "), ran.stderr
    for words in told:
        assert words in ran.stderr


def test_a_bare_computer_gets_its_22_answers_and_nothing_is_created(hygie, home):
    ran = hygie("checkup", "--json")
    answers = json.loads(ran.stdout)["answers"]
    assert ran.returncode == 0
    assert [answer["number"] for answer in answers] == list(range(1, 23))
    assert {state.value for state in State} == STATES
    for answer in answers:
        assert set(answer) == {"number", "title", "state", "findings"}
        assert answer["state"] in STATES
        assert answer["findings"]
        assert all(finding["state"] in STATES for finding in answer["findings"])
    assert not home.exists()


def test_a_bare_computer_gets_22_lines_a_person_can_read(hygie, home):
    ran = hygie("checkup")
    numbers = [int(n) for n in re.findall(r"^ ?(\d{1,2}) [!?~+-] ", ran.stdout, re.MULTILINE)]
    assert numbers == list(range(1, 23))
    assert BARE in ran.stdout
    assert (ran.returncode, ran.stderr) == (0, "")
    assert not home.exists()


def test_a_practice_that_opens_by_itself_keeps_what_was_seen(hygie, unattended, founded):
    ran = hygie("checkup")
    assert ran.returncode == 0
    assert BARE not in ran.stdout
    opening.open_as_member("alice.martin", founded.passphrase)
    line = Entry.objects.latest("number")
    assert (line.action, line.actor_name) == ("checkup.look", "automate")


def test_a_practice_that_stays_locked_is_not_read_nor_changed(hygie, at_rest):
    before = fingerprint(at_rest)
    ran = hygie("checkup")
    assert ran.returncode == 0
    assert BARE in ran.stdout
    assert fingerprint(at_rest) == before


def test_a_whole_journal_gives_its_head(hygie, unattended):
    ran = hygie("journal", "verify")
    assert ran.returncode == 0
    assert re.fullmatch(r"Journal entier : \d+ lignes\. Tête : [0-9a-f]{64}\n", ran.stdout)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE journal_entry SET actor_name = 'Chloé' WHERE number = 2", "Ligne 2 : "),
        ("DELETE FROM journal_entry WHERE number = 3", "la ligne 3 manque"),
        ("DELETE FROM journal_entry WHERE number > 2", "la dernière lue est la 2"),
    ],
)
def test_an_altered_journal_is_told_line_by_line(hygie, unattended, founded, change, told):
    keys = keyfile.read(founded.home)
    opening.open_as_member("alice.martin", founded.passphrase)
    key = opening.current_key()
    opening.lock()
    forger = sqlcipher.connect(str(keys.base_path(founded.home)), isolation_level=None)
    forger.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for verb in ("update", "delete"):
        forger.execute(f"DROP TRIGGER journal_no_{verb}")
    forger.execute(change)
    forger.close()
    ran = hygie("journal", "verify")
    assert ran.returncode == 1
    assert told in ran.stdout
    assert "Le journal a été altéré" in ran.stdout


def test_without_a_practice_there_is_no_journal(hygie, home):
    failed(hygie("journal", "verify"), "Aucun cabinet n’est encore installé")
    assert not home.exists()


def test_nobody_is_there_to_open(hygie, at_rest):
    before = fingerprint(at_rest)
    failed(hygie("journal", "verify"), "personne n’est là pour l’ouvrir", "HYGIE_PASSPHRASE_FILE")
    assert fingerprint(at_rest) == before


def test_an_access_is_written_where_only_its_owner_reads_it(
    hygie, unattended, tmp_path, monkeypatch
):
    file = tmp_path / "accès"
    ran = hygie("access", "create", str(file), "--name", "Tâches de la nuit")
    assert ran.returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().strip() not in ran.stdout
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", str(file))
    assert hygie("journal", "verify").returncode == 0
    failed(hygie("access", "create", str(file)), "existe déjà. Rien n’a été changé.")


def test_an_access_that_cannot_be_written_opens_nothing(hygie, unattended, founded, tmp_path):
    slots = len(keyfile.read(founded.home).slots)
    failed(hygie("access", "create", str(tmp_path / "absent" / "accès")), "n’a pas pu être")
    assert len(keyfile.read(founded.home).slots) == slots
    assert hygie("journal", "verify").returncode == 0


def test_the_requests_for_a_record_are_told_without_a_name(hygie, founded, tmp_path, monkeypatch):
    request = asks(living())
    opening.lock()
    file = tmp_path / "phrase"
    file.write_text(founded.passphrase, encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", str(file))
    ran = hygie("records", "requests", "--json")
    (told,) = json.loads(ran.stdout)
    assert (ran.returncode, told["id"], told["state"]) == (0, request.pk, "received")
    assert {"patient_id", "capacity", "earliest", "latest", "days_left"} <= set(told)
    assert "Odile" not in hygie("records", "requests").stdout
    opening.open_as_member("alice.martin", founded.passphrase)
    line = Entry.objects.filter(action="records.see_requests").latest("number")
    assert line.actor_name == "automate"

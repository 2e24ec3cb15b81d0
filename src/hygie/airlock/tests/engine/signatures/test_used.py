import pytest

from hygie.airlock.engine.signatures.used import Signatures, rules_written_on
from hygie.airlock.rules.reasons import words
from hygie.airlock.tests import probes
from hygie.airlock.tests.asking import staged


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HYGIE_HOME", str(tmp_path / "home"))


def test_without_antivirus_it_says_so(tmp_path):
    signatures = Signatures(sockets=(tmp_path / "none",))
    assert signatures.engines["Antivirus"] == "aucune base antivirus sur ce poste"
    assert rules_written_on().isoformat() in signatures.engines["Règles de Hygie"]


def test_each_file_gets_what_is_known_of_it(tmp_path, asking):
    files = [staged(tmp_path, probes.eicar()), staged(tmp_path, b"bonjour")]
    known, nothing = Signatures(sockets=()).each(files, asking=asking)
    assert any(reason.words.dangerous for reason in known)
    assert nothing == ()


def test_an_antivirus_and_our_own_rules_condemn_and_a_pack_alone_does_not():
    condemning = {code for code, told in words().items() if told.dangerous}
    assert {"sign.dangerous", "sign.clamd"} <= condemning
    assert not {"sign.pack", "sign.note", "sign.clamd_unsure"} & condemning

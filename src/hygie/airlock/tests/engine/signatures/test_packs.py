import zipfile

import pytest

from hygie.airlock.engine.signatures import packs, rules
from hygie.airlock.tests.asking import PoolAsking, staged
from hygie.core.errors import HygieError
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests.conftest import or_skip

RULE = 'rule known_bad { strings: $a = "patate" condition: $a }'
BROKEN = "rule asks { condition: unknown_module.x }"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HYGIE_HOME", str(tmp_path / "home"))
    return tmp_path


def written(folder, name, text):
    (folder / name).write_text(text)
    return folder / name


def test_an_imported_pack_is_listed_and_names_what_it_knows(tmp_path):
    pack = packs.import_pack(written(tmp_path, "Règles du CERT.yar", RULE + "\n" + BROKEN))
    assert (pack.name, pack.rules, pack.ignored) == ("regles-du-cert", 1, 1)
    assert packs.packs() == [pack]
    with or_skip(lambda: Pool(rules.JOBS, given=packs.lent())) as pool:
        files = [staged(tmp_path, b"une patate"), staged(tmp_path, b"une carotte")]
        known, unknown = rules.matched(files, asking=PoolAsking(pool))
    assert [reason.detail for reason in known] == ["regles-du-cert, known_bad"]
    assert unknown == ()


def test_a_zip_of_rules_is_a_pack_too_and_may_be_forgotten(tmp_path):
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as archive:
        archive.writestr("a/one.yar", RULE)
        archive.writestr("b/two.yara", RULE.replace("patate", "navet"))
        archive.writestr("README", "rien")
    assert packs.import_pack(tmp_path / "pack.zip").rules == 2
    packs.forget_pack("pack")
    packs.forget_pack("../pack")
    assert packs.packs() == []
    assert packs.lent() is None


@pytest.mark.parametrize("text", ["ceci n’est pas une règle", "", BROKEN, 'include "/etc/passwd"'])
def test_what_is_no_pack_changes_nothing(tmp_path, text):
    with pytest.raises(HygieError) as told:
        packs.import_pack(written(tmp_path, "x.yar", text))
    assert told.value.code == "airlock.pack_unreadable"
    assert packs.packs() == []


def test_a_pack_too_large_is_refused(tmp_path):
    with (tmp_path / "x.yar").open("wb") as stream:
        stream.truncate(packs.MAX_PACK_BYTES + 1)
    with pytest.raises(HygieError) as told:
        packs.import_pack(tmp_path / "x.yar")
    assert told.value.code == "airlock.pack_unreadable"

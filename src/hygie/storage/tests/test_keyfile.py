import json

import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.storage import keyfile
from hygie.storage.slots import Kind

KEY = b"k" * 32


def written(folder):
    keys, _ = keyfile.add_slot(
        keyfile.new_keyfile(), Kind.MEMBER, "phrase", base_key=KEY, now=clock.now(), login="alice"
    )
    keyfile.write(folder, keys, base_key=KEY)
    return keys


def code_of(act):
    with pytest.raises(HygieError) as refused:
        act()
    return refused.value.code


def test_what_was_written_is_read(tmp_path):
    keys = written(tmp_path)
    again = keyfile.read(tmp_path)
    assert again.slots == keys.slots
    assert again.is_sealed_by(KEY)
    assert not again.is_sealed_by(b"x" * 32)
    assert again.member_slot("Alice").slot_id == keys.slots[0].slot_id
    assert again.member_slot("chloe") is None


def test_an_absent_or_broken_file_is_told(tmp_path):
    assert code_of(lambda: keyfile.read(tmp_path)) == "storage.no_base"
    for content in ("", "[]", "{}", "{", '{"generation": "zz"}'):
        (tmp_path / keyfile.FILE_NAME).write_text(content)
        assert code_of(lambda: keyfile.read(tmp_path)) == "storage.keys_altered"


def test_the_file_cannot_name_a_base_elsewhere(tmp_path):
    written(tmp_path)
    path = tmp_path / keyfile.FILE_NAME
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "generation": "../../ailleurs"}))
    assert code_of(lambda: keyfile.read(tmp_path)) == "storage.keys_altered"


def test_two_programs_change_it_in_turn(tmp_path, monkeypatch):
    monkeypatch.setattr(keyfile, "LOCK_SECONDS", 0.1)
    with keyfile.writing(tmp_path):
        assert code_of(lambda: keyfile.writing(tmp_path).__enter__()) == "storage.busy"

import json

import pytest

from hygie.checkup.engine.logins_json import count_saved
from hygie.checkup.engine.plain_files import Trouble, UnreadableError
from hygie.checkup.tests import planted


@pytest.fixture
def store(tmp_path):
    return tmp_path / "x.default-release" / "logins.json"


@pytest.mark.parametrize("saved", [0, 1, 210])
def test_passwords_are_counted_but_not_firefoxs_own_account_nor_erased_ones(store, saved):
    assert count_saved(planted.logins_json(store, saved)).number == saved


@pytest.mark.parametrize(
    "content",
    [
        b"{", b"[]", b"null", b"{}", b'{"logins": {}}', b'{"logins": null}', b'{"logins": [1]}',
        b"\xff\xfe\xfd", b"[" * 100_000, b'{"logins": ' + b"9" * 10_000 + b"}",
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_broken(store, content):
    with pytest.raises(UnreadableError) as raised:
        count_saved(planted.written(store, content))
    assert raised.value.trouble is Trouble.BROKEN


@pytest.mark.parametrize("content", [b"", b" \n"])
def test_an_empty_file_is_no_proof_that_nothing_is_kept(store, content):
    with pytest.raises(UnreadableError) as raised:
        count_saved(planted.written(store, content))
    assert raised.value.trouble is Trouble.EMPTY


def test_a_file_that_a_windows_tool_saved_again_is_read(store):
    planted.written(store, b"\xef\xbb\xbf" + json.dumps({"logins": [{}]}).encode())
    assert count_saved(store).number == 1

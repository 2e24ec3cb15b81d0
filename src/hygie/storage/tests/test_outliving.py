"""What outlives the base: read under every key the base has had, and after a copy is put back."""

import json

import pytest

from hygie.storage import actions, copies, keyfile, opening, outliving


def contents():
    return [line.content for line in outliving.lines()]


@pytest.mark.usefixtures("founded")
def test_what_is_written_is_read_back_sealed_and_marked(home):
    outliving.append(["abc", "def"], {"rule": "last_contact"})
    (line,) = outliving.lines()
    assert line.content == {"rule": "last_contact"}
    assert line.marks == (outliving.mark_of("abc"), outliving.mark_of("def"))
    for name in (outliving.LINES_NAME, outliving.KEYS_NAME):
        written = (home / name).read_text(encoding="utf-8")
        assert "last_contact" not in written
        assert "abc" not in written
        assert (home / name).stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("founded")
def test_it_is_read_under_a_new_key_and_under_the_old_one_put_back(founded):
    copy = copies.make_copy()
    outliving.append(["1"], {"n": 1})
    secret = outliving.secret()
    actions.change_key()
    outliving.append(["2"], {"n": 2})
    actions.change_key()
    assert contents() == [{"n": 1}, {"n": 2}]
    copies.put_back(copy.name)
    opening.open_as_member("alice.martin", founded.passphrase)
    assert contents() == [{"n": 1}, {"n": 2}]
    assert outliving.secret() == secret
    outliving.append(["3"], {"n": 3})
    actions.change_key()
    assert contents() == [{"n": 1}, {"n": 2}, {"n": 3}]


@pytest.mark.usefixtures("founded")
def test_a_base_older_than_the_file_reads_the_marks_and_writes_on(home, founded):
    (home / outliving.KEYS_NAME).unlink()
    copy = copies.make_copy()
    actions.change_key()
    content = json.loads((home / outliving.KEYS_NAME).read_text(encoding="utf-8"))
    old = keyfile.read(copy).generation
    for entry in content["keys"]:
        entry["wraps"].pop(old, None)  # as if that key had been changed before the file existed
    (home / outliving.KEYS_NAME).write_text(json.dumps(content), encoding="utf-8")
    outliving.append(["1"], {"n": 1})
    copies.put_back(copy.name)
    opening.open_as_member("alice.martin", founded.passphrase)
    (line,) = outliving.lines()
    assert (line.content, line.marks) == (None, (outliving.mark_of("1"),))
    outliving.append(["2"], {"n": 2})
    assert contents() == [None, {"n": 2}]


@pytest.mark.usefixtures("founded")
def test_a_line_cut_short_or_altered_is_passed_over_and_the_next_is_whole(home):
    outliving.append(["1"], {"n": 1})
    path = home / outliving.LINES_NAME
    with path.open("a", encoding="utf-8") as log:
        log.write('{"key": "ab", "marks": ["0')
    outliving.append(["2"], {"n": 2})
    assert contents() == [{"n": 1}, {"n": 2}]
    lines = path.read_text(encoding="utf-8").splitlines()
    forged = json.loads(lines[0]) | {"marks": [outliving.mark_of("somebody else")]}
    path.write_text("\n".join([json.dumps(forged), *lines[1:]]) + "\n", encoding="utf-8")
    assert contents() == [{"n": 2}], "a line that says something else is not believed"


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize("text", ["", "[]", '{"keys": [{"id": 1}]}', "\x00"])
def test_a_damaged_file_of_keys_leaves_the_marks_and_a_new_key_is_made(home, text):
    outliving.append(["1"], {"n": 1})
    (home / outliving.KEYS_NAME).write_text(text, encoding="utf-8")
    assert contents() == [None]
    outliving.append(["2"], {"n": 2})
    assert contents() == [None, {"n": 2}]


@pytest.mark.usefixtures("founded")
def test_without_a_file_there_is_nothing(home):
    assert outliving.lines() == []
    assert not (home / outliving.LINES_NAME).exists()

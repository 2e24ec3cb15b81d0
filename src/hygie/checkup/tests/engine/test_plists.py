import plistlib

import pytest

from hygie.checkup.engine.plain_files import Trouble, UnreadableError
from hygie.checkup.engine.plists import parse_plist, read_plist


@pytest.mark.parametrize("kind", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_both_kinds_of_lists_are_read(tmp_path, kind):
    (tmp_path / "l").write_bytes(plistlib.dumps({"a": [1]}, fmt=kind))
    assert read_plist(tmp_path / "l") == {"a": [1]}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"x", b"<?xml version='1.0'?><plist", b"<plist><dict><key>a</key></dict></plist>",
        b"bplist00" + bytes(40), b"bplist00" + b"\xff" * 40, plistlib.dumps([1]),
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><plist><string>&b;</string></plist>",
    ],
)  # fmt: skip
def test_a_broken_list_is_named_so(content):
    with pytest.raises(UnreadableError) as raised:
        parse_plist(content)
    assert raised.value.trouble is Trouble.BROKEN

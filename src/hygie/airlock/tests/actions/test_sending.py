"""What a browser sends is examined from the private folder."""

import pytest

from hygie.airlock.actions import running, sending
from hygie.airlock.tests import examined
from hygie.core.errors import HygieError


def sent(content=(b"PK", b"rest"), name="examen.zip", examine=None):
    examine = examine or examined.examining(examined.outcome())
    return sending.start_sent(content, untrusted_name=name, who="Bruno", examine=examine)


def test_it_is_written_once_in_the_private_folder_and_goes_with_it(home):
    seen = []

    def examine(run):
        seen.append(run.source.read_bytes())
        return examined.outcome()

    run = sent(name="C:\\..\\exa\u202emen.ZIP", examine=examine)
    examined.wait(run)
    assert seen == [b"PKrest"]
    assert run.source.parent == run.held.upload
    assert run.source.name == "envoi.zip"
    assert "\u202e" not in run.label
    running.finish(run)
    assert not run.source.exists()


def test_nothing_is_written_while_another_waits_to_be_finished(tmp_path, home):
    run = examined.ended(tmp_path)
    with pytest.raises(HygieError) as refused:
        sent()
    assert refused.value.code == "airlock.to_finish"
    assert [path.name for path in (home / "airlock" / "held").iterdir()] == [run.name]


def test_a_sending_cut_in_the_middle_leaves_nothing(home):
    def cut():
        yield b"PK"
        raise OSError(28, "no space left")

    with pytest.raises(HygieError) as told:
        sent(cut())
    assert told.value.code == "files.disk_full"
    assert list((home / "airlock" / "held").iterdir()) == []

import pytest

from hygie.airlock.engine import chain, kept, opened, signing
from hygie.airlock.engine.desk import Desk, close_abandoned
from hygie.airlock.tests import outcomes
from hygie.core.errors import HygieError


@pytest.fixture
def place():
    return signing.folder()


@pytest.fixture
def key(place):
    return signing.station_key(place)


def begun(place, key):
    return Desk.begin(place, key=key, who="Dr Alice Martin", label="CD\u202eDE RADIO")


def test_a_report_is_begun_ended_and_kept(place, key):
    desk = begun(place, key)
    assert [line["event"] for line in chain.lines_of(place, desk.report_id)] == ["begun"]
    whole = desk.signed(desk.draft(outcomes.outcome(*outcomes.entries())))
    path = desk.close(whole)
    lines = chain.lines_of(place, desk.report_id)
    assert [line["event"] for line in lines] == ["begun", "ended"]
    assert whole["previous"] == chain.hash_of(lines[0])
    assert lines[1]["verdict"] == "green"
    assert kept.find(place, desk.report_id) == whole
    assert path.is_file()
    assert close_abandoned(place, key=key) == []


def test_the_chain_never_says_what_was_examined(place, key):
    desk = begun(place, key)
    desk.close(desk.signed(desk.draft(outcomes.outcome(*outcomes.entries()))))
    said = (place / chain.FILE).read_text()
    assert "RADIO" not in said
    assert "Alice" not in said
    assert "lettre" not in said


def test_a_report_that_nothing_ended_is_closed_at_the_next_start(place, key):
    desk = begun(place, key)
    assert close_abandoned(place, key=key) == [], "it lives"
    desk._opened.lock.release()  # as a power cut does
    [whole] = close_abandoned(place, key=key)
    assert (whole["ending"], whole["verdict"], whole["is_whole"]) == (
        "interrupted",
        "orange",
        False,
    )
    assert (whole["source"]["label"], whole["who"]) == ("CD DE RADIO", "Dr Alice Martin")
    assert [line["event"] for line in chain.lines_of(place, whole["id"])] == [
        "begun", "interrupted",
    ]  # fmt: skip
    assert close_abandoned(place, key=key) == []
    assert chain.verify(place).unended == ()


def test_a_report_kept_just_before_the_power_cut_is_ended_as_it_is(place, key, monkeypatch):
    desk = begun(place, key)
    with monkeypatch.context() as cut:
        cut.setattr("hygie.airlock.engine.desk._end", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            desk.close(desk.signed(desk.draft(outcomes.outcome(*outcomes.entries()))))
    assert close_abandoned(place, key=key) == []
    lines = chain.lines_of(place, desk.report_id)
    assert [line["event"] for line in lines] == ["begun", "ended"]
    assert list((place / opened.FOLDER).glob("*.json")) == []


def test_a_report_ended_but_not_unmarked_is_only_unmarked(place, key):
    desk = begun(place, key)
    desk.close(desk.signed(desk.draft(outcomes.outcome())))
    opened.open_report(place, desk.report_id, {}).lock.release()
    assert close_abandoned(place, key=key) == []
    assert len(chain.lines_of(place, desk.report_id)) == 2


def test_a_mark_without_a_word_is_closed_too(place, key):
    (place / opened.FOLDER).mkdir()
    (place / opened.FOLDER / f"{'c' * 16}.json").write_bytes(b"\0\0")
    [whole] = close_abandoned(place, key=key)
    assert whole["previous"] == chain.FIRST_PREVIOUS


def test_a_report_with_nothing_to_say_says_why(place, key):
    whole = begun(place, key).close_empty(ending="failed", error="files.disk_full", label="CD")
    assert (whole["ending"], whole["error"], whole["files"]) == ("failed", "files.disk_full", [])


def test_a_report_that_the_disk_refused_is_closed_by_the_same_program(place, key):
    desk = begun(place, key)
    (place / kept.FOLDER).write_bytes(b"")  # no folder can be made there
    with pytest.raises(HygieError):
        desk.close(desk.signed(desk.draft(outcomes.outcome())))
    (place / kept.FOLDER).unlink()
    assert [one["id"] for one in close_abandoned(place, key=key)] == [desk.report_id]

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from hygie.airlock.engine import chain, signing

AT = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


@pytest.fixture
def place():
    return signing.folder()


def add(place, event="begun", report_id="aa", **more):
    return chain.append(place, event, at=AT, report_id=report_id, **more)


def test_each_line_names_the_one_before(place):
    assert not chain.exists(place)
    first, _ = add(place)
    second, _ = add(place, "ended", verdict="green")
    lines = chain.lines_of(place, "aa")
    assert [line["previous"] for line in lines] == [chain.FIRST_PREVIOUS, first]
    assert [chain.hash_of(line) for line in lines] == [first, second]
    assert chain.holds(place, first)
    assert not chain.holds(place, "0" * 64)
    found = chain.verify(place)
    assert (found.lines, found.head, found.faults, found.unended) == (2, second, (), ())
    assert chain.head(place) == second
    assert (place / chain.FILE).stat().st_mode & 0o777 == 0o600


def test_a_report_never_ended_is_seen(place):
    add(place, report_id="aa")
    add(place, report_id="bb")
    add(place, "ended", report_id="aa")
    assert chain.verify(place).unended == ("bb",)


def test_two_at_once_make_one_chain(place):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: add(place, report_id=str(number)), range(20)))
    found = chain.verify(place)
    assert (found.lines, found.faults) == (20, ())


@pytest.mark.parametrize("torn", [b'{"at":"2026-11-24T', b"\0" * 300, b"{}"])
def test_a_torn_line_is_mended_and_told(place, torn):
    add(place)
    with (place / chain.FILE).open("ab") as file:
        file.write(torn)
    _, mended = add(place, "ended")
    assert mended == len(torn)
    found = chain.verify(place)
    assert (found.lines, found.faults) == (3, ())
    assert b'"event":"mended"' in (place / chain.FILE).read_bytes()


def test_a_line_that_lacks_only_its_end_is_kept(place):
    head, _ = add(place)
    content = (place / chain.FILE).read_bytes()
    (place / chain.FILE).write_bytes(content[:-1])
    _, mended = add(place, "ended")
    assert mended == 0
    assert chain.lines_of(place, "aa")[1]["previous"] == head
    assert chain.verify(place).faults == ()


@pytest.mark.parametrize("change", [
    lambda lines: [lines[0], lines[1].replace(b"begun", b"ended"), *lines[2:]],
    lambda lines: [lines[0], *lines[2:]],
    lambda lines: [lines[0], lines[2], lines[1], lines[3]],
    lambda lines: [lines[0], b"rien", *lines[2:]],
])  # fmt: skip
def test_a_line_changed_removed_or_moved_is_told(place, change):
    for number in range(4):
        add(place, report_id=str(number))
    lines = (place / chain.FILE).read_bytes().splitlines()
    (place / chain.FILE).write_bytes(b"\n".join(change(lines)) + b"\n")
    assert chain.verify(place).faults != ()


def test_a_damaged_last_line_does_not_stop_the_next(place):
    (place / chain.FILE).write_bytes(b"rien\n")
    add(place)
    assert len(chain.lines_of(place, "aa")) == 1


def test_no_chain_is_an_empty_one(place):
    assert chain.verify(place).lines == 0
    assert chain.head(place) == ""


def test_the_lines_that_end_a_report_are_told_in_order(place):
    add(place)
    add(place, "interrupted")
    add(place, report_id="bb")
    add(place, "ended", report_id="bb", network="off")
    assert [(one["report"], one["event"]) for one in chain.ends(place)] == [
        ("aa", "interrupted"), ("bb", "ended"),
    ]  # fmt: skip

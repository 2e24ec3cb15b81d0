import copy

import pytest

from hygie.airlock.engine import report, shape, signing
from hygie.airlock.tests import outcomes


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    key = signing.station_key(tmp_path_factory.mktemp("station"))
    frame = report.Frame(
        report_id="a" * 16, who="", previous="0" * 64,
        added=({"path": "DICOMDIR", "sha256": "0" * 64, "size_bytes": 3},),
    )  # fmt: skip
    made = report.made(outcomes.outcome(*outcomes.entries()), frame=frame, key=key)
    return report.signed(made, key=key)


def test_a_report_of_ours_has_the_shape(whole):
    assert shape.is_report(whole)


def places(value, before=()):
    """Every place of a value, as a path of names and ranks."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inside if isinstance(value, dict | list) else ():
        yield (*before, name)
        if isinstance(one, dict | list):
            yield from places(one, (*before, name))


FREE = {"reason_codes", "removed_codes", "note_codes", "size_bytes", "sha256", "kind", "held",
        "enough", "reason"}  # fmt: skip


def test_nothing_odd_at_any_place_makes_it_fail_otherwise_than_by_a_refusal(whole):
    refused = 0
    for place in places(whole):
        for odd in (None, 3.5, [], {}, "\x00", -1, [None]):
            changed = copy.deepcopy(whole)
            holder = changed
            for name in place[:-1]:
                holder = holder[name]
            holder[place[-1]] = odd
            refused += not shape.is_report(changed)
    assert refused > 300


@pytest.mark.parametrize("odd", [None, [], "", 3, {"format": "autre"}])
def test_anything_else_is_none(odd):
    assert not shape.is_report(odd)


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../a", "a/../b", "a//b", "a\\b", "C:a", "a\n", "a/", ".",
             "a\u202eb", "x" * 401, "a\ud800"]
)  # fmt: skip
def test_a_path_that_could_leave_its_folder_is_refused(path):
    assert not shape.is_inside(path)


def test_an_ordinary_name_is_kept():
    assert shape.is_inside("DOCUMENTS/Compte rendu d’Élodie (1).pdf")
    assert shape.is_inside("a\u00a0b")

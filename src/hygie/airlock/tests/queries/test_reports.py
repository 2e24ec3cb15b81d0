import pytest

from hygie.airlock.actions import examining
from hygie.airlock.queries import reports
from hygie.airlock.rules.verdicts import Colour
from hygie.airlock.tests import outcomes


@pytest.fixture
def examined(tmp_path):
    return examining.examine(tmp_path, scan=outcomes.scan).report


def test_a_station_that_examined_nothing_has_no_history():
    assert reports.summaries() == []
    assert reports.chain_verdict().lines == 0


def test_the_history_tells_each_examination(examined):
    [one] = reports.summaries()
    assert (one.report_id, one.colour, one.files) == (examined["id"], Colour.GREEN, 4)
    assert reports.report(one.report_id) == examined
    assert reports.chain_verdict().lines == 2


def test_pages_are_made_again_from_what_is_kept(examined):
    assert reports.page(examined["id"]).startswith(b"%PDF")
    assert reports.receipt(examined["id"]).startswith(b"%PDF")
    assert reports.page("0" * 16) is None
    assert reports.receipt("0" * 16) is None


def test_the_stations_fingerprint_is_that_of_its_reports(examined):
    assert reports.fingerprint() == examined["station"]["fingerprint"]

from hygie.airlock.actions import examining, verifying
from hygie.airlock.engine import report
from hygie.airlock.tests import outcomes


def test_a_report_is_verified_where_it_lies(tmp_path):
    examining.examine(tmp_path / "cle", out=tmp_path / "sortie", scan=outcomes.scan)
    assert verifying.verify(tmp_path / "sortie" / report.JSON_NAME).faults == ()

import json
from dataclasses import replace
from datetime import UTC, datetime

from hygie.airlock.engine.outcome import Entry, Outcome, Source
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Colour, Verdict

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ENTRY = Entry(path="DICOM/I001", verdict=Verdict.REBUILT, reasons=(Reason(code="common.rebuilt"),))
OUTCOME = Outcome(
    files=(ENTRY,),
    source=Source(form="folder", label="Clé de M. Dupont"),
    began_at=NOON,
    ended_at=NOON,
    sandbox={"enough": True},
)


def test_the_report_names_what_the_command_promises():
    told = json.loads(json.dumps(OUTCOME.as_json()))
    assert told["verdict"] == "green"
    assert told["sandbox"] == {"enough": True}
    assert told["files"][0]["path"] == "DICOM/I001"
    assert told["files"][0]["verdict"] == "RECONSTRUIT"
    assert told["files"][0]["output"] is None
    assert {"reasons", "sha256", "output_sha256", "removed"} <= told["files"][0].keys()


def test_an_examination_that_was_cut_short_is_not_green():
    assert OUTCOME.verdict is Colour.GREEN
    assert replace(OUTCOME, is_whole=False).verdict is Colour.ORANGE
    assert replace(OUTCOME, notes=(Reason(code="common.skipped"),)).verdict is Colour.ORANGE

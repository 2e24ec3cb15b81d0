"""How often the judgement is right on mails invented by somebody who had not read the rules."""

from collections import Counter
from pathlib import Path

from hygie.traps import queries
from hygie.traps.rules.judging import Verdict

SAMPLES = Path(__file__).parent / "samples"


def verdicts(kind):
    return Counter(
        queries.judgement_of_file(file).verdict for file in sorted((SAMPLES / kind).iterdir())
    )


def test_nine_traps_in_ten_are_not_let_through():
    told = verdicts("bad")
    assert told.total() == 40
    assert told[Verdict.NOTHING_FOUND] <= 4


def test_a_practice_is_not_drowned_in_alarms():
    told = verdicts("good")
    assert told.total() == 40
    assert told[Verdict.DANGEROUS] <= 1
    assert told[Verdict.SUSPICIOUS] <= 4

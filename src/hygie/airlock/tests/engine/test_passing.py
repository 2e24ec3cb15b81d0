from typing import Any

import pytest

from hygie.airlock.engine.asking import Stops
from hygie.airlock.engine.cleaner import Cleaned, Output
from hygie.airlock.engine.copying import UnreadError
from hygie.airlock.engine.deliver import Delivery
from hygie.airlock.engine.listing import Paths
from hygie.airlock.engine.passing import Passing, member_error
from hygie.airlock.engine.results import Results
from hygie.airlock.engine.staging import Staging
from hygie.airlock.engine.withholding import Withholding
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.core.errors import HygieError

SOMETHING: Any = object()  # a sandbox that nobody asks


class Lane:
    """A cleaner that needs no sandbox: does what the test says of the words of a file."""

    code = "lane"
    kinds = frozenset({"text"})
    jobs = ()
    batch = 8

    def __init__(self, decide):
        self.decide = decide

    def clean(self, files, *, asking):
        for file in files:
            yield self.decide(file.stored.read_bytes())


class Signs:
    """Signatures that find "virus" dangerous."""

    jobs = ()
    given = None
    engines = {"essai": "1"}

    def each(self, files, *, asking):
        for file in files:
            data = file.stored.read_bytes()
            if b"faute" in data:
                raise RuntimeError("faute")
            found = b"virus" in data
            yield (Reason(code="kind.disguised", detail="essai"),) if found else ()


def rebuilt(data, *, removed=(), verdict=Verdict.REBUILT, kind="text"):
    output = Output(suffix=".txt", kind=kind, pieces=(data,))
    reasons = (Reason(code="common.rebuilt"),)
    return Cleaned(verdict=verdict, reasons=reasons, removed=removed, output=output)


@pytest.fixture
def passed(tmp_path, monkeypatch):
    """Passes texts through a lane; what was decided of each, and what is delivered."""
    monkeypatch.setenv("HYGIE_HOME", str(tmp_path / "chez"))
    (tmp_path / "cle").mkdir()

    def run(decide, *texts, delivered=True, **options):
        with Staging() as area:
            out, source = tmp_path / "out", tmp_path / "cle"
            delivery = Delivery(out, source=source, staging=area) if delivered else None
            passing = passing_of(decide, area, delivery, **options)
            results = passing.results
            assert list(passing.run(staged(area, results, texts))) == []
            if delivery:
                left = len(list(delivery._build.rglob("0*")))
                assert left == len(results.accepted)
                delivery.abandon()
            told = {
                path: (entry.verdict, entry.reasons[-1].code)
                for path, entry in results.entries.items()
            }
            return told, set(results.accepted)

    return run


def passing_of(decide, area, delivery, *, asking=SOMETHING, signatures=None, stops=None):
    return Passing(
        sandbox=lambda: asking,
        cleaner_of=lambda kind: Lane(decide) if kind == "text" else None,
        signatures=signatures,
        delivery=delivery,
        recipient="",
        staging=area,
        stops=stops or Stops(),
        results=Results(paths=Paths()),
        withholding=Withholding(is_disc=False),
    )


def staged(area, results, texts):
    files = []
    for rank, text in enumerate(texts):
        results.see(text.decode(), (rank,))
        options = {"untrusted_name": "a.txt", "depth": 0, "wanted": lambda: True}
        files.append(area.keep_pieces([text], path=text.decode(), most_bytes=99, **options))
    return files


def test_what_is_rebuilt_and_passes_again_is_accepted(passed):
    told, accepted = passed(rebuilt, b"un", b"deux")
    assert told == {
        "un": (Verdict.REBUILT, "common.rebuilt"),
        "deux": (Verdict.REBUILT, "common.rebuilt"),
    }
    assert accepted == {"un", "deux"}


def test_a_residue_found_by_the_second_control_is_not_handed_over(passed):
    removed = (Reason(code="kind.empty"),)
    told, accepted = passed(
        lambda data: rebuilt(data, removed=removed, verdict=Verdict.NEUTRALISED), b"tenace"
    )
    assert told == {"tenace": (Verdict.UNVERIFIABLE, "common.residue")}
    assert not accepted


def test_an_output_of_another_kind_than_announced_is_not_handed_over(passed):
    told, _ = passed(lambda data: rebuilt(b"%PDF-1.7"), b"a")
    assert told == {"a": (Verdict.UNVERIFIABLE, "common.residue")}


def test_an_output_in_which_a_signature_is_found_is_not_handed_over(passed):
    told, _ = passed(lambda data: rebuilt(data + b" virus"), b"a", signatures=Signs())
    assert told == {"a": (Verdict.UNVERIFIABLE, "common.residue")}


def test_a_dangerous_match_is_not_even_given_to_the_lane(passed):
    given = []
    told, accepted = passed(
        lambda data: given.append(data) or rebuilt(data), b"virus", b"bon", signatures=Signs()
    )
    assert told["virus"] == (Verdict.DANGEROUS, "source.not_kept")
    assert accepted == {"bon"}
    assert b"virus" not in given


def test_a_lane_that_fails_on_a_file_goes_on_with_the_next(passed):
    def decide(data):
        if data == b"boum":
            raise RuntimeError
        return rebuilt(data)

    told, accepted = passed(decide, b"a", b"boum", b"b")
    assert told["boum"] == (Verdict.ERROR, "source.tool_fault")
    assert accepted == {"a", "b"}


def test_signatures_that_fail_are_told_and_block_nothing(passed):
    told, accepted = passed(rebuilt, b"faute", signatures=Signs())
    assert accepted == {"faute"}
    assert told["faute"][0] is Verdict.REBUILT


def test_without_the_sandbox_nothing_is_decoded_but_all_is_told(passed):
    told, accepted = passed(rebuilt, b"a", asking=None)
    assert told == {"a": (Verdict.UNVERIFIABLE, "common.sandbox_absent")}
    assert not accepted
    told, _ = passed(rebuilt, b"@echo off", asking=None)
    assert told == {"@echo off": (Verdict.WITHHELD, "kind.script")}


def test_without_a_folder_nothing_is_written(passed):
    told, accepted = passed(rebuilt, b"a", delivered=False)
    assert told == {"a": (Verdict.REBUILT, "common.rebuilt")}
    assert not accepted


def test_what_the_person_interrupted_is_told_as_such(passed):
    def skipped(data):
        return Cleaned(verdict=Verdict.UNVERIFIABLE, reasons=(Reason(code="common.skipped"),))

    told, _ = passed(skipped, b"a", stops=Stops(cancelled=lambda: True))
    assert told == {"a": (Verdict.UNVERIFIABLE, "common.cancelled")}
    told, _ = passed(skipped, b"a", stops=Stops(skipped=lambda path: path == "a"))
    assert told == {"a": (Verdict.UNVERIFIABLE, "common.skipped")}


def test_why_a_member_was_not_had():
    assert member_error(UnreadError("source.no_room")) == (Verdict.UNVERIFIABLE, "source.no_room")
    assert member_error(HygieError("a.b", "c"))[1] == "common.reader_failed"
    assert member_error(RuntimeError())[0] is Verdict.ERROR

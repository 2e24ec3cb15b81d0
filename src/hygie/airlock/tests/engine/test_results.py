import pytest

from hygie.airlock.engine.listing import Paths
from hygie.airlock.engine.outcome import Entry
from hygie.airlock.engine.results import Results
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict


def entry(path):
    return Entry(path=path, verdict=Verdict.WITHHELD, reasons=(Reason(code="kind.empty"),))


def test_entries_come_back_in_the_order_of_the_source_members_behind_their_archive():
    results = Results(paths=Paths())
    for rank, path in enumerate(("b.zip", "a")):
        results.see(path, (rank,))
    member = results.see_member("b.zip", "x", number=1)
    again = results.see_member("b.zip", "x", number=2)
    assert (member, again) == ("b.zip/x", "b.zip/x (2)")
    for path in ("a", again, "b.zip", member):
        results.decide(entry(path))
    assert [one.path for one in results.in_order({})] == ["b.zip", "b.zip/x", "b.zip/x (2)", "a"]


def test_a_path_is_decided_once_and_never_forgotten():
    results = Results(paths=Paths())
    results.see("a", (0,))
    results.see("b", (1,))
    results.decide(entry("a"))
    with pytest.raises(ValueError, match="twice"):
        results.decide(entry("a"))
    assert [one.verdict for one in results.in_order({})] == [Verdict.WITHHELD, Verdict.ERROR]


def test_progress_names_the_path_that_has_been_at_work_the_longest():
    told = []
    results = Results(paths=Paths(), telling=told.append)
    results.see("lent", (0,), size_bytes=7)
    results.see("vif", (1,))
    results.begins("lent")
    results.begins("vif")
    results.was_read(7)
    assert (told[-1].current, told[-1].bytes_done, told[-1].bytes_seen) == ("lent", 7, 7)
    results.ends("lent")
    results.decide(entry("lent"))
    assert (told[-1].current, told[-1].files_done, told[-1].files_seen) == ("vif", 1, 2)

"""What an examination found, counted and listed."""

import pytest

from hygie.airlock.queries import results
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests import examined


def test_a_disc_is_told_in_one_word_with_its_counts():
    shown = results.result(examined.outcome())
    assert shown.shown.word == "Reconstruit"
    assert [(count.slug, count.files) for count in shown.counts] == [
        ("reconstruit", 4),
        ("retenu", 2),
    ]
    assert (shown.files, shown.passed, shown.images) == (6, 4, 3)
    assert shown.duration == "21 secondes"
    assert shown.size == "20 octets"


def test_what_concerns_the_whole_key_is_said_once():
    notes = (Reason(code="common.cancelled"), Reason(code="common.cancelled"))
    shown = results.result(examined.outcome(notes=notes, is_whole=False))
    assert shown.shown.word == "À regarder"
    assert len(shown.notes) == 1


def test_a_key_of_programs_only_is_neither_accused_nor_called_rebuilt():
    assert results.result(examined.outcome(examined.entry("jeu.exe"))).shown.word == (
        "Rien à transmettre"
    )


def test_what_calls_for_a_look_comes_first():
    files = (
        *examined.study(),
        examined.entry("faux.dcm", Verdict.DANGEROUS, "common.reader_forbidden"),
    )
    outcome = examined.outcome(*files)
    lines = results.listed(outcome).lines
    assert [line.entry.path for line in lines] == ["faux.dcm", "autorun.inf", "Viewer/viewer.exe"]
    assert results.result(outcome).to_read == 3
    everything = results.listed(outcome, untrusted_part=results.ALL).lines
    assert [line.entry.path for line in everything[:2]] == ["faux.dcm", "DICOM/I1"]
    assert len(everything) == len(files)


@pytest.mark.parametrize(
    ("part", "page", "files", "number"),
    [("tous", "", 6, 1), ("retenu", "1", 2, 1), ("retenu", "9", 2, 1), ("rien", "-3", 2, 1),
     ("reconstruit", "²", 4, 1), ("dangereux", "", 0, 1)],
)  # fmt: skip
def test_a_list_asked_with_anything_answers(part, page, files, number):
    listed = results.listed(examined.outcome(), untrusted_part=part, untrusted_page=page)
    assert (listed.files, len(listed.lines), listed.number) == (files, files, number)


def test_thousands_of_files_are_read_page_by_page_each_once():
    outcome = examined.outcome(*(examined.entry(f"f{n}") for n in range(results.A_PAGE * 2 + 1)))
    pages = [results.listed(outcome, untrusted_page=str(n)) for n in (1, 2, 3)]
    assert [(p.previous, p.following) for p in pages] == [(None, 2), (1, 3), (2, None)]
    seen = [line.entry.path for page in pages for line in page.lines]
    assert sorted(seen) == sorted(entry.path for entry in outcome.files)

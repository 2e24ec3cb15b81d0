import io

import pytest

from hygie.airlock.engine.cleaner import Output, Span, unanswered, write
from hygie.airlock.rules.reasons import words
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.job import Answer, Ending

OUTPUT = Output(suffix=".dcm", kind="dicom", pieces=(b"head", Span(offset=2, length=5), b"!"))


def test_an_output_is_written_piece_after_piece():
    target = io.BytesIO()
    written = write(OUTPUT, source=io.BytesIO(b"01234567"), target=target, chunk_bytes=2)
    assert target.getvalue() == b"head23456!"
    assert written == 10


def test_a_span_past_the_end_is_never_filled_in():
    with pytest.raises(EOFError):
        write(OUTPUT, source=io.BytesIO(b"01234"), target=io.BytesIO())


@pytest.mark.parametrize("ending", [one for one in Ending if one is not Ending.ANSWERED])
def test_whatever_ends_a_reader_nothing_passes(ending):
    cleaned = unanswered(Answer(ending=ending))
    assert not cleaned.verdict.passes
    assert cleaned.output is None
    assert all(reason.code in words() for reason in cleaned.reasons)


def test_a_reader_that_tried_to_start_a_program_read_something_dangerous():
    assert unanswered(Answer(ending=Ending.FORBIDDEN)).verdict is Verdict.DANGEROUS

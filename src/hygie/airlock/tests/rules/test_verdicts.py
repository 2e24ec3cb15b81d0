from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Colour, Verdict, colour, exit_code

CALM = Reason(code="common.no_lane")
LOUD = Reason(code="common.skipped")


def test_a_key_with_nothing_but_what_every_disc_holds_is_green():
    found = colour([(Verdict.REBUILT, ()), (Verdict.NEUTRALISED, ()), (Verdict.WITHHELD, (CALM,))])
    assert found is Colour.GREEN


def test_what_stayed_unknown_or_calls_for_attention_makes_it_orange():
    assert colour([(Verdict.UNVERIFIABLE, (CALM,))]) is Colour.ORANGE
    assert colour([(Verdict.ERROR, (CALM,))]) is Colour.ORANGE
    assert colour([(Verdict.REBUILT, ()), (Verdict.WITHHELD, (LOUD,))]) is Colour.ORANGE


def test_one_dangerous_file_makes_it_red_and_tells_the_caller_of_the_command():
    found = colour([(Verdict.UNVERIFIABLE, ()), (Verdict.DANGEROUS, ()), (Verdict.REBUILT, ())])
    assert found is Colour.RED
    assert exit_code(found) == 1
    assert exit_code(Colour.ORANGE) == exit_code(Colour.GREEN) == 0


def test_only_what_was_rebuilt_or_neutralised_passes():
    assert {one for one in Verdict if one.passes} == {Verdict.REBUILT, Verdict.NEUTRALISED}

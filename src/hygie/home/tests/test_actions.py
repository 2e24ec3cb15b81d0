import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.home import actions, rules
from hygie.home.models import GivenReply
from hygie.home.questions import DONT_KNOW
from hygie.journal.models import Entry
from hygie.journal.queries import last_of

QUESTION = rules.questions()[0]


def test_a_reply_is_dated_signed_and_written_without_its_value(alice):
    before = clock.now()
    choice = QUESTION.choices[1]
    given = actions.reply(QUESTION.id, choice.id, by=alice)
    assert (given.question_id, given.choice_id) == (QUESTION.id, choice.id)
    assert (given.by_id, given.by_name) == (alice.member_id, "Dr Alice Martin")
    assert before <= given.at <= clock.now()
    line = last_of("home.reply")
    assert (line.object_type, line.object_id) == ("question", QUESTION.id)
    assert choice.id not in str(vars(line))


def test_not_knowing_is_a_reply(alice):
    for question in rules.questions():
        assert actions.reply(question.id, DONT_KNOW, by=alice).choice_id == DONT_KNOW


def test_an_earlier_reply_stays_as_it_was_signed(alice):
    for choice in QUESTION.choices[:2]:
        actions.reply(QUESTION.id, choice.id, by=alice)
    kept = list(GivenReply.objects.order_by("pk").values_list("choice_id", flat=True))
    assert kept == [choice.id for choice in QUESTION.choices[:2]]


@pytest.mark.parametrize(
    ("question_id", "choice_id"),
    [(QUESTION.id, "par pigeon"), (QUESTION.id, ""), ("absente", DONT_KNOW),
     (QUESTION.id, "unplugged")],
)  # fmt: skip
def test_a_reply_that_was_not_proposed_is_refused(founded, question_id, choice_id):
    lines = Entry.objects.count()
    with pytest.raises(HygieError) as refused:
        actions.reply(question_id, choice_id, by=founded.member)
    assert refused.value.code == "home.no_such_choice"
    assert (GivenReply.objects.count(), Entry.objects.count()) == (0, lines)

import re
import statistics
from datetime import UTC, datetime, timedelta

import pytest

from hygie.answers.acronyms import acronyms, acronyms_in
from hygie.core.errors import HygieError
from hygie.core.findings import State, Who
from hygie.home.needs import needs
from hygie.home.questions import (
    DONT_KNOW,
    Reply,
    findings_from_replies,
    questions,
    read_question,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BY_ID = {question.id: question for question in questions()}
every_question = pytest.mark.parametrize("question", questions(), ids=lambda one: one.id)


def reply(question_id, choice_id, *, days_ago=1, by="Bruno"):
    at = NOW - timedelta(days=days_ago)
    return Reply(question_id=question_id, choice_id=choice_id, by_name=by, at=at)


def findings_of(question_id, *replies):
    found = findings_from_replies(replies, now=NOW)
    return [finding for finding in found if finding.code == f"ask.{question_id}"]


def texts_of(question):
    means = [part for choice in question.choices for part in choice.means]
    labels = [choice.label for choice in question.choices]
    said = [text for part in means for text in (part.title, part.why, part.advice)]
    return [text for text in (question.text, question.help, question.why, *labels, *said) if text]


def test_few_questions_are_asked():
    assert len(questions()) <= 18
    assert len(BY_ID) == len(questions())


def test_every_answer_that_no_program_sees_has_its_question():
    asked = {number for question in questions() for number in question.answers}
    assert asked == set(range(1, 23)) - {2, 9, 16}


@every_question
class TestEachQuestion:
    def test_offers_not_to_know_as_its_last_choice(self, question):
        assert question.choices[-1].id == DONT_KNOW
        assert question.choices[-1].means[0].state is State.UNKNOWN
        assert question.choices[-1].means[0].advice

    def test_offers_at_most_six_choices_of_distinct_names(self, question):
        assert 3 <= len(question.choices) <= 6
        assert len({choice.id for choice in question.choices}) == len(question.choices)
        assert len({choice.label for choice in question.choices}) == len(question.choices)

    def test_says_something_to_each_of_its_answers_with_every_choice(self, question):
        for choice in question.choices:
            spoken = [number for part in choice.means for number in part.answers]
            assert sorted(spoken) == sorted(question.answers), choice.id

    def test_can_be_answered_well(self, question):
        for number in question.answers:
            states = {
                part.state
                for choice in question.choices
                for part in choice.means
                if number in part.answers
            }
            assert State.IN_PLACE in states

    def test_tells_what_to_do_and_how_long_for_each_thing_to_do(self, question):
        for choice in question.choices:
            for part in choice.means:
                if part.state is State.TO_DO:
                    assert part.advice
                    assert part.minutes
                assert 1 <= part.urgency <= 3

    def test_is_needed_by_the_answers_it_names_and_by_no_other(self, question):
        asking = [n for n, need in needs().by_answer.items() if question.code in need.codes]
        assert sorted(asking) == sorted(question.answers)

    def test_reads_in_five_seconds(self, question):
        assert len(question.text.split()) <= 13
        assert question.text.endswith("\u00a0?")
        assert all(len(choice.label.split()) <= 10 for choice in question.choices)

    def test_is_asked_again_after_a_year_or_never(self, question):
        assert question.ask_again_after_days in {0, 365}

    def test_explains_its_acronyms(self, question):
        used = {acronym for text in texts_of(question) for acronym in acronyms_in(text)}
        assert used - set(acronyms()) == set()

    def test_follows_french_typography(self, question):
        for text in texts_of(question):
            assert not re.search(r" [:;?!»]|« |[^\u00a0][;?!»]|['\"]|\.\.\.", text), text


def test_the_sentences_are_short():
    texts = [text for question in questions() for text in texts_of(question)]
    parts = [part for text in texts for part in re.split(r"(?<=[.?!…]) ", text)]
    assert statistics.median(len(part.split()) for part in parts) <= 15


def test_only_the_question_on_messengers_is_about_phones():
    assert [question.id for question in questions() if question.about_phones] == ["messengers"]


def test_nobody_can_say_that_an_attack_does_not_concern_them():
    for question in questions():
        for choice in question.choices:
            for part in choice.means:
                if {4, 14} & set(part.answers):
                    assert part.state is not State.NOT_CONCERNED


def test_without_any_reply_each_question_waits():
    found = findings_from_replies([], now=NOW)
    assert [finding.code for finding in found] == [question.code for question in questions()]
    assert {finding.state for finding in found} == {State.TO_CONFIRM}
    assert {finding.action for finding in found} == {"home:question"}
    assert found[0].title == (
        "Une question vous attend\u00a0: «\u00a0Comment envoyez-vous une ordonnance à un "
        "patient\u00a0?\u00a0»"
    )
    assert found[0].seen_at is None


def test_a_reply_becomes_a_finding_that_says_who_and_when():
    given = reply("external_disk", "plugged")
    (finding,) = findings_of("external_disk", given)
    assert finding.state is State.TO_DO
    assert finding.title == "Votre disque de copie reste branché."
    assert finding.urgency == 3
    assert finding.minutes == 1
    assert finding.seen_at == given.at
    assert finding.evidence == ("répondu par Bruno le 23/11/2026 à 10\u00a0h\u00a030",)


def test_one_reply_may_mean_different_things_to_two_answers():
    local, hosted = findings_of("passwords", reply("passwords", "vault_alone"))
    assert (local.answers, local.state) == ((8,), State.TO_DO)
    assert (hosted.answers, hosted.state) == ((11,), State.NOT_CONCERNED)


def test_not_to_know_is_an_answer_that_says_how_to_find_out():
    (finding,) = findings_of("hosting", reply("hosting", DONT_KNOW))
    assert finding.state is State.UNKNOWN
    assert (
        finding.advice == "Demandez à l’assistance de votre logiciel où sont gardés vos dossiers."
    )
    assert finding.action == "home:question"


def test_the_latest_reply_counts_whatever_the_order():
    old, new = reply("register", "no", days_ago=30), reply("register", "recent", days_ago=2)
    assert findings_of("register", old, new) == findings_of("register", new, old)
    assert findings_of("register", old, new)[0].state is State.IN_PLACE


def test_a_reply_of_more_than_a_year_is_asked_again_and_says_since_when():
    (finding,) = findings_of("register", reply("register", "recent", days_ago=366))
    assert finding.state is State.TO_CONFIRM
    assert "la réponse date du 23/11/2025" in finding.title
    assert finding.evidence[0].startswith("répondu par Bruno le 23/11/2025")


def test_a_reply_of_a_year_still_counts():
    assert findings_of("register", reply("register", "recent", days_ago=365))[0].state is (
        State.IN_PLACE
    )


def test_a_thing_to_do_is_not_lightened_by_growing_old():
    to_do, again = findings_of("register", reply("register", "no", days_ago=400))
    assert to_do.state is State.TO_DO
    assert again.state is State.TO_CONFIRM


def test_what_cannot_have_changed_is_never_asked_again():
    assert findings_of("letterhead", reply("letterhead", "yes", days_ago=3000))[0].state is (
        State.IN_PLACE
    )


def test_a_reply_from_the_future_does_not_count():
    (finding,) = findings_of("letterhead", reply("letterhead", "yes", days_ago=-3))
    assert finding.state is State.TO_CONFIRM
    assert "dans le futur" in finding.title


def test_a_reply_that_an_older_version_knew_is_asked_again():
    (finding,) = findings_of("register", reply("register", "perhaps"))
    assert finding.state is State.TO_CONFIRM
    assert findings_from_replies([reply("former_question", "yes")], now=NOW) == (
        findings_from_replies([], now=NOW)
    )


def test_what_is_said_of_phones_is_at_best_to_confirm():
    (finding,) = findings_of("messengers", reply("messengers", "never"))
    assert finding.state is State.TO_CONFIRM
    assert "téléphones" in finding.evidence[1]


def test_a_thing_for_the_technician_says_so():
    (finding,) = findings_of("remote_access", reply("remote_access", "freely"))
    assert finding.who is Who.TECHNICIAN


@pytest.mark.parametrize(
    "damage",
    [
        {"answers": None},
        {"choices": [{"id": "yes", "label": "Oui", "state": "green", "title": "Oui."}]},
        {"choices": [{"id": "yes", "label": "Oui"}]},
        {"ask_again_after_days": "toujours"},
    ],
)
def test_a_damaged_question_is_refused_in_french(damage):
    table = {
        "id": "disk", "text": "Où est le disque ?", "why": "Il se perd.", "answers": [6],
        "ask_again_after_days": 365, "dont_know_advice": "Regardez.", "choices": [],
    }  # fmt: skip
    assert read_question(table).id == "disk"
    with pytest.raises(HygieError, match="Une question de Hygie est illisible") as refused:
        read_question({**table, **damage})
    assert refused.value.code == "home.question_damaged"

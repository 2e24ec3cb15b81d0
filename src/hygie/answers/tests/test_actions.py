import csv
import io

import pytest

from hygie.answers import actions, queries
from hygie.answers.models import MAX_LETTERS, KeptQuestion
from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.journal.queries import last_of

QUESTION = "Puis-je soigner par signaux de fumée ?"


def test_a_kept_question_is_written_without_being_quoted(alice):
    kept = actions.keep_question(f"  {QUESTION}\n")
    assert KeptQuestion.objects.get().text == QUESTION
    line = last_of("answers.keep_question")
    assert (line.object_type, line.object_id) == ("kept_question", kept.question_id)
    assert "fumée" not in str(vars(line))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "answers.nothing_to_keep"),
        (" \0\n", "answers.nothing_to_keep"),
        ("a" * (MAX_LETTERS + 1), "answers.too_long"),
    ],
)
def test_nothing_and_too_much_are_not_kept(alice, text, code):
    with pytest.raises(HygieError) as refused:
        actions.keep_question(text)
    assert refused.value.code == code
    assert (KeptQuestion.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_removed_question_is_gone(alice):
    kept = actions.keep_question(QUESTION)
    name = kept.question_id
    actions.forget_question(kept)
    assert KeptQuestion.objects.count() == 0
    assert last_of("answers.forget_question").object_id == name


def test_the_export_is_a_table_that_computes_nothing(alice):
    for text in ("=1+1", QUESTION, "Un ; deux"):
        actions.keep_question(text)
    text = actions.export_questions().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[0] == ["gardée le", "question"]
    assert [row[1] for row in rows[1:]] == [
        {"=1+1": "'=1+1"}.get(kept.text, kept.text) for kept in queries.kept_questions()
    ]
    assert last_of("answers.export_questions").object_id == ""

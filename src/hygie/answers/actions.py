"""The verbs of the guide: keep a question without an answer, forget it, export them, print."""

from __future__ import annotations

from django.db import transaction

from hygie.answers import queries
from hygie.answers.models import MAX_LETTERS, KeptQuestion
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.core.spreadsheets import french_csv
from hygie.journal.actions import record


@transaction.atomic
def keep_question(untrusted_text: str) -> KeptQuestion:
    """Keep a question that the guide could not answer. The journal does not quote it.

    Raises:
        HygieError: `answers.nothing_to_keep` or `answers.too_long`; nothing is then kept.
    """
    text = " ".join("".join(s if s.isprintable() else " " for s in untrusted_text).split())
    if not text:
        raise HygieError(
            "answers.nothing_to_keep",
            "Cette question est vide. Rien n’a été gardé.",
            advice="Écrivez la question, puis recommencez.",
        )
    if len(text) > MAX_LETTERS:
        raise HygieError(
            "answers.too_long",
            f"Cette question dépasse {MAX_LETTERS} lettres. Rien n’a été gardé.",
            advice="Raccourcissez-la, puis recommencez.",
        )
    kept = KeptQuestion.objects.create(text=text, kept_at=clock.now())
    record("answers.keep_question", object_type="kept_question", object_id=kept.question_id)
    return kept


@transaction.atomic
def forget_question(kept: KeptQuestion) -> None:
    """Remove a kept question for good."""
    record("answers.forget_question", object_type="kept_question", object_id=kept.question_id)
    kept.delete()


@transaction.atomic
def export_questions() -> bytes:
    """The kept questions as a table that a person may send by hand; nothing leaves by itself."""
    rows = [(clock.french_instant(kept.kept_at), kept.text) for kept in queries.kept_questions()]
    record("answers.export_questions", object_type="kept_question")
    return french_csv(("gardée le", "question"), rows).encode()

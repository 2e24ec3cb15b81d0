"""The verbs of the check-up of the 22 answers."""

from __future__ import annotations

from django.db import transaction

from hygie.accounts.models import Member
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.home import rules
from hygie.home.models import GivenReply
from hygie.journal.actions import record


@transaction.atomic
def reply(question_id: str, choice_id: str, *, by: Member) -> GivenReply:
    """Keep what a person answered, dated and signed.

    Raises:
        HygieError: `home.no_such_choice`.
    """
    question = next((q for q in rules.questions() if q.id == question_id), None)
    if question is None or choice_id not in {choice.id for choice in question.choices}:
        raise HygieError(
            "home.no_such_choice",
            "Cette réponse n’existe pas. Rien n’a été enregistré.",
            advice="Choisissez une des réponses proposées.",
        )
    given = GivenReply.objects.create(
        question_id=question_id, choice_id=choice_id,
        by_id=by.member_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    record("home.reply", object_type="question", object_id=question_id)
    return given

"""What the pages and the certificate of a list show."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator

from hygie.accounts.models import Member
from hygie.core import clock
from hygie.core.rules import Source, source_from
from hygie.patients import queries as patients
from hygie.patients.models import Patient
from hygie.records import rules
from hygie.records.models import EliminationList, ListedState, ListState
from hygie.records.queries import elimination as queries
from hygie.records.queries.apart import boxes_concerned, exports
from hygie.records.queries.known import professions
from hygie.records.queries.review import why_nothing_is_proposed
from hygie.records.rules.review import REASONS, Signing, choices, fault_of_confirming

ROWS_A_PAGE = 50
# The certificate is one page.
MOST_BOXES = 8
_RULES = {decider.code: told for decider, told in REASONS.items()} | {"suspension": "recours"}


def rule_words(rule: str) -> str:
    """What decided, in French; a rule of a later version as it is written."""
    return _RULES.get(rule, rule or "règle non connue")


def list_page(made: EliminationList, member: Member, untrusted_page: str) -> dict[str, Any]:
    """Who is on a list, and what can be done with it now by that person."""
    page = Paginator(queries.listed(made), ROWS_A_PAGE).get_page(untrusted_page)
    people = Patient.objects.in_bulk([listed.patient_id for listed in page])
    counts = queries.counts_of(made)
    rules_of = Counter(queries.listed(made, ListedState.WAITING).values_list("rule", flat=True))
    return {
        "made": made,
        "counts": counts,
        "rules": [(rule_words(rule), count) for rule, count in rules_of.most_common()],
        "page": page,
        "rows": [
            (listed, people.get(listed.patient_id), rule_words(listed.rule)) for listed in page
        ],
        "is_carer": member.pk in queries.carers(),
        "is_alone": len(queries.carers()) == 1,
        "fault": _fault(made, member),
        "why_nothing": why_nothing_is_proposed(),
        "older_copies": queries.older_copies(made) if made.state == ListState.DONE else [],
        "boxes": len(boxes_concerned()),
    }


def _fault(made: EliminationList, member: Member) -> str:
    if made.state != ListState.SIGNED or made.signed_at is None:
        return ""
    return fault_of_confirming(
        Signing(
            signer_id=made.signed_by_id,
            signed_on=made.signed_at.astimezone(clock.PARIS).date(),
            confirmer_id=member.pk,
            today=clock.today(),
            may_confirm=queries.carers(),
        )
    )


def certificate_data(made: EliminationList) -> dict[str, Any]:
    """What the certificate says; no name of a patient, no health data."""
    lines = list(queries.register_of(made))
    last_import = patients.last_import()
    boxes = boxes_concerned()
    return {
        "list": {
            "id": made.pk, "digest": made.digest,
            "signed": _moment(made.signed_by, made.signed_at),
            "confirmed": _moment(made.confirmed_by, made.confirmed_at),
            "done": _moment("", made.done_at),
        },
        "count": len(lines),
        "out": queries.counts_of(made)[ListedState.OUT],
        "numbers": [lines[0].number, lines[-1].number] if lines else [],
        "rules": [
            {"rule": rule_words(rule), "count": count}
            for rule, count in Counter(line.rule for line in lines).most_common()
        ],
        "software": last_import.source_label if last_import else "",
        "boxes": [
            {"name": box.name, "place": box.place, "on": clock.french_date(box.review_on)}
            for box in boxes[:MOST_BOXES]
        ],
        "more_boxes": max(0, len(boxes) - MOST_BOXES),
        "exports": [
            {"software": row.software, "place": row.place}
            for row in (one.export for one in exports(with_dropped=False))
        ][:MOST_BOXES],
        "copies_here": len(queries.older_copies(made)),
        "copies_say": made.copies_say,
        "copies_until": clock.french_date(made.copies_until) if made.copies_until else "",
        "sources": _sources(),
    }  # fmt: skip


def _moment(name: str, at: Any) -> dict[str, str]:
    return {"name": name, "at": clock.french_instant(at) if at else ""}


def _sources() -> list[dict[str, str]]:
    """On whose word: the practice's profession first, then the text that it follows."""
    law = rules.law()
    who = law.professions[professions()[""]]
    text = law.regime(who.regime, clock.today()).contact.source
    two_steps = source_from(choices().table["two_steps"]["source"])
    binding = "oblige les établissements de santé" if text.nature == "obligation" else text.nature
    return [
        _source(who.source, who.source.nature.value),
        _source(text, binding),
        _source(two_steps, two_steps.nature.value),
    ]


def _source(source: Source, nature: str) -> dict[str, str]:
    return {
        "title": source.title,
        "nature": nature,
        "verified_on": clock.french_date(source.verified_on),
    }

"""The few tags that every page uses."""

from __future__ import annotations

import re
from collections.abc import Sized
from datetime import datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hygie.core.clock import french_instant
from hygie.core.findings import Finding, State
from hygie.site import rights

register = template.Library()

# Findings made from what a person said; the rest of the code is the question.
SAID = "ask."

STATE_ICONS = {
    State.IN_PLACE: "circle-check",
    State.TO_DO: "circle-alert",
    State.TO_CONFIRM: "circle-question-mark",
    State.NOT_CONCERNED: "circle-minus",
    State.UNKNOWN: "circle-slash",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word; hidden from screen readers, the word says it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("hygie/icons.svg"),
        name,
    )


@register.simple_tag
def state_mark(state: State) -> SafeString:
    """A state: drawing, word and colour together."""
    return format_html(
        '<span class="state state-{}">{}{}</span>',
        state.value,
        icon(STATE_ICONS[state]),
        state.label,
    )


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], url_name: str) -> bool:
    """The person who reads the page may open that address."""
    member = context.get("member")
    return rights.may(member.role if member else None, url_name)


@register.simple_tag(takes_context=True)
def action_url(context: dict[str, Any], finding: Finding) -> str:
    """Where the finding is dealt with; empty when nowhere, or not by this person."""
    name = "home:question" if finding.code.startswith(SAID) else finding.action
    if not name or not may(context, name):
        return ""
    return reverse(name, args=[finding.code.removeprefix(SAID)] if name == "home:question" else [])


@register.filter
def action_words(finding: Finding) -> str:
    """What the link of a finding says."""
    if not finding.code.startswith(SAID):
        return "Le faire maintenant"
    return "Répondre" if finding.action else "C’est fait : changer ma réponse"


@register.filter
def instant(value: datetime | None) -> str:
    """A date and hour as the French write them; "jamais" when there is none."""
    return french_instant(value) if value else "jamais"


@register.filter
def plural(count: float | Sized | None, endings: str = "s") -> str:
    """The ending for a count: French says "0 boîte" and "1,5 boîte"; the plural begins at two.

    Django's own `pluralize` says "0 boîtes", as English does: it is not used here.

    Args:
        count: how many; of a list, its length.
        endings: that of the plural, or both between a comma ("a,ont").
    """
    one, _, many = f",{endings}".rpartition(",")
    many_or_few = len(count) if isinstance(count, Sized) else count or 0
    return many if many_or_few >= 2 else one.removeprefix(",")


@register.filter
def fr(text: object) -> str:
    """French typography: no line begins with ":" or ends with "«"."""
    return re.sub(r"« ", "«\u00a0", re.sub(r" ([:;?!»])", "\u00a0\\1", str(text)))

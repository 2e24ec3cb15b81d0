"""The few tags that the practice's pages use; those that know no practice are in `plain`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hygie.core.findings import Finding, State
from hygie.site import rights
from hygie.site.templatetags.plain import icon

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

"""Tags that know nothing of a practice: the airlock's station uses them too."""

from __future__ import annotations

import re
from datetime import datetime

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hygie.core.clock import french_instant

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word; hidden from screen readers, the word says it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("hygie/icons.svg"),
        name,
    )


@register.filter
def instant(value: datetime | None) -> str:
    """A date and hour as the French write them; "jamais" when there is none."""
    return french_instant(value) if value else "jamais"


@register.filter
def fr(text: object) -> str:
    """French typography: no line begins with ":" or ends with "«"."""
    return re.sub(r"« ", "«\u00a0", re.sub(r" ([:;?!»])", "\u00a0\\1", str(text)))

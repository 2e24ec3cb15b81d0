"""Tags that know nothing of a practice: the airlock's station uses them too."""

from __future__ import annotations

import re
from collections.abc import Sized
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

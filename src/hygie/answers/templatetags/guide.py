"""Acronyms explained in place."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hygie.answers.acronyms import in_pieces

register = template.Library()


@register.simple_tag(takes_context=True)
def explain(context: dict[str, Any], text: str) -> SafeString:
    """A text whose acronyms are explained, each once a page when the page holds a set `explained`.

    A bubble needs a mouse; with `tabindex`, a finger or the keyboard shows it too (hygie.css).
    """
    explained = context.get("explained", set())
    parts = []
    for piece, meaning in in_pieces(text):
        if meaning and piece not in explained:
            explained.add(piece)
            html = '<abbr title="{}" tabindex="0">{}</abbr>'
            parts.append(format_html(html, meaning, piece))
        else:
            parts.append(format_html("{}", piece))
    return format_html_join("", "{}", ((part,) for part in parts))

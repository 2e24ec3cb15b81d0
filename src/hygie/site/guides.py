"""Each room's guide.md, shown in the application.

The guides use four signs of Markdown only (titles, lists, paragraphs, bold), so forty lines read
them; a Markdown library would bring raw HTML to be cleaned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, kw_only=True)
class Guide:
    """A room's page for its users.

    Attributes:
        room: label of the room.
        title: first title of the page.
        html: the page, escaped.
    """

    room: str
    title: str
    html: SafeString


@cache
def guides() -> tuple[Guide, ...]:
    """The guides of the rooms that have one, by title."""
    found = []
    for room in apps.get_app_configs():
        page = Path(room.path) / "templates" / room.label / "guide.md"
        if page.exists():
            text = page.read_text(encoding="utf-8")
            title, _, body = text.partition("\n")
            found.append(Guide(room=room.label, title=title.lstrip("# "), html=to_html(body)))
    return tuple(sorted(found, key=lambda guide: guide.title))


def to_html(text: str) -> SafeString:
    """The page as HTML; everything is escaped before a tag is added."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return mark_safe("\n".join(_block(block.strip()) for block in blocks if block.strip()))  # noqa: S308


def _block(block: str) -> str:
    if block.startswith("#"):
        return f"<h2>{_words(block.lstrip('# '))}</h2>"
    lines = re.split(r"\n(?=- |\d+\. )", block)
    if re.match(r"- |\d+\. ", lines[0]):
        tag = "ul" if lines[0].startswith("- ") else "ol"
        items = "".join(
            f"<li>{_words(re.sub(r'^(- |[0-9]+[.] )', '', line))}</li>" for line in lines
        )
        return f"<{tag}>{items}</{tag}>"
    return f"<p>{_words(block)}</p>"


def _words(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text.replace("\n", " ")))

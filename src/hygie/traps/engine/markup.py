"""A mail's HTML, read for its words and its links; nothing in it is loaded, run or shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from hygie.traps.rules.letters import Link

MAX_HTML_SIGNS = 2_000_000
MAX_LINKS = 2_000
_UNSEEN = {"script", "style", "head", "template", "noscript"}
_BREAKS = {"p", "div", "br", "tr", "td", "li", "h1", "h2", "h3", "h4", "table", "title"}
_HIDING = ("display:none", "visibility:hidden", "font-size:0", "opacity:0", "mso-hide:all")
_VOID = {"br", "img", "hr", "input", "meta", "link", "area", "base", "col", "source", "wbr"}


@dataclass
class Page:
    """What a page says: words, links, and whether it asks to fill something in."""

    text: str = ""
    links: tuple[Link, ...] = ()
    has_form: bool = False


@dataclass
class _Open:
    """A link being read."""

    url: str
    words: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[Link] = []
        self.has_form = False
        self._hidden: list[str] = []
        self._open: _Open | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        style = told.get("style", "").replace(" ", "").lower()
        if tag not in _VOID and (
            self._hidden or tag in _UNSEEN or any(one in style for one in _HIDING)
        ):
            self._hidden.append(tag)
            return
        if tag in _BREAKS:
            self.words.append("\n")
        self._link(tag, told)
        if tag == "form" or (tag == "input" and told.get("type", "").lower() == "password"):
            self.has_form = self.has_form or tag == "input" or bool(told.get("action"))

    def _link(self, tag: str, told: dict[str, str]) -> None:
        url = told.get("href" if tag in {"a", "area"} else "action" if tag == "form" else "")
        if not url or len(self.links) >= MAX_LINKS:
            return
        if tag == "a":
            self._close()
            self._open = _Open(url.strip())
        else:
            self.links.append(Link(url=url.strip()))

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:
                while self._hidden.pop() != tag:
                    pass
            return
        if tag == "a":
            self._close()
        elif tag in _BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.words.append(data)
        if self._open is not None:
            self._open.words.append(data)

    def _close(self) -> None:
        if self._open is not None:
            shown = " ".join("".join(self._open.words).split())[:300]
            self.links.append(Link(url=self._open.url, shown=shown))
        self._open = None

    def end(self) -> None:
        self._close()


def page(untrusted_html: str) -> Page:
    """What a page says; a broken one is read as far as it goes."""
    reader = _Reader()
    try:
        reader.feed(untrusted_html[:MAX_HTML_SIGNS])
        reader.close()
    except (AssertionError, ValueError):  # html.parser's own, on declarations that make no sense
        pass
    reader.end()
    return Page(
        text="\n".join(
            line
            for line in (" ".join(one.split()) for one in "".join(reader.words).split("\n"))
            if line
        ),
        links=tuple(reader.links),
        has_form=reader.has_form,
    )

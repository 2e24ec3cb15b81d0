"""Writes XML from nothing: a declaration, elements, attributes and text."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

XML = "http://www.w3.org/XML/1998/namespace"
_PREFIX = re.compile(r"[a-zA-Z][a-zA-Z0-9_]{0,30}")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)


class Writer:
    """Every namespace is declared at the root, under its prefix of the source if it can be.

    Values may speak of a prefix themselves (`xsi:type="lab:x"`), so prefixes are kept.
    """

    def __init__(self, prefixes: Mapping[str, str], *, default: str) -> None:
        self._default = default
        self._prefixes = {default: "", XML: "xml"}
        for uri, wished in prefixes.items():
            taken = set(self._prefixes.values())
            is_free = _PREFIX.fullmatch(wished) and wished.lower() not in taken
            if uri not in self._prefixes:
                self._prefixes[uri] = wished if is_free else f"ns{len(self._prefixes)}"
        self._pieces: list[list[str]] = [['<?xml version="1.0" encoding="UTF-8"?>\n']]

    def start(self, tag: str, attributes: Mapping[str, str], *, is_root: bool = False) -> None:
        """Open an element."""
        parts = [f"<{self._named(tag)}"]
        if is_root:
            parts += [
                f' xmlns{":" if prefix else ""}{prefix}="{uri.translate(_VALUE)}"'
                for uri, prefix in self._prefixes.items()
                if uri != XML
            ]
        for key, value in attributes.items():
            parts.append(f' {self._named(key, is_attribute=True)}="{value.translate(_VALUE)}"')
        self._pieces[-1] += [*parts, ">"]

    def end(self, tag: str) -> None:
        """Close it."""
        self._pieces[-1].append(f"</{self._named(tag)}>")

    def text(self, text: str | None) -> None:
        """Words."""
        if text:
            self._pieces[-1].append(text.translate(_TEXT))

    def base64(self, content: bytes) -> None:
        """Bytes."""
        self._pieces[-1].append(base64.b64encode(content).decode())

    def place(self) -> None:
        """Leave a place, which who reads the pieces will fill."""
        self._pieces.append([])

    def pieces(self) -> list[bytes]:
        """What stands before the first place, between the places, after the last."""
        return ["".join(parts).encode("utf-8") for parts in self._pieces]

    def _named(self, tag: str, *, is_attribute: bool = False) -> str:
        if not tag.startswith("{"):
            return tag
        uri, _, name = tag[1:].partition("}")
        prefix = self._prefixes[uri]
        if is_attribute and not prefix:
            return name  # an attribute of the default namespace cannot be told otherwise
        return f"{prefix}:{name}" if prefix else name

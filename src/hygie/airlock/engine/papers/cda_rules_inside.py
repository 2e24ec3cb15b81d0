"""What a clinical document may hold: its namespaces, its narrative, its addresses."""

from __future__ import annotations

from collections import Counter
from typing import Any

HL7 = "urn:hl7-org:v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"

# HL7 CDA R2, StrucDocText: all that a narrative block is made of.
NARRATIVE = {
    "content", "linkHtml", "sub", "sup", "br", "footnote", "footnoteRef", "renderMultiMedia",
    "paragraph", "list", "caption", "item", "table", "col", "colgroup", "thead", "tfoot", "tbody",
    "tr", "th", "td",
}  # fmt: skip
# What a browser would run or fetch, wherever a stylesheet lets it through.
BROWSERS = {
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "img", "a", "form",
    "input", "button", "style", "link", "meta", "base", "svg", "html", "head", "body", "video",
    "audio", "source", "include",
}  # fmt: skip
_ADDRESSES = {"href", "src", "action", "background"}
_RUN = ("javascript:", "vbscript:", "data:", "file:", "livescript:", "mocha:")


def split(tag: str) -> tuple[str, str]:
    """Namespace and local name."""
    if not tag.startswith("{"):
        return "", tag
    namespace, _, name = tag[1:].partition("}")
    return namespace, name


def admits(child: Any, *, is_narrative: bool) -> str:
    """Why an element may not stay; "" when it may."""
    namespace, name = split(child.tag)
    if namespace == SIGNATURE:
        return "signature"
    if not namespace.startswith("urn:"):
        return "foreign"
    if namespace == HL7 and is_narrative and name not in NARRATIVE:
        return "foreign"
    return "foreign" if name.lower() in BROWSERS else ""


def pruned_attributes(one: Any) -> tuple[dict[str, str], Counter[str]]:
    """The attributes that stay, and what the others were."""
    kept: dict[str, str] = {}
    removed: Counter[str] = Counter()
    _, element = split(one.tag)
    for key, value in one.attrib.items():
        namespace, name = split(key)
        if namespace == XSI and name != "type" and name != "nil":
            continue  # the address of a schema
        if namespace not in {"", XSI, XML} and not namespace.startswith("urn:"):
            removed["foreign"] += 1
        elif namespace == XML and name == "base":
            removed["link"] += 1
        elif name.lower().startswith("on"):
            removed["event"] += 1
        elif _leads_out(element, name, value):
            removed["link"] += 1
        else:
            kept[key] = value
    return kept, removed


def _leads_out(element: str, name: str, value: str) -> bool:
    """Whether a value would be run or fetched; a telephone number or a mail address is neither."""
    bare = "".join(value.split()).lower()
    if bare.startswith(_RUN):
        return True
    is_address = name.lower() in _ADDRESSES or (element == "reference" and name == "value")
    return is_address and ("//" in bare or "\\" in bare or ":" in bare)

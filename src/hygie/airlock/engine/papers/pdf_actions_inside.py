"""What a PDF would do when it is opened or clicked, by the names of its actions."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

# ISO 32000-2, table 201: what is not here is an action that we do not know.
ACTIONS = {
    "/JavaScript": "javascript", "/Launch": "launch", "/URI": "link", "/SubmitForm": "submit",
    "/ImportData": "submit", "/ResetForm": "action", "/GoToR": "elsewhere", "/GoToE": "elsewhere",
    "/GoToDp": "action", "/GoTo": "open_view", "/Named": "action", "/Hide": "action",
    "/SetOCGState": "action", "/Trans": "action", "/Thread": "elsewhere", "/Sound": "media",
    "/Movie": "media", "/Rendition": "media", "/GoTo3DView": "media",
    "/RichMediaExecute": "media",
}  # fmt: skip
MAX_CHAINED = 64


def word(value: Any) -> str:
    """A name as text, its slash kept; "" for anything else. Names are bytes, not always UTF-8."""
    return bytes(value).decode("latin-1") if isinstance(value, Name) else ""


def is_jump(action: Any) -> bool:
    """Whether it only shows another page of the same document."""
    return isinstance(action, Dictionary) and word(action.get("/S")) == "/GoTo"


def told(action: Any) -> Counter[str]:
    """What an action would do, and those that follow it."""
    found: Counter[str] = Counter()
    waiting = [action]
    while waiting and found.total() < MAX_CHAINED:
        one = waiting.pop()
        if isinstance(one, Array):
            waiting += list(one)[:MAX_CHAINED]
        elif isinstance(one, Dictionary | Stream):
            found[ACTIONS.get(word(one.get("/S")), "action")] += 1
            if "/Next" in one:
                waiting.append(one["/Next"])
    return found


def triggered(triggers: Any) -> Counter[str]:
    """What would be done at each event of an additional-actions dictionary (/AA)."""
    found: Counter[str] = Counter()
    if isinstance(triggers, Dictionary):
        for _, action in list(triggers.items())[:MAX_CHAINED]:
            found += told(action)
    return found or Counter({"action": 1})


def named(tree: Any) -> int:
    """How many things a name tree names, at most so many; at least one."""
    count, waiting, seen = 0, [tree], 0
    while waiting and seen < MAX_CHAINED:
        one = waiting.pop()
        seen += 1
        if isinstance(one, Dictionary):
            names, kids = one.get("/Names"), one.get("/Kids")
            count += len(names) // 2 if isinstance(names, Array) else 0
            waiting += list(kids)[:MAX_CHAINED] if isinstance(kids, Array) else []
    return max(1, count)

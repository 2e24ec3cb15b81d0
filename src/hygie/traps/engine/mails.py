"""A mail as it was saved: EML, Outlook's MSG, or a text that was pasted."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses

from hygie.traps.engine import attached, markup
from hygie.traps.rules.letters import Attachment, Letter, Link

MAX_BYTES = 50 * 1024 * 1024
MAX_PARTS = 500
MAX_DEPTH = 30
MAX_ATTACHMENTS = 100
MAX_TEXT_SIGNS = 1_000_000
MAX_TEXT_BYTES = 4 * MAX_TEXT_SIGNS

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()\[\]{}|\\^`]+"
    r"|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|fr|net|org|info|eu|io|me|xyz|top|ly|site|online|club|shop|app|dev|co"
    r"|link|click|live|icu|gd|cc|ru|cfd|sbs|support|services?|help|store|biz|be|ch)\b(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_HEADERS = re.compile(
    rb"^(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*(?:\r?\n[ \t][^\n]*)*\r?\n)+", re.ASCII
)
_MAIL_HEADER = re.compile(
    rb"^(from|received|return-path|subject|message-id|mime-version|date|to|de|objet):", re.I | re.M
)
# The head that a person copies along with a mail's words.
_PASTED = {
    "from": re.compile(r"\A\s*(?:de|from)\s*:\s*(.{3,300})$", re.I | re.M),
    "to": re.compile(r"^(?:à|a|to)\s*:\s*(.{3,300})$", re.I | re.M),
    "subject": re.compile(r"^(?:objet|subject)\s*:\s*(.{1,300})$", re.I | re.M),
}
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*(\w+)", re.IGNORECASE)
_FAILED = {"fail", "softfail", "permerror", "reject", "policy"}


def is_mail(untrusted: bytes) -> bool:
    """Whether it begins with a mail's headers."""
    head = untrusted[:65_536].lstrip(b"\xef\xbb\xbf\r\n")
    if head.startswith(b"From ") and b"\n" in head:
        head = head[head.index(b"\n") + 1 :]
    found = _HEADERS.match(head + b"\n")
    return found is not None and len(_MAIL_HEADER.findall(found[0])) >= 2


def letter(untrusted: bytes) -> Letter:
    """What a mail says, however broken it is."""
    is_cut = len(untrusted) > MAX_BYTES
    content = untrusted[:MAX_BYTES].lstrip(b"\xef\xbb\xbf\r\n")
    if content.startswith(b"From "):
        content = content.partition(b"\n")[2]
    try:
        # The lenient policy: the strict one refuses what real traps are full of.
        message = email.message_from_bytes(content, policy=email.policy.compat32)
    except (MessageError, ValueError, RecursionError):
        return pasted(content.decode("utf-8", "replace"), is_cut=True)
    return _letter(message, is_cut=is_cut)


def pasted(text: str, *, form: str = "text", is_cut: bool = False) -> Letter:
    """A text as a person pasted it: an SMS, or the words of a mail."""
    kept = text[:MAX_TEXT_SIGNS]
    told = {
        key: found[1].strip()
        for key, line in _PASTED.items()
        if (found := line.search(kept[:2000]))
    }
    name, address = _split(told.get("from", "")) if "from" in told else ("", "")
    return Letter(
        form=form,
        sender_name=name if address else "",
        sender=address,
        recipient=_split(told.get("to", ""))[1] if address else "",
        subject=told.get("subject", "") if address else "",
        text=kept,
        links=_links_in(kept),
        is_cut=is_cut or len(text) > len(kept),
    )


def _letter(message: Message, *, is_cut: bool) -> Letter:
    parts = _Parts()
    try:
        parts.read(message)
    except RecursionError:
        is_cut = True
    name, address = _address(message, "From")
    _, answer = _address(message, "Reply-To")
    passed, failed = _authentication(message)
    text = "\n".join(parts.texts)[:MAX_TEXT_SIGNS]
    return Letter(
        sender_name=name,
        sender=address,
        reply_to="" if answer == address else answer,
        recipient=_address(message, "To")[1],
        subject=_header(message, "Subject"),
        text=text,
        links=tuple(dict.fromkeys([*parts.links, *_links_in(text)])),
        attachments=tuple(parts.attachments),
        failed=failed - passed,
        passed=passed,
        has_form=parts.has_form,
        is_cut=is_cut or parts.is_cut,
    )


class _Parts:
    """What the parts of a mail say, gathered."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.links: list[Link] = []
        self.attachments: list[Attachment] = []
        self.has_form = False
        self.is_cut = False

    def read(self, message: Message) -> None:
        """Every part, nested messages included, to a depth and a number."""
        for rank, part in enumerate(_walk(message)):
            if rank >= MAX_PARTS:
                self.is_cut = True
                return
            self._part(part)
        if _depth(message) > MAX_DEPTH:
            self.is_cut = True

    def _part(self, part: Message) -> None:
        kind = part.get_content_type()
        name = _file_name(part)
        if name or part.get_content_disposition() == "attachment":
            if len(self.attachments) < MAX_ATTACHMENTS:
                self.attachments.append(attached.attachment(name, _content(part)))
        elif kind == "text/html":
            page = markup.page(_text(part))
            self.texts.append(page.text)
            self.links += page.links
            self.has_form = self.has_form or page.has_form
        elif kind.startswith("text/"):
            self.texts.append(_text(part))


def _walk(message: Message, depth: int = 0) -> Iterator[Message]:
    if message.is_multipart() and depth < MAX_DEPTH:
        payload = message.get_payload()
        for part in payload if isinstance(payload, list) else []:
            if isinstance(part, Message):
                yield from _walk(part, depth + 1)
    elif not message.is_multipart():
        yield message


def _depth(message: Message) -> int:
    depth = 0
    level = [message]
    while level and depth <= MAX_DEPTH:
        level = [
            part
            for one in level
            if one.is_multipart() and isinstance(one.get_payload(), list)
            for part in one.get_payload()
            if isinstance(part, Message)
        ]
        depth += bool(level)
    return depth


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    content = _content(part)[:MAX_TEXT_BYTES]
    charset = part.get_content_charset("utf-8")
    for name in (charset, "utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _file_name(part: Message) -> str:
    try:
        return _decoded(part.get_filename("") or "")
    except (ValueError, LookupError, TypeError):
        return "sans nom"


def _header(message: Message, name: str) -> str:
    return " ".join(_decoded(str(message.get(name, ""))).split())[:1000]


def _decoded(text: str) -> str:
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError, MessageError):
        return text


def _address(message: Message, name: str) -> tuple[str, str]:
    """The name shown and the address, decoded after they are told apart."""
    return _split(str(message.get(name, ""))[:2000])


def _split(raw: str) -> tuple[str, str]:
    found = [(shown, address) for shown, address in getaddresses([raw]) if "@" in address]
    if not found:
        loose = re.search(r"[\w.+-]+@[\w.-]+", _decoded(raw))
        return _decoded(raw), loose[0].lower() if loose else ""
    shown, address = found[0]
    return " ".join(_decoded(shown).split()), _decoded(address).lower()


def _authentication(message: Message) -> tuple[frozenset[str], frozenset[str]]:
    """What the first server that wrote a result said: those below may be the sender's own words."""
    told = message.get_all("Authentication-Results") or []
    passed: set[str] = set()
    failed: set[str] = set()
    for method, result in _RESULT.findall(str(told[0]) if told else ""):
        (
            passed if result.lower() == "pass" else failed if result.lower() in _FAILED else set()
        ).add(method.lower())
    if not told:
        received = str(message.get("Received-SPF", "")).lower().split(" ")[0].strip("(;:")
        failed |= {"spf"} & ({"spf"} if received in _FAILED else set())
    return frozenset(passed), frozenset(failed)


def _links_in(text: str) -> tuple[Link, ...]:
    found = (match[0].rstrip(".,;:!?") for match in _URL.finditer(text))
    return tuple(Link(url=url) for url in dict.fromkeys(found) if "@" not in url.split("/")[0])[
        :500
    ]

"""Outlook's MSG: the few properties that are judged, out of an OLE file ([MS-OXMSG])."""

from __future__ import annotations

import io

import olefile

from hygie.traps.engine import attached, mails, markup
from hygie.traps.rules.letters import Attachment, Letter

MAX_STREAM_BYTES = 20 * 1024 * 1024
SUBJECT, BODY, HTML, HEADERS = "0037", "1000", "1013", "007D"
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = "0C1A", "0C1F", "5D01"
FILE_LONG_NAME, FILE_NAME, FILE_CONTENT = "3707", "3704", "3701"


def is_msg(untrusted: bytes) -> bool:
    """Whether it is an OLE file that holds a message."""
    return untrusted.startswith(olefile.MAGIC) and b"_\0_\0s\0u\0b\0s\0t\0g" in untrusted


def letter(untrusted: bytes) -> Letter:
    """What a message says.

    Raises:
        ValueError: it is too broken to be read.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(untrusted)) as ole:
            return _letter(_Message(ole))
    except (OSError, LookupError, ValueError, TypeError, RecursionError, AttributeError) as error:
        raise ValueError("not a readable MSG") from error


class _Message:
    """Properties of an open MSG."""

    def __init__(self, ole: olefile.OleFileIO) -> None:
        self.ole = ole
        self.names = ["/".join(path) for path in ole.listdir()]

    def text(self, property_id: str, *, within: str = "") -> str:
        """A text property: UTF-16 (001F) or an old code page (001E)."""
        for kind, charset in (("001F", "utf-16-le"), ("001E", "cp1252")):
            content = self.content(property_id, kind, within=within)
            if content:
                return content.decode(charset, "replace").rstrip("\0")
        return ""

    def content(self, property_id: str, kind: str = "0102", *, within: str = "") -> bytes:
        """The bytes of a property; none when it is absent."""
        name = f"{within}__substg1.0_{property_id}{kind}"
        found = next((one for one in self.names if one.lower() == name.lower()), None)
        if found is None or self.ole.get_type(found) != olefile.STGTY_STREAM:
            return b""
        return bytes(self.ole.openstream(found).read(MAX_STREAM_BYTES))

    def attachments(self) -> list[Attachment]:
        """Attached files, by what they are."""
        folders = {one.partition("/")[0] for one in self.names if one.startswith("__attach")}
        return [
            attached.attachment(
                self.text(FILE_LONG_NAME, within=f"{folder}/")
                or self.text(FILE_NAME, within=f"{folder}/"),
                self.content(FILE_CONTENT, within=f"{folder}/"),
            )
            for folder in sorted(folders)[: mails.MAX_ATTACHMENTS]
        ]


def _letter(message: _Message) -> Letter:
    html = message.content(HTML)
    shown = markup.page(html.decode("utf-8", "replace")) if html else markup.Page()
    text = message.text(BODY) or shown.text
    head = mails.letter(message.text(HEADERS).encode("utf-8", "replace") + b"\r\n\r\n")
    address = message.text(SENDER_SMTP) or message.text(SENDER_ADDRESS)
    files = tuple(message.attachments())
    return Letter(
        sender_name=message.text(SENDER_NAME) or head.sender_name,
        sender=(head.sender or (address if "@" in address else "")).lower(),
        reply_to=head.reply_to,
        subject=message.text(SUBJECT) or head.subject,
        text=text,
        links=tuple(dict.fromkeys([*shown.links, *mails.pasted(text).links])),
        attachments=files,
        failed=head.failed,
        passed=head.passed,
        has_form=shown.has_form,
        is_cut=not (text or files),  # broken, or nothing to read: never a silent acquittal
    )

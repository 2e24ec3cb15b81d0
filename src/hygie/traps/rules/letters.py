"""A message as it is judged: plain values, taken out of any format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link of a message: where it leads, and what is shown in its place."""

    url: str
    shown: str = ""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """An attached file.

    Attributes:
        name: as it is told in the message.
        kind: by its first bytes (`engine.attached`), "" when unknown.
        is_encrypted: an archive that asks for a password.
        holds: names of what is in an archive, as far as they can be seen.
    """

    name: str
    kind: str = ""
    is_encrypted: bool = False
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is judged.

    Attributes:
        form: "mail", "text" (an SMS, a pasted text), "page" (a letter's photograph) or "link".
        sender_name: the name shown, "" when there is none.
        sender: the address, in lower case.
        reply_to: the address an answer goes to, "" when it is the sender's.
        recipient: the address it was sent to, "" when unknown.
        subject: its subject.
        text: what a person reads.
        links: where it leads, hidden links included.
        attachments: attached files.
        failed: what the receiving server said that failed ("spf", "dkim", "dmarc").
        passed: what it said that holds.
        has_form: it asks to fill in fields in the message itself.
        is_cut: something was too long or broken, and only a part was read.
    """

    form: str = "mail"
    sender_name: str = ""
    sender: str = ""
    reply_to: str = ""
    recipient: str = ""
    subject: str = ""
    text: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    failed: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    has_form: bool = False
    is_cut: bool = False

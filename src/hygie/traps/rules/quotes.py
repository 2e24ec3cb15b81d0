"""What a message says itself, told apart from what it cites and from what it warns of."""

from __future__ import annotations

import re
from dataclasses import dataclass

MIN_OWN_CHARACTERS = 30
_BREAK = re.compile(
    r"^\s*(-{2,}\s*(message d.origine|original message|message transfere|forwarded message)"
    r"|_{8,}\s*$|le .{5,120} a ecrit\s*:|on .{5,120} wrote\s*:|> ?\S)",
    re.IGNORECASE | re.MULTILINE,
)
# Somebody tells others of a trap; a trap can say so too: only what is cited is excused.
_WARNING = re.compile(
    r"\b(faux (mail|message|courriel|sms|site)|hameconnage|phishing|arnaque|escroquerie|fraudul\w+"
    r"|piratee?s?\b.{0,80}\bn.ouvrez|ne pas (cliquer|ouvrir|repondre)|ne cliquez pas"
    r"|do not click|don't click|scam"
    r"|signal.?spam|tentative d)",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(jamais|never|pas besoin de|no need to)\b|\b(ne|n')\W*\w+ (pas|aucun\w*)\b.{0,60}"
    r"\b(codes?|mots? de passe|rib|liens?|cartes?|coordonnees|identifiants?)\b"
    r"|\b(do not|don't) (share|give|send|click|tell)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")


@dataclass(frozen=True, kw_only=True)
class Said:
    """A message taken apart.

    Attributes:
        own: what the sender writes, without sentences that forbid what traps ask.
        cited: what stands below, of somebody else.
        warns: the sender tells of a trap and cites it.
    """

    own: str
    cited: str
    warns: bool


def said(plain: str, *, subject: str = "") -> Said:
    """Take a text without accents apart."""
    found = _BREAK.search(plain)
    own, cited = (plain[: found.start()], plain[found.start() :]) if found else (plain, "")
    if len(own.strip()) < MIN_OWN_CHARACTERS:
        own, cited = plain, ""  # forwarded as it is: the message is what was forwarded
    warns = bool(cited) and bool(_WARNING.search(f"{subject}\n{own}"))
    kept = (one for one in _SENTENCE.split(own) if not _NEVER.search(one))
    return Said(own=" ".join(kept), cited=cited, warns=warns)

"""Asking what a page says; `page` parses it, in the sandbox, or in `child` where there is none."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hygie.core import process
from hygie.core.errors import HygieError
from hygie.reading.engine import child, page, walled
from hygie.sandbox.job import Ending

MAX_BYTES = 50 * 1024 * 1024
TIMEOUT_S = 20.0
SRC = Path(__file__).parents[3]
# What Python needs to start, and nothing that could hold a secret.
KEPT_ENVIRONMENT = {"SYSTEMROOT", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATH"}

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a page says.

    Attributes:
        pages: how many pages the file has, read or not.
        codes: text of each Datamatrix or QR code, its separators kept.
        text: the text written on it; empty for a photograph.
    """

    pages: int
    codes: tuple[str, ...]
    text: str


def read(
    untrusted_content: bytes,
    *,
    pages_of_codes: int = 5,
    pages_of_text: int = 20,
    timeout_s: float = TIMEOUT_S,
) -> Seen:
    """What a PDF or a photograph says.

    Args:
        untrusted_content: the whole file.
        pages_of_codes: how many first pages are drawn and searched for codes.
        pages_of_text: how many first pages are read.
        timeout_s: after that, the reader is ended.

    Raises:
        HygieError: `reading.empty`, `reading.too_heavy`, `reading.not_a_page`,
            `reading.heic`, `reading.encrypted`, `reading.broken`, `reading.too_slow`,
            `reading.too_large`; `process.absent` or `sandbox.broken` when the reader itself failed.
    """
    _refuse_what_is_no_page(untrusted_content)
    asked = {"pages_of_codes": pages_of_codes, "pages_of_text": pages_of_text}
    answer = walled.ask(untrusted_content, **asked, timeout_s=timeout_s)
    if answer is None:
        return _read_by_child(untrusted_content, **asked, timeout_s=timeout_s)
    if answer.code == "read":
        return _seen(answer.untrusted)
    if answer.ending in {Ending.TIME, Ending.TOO_MUCH}:
        raise _too_slow()
    raise _refusal(page.TOO_LARGE if answer.ending is Ending.MEMORY else answer.code)


def _read_by_child(
    untrusted_content: bytes, *, pages_of_codes: int, pages_of_text: int, timeout_s: float
) -> Seen:
    try:
        result = process.run(
            [sys.executable, "-P", "-X", "utf8", "-m", child.__name__,
             str(pages_of_codes), str(pages_of_text)],
            stdin=untrusted_content,
            timeout_s=timeout_s,
            max_output_bytes=walled.MAX_OUTPUT_BYTES,
            env=_environment(),
        )  # fmt: skip
    except HygieError as error:
        if error.code in {"process.timeout", "process.too_much_output"}:
            raise _too_slow() from error
        raise
    if result.code == child.NO_MEMORY:
        raise _refusal(page.TOO_LARGE)
    if result.code != 0:
        words = {code: word for word, code in child.EXITS.items()}
        raise _refusal(words.get(result.code, page.BROKEN))
    return _seen(_parsed(result.stdout))


def _refuse_what_is_no_page(content: bytes) -> None:
    if not content:
        raise HygieError(
            "reading.empty",
            "Ce fichier est vide\u00a0: il n’y a rien à lire.",
            advice="Enregistrez ou imprimez-le de nouveau depuis le logiciel qui l’a fait.",
        )
    if len(content) > MAX_BYTES:
        raise too_heavy()
    if b"ftyp" in content[4:12] and content[8:12] in {b"heic", b"heix", b"mif1", b"msf1"}:
        raise HygieError(
            "reading.heic",
            "Cette photo est au format HEIC des iPhone, que Hygie ne sait pas lire.",
            advice="Envoyez-la en JPEG\u00a0: dans Réglages, Appareil photo, Formats, "
            "choisissez «\u00a0Le plus compatible\u00a0».",
        )
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if b"%PDF-" not in content[:1024] and not content.startswith(PICTURES) and not is_webp:
        raise HygieError(
            "reading.not_a_page",
            "Ce fichier n’est ni un PDF ni une photo que Hygie sait lire.",
            advice="Prenez un fichier PDF, JPEG, PNG, TIFF ou WebP.",
        )


def too_heavy() -> HygieError:
    """The error for a file larger than what is read; `read` is not even called with it."""
    return HygieError(
        "reading.too_heavy",
        f"Ce fichier est trop lourd pour être lu (plus de {MAX_BYTES // 1024**2} Mo). "
        "Il n’a pas été touché.",
        advice="S’il s’agit d’un scan, numérisez-le de nouveau en 200 points par pouce.",
    )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() in KEPT_ENVIRONMENT}
    return {**kept, "PYTHONPATH": str(SRC), "LC_ALL": "C"}


def _parsed(stdout: bytes) -> Mapping[str, object]:
    try:
        told = json.loads(stdout)
    except ValueError as error:
        raise _refusal(page.BROKEN) from error
    return told if isinstance(told, dict) else {}


def _seen(untrusted: Mapping[str, object]) -> Seen:
    """What the reader said: it read a hostile page, so its answer is checked like one."""
    pages, codes, text = (untrusted.get(name) for name in ("pages", "codes", "text"))
    if (
        not isinstance(pages, int)
        or not isinstance(codes, list | tuple)
        or not isinstance(text, str)
    ):
        raise _refusal(page.BROKEN)
    return Seen(
        pages=pages,
        codes=tuple(str(code)[:2000] for code in codes[: page.MAX_CODES]),
        text=unicodedata.normalize("NFKC", text[: page.MAX_TEXT_SIGNS]),
    )


def _too_slow() -> HygieError:
    return HygieError(
        "reading.too_slow",
        "Ce fichier est trop long ou trop compliqué à lire\u00a0: la lecture a été arrêtée.",
        advice="Il n’a pas été touché. Ouvrez-le vous-même pour savoir de qui il parle.",
    )


def _refusal(why: str) -> HygieError:
    if why == page.ENCRYPTED:
        return HygieError(
            "reading.encrypted",
            "Ce PDF est protégé par un mot de passe\u00a0: Hygie ne peut pas le lire.",
            advice="Ouvrez-le avec son mot de passe, puis imprimez-le en PDF sans protection.",
        )
    if why == page.TOO_LARGE:
        return HygieError(
            "reading.too_large",
            "Ce fichier demande trop de mémoire pour être lu\u00a0: la lecture a été arrêtée.",
            advice="Il n’a pas été touché. Numérisez-le de nouveau en 200 points par pouce.",
        )
    return HygieError(
        "reading.broken",
        "Ce fichier est abîmé ou incomplet\u00a0: Hygie n’a pas pu le lire.",
        advice="Il n’a pas été touché. Enregistrez-le de nouveau depuis le logiciel qui l’a fait.",
    )

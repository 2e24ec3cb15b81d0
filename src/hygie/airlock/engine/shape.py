"""Whether what claims to be a report has the shape of one: asked before anything of it is used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hygie.airlock.engine.chain import ENDINGS
from hygie.airlock.engine.report import FORMAT
from hygie.airlock.rules.verdicts import Colour, Verdict

MAX_PATH_LETTERS = 400
# Controls, signs that turn or hide, halves of a sign, ends of line.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{16}")
_TEXTS = ("id", "ending", "error", "hygie", "who", "previous", "verdict", "network", "began_at",
          "ended_at", "pdf_sha256", "signature")  # fmt: skip
_LISTS = ("files", "notes", "studies", "added")
_STUDY = ("study_uid", "patient_name", "patient_id", "birth_date", "sex", "study_date",
          "description")  # fmt: skip


def is_report(untrusted: object) -> bool:
    """Whether every part that is used later is there and of its kind."""
    if not isinstance(untrusted, dict) or untrusted.get("format") != FORMAT:
        return False
    try:
        return all(check(untrusted) for check in (_head, _source, _files, _studies, _added))
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _head(said: Mapping[str, Any]) -> bool:
    for name in ("began_at", "ended_at"):
        if datetime.fromisoformat(said[name]).tzinfo is None:
            return False
    return (
        all(isinstance(said[name], str) for name in _TEXTS)
        and all(isinstance(said[name], list) for name in _LISTS)
        and all(isinstance(note, str) for note in said["notes"])
        and said["ending"] in ENDINGS
        and Colour(said["verdict"]) in Colour
        and bool(_ID.fullmatch(said["id"]))
        and bool(_SHA256.fullmatch(said["previous"]))
        and isinstance(said["is_whole"], bool)
        and isinstance(said["seconds"], int)
    )


def _source(said: Mapping[str, Any]) -> bool:
    source, station = said["source"], said["station"]
    return (
        isinstance(source["form"], str)
        and isinstance(source["label"], str)
        and _is_texts(source["identity"])
        and _is_texts(said["engines"])
        and isinstance(said["sandbox"], dict)
        and _is_texts(station)
        and {"name", "fingerprint", "public_key"} <= set(station)
    )


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _files(said: Mapping[str, Any]) -> bool:
    for one in said["files"]:
        Verdict(one["verdict"])
        texts = [one["path"], one["kind"], *one["reasons"], *one["removed"]]
        if not all(isinstance(text, str) for text in texts):
            return False
        size = one["output_bytes"] or 0  # an empty file is told without its size
        if one["output"] and not is_file(one["output"], one["output_sha256"], size):
            return False
    return True


def _added(said: Mapping[str, Any]) -> bool:
    return all(is_file(one["path"], one["sha256"], one["size_bytes"]) for one in said["added"])


def _studies(said: Mapping[str, Any]) -> bool:
    handed_over = {one["output"] for one in said["files"]}
    return all(
        all(isinstance(study[name], str) for name in _STUDY)
        and all(isinstance(one, str) for one in [*study["modalities"], *study["series"]])
        and isinstance(study["files"], list)
        and set(study["files"]) <= handed_over
        for study in said["studies"]
    )


def is_file(path: object, sha256: object, size_bytes: object) -> bool:
    """Whether a file handed over is told rightly, and cannot be anywhere but in its folder."""
    return (
        isinstance(path, str)
        and is_inside(path)
        and isinstance(sha256, str)
        and bool(_SHA256.fullmatch(sha256))
        and isinstance(size_bytes, int)
        and size_bytes >= 0
    )


def is_inside(path: str) -> bool:
    """Whether a path with "/" stays below the folder it is relative to, on any system."""
    parts = path.split("/")
    return (
        0 < len(path) <= MAX_PATH_LETTERS
        and not any(unicodedata.category(sign) in _HIDDEN for sign in path)
        and not set(path) & set('\\:*?"<>|')
        and all(part not in {"", ".", ".."} for part in parts)
    )

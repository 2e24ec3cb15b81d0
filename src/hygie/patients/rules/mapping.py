"""The meaning of a list's columns in a file that a person can read and change: TOML, or JSON.

# Sens des colonnes d'une liste de patients
source = "Logiciel du cabinet"

[columns]
"N° patient" = "local_id"
"Nom" = "birth_name"
"Remarques" = ""
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from typing import Any

from hygie.core.errors import HygieError
from hygie.patients.rules import columns


def keys_of(headers: Sequence[str]) -> list[str]:
    """A name for each column: the second "Nom" is "Nom (2)", one without a name "Colonne 4"."""
    keys: list[str] = []
    for rank, header in enumerate(headers, start=1):
        name = " ".join(header.split()) or f"Colonne {rank}"
        key, again = name, 2
        while key in keys:
            key, again = f"{name} ({again})", again + 1
        keys.append(key)
    return keys


def written(headers: Sequence[str], codes: Sequence[str], source_label: str) -> str:
    """The file, in TOML; what each word means is written above."""
    lines = [
        "# Sens des colonnes d’une liste de patients, pour «\u00a0hygie patients import\u00a0»."
    ]
    lines += [f"#   {code}: {words}" for code, words in columns.meanings().items()]
    lines += ['#   "": la colonne n’est pas lue', "", f"source = {_quoted(source_label)}", ""]
    lines += ["[columns]"]
    pairs = zip(keys_of(headers), codes, strict=True)
    lines += [f"{_quoted(key)} = {_quoted(code)}" for key, code in pairs]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A basic string of TOML is one of JSON, but for what JSON would leave as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read(text: str, headers: Sequence[str], *, is_json: bool) -> tuple[tuple[str, ...], str]:
    """The meanings for these headers, and the software; a column that is not named is not read.

    Raises:
        HygieError: `patients.mapping`.
    """
    try:
        told: Any = json.loads(text) if is_json else tomllib.loads(text)
        meant = {str(key): str(code) for key, code in told["columns"].items()}
        source_label = str(told.get("source", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _wrong("il n’est pas écrit comme prévu") from error
    keys = keys_of(headers)
    if unknown := [key for key in meant if key not in keys]:
        raise _wrong(f"la liste n’a pas de colonne «\u00a0{unknown[0][:60]}\u00a0»")
    return tuple(meant.get(key, columns.IGNORED) for key in keys), source_label


def _wrong(words: str) -> HygieError:
    return HygieError(
        "patients.mapping",
        f"Le fichier du sens des colonnes ne convient pas\u00a0: {words}. Rien n’a été importé.",
        advice="Faites-en écrire un neuf par «\u00a0--dry-run --mapping FICHIER\u00a0», puis "
        "corrigez-le.",
    )

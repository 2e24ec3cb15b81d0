"""`hygie trap FILE`: a judgement that needs no practice, no base and no network."""

from __future__ import annotations

import argparse
import json
from argparse import Namespace
from pathlib import Path

from hygie.traps import queries
from hygie.traps.rules.judging import Judgement, Verdict

WORDS = {
    Verdict.DANGEROUS: "C’est très probablement un piège.",
    Verdict.SUSPICIOUS: "C’est suspect.",
    Verdict.NOTHING_FOUND: "Rien de suspect trouvé, ce qui ne prouve pas que c’est sûr.",
}


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    trap = rooms.add_parser("trap", help="est-ce un piège ? juger un mail, un SMS ou un lien")
    trap.add_argument("file", help="un fichier .eml, .msg, un texte, une photo ou un PDF")
    trap.add_argument("--json", action="store_true")
    trap.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """Judge a file."""
    judgement = queries.judgement_of_file(Path(chosen.file))
    if chosen.json:
        print(json.dumps(_as_json(judgement), ensure_ascii=False, indent=2))
        return 0
    print(WORDS[judgement.verdict])
    for sign in judgement.signs:
        print(f"  – {sign.sentence}")
    if judgement.is_cut:
        print("  Le message est trop long ou abîmé : une partie n’a pas été lue.")
    return 0


def _as_json(judgement: Judgement) -> dict[str, object]:
    return {
        "verdict": judgement.verdict.value,
        "reasons": [sign.sentence for sign in judgement.signs],
        "reason_codes": [sign.code for sign in judgement.signs],
        "score": judgement.score,
        "is_cut": judgement.is_cut,
    }

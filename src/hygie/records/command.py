"""`hygie records …`: questions about retention that need no practice and open no base."""

from __future__ import annotations

import argparse
import json
from argparse import Namespace
from datetime import date
from pathlib import Path

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.records import rules
from hygie.records.rules import Evaluation, Law, UnreadableError

STATUSES = {
    "kept": "à conserver",
    "suspended": "suspendu, élimination interdite",
    "unlimited": "sans limite, à revoir",
    "unknown": "indéterminé, à conserver",
    "error": "à corriger, conservé en attendant",
    "eliminable": "éliminable",
}


def add_to(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of the room."""
    explain_one = verbs.add_parser("explain", help="dire jusqu’à quand un dossier se garde")
    explain_one.add_argument("--birth", required=True, metavar="DATE")
    explain_one.add_argument("--last-contact", required=True, action="append", metavar="DATE")
    explain_one.add_argument("--death", metavar="DATE")
    explain_one.add_argument("--profession", default="", metavar="CODE", help="10 si absent")
    explain_one.add_argument(
        "--category", default="", help="genetic, neurological, rare ou other:RAISON"
    )
    explain_one.add_argument(
        "--document-class",
        default="",
        metavar="CODE",
        help="le dossier entier si absent ; un code inconnu les fait tous citer",
    )
    explain_one.add_argument("--claim", action="append", default=[], metavar="DÉBUT[..FIN]")
    explain_one.add_argument("--json", action="store_true")
    explain_one.set_defaults(run=explain)
    evaluate_all = verbs.add_parser("evaluate", help="le dire pour chaque ligne d’un fichier CSV")
    evaluate_all.add_argument("file")
    evaluate_all.add_argument("--out", required=True, metavar="FICHIER")
    evaluate_all.set_defaults(run=evaluate)
    for command in (explain_one, evaluate_all):
        command.add_argument("--on", metavar="JOUR", help="le jour de la question, sinon ce jour")


def explain(chosen: Namespace) -> int:
    """`hygie records explain`: one record, with its whole explanation."""
    on, law = _day(chosen.on), rules.law()
    try:
        record = rules.record_from(
            law,
            birth=chosen.birth,
            contacts=chosen.last_contact,
            death=chosen.death,
            profession=chosen.profession,
            category=chosen.category,
            document_class=chosen.document_class,
            claims=chosen.claim,
        )
        told = rules.explain(record, on=on, law=law)
    except UnreadableError as error:
        told = rules.unreadable(error)
    if chosen.json:
        print(json.dumps(told.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(told, on, law)))
    return 0


def evaluate(chosen: Namespace) -> int:
    """`hygie records evaluate`: the same table, with six more columns."""
    from hygie.records.csvfile import evaluate_file  # numpy: only where many are evaluated

    counts = evaluate_file(Path(chosen.file), Path(chosen.out), on=_day(chosen.on), law=rules.law())
    print(f"{counts.total()} lignes évaluées, dans {chosen.out}.")
    for status, words in STATUSES.items():
        if counts[status]:
            print(f"- {words}\u00a0: {counts[status]}")
    return 0


def _day(text: str | None) -> date:
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HygieError(
            "records.bad_day",
            f"Le jour «\u00a0{text[:40]}\u00a0» est illisible. Rien n’a été fait.",
            advice="Écrivez AAAA-MM-JJ après --on.",
        ) from error


def _lines(told: Evaluation, on: date, law: Law) -> list[str]:
    outcome = told.outcome
    facts = (
        ("Au", on),
        ("État", STATUSES[outcome.status.value]),
        ("Fin", outcome.end),
        ("Fin prudente", outcome.end_prudent),
        ("Éliminable à partir du", outcome.eliminable_from),
        ("À revoir le", outcome.review),
        ("En archive après le", outcome.active_until),
        ("Règle", told.rule),
        ("Texte", told.source),
        ("Nature", told.nature),
    )
    lines = [told.sentence, ""]
    for name, value in facts:
        if value:
            text = clock.french_date(value) if isinstance(value, date) else value
            lines.append(f"{name}\u00a0: {text}")
    if told.rejected:
        lines += ["", "Règles qui n’ont pas décidé\u00a0:"]
        lines += [f"- {one.rule}\u00a0: {one.reason}" for one in told.rejected]
    lines += ["", "Ce que les textes ne disent pas\u00a0:"]
    lines += [f"- {text}" for _, text in told.ambiguities]
    lines += [f"- {text}" for text in law.general.values()]
    return lines

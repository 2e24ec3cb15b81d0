"""`hygie airlock …`: examine, verify. No base, no account, no network.

What is heavy is loaded by the command that needs it: `hygie --help` stays instant.
"""

from __future__ import annotations

import argparse
import getpass
import json
import logging
import os
import signal
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from hygie.airlock.rules import words
from hygie.airlock.rules.names import shown
from hygie.airlock.rules.verdicts import Colour, Verdict, exit_code
from hygie.core import clock
from hygie.core.errors import HygieError

log = logging.getLogger(__name__)

FAILED = 2
MOST_LINES = 25
BAR_SIGNS = 24
_BAR_EVERY_S = 0.1
_MIB = 1024 * 1024
# Of a report, what was not as it was signed; every other error is that it could not be checked.
_ALTERED = {"sign.altered"}


def add_to(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands that need no base."""
    scan_one = verbs.add_parser("scan", help="examiner une clé, un disque, une image ou un dossier")
    scan_one.add_argument("source", metavar="SOURCE")
    scan_one.add_argument("--out", metavar="DOSSIER", help="où déposer ce qui est reconstruit")
    scan_one.add_argument("--json", action="store_true", help="le rapport, pour un programme")
    scan_one.add_argument("--report", metavar="FICHIER.pdf", help="où écrire la page du rapport")
    scan_one.add_argument("--pixels", action="store_true",
                          help="ne garder des PDF que l’image de leurs pages")  # fmt: skip
    scan_one.add_argument("--recipient", default="", metavar="CLÉ",
                          help="clé publique age à qui garder chiffrés les fichiers dangereux"
                          )  # fmt: skip
    scan_one.add_argument("--rules", action="append", default=[], metavar="RÈGLES",
                          help="importer des règles YARA (.yar ou .zip), gardées pour la suite"
                          )  # fmt: skip
    scan_one.add_argument("--who", default="", metavar="NOM", help="qui examine, pour le rapport")
    scan_one.set_defaults(run=scan)
    rules = verbs.add_parser("rules", help="nommer les règles importées, ou ne plus s’en servir")
    rules.add_argument("--forget", default="", metavar="NOM", help="ne plus se servir de celles-ci")
    rules.set_defaults(run=imported)
    verify_one = verbs.add_parser("verify", help="vérifier un rapport et les fichiers à côté")
    verify_one.add_argument("report", metavar="RAPPORT.json")
    verify_one.set_defaults(run=verify)


def scan(chosen: Namespace) -> int:
    """`hygie airlock scan`: 0 all was handled, 1 something dangerous, 2 the airlock failed."""
    with _ended_as_interrupted():
        return _or_failed(lambda: _scan(chosen))


def verify(chosen: Namespace) -> int:
    """`hygie airlock verify`: 0 it holds, 1 something was altered, 2 it could not be checked."""
    return _or_failed(lambda: _verify(Path(chosen.report)))


def imported(chosen: Namespace) -> int:
    """`hygie airlock rules`: the packs in use; with `--forget`, one of them no more."""
    return _or_failed(lambda: _imported(chosen.forget))


def _imported(forgotten: str) -> int:
    from hygie.airlock.actions import examining

    if forgotten:
        _print(examining.forget_rules(forgotten))
    else:
        _print("\n".join(examining.imported_rules()) or "Aucune règle n’a été importée.")
    return 0


def _or_failed(run: Callable[[], int]) -> int:
    """1 means "dangerous" or "altered" here: a failure of ours must never be taken for it."""
    try:
        return run()
    except HygieError as error:
        print(f"Hygie\u00a0: {error}", file=sys.stderr)
        return 1 if error.code in _ALTERED else FAILED
    except Exception as error:  # noqa: BLE001 - the last net: no traceback reaches a person
        log.error("airlock: %s", type(error).__name__)
        print(
            f"Hygie\u00a0: le sas s’est arrêté sur une erreur imprévue ({type(error).__name__}). "
            "Rien n’est à utiliser de ce qu’il aurait déposé. Recommencez\u00a0; si cela revient, "
            "prévenez votre informaticien.",
            file=sys.stderr,
        )
        return FAILED


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """The computer stops or the window closes: as Ctrl-C does, and nothing half done is left."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    ends = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")]
    before = {end: signal.signal(end, interrupt) for end in ends if end is not None}
    try:
        yield
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)


def _scan(chosen: Namespace) -> int:
    from hygie.airlock.actions import examining

    for rules in chosen.rules:
        print(examining.import_rules(Path(rules)), file=sys.stderr)
    is_followed = sys.stderr.isatty() and not chosen.json
    bar = _Bar() if is_followed else None
    examined = examining.examine(
        Path(chosen.source),
        out=Path(chosen.out) if chosen.out else None,
        pdf=Path(chosen.report) if chosen.report else None,
        who=chosen.who or _login(),
        is_drawn=chosen.pixels,
        recipient=chosen.recipient,
        progress=bar,
    )
    if bar:
        bar.end()
    for sentence in examined.said:
        print(f"Attention\u00a0: {sentence}", file=sys.stderr)
    report = examined.report
    if chosen.json:
        _print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _print("\n".join(_lines(report, beside=examined.beside)))
    return _code(report)


def _print(text: str) -> None:
    """A reader that went away (`| head`) changes nothing of the exit code."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _code(report: Any) -> int:
    found = exit_code(Colour(report["verdict"]))
    handled = report["sandbox"].get("enough") is True and report["is_whole"]
    return found if found or handled else FAILED


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user, as in a container
        return ""


class _Bar:
    """How far it is, on one line of a terminal."""

    def __init__(self) -> None:
        self._shown_s = 0.0
        self._began_s = time.monotonic()
        self._width = 0

    def __call__(self, told: Any) -> None:
        now = time.monotonic()
        if now - self._shown_s < _BAR_EVERY_S:
            return
        self._shown_s = now
        share = told.bytes_done / told.bytes_seen if told.bytes_seen else 0.0
        full = round(BAR_SIGNS * min(1.0, share))
        line = (
            f"[{'#' * full}{'.' * (BAR_SIGNS - full)}] "
            f"{told.files_done}/{told.files_seen}\u00a0fichiers, "
            f"{told.bytes_done // _MIB}\u00a0Mo, {now - self._began_s:.0f}\u00a0s  "
            f"{_plain(told.current)[-30:]}"
        )
        print(f"\r{line.ljust(self._width)}", end="", file=sys.stderr, flush=True)
        self._width = len(line)

    def end(self) -> None:
        """Leave the terminal as it was."""
        print(f"\r{' ' * self._width}\r", end="", file=sys.stderr, flush=True)


def _plain(untrusted_text: str) -> str:
    """On one line, without what could move the cursor, hide or turn the reading."""
    text = "".join(
        sign if sign.isprintable() or sign == "\u00a0" else "?" for sign in untrusted_text
    )
    return text if len(text) <= 100 else f"{text[:60]}…{text[-39:]}"


def _lines(report: Any, *, beside: Sequence[Path]) -> Iterator[str]:
    colour = Colour(report["verdict"])
    yield f"{words.COLOURS[colour]}. {words.SENTENCES[colour]}"
    yield from (f"  ! {note}" for note in report["notes"])
    if report["sandbox"].get("enough") is not True:
        yield "La lecture isolée n’est pas possible ici\u00a0: aucun fichier n’a été ouvert."
    if not report["is_whole"]:
        yield "L’examen n’est pas complet\u00a0: une partie n’a pas été lue."
    files = report["files"]
    for verdict, count in words.counted(Verdict(one["verdict"]) for one in files):
        yield f"- {words.VERDICTS[verdict]}\u00a0: {count} ({words.EXPLAINED[verdict]})"
    yield from _worth_a_look(files)
    if not any(one["output"] for one in files):
        yield words.NOTHING_PASSED
    yield f"Rapport {report['id']}, station {report['station']['fingerprint']}."
    yield from (f"  {path}" for path in beside)


def _worth_a_look(files: Sequence[Any]) -> Iterator[str]:
    """What was not simply rebuilt, the gravest first."""
    odd = [one for one in files if one["verdict"] != Verdict.REBUILT]
    odd.sort(key=lambda one: words.gravity(one["verdict"], one["reason_codes"]))
    for one in odd[:MOST_LINES]:
        yield f"{words.VERDICTS[Verdict(one['verdict'])]}\u00a0: {_plain(shown(one['path']))}"
        yield from (f"    {sentence}" for sentence in one["reasons"])
        yield from (f"    retiré\u00a0: {sentence}" for sentence in one["removed"])
    if len(odd) > MOST_LINES:
        yield f"… et {len(odd) - MOST_LINES} autres, dans le rapport (--json, --report)."


def _verify(path: Path) -> int:
    from hygie.airlock.actions import verifying

    found = verifying.verify(path)
    report = found.parcel.report
    at = clock.french_instant(datetime.fromisoformat(report["began_at"]))
    told = [f"Rapport {report['id']} du {at}."]
    for mark, sentences in (("oui", found.held), ("?", found.doubts), ("NON", found.faults)):
        told += [f"[{mark}] {sentence}" for sentence in sentences]
    if found.faults:
        told.append("N’utilisez pas ces fichiers\u00a0: examinez de nouveau la clé d’origine.")
    _print("\n".join(told))
    return 1 if found.faults else 0

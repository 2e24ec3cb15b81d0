"""Arguments, set-up, and errors told in French."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TypeAlias

from hygie import __version__
from hygie.airlock import command as airlock
from hygie.cli import commands
from hygie.core.errors import HygieError
from hygie.records import command as records
from hygie.traps import command as traps

DEFAULT_PORT = 8765
STATION_PORT = 8770
Rooms: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code is 0, 1 when something is wrong, 2 for a misuse."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may be in an old code page: accents must neither crash nor vanish.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    chosen = _parser().parse_args(arguments)
    # What Hygie writes is its owner's alone.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hygie.site.settings")
    try:
        code = int(chosen.run(chosen) or 0)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # `hygie checkup | head`: the reader went away; Python must not complain at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except HygieError as error:
        print(f"Hygie : {error}", file=sys.stderr)
    except Exception as error:  # noqa: BLE001 - the last net: no traceback reaches a person
        from hygie.site.middleware import tell

        print(f"Hygie : {tell(error)}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hygie", description="Cybersécurité et données de santé d’un cabinet libéral."
    )
    parser.add_argument("--version", action="version", version=f"hygie {__version__}")
    rooms = parser.add_subparsers(required=True, metavar="commande")
    _add_pages(rooms)
    _add_checkup(rooms)
    _add_keeping(rooms)
    _add_records(rooms)
    _add_airlock(rooms)
    traps.add_to(rooms)
    return parser


def _add_pages(rooms: Rooms) -> None:
    serve = rooms.add_parser("serve", help="ouvrir Hygie dans le navigateur")
    serve.set_defaults(run=commands.serve)
    demo = rooms.add_parser("demo", help="essayer avec un cabinet inventé")
    demo.add_argument("--no-serve", action="store_true", help="le construire, sans ouvrir de page")
    demo.set_defaults(run=commands.demo)
    for command in (serve, demo):
        command.add_argument("--port", type=int, default=DEFAULT_PORT)
        command.add_argument(
            "--no-browser", action="store_true", help="ne pas ouvrir le navigateur"
        )


def _add_checkup(rooms: Rooms) -> None:
    checkup = rooms.add_parser("checkup", help="faire le bilan des 22 réponses sur cet ordinateur")
    checkup.add_argument("--json", action="store_true")
    checkup.set_defaults(run=commands.checkup)

    ask = rooms.add_parser("ask", help="poser une question au guide, avec vos mots")
    what = ask.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="*", default=[])
    what.add_argument("--batch", metavar="FICHIER", help="une question par ligne")
    ask.add_argument("--json", action="store_true")
    ask.set_defaults(run=commands.ask)


def _add_keeping(rooms: Rooms) -> None:
    verbs = _verbs(rooms, "journal", "le journal du cabinet")
    verify = verbs.add_parser("verify", help="vérifier qu’aucune ligne n’a été changée")
    verify.set_defaults(run=commands.journal_verify)

    verbs = _verbs(rooms, "patients", "les patients du cabinet")
    search = verbs.add_parser("search", help="chercher par nom, naissance, INS ou téléphone")
    search.add_argument("text", nargs="+")
    search.add_argument("--json", action="store_true")
    search.set_defaults(run=commands.patients_search)
    _add_import(verbs)

    verbs = _verbs(rooms, "documents", "les documents gardés")
    export = verbs.add_parser("export", help="exporter pour l’outil « age »")
    export.add_argument("folder")
    export.set_defaults(run=commands.documents_export)

    verbs = _verbs(rooms, "copies", "les copies de la base, sur ce disque")
    verbs.add_parser("list", help="les nommer").set_defaults(run=commands.copies_list)
    restore = verbs.add_parser("restore", help="en remettre une à la place de la base")
    restore.add_argument("name")
    restore.set_defaults(run=commands.copies_restore)

    verbs = _verbs(rooms, "access", "les accès automatiques")
    create = verbs.add_parser("create", help="écrire un secret dans un fichier de vous seul")
    create.add_argument("file")
    create.add_argument("--name", default="Commande")
    create.set_defaults(run=commands.access_create)


def _add_records(rooms: Rooms) -> None:
    verbs = _verbs(rooms, "records", "les dossiers\u00a0: durées, demandes, fermeture")
    records.add_to(verbs)
    _add_closing(verbs)
    due = verbs.add_parser("due", help="ce que l’année demande de revoir")
    due.add_argument("--year", type=int)
    due.add_argument("--json", action="store_true")
    due.set_defaults(run=commands.records_due)
    requests = verbs.add_parser("requests", help="les demandes de dossier qui attendent")
    requests.add_argument("--json", action="store_true")
    requests.set_defaults(run=commands.records_requests)


def _add_airlock(rooms: Rooms) -> None:
    verbs = _verbs(rooms, "airlock", "le sas\u00a0: clés et disques des patients")
    serve = verbs.add_parser("serve", help="ouvrir le sas seul, sans base ni compte")
    serve.add_argument("--port", type=int, default=STATION_PORT)
    serve.add_argument("--no-browser", action="store_true", help="ne pas ouvrir le navigateur")
    serve.add_argument("--folder", action="append", default=[], metavar="DOSSIER",
                       help="un dossier à offrir en plus de ce qui est branché")  # fmt: skip
    serve.set_defaults(run=commands.airlock_serve)
    airlock.add_to(verbs)
    receive = verbs.add_parser("receive", help="prendre ce qu’une station a transmis")
    receive.add_argument("folder", metavar="DOSSIER")
    receive.add_argument("--patient", default="", metavar="IDENTIFIANT")
    receive.add_argument("--accept", default="", metavar="EMPREINTE",
                         help="accepter une fois la station, son empreinte lue sur son écran"
                         )  # fmt: skip
    receive.add_argument("--confirm", action="store_true",
                         help="ce sont bien ses images, malgré une identité différente"
                         )  # fmt: skip
    receive.add_argument("--json", action="store_true")
    receive.set_defaults(run=commands.airlock_receive)


def _add_import(verbs: Rooms) -> None:
    told = verbs.add_parser("import", help="importer une liste de patients (CSV ou .xlsx)")
    told.add_argument("file")
    told.add_argument("--mapping", metavar="FICHIER", help="le sens des colonnes, en TOML ou JSON")
    told.add_argument("--dry-run", action="store_true",
                      help="dire ce qui serait fait, ne rien faire ; écrit le fichier --mapping "
                      "s’il n’existe pas")  # fmt: skip
    told.add_argument("--sheet", default="", metavar="FEUILLE", help="la feuille du classeur")
    told.add_argument("--refused", metavar="FICHIER", help="où écrire les lignes refusées (CSV)")
    told.add_argument("--json", action="store_true")
    told.set_defaults(run=commands.patients_import)
    export = verbs.add_parser("export", help="écrire tous les patients dans un CSV, en clair")
    export.add_argument("file")
    export.set_defaults(run=commands.patients_export)


def _add_closing(verbs: Rooms) -> None:
    close = verbs.add_parser("close-plan", help="dater les étapes d’une fermeture du cabinet")
    close.add_argument("--date", required=True, help="jour de fermeture, AAAA-MM-JJ")
    close.add_argument("--successor", action="store_true", help="un successeur les reprend")
    close.add_argument("--profession", default="10", help="code TRE_G15 (10 : médecin)")
    close.add_argument(
        "--reason", default="retirement", choices=("retirement", "moving", "illness", "death")
    )
    close.add_argument("--json", action="store_true")
    close.set_defaults(run=commands.records_close_plan)


def _verbs(rooms: Rooms, name: str, words: str) -> Rooms:
    return rooms.add_parser(name, help=words).add_subparsers(required=True, metavar="action")


if __name__ == "__main__":
    sys.exit(main())

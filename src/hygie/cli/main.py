"""Arguments, set-up, and errors told in French."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from hygie import __version__
from hygie.core.errors import HygieError

DEFAULT_PORT = 8765


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
        return int(chosen.run(chosen) or 0)
    except KeyboardInterrupt:
        return 130
    except HygieError as error:
        print(f"Hygie : {error}", file=sys.stderr)
    except Exception as error:  # noqa: BLE001 - the last net: no traceback reaches a person
        from hygie.site.middleware import tell

        print(f"Hygie : {tell(error)}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    from hygie.cli import commands

    parser = argparse.ArgumentParser(
        prog="hygie", description="Cybersécurité et données de santé d’un cabinet libéral."
    )
    parser.add_argument("--version", action="version", version=f"hygie {__version__}")
    rooms = parser.add_subparsers(required=True, metavar="commande")

    serve = rooms.add_parser("serve", help="ouvrir Hygie dans le navigateur")
    serve.add_argument("--port", type=int, default=DEFAULT_PORT)
    serve.add_argument("--no-browser", action="store_true", help="ne pas ouvrir le navigateur")
    serve.set_defaults(run=commands.serve)

    demo = rooms.add_parser("demo", help="essayer avec un cabinet inventé")
    demo.add_argument("--port", type=int, default=DEFAULT_PORT)
    demo.add_argument("--no-serve", action="store_true", help="le construire, sans ouvrir de page")
    demo.add_argument("--no-browser", action="store_true", help="ne pas ouvrir le navigateur")
    demo.set_defaults(run=commands.demo)

    checkup = rooms.add_parser("checkup", help="faire le bilan des 22 réponses sur cet ordinateur")
    checkup.add_argument("--json", action="store_true")
    checkup.set_defaults(run=commands.checkup)

    journal = rooms.add_parser("journal", help="le journal du cabinet")
    verbs = journal.add_subparsers(required=True, metavar="action")
    verbs.add_parser("verify", help="vérifier qu’aucune ligne n’a été changée").set_defaults(
        run=commands.journal_verify
    )

    documents = rooms.add_parser("documents", help="les documents gardés")
    verbs = documents.add_subparsers(required=True, metavar="action")
    export = verbs.add_parser("export", help="exporter pour l’outil « age »")
    export.add_argument("folder")
    export.set_defaults(run=commands.documents_export)

    copies = rooms.add_parser("copies", help="les copies de la base, sur ce disque")
    verbs = copies.add_subparsers(required=True, metavar="action")
    verbs.add_parser("list", help="les nommer").set_defaults(run=commands.copies_list)
    restore = verbs.add_parser("restore", help="en remettre une à la place de la base")
    restore.add_argument("name")
    restore.set_defaults(run=commands.copies_restore)

    access = rooms.add_parser("access", help="les accès automatiques")
    verbs = access.add_subparsers(required=True, metavar="action")
    create = verbs.add_parser(
        "create", help="écrire un secret dans un fichier lisible de vous seul"
    )
    create.add_argument("file")
    create.add_argument("--name", default="Commande")
    create.set_defaults(run=commands.access_create)
    return parser


if __name__ == "__main__":
    sys.exit(main())

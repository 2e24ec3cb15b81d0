"""The sub-commands. Django is set up inside each: `hygie --help` stays instant."""

from __future__ import annotations

import getpass
import json
import os
import sys
from argparse import Namespace
from pathlib import Path

from hygie import airlock
from hygie.core import files
from hygie.core.errors import HygieError


def set_up() -> None:
    """Start Django."""
    import django

    django.setup()


def serve(chosen: Namespace) -> int:
    """`hygie serve`: the pages, on this computer only."""
    files.ensure_home()
    set_up()
    from hygie.site import server

    return server.serve(port=chosen.port, open_browser=not chosen.no_browser)


def airlock_serve(chosen: Namespace) -> int:
    """`hygie airlock serve`: the station's pages only, without base nor account."""
    files.ensure_home()
    os.environ["DJANGO_SETTINGS_MODULE"] = "hygie.site.station.settings"
    folders = [str(Path(one).resolve()) for one in chosen.folder]
    os.environ[airlock.FOLDERS] = os.pathsep.join(folders)
    set_up()
    from hygie.site.station import server

    return server.serve(port=chosen.port, open_browser=not chosen.no_browser)


def demo(chosen: Namespace) -> int:
    """`hygie demo`: an invented practice in a home folder of its own."""
    os.environ["HYGIE_HOME"] = str(demonstration_home())
    files.ensure_home()
    set_up()
    from hygie.cli import demonstration

    demonstration.build_if_absent()
    if chosen.no_serve:
        return checkup(Namespace(json=False))
    demonstration.say_how_to_enter()
    return serve(chosen)


def demonstration_home() -> Path:
    """HYGIE_HOME when it is set, else a folder beside the real one, never the real one."""
    if os.environ.get("HYGIE_HOME"):
        return files.home()
    from hygie.site.demonstration import home_beside

    return home_beside(files.home())


def checkup(chosen: Namespace) -> int:
    """`hygie checkup`: 22 lines, with the practice's base when it opens by itself."""
    set_up()
    from hygie.cli import bilan

    states, note = bilan.states()
    if chosen.json:
        print(json.dumps(bilan.as_json(states), ensure_ascii=False, indent=2))
    else:
        print("\n".join([*bilan.lines(states), note]).rstrip())
    return 0


def ask(chosen: Namespace) -> int:
    """`hygie ask`: the guide's answer, or one line for each question of a file."""
    from hygie.cli import asking

    tell = asking.as_line if chosen.json else asking.as_text
    if chosen.batch is not None:
        for question in asking.questions_in(Path(chosen.batch)):
            print(tell(asking.ask(question)))
        return 0
    print(tell(asking.ask(" ".join(chosen.question))))
    return 0


def journal_verify(chosen: Namespace) -> int:
    """`hygie journal verify`: names an altered, removed or inserted line."""
    set_up()
    open_base()
    from hygie.journal.queries import verdict

    found = verdict()
    for fault in found.faults:
        print(fault)
    if found.faults:
        print("Le journal a été altéré. Gardez ce dossier tel quel et appelez votre informaticien.")
        return 1
    print(f"Journal entier : {found.lines} lignes. Tête : {found.head}")
    return 0


def documents_export(chosen: Namespace) -> int:
    """`hygie documents export`: the age files, their keys and their list."""
    set_up()
    open_base()
    from hygie.documents.actions import export
    from hygie.journal.actor import AUTOMATON, acting_as

    with acting_as(AUTOMATON):
        count = export(Path(chosen.folder))
    print(f"{count} documents exportés dans {chosen.folder}.")
    print("Le fichier des clés ouvre tout : gardez ce dossier comme les documents eux-mêmes.")
    return 0


def patients_search(chosen: Namespace) -> int:
    """`hygie patients search`: the patients found, as a list or as JSON."""
    set_up()
    open_base()
    from hygie.accounts.keys import make_ready
    from hygie.journal.actor import AUTOMATON, acting_as
    from hygie.patients import command

    make_ready()
    with acting_as(AUTOMATON):
        return command.search(" ".join(chosen.text), as_json=chosen.json)


def patients_import(chosen: Namespace) -> int:
    """`hygie patients import`: a list of patients, whole or not at all."""
    set_up()
    open_base()
    from hygie.accounts.keys import make_ready
    from hygie.journal.actor import AUTOMATON, acting_as
    from hygie.patients import import_command

    make_ready()
    with acting_as(AUTOMATON):
        return import_command.run(
            Path(chosen.file),
            mapping=Path(chosen.mapping) if chosen.mapping else None,
            refused=Path(chosen.refused) if chosen.refused else None,
            sheet=chosen.sheet, is_dry=chosen.dry_run, as_json=chosen.json,
        )  # fmt: skip


def patients_export(chosen: Namespace) -> int:
    """`hygie patients export`: every patient, for another software."""
    set_up()
    open_base()
    from hygie.accounts.keys import make_ready
    from hygie.journal.actor import AUTOMATON, acting_as
    from hygie.patients import import_command

    make_ready()
    with acting_as(AUTOMATON):
        return import_command.export(Path(chosen.file))


def records_close_plan(chosen: Namespace) -> int:
    """`hygie records close-plan`: dated tasks; no practice is needed."""
    from hygie.records import closing_command

    return closing_command.close_plan(
        day=chosen.date,
        has_successor=chosen.successor,
        profession=chosen.profession,
        reason=chosen.reason,
        as_json=chosen.json,
    )


def records_due(chosen: Namespace) -> int:
    """`hygie records due`: what the year asks to look at, as figures or as JSON."""
    set_up()
    open_base()
    from hygie.accounts.keys import make_ready
    from hygie.journal.actor import AUTOMATON, acting_as
    from hygie.records import command_due

    make_ready()
    with acting_as(AUTOMATON):
        return command_due.due(year=chosen.year, as_json=chosen.json)


def copies_list(chosen: Namespace) -> int:
    """`hygie copies list`: the copies of the base kept here."""
    set_up()
    from hygie.storage import copies

    names = [copy.name for copy in copies.all_copies()]
    print("\n".join(names) if names else "Aucune copie dans le dossier de Hygie.")
    return 0


def copies_restore(chosen: Namespace) -> int:
    """`hygie copies restore`: put a copy back; the present base is set aside, not lost."""
    set_up()
    from hygie.storage import copies

    aside = copies.put_back(chosen.name)
    print(f"La copie {chosen.name} est en place. L’ancienne base est gardée dans {aside}.")
    print("Ouvrez Hygie avec une phrase de passe du jour de cette copie.")
    return 0


def access_create(chosen: Namespace) -> int:
    """`hygie access create`: a machine's secret in a file of mode 0600."""
    set_up()
    open_base()
    target = Path(chosen.file)
    if target.exists():
        raise HygieError("cli.exists", f"{target} existe déjà. Rien n’a été changé.")
    from hygie.accounts.keys import add_machine_access, revoke_machine_access
    from hygie.journal.actor import AUTOMATON, acting_as

    with acting_as(AUTOMATON):
        access, secret = add_machine_access(chosen.name)
        try:
            files.write_atomically(target, f"{secret}\n".encode(), mode=0o600)
        except HygieError:
            revoke_machine_access(access)
            raise
    print(f"Secret écrit dans {target}. Donnez ce chemin à HYGIE_PASSPHRASE_FILE.")
    return 0


def records_requests(chosen: Namespace) -> int:
    """`hygie records requests`: the requests that wait, with their dates and without a name."""
    set_up()
    open_base()
    from hygie.records import command_requests

    return command_requests.requests(as_json=chosen.json)


def airlock_receive(chosen: Namespace) -> int:
    """`hygie airlock receive`: what a station handed over, into a patient's documents."""
    set_up()
    open_base()
    from hygie.accounts.keys import make_ready
    from hygie.airlock import receive_command
    from hygie.journal.actor import AUTOMATON, acting_as

    make_ready()
    with acting_as(AUTOMATON):
        return receive_command.run(
            Path(chosen.folder), patient_id=chosen.patient, accept=chosen.accept,
            is_confirmed=chosen.confirm, as_json=chosen.json,
        )  # fmt: skip


def open_base() -> None:
    """Open the base unattended, else by asking at the terminal.

    Raises:
        HygieError: `storage.locked` when nobody can be asked.
    """
    from hygie.storage import keyfile, opening, unattended

    keyfile.read(files.home())
    if unattended.open_if_possible():
        return
    if not sys.stdin.isatty():
        raise HygieError(
            "storage.locked",
            "Hygie est verrouillé et personne n’est là pour l’ouvrir. Rien n’a été fait.",
            advice="Indiquez un fichier par HYGIE_PASSPHRASE_FILE.",
        )
    login = input("Identifiant : ")
    opening.open_as_member(login, getpass.getpass("Phrase de passe : "))

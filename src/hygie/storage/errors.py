"""What the base's driver says, in French."""

from __future__ import annotations

from hygie.core.errors import HygieError


def damaged() -> HygieError:
    """The file does not answer to its key: its first page is not what was written."""
    return HygieError(
        "storage.damaged",
        "La base est abîmée, ou n’est pas celle de ces clés. Elle n’a pas été modifiée.",
        advice="N’effacez rien. Remettez la dernière copie, ou appelez votre informaticien.",
    )


def absent() -> HygieError:
    """The keys file names a base that is not there."""
    return HygieError(
        "storage.absent",
        "Le fichier de la base n’est plus dans le dossier de Hygie. Rien n’a été créé à sa place.",
        advice="Remettez le fichier « base-….db », ou une copie : « hygie copies list ».",
    )


def altered() -> HygieError:
    """The keys file is not the one Hygie wrote."""
    return HygieError(
        "storage.keys_altered",
        "Le fichier des clés a été modifié hors de Hygie. La base n’a pas été ouverte ni changée.",
        advice="Remettez le fichier « keys.json » d’une copie, ou appelez votre informaticien.",
    )


def locked() -> HygieError:
    """Nobody has opened the base yet."""
    return HygieError(
        "storage.locked",
        "Hygie est verrouillé.",
        advice="Ouvrez-le avec votre phrase de passe.",
        retry=True,
    )


def wrong_secret() -> HygieError:
    """No slot opens."""
    return HygieError(
        "storage.wrong_key",
        "L’identifiant ou la phrase de passe n’est pas le bon. Rien n’a été changé.",
        advice="Vérifiez la touche Majuscule, puis recommencez.",
        retry=True,
    )


# What SQLite says, by the part of its sentence that does not vary between versions.
_KNOWN = {
    "disk is full": HygieError(
        "files.disk_full",
        "Le disque est plein : rien n’a été enregistré, ce qui existait est intact.",
        advice="Libérez de la place sur le disque, puis recommencez.",
        retry=True,
    ),
    "readonly database": HygieError(
        "files.read_only",
        "La base est en lecture seule : rien n’a été enregistré.",
        advice="Vérifiez que le dossier de Hygie vous appartient et que le disque "
        "n’est pas protégé en écriture.",
    ),
    "database is locked": HygieError(
        "storage.busy",
        "La base est occupée par un autre travail. Rien n’a été enregistré.",
        advice="Recommencez dans quelques secondes.",
        retry=True,
    ),
    "malformed": damaged(),
    "not a database": damaged(),
    "disk i/o error": HygieError(
        "files.unreadable",
        "Le disque ne répond pas bien : rien n’a été enregistré.",
        advice="Vérifiez que le disque est branché, faites une copie, puis recommencez.",
        retry=True,
    ),
    "unable to open database": HygieError(
        "files.unreadable",
        "La base n’a pas pu être ouverte. Elle n’a pas été modifiée.",
        advice="Vérifiez que le disque est branché et que le dossier de Hygie vous appartient.",
        retry=True,
    ),
}


def explain(error: Exception) -> HygieError | None:
    """The French error for what the driver raised; None when it is a fault of ours."""
    said = str(error).lower()
    return next((known for part, known in _KNOWN.items() if part in said), None)

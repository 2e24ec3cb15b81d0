"""Why nothing is opened here, in words: what is missing and how to put it in place."""

from __future__ import annotations

from hygie.core.errors import HygieError

_UNTOUCHED = "Aucun fichier n’a été ouvert."
_INSTALL = (
    "Sur Debian ou Ubuntu, installez-le\u00a0: sudo apt install bubblewrap libseccomp2. "
    "Puis recommencez."
)
_OTHER_COMPUTER = (
    "Examinez ces fichiers sur un ordinateur sous Linux (un ancien ordinateur suffit)."
)

# For each reason: what is missing, what to do.
REASONS = {
    "system": (
        "Hygie ne sait pas encore enfermer un lecteur de fichiers sur ce système.",
        _OTHER_COMPUTER,
    ),
    "bubblewrap": ("Le programme «\u00a0bubblewrap\u00a0» n’est pas installé.", _INSTALL),
    "libseccomp": ("La bibliothèque «\u00a0libseccomp\u00a0» n’est pas installée.", _INSTALL),
    "namespaces": (
        "Ce système interdit de séparer un programme du reste (espaces de noms).",
        "Dans un conteneur, l’hôte doit permettre les espaces de noms d’utilisateurs\u00a0; "
        "sur un ordinateur, demandez à votre informaticien d’autoriser bubblewrap "
        "(réglages kernel.unprivileged_userns_clone, user.max_user_namespaces, AppArmor).",
    ),
    "modules": (
        "Un lecteur de fichiers n’a pas pu être chargé.",
        "Réinstallez Hygie\u00a0: il manque une de ses bibliothèques.",
    ),
    "barriers": (
        "L’essai fait au démarrage a montré qu’une protection ne tient pas.",
        "Montrez ce message à votre informaticien. " + _OTHER_COMPUTER,
    ),
}


class SandboxAbsentError(HygieError):
    """The walls do not stand: caught by whoever tells what holds, never to go on without them."""

    def __init__(self, reason: str, detail: str = "") -> None:
        what, advice = REASONS[reason]
        more = f" ({detail})" if detail else ""
        message = f"{what.removesuffix('.')}{more}. {_UNTOUCHED}"
        super().__init__("sandbox.absent", message, advice=advice)
        self.reason = reason
        self.detail = detail


def broken() -> HygieError:
    """The sandbox itself ended under a file; the next file gets a new one."""
    return HygieError(
        "sandbox.broken",
        "Le bac à sable s’est arrêté pendant la lecture. Le fichier n’a pas été touché.",
        advice="Recommencez. Si cela revient, mettez ce fichier de côté.",
        retry=True,
    )

"""How a command or a scheduled job opens the base without a person.

In this order: the invented passphrase of a home folder of demonstration, where no other secret is
of use; the file named by HYGIE_PASSPHRASE_FILE; the system's own key store.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringError

from hygie.core import files
from hygie.core.errors import HygieError
from hygie.storage import opening

DEMONSTRATION_FILE = "phrase-de-passe-de-demonstration.txt"
SERVICE = "hygie"
# Only stores that the system itself protects; a "plaintext" or unknown one is refused.
REAL_STORES = {
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
}


def is_demonstration(folder: Path) -> bool:
    """The home folder is the invented practice's."""
    return (folder / DEMONSTRATION_FILE).exists()


def open_if_possible() -> bool:
    """Open the base if an unattended way exists; True when it is open.

    Raises:
        HygieError: the way exists and does not open (`storage.wrong_key`, `storage.file_too_open`).
    """
    if opening.is_open():
        return True
    secret = _from_demonstration() or _from_file() or _from_key_store()
    if not secret:
        return False
    opening.open_unattended(secret)
    return True


def _from_file() -> str:
    name = os.environ.get("HYGIE_PASSPHRASE_FILE")
    return read_secret_file(Path(name)) if name else ""


def read_secret_file(path: Path) -> str:
    """The secret in a file that only its owner reads.

    Raises:
        HygieError: `storage.file_too_open`, `storage.no_secret_file`.
    """
    try:
        mode = path.stat().st_mode
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise HygieError(
            "storage.no_secret_file",
            f"Le fichier de la phrase de passe ({path}) est illisible.",
            advice="Vérifiez la variable HYGIE_PASSPHRASE_FILE.",
        ) from error
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise HygieError(
            "storage.file_too_open",
            f"D’autres comptes de l’ordinateur peuvent lire {path}. Il n’a pas été utilisé.",
            advice=f"Donnez-lui le mode 0600 : chmod 600 {path}",
        )
    return secret


def _from_demonstration() -> str:
    folder = files.home()
    return read_secret_file(folder / DEMONSTRATION_FILE) if is_demonstration(folder) else ""


def key_store() -> KeyringBackend | None:
    """The system's key store, or None when there is no real one."""
    backend = keyring.get_keyring()
    candidates = backend.backends if isinstance(backend, ChainerBackend) else [backend]
    for candidate in candidates:
        kind = type(candidate)
        if f"{kind.__module__}.{kind.__qualname__}" in REAL_STORES:
            return candidate
    return None


def _from_key_store() -> str:
    store = key_store()
    if store is None:
        return ""
    try:
        return store.get_password(SERVICE, str(files.home().resolve())) or ""
    except KeyringError:
        # A key store that is locked or not answering is the same as none: a person will open.
        return ""


def require_key_store() -> KeyringBackend:
    """The system's key store.

    Raises:
        HygieError: `storage.no_key_store`.
    """
    store = key_store()
    if store is None:
        raise HygieError(
            "storage.no_key_store",
            "Cet ordinateur n’a pas de coffre de clés reconnu. Rien n’a été changé.",
            advice="Utilisez un fichier lisible de vous seul (HYGIE_PASSPHRASE_FILE).",
        )
    return store


def keep_in_key_store(secret: str) -> None:
    """Give a machine's secret to the system's key store.

    Raises:
        HygieError: `storage.no_key_store`, `storage.key_store_refused`.
    """
    try:
        require_key_store().set_password(SERVICE, str(files.home().resolve()), secret)
    except KeyringError as error:
        raise HygieError(
            "storage.key_store_refused",
            "Le coffre de clés de l’ordinateur a refusé : l’accès n’a pas été gardé.",
            advice="Déverrouillez-le, puis recommencez.",
            retry=True,
        ) from error

"""What a person may give the airlock besides a key that is plugged in."""

from __future__ import annotations

from django import forms

MAX_SENT_BYTES = 60 * 1024 * 1024
TOO_HEAVY = (
    f"Ce fichier pèse plus de {MAX_SENT_BYTES // 1024**2}\u00a0Mo\u00a0: cette page ne le prend "
    "pas. Indiquez plutôt où il est, dans «\u00a0Un dossier ou un fichier\u00a0»."
)
_PATH = {"autocomplete": "off", "spellcheck": "false"}


class PathForm(forms.Form):
    """Where a folder, a zip or a disc's image is."""

    path = forms.CharField(
        label="Adresse complète du dossier ou du fichier",
        max_length=1000,
        help_text="Exemple\u00a0: /home/alice/Téléchargements/examen.zip",
        widget=forms.TextInput(attrs=_PATH),
    )


class SentForm(forms.Form):
    """A zip or a disc's image, sent by the browser."""

    sent = forms.FileField(
        label="Un fichier .zip ou .iso",
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".zip,.iso",
                "data-most-bytes": MAX_SENT_BYTES,
                "data-too-heavy": TOO_HEAVY,
            }
        ),
        error_messages={"required": TOO_HEAVY, "empty": "Ce fichier est vide."},
    )


class TargetForm(forms.Form):
    """To which folder one hands over."""

    path = forms.CharField(
        label="Adresse complète du dossier",
        max_length=1000,
        help_text="Hygie y crée un dossier daté. Il ne remplace rien.",
        widget=forms.TextInput(attrs=_PATH),
    )


class ParcelForm(forms.Form):
    """Where the folder that a station handed over is."""

    path = forms.CharField(
        label="Adresse complète du dossier transmis par la station",
        max_length=1000,
        help_text="Un dossier «\u00a0SAS-…\u00a0», copié par la station sur la clé du cabinet.",
        widget=forms.TextInput(attrs=_PATH),
    )


class FingerprintForm(forms.Form):
    """What the station's own screen shows, compared once."""

    typed = forms.CharField(
        label="Empreinte lue sur l’écran de la station",
        max_length=60,
        help_text="Six groupes de quatre signes. Recopiez-la depuis la station elle-même, "
        "pas depuis la clé.",
        widget=forms.TextInput(attrs=_PATH),
    )

"""What a person drops or pastes to have it judged."""

from __future__ import annotations

from typing import Any

from django import forms

from hygie.traps.queries import MAX_BYTES


class MessageForm(forms.Form):
    """A text, or a file; one is enough."""

    text = forms.CharField(
        label="Collez ici le message, le SMS ou le lien",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Ou déposez le mail enregistré, la photo ou le PDF du courrier",
        required=False,
        allow_empty_file=True,
        help_text="Un fichier .eml ou .msg\u00a0: dans votre messagerie, «\u00a0Enregistrer "
        "sous\u00a0». Ne l’ouvrez pas, ne cliquez sur rien. 50 Mo au plus.",
    )

    def clean(self) -> dict[str, Any]:
        """At least one of them, and not heavier than what is read."""
        told = super().clean() or {}
        if not told.get("text", "").strip() and not told.get("file"):
            raise forms.ValidationError("Collez un texte ou choisissez un fichier.")
        if told.get("file") and told["file"].size > MAX_BYTES:
            raise forms.ValidationError(
                "Ce fichier est trop lourd (50 Mo au plus). Il n’a pas été lu."
            )
        return told

"""The address of a folder, as Explorer copies it."""

from __future__ import annotations

from django import forms


class FolderForm(forms.Form):
    """Which folder is watched."""

    path = forms.CharField(
        label="Adresse complète du dossier",
        max_length=1000,
        help_text="Exemple\u00a0: C:\\Users\\Alice\\Documents\\À ranger",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

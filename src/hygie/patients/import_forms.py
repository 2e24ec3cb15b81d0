"""What a person says of a list of patients: the file, and what each column means."""

from __future__ import annotations

from typing import Any

from django import forms

from hygie.patients import desk
from hygie.patients.lists import Choice
from hygie.patients.rules import columns

TOO_HEAVY = (
    f"Ce fichier pèse plus de {desk.MAX_BYTES // 1024**2}\u00a0Mo\u00a0: cette page ne le prend "
    "pas. Demandez à votre informaticien la commande «\u00a0hygie patients import\u00a0»."
)
MEANINGS = [("", "Ne pas lire"), *columns.meanings().items()]


class ListForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="La liste exportée de votre logiciel",
        help_text="Un fichier CSV ou Excel (.xlsx).",
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".csv,.txt,.xlsx",
                "data-most-bytes": desk.MAX_BYTES,
                "data-too-heavy": TOO_HEAVY,
            }
        ),
        error_messages={
            "required": "Choisissez un fichier. S’il pèse plus de "
            f"{desk.MAX_BYTES // 1024**2}\u00a0Mo, cette page ne le prend pas.",
            "empty": "Ce fichier est vide.",
        },
    )


class ColumnsForm(forms.Form):
    """The meaning of each column, and the software that the list comes from."""

    source_label = forms.CharField(
        label="Le logiciel d’où vient cette liste", max_length=120, required=False,
        help_text="Par exemple\u00a0: le nom de votre logiciel patient. Hygie s’en souviendra.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, choice: Choice, data: Any = None) -> None:
        super().__init__(data, initial={"source_label": choice.source_label})
        for rank, (header, code) in enumerate(zip(choice.headers, choice.codes, strict=True)):
            self.fields[f"column-{rank}"] = forms.ChoiceField(
                label=header or f"Colonne {rank + 1}", choices=MEANINGS, initial=code,
                required=False,
            )  # fmt: skip

    @property
    def codes(self) -> list[str]:
        """The meanings, once the form is valid."""
        names = [name for name in self.fields if name.startswith("column-")]
        return [self.cleaned_data[name] for name in names]

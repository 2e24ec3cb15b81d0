"""What people type about the durations of documents."""

from __future__ import annotations

from typing import Any

from django import forms

from hygie.patients.forms import FrenchDateField
from hygie.records.models import OwnClass
from hygie.records.queries.durations import classes_offered

CLASS_ID = r"^own_[0-9a-f]{32}$"


class OwnClassForm(forms.ModelForm):  # type: ignore[type-arg]
    """A kind of document that the list does not have."""

    class_id = forms.RegexField(CLASS_ID, widget=forms.HiddenInput, required=False, label="")

    class Meta:
        model = OwnClass
        fields = ("label", "anchor_label", "value", "unit", "nature", "reason")
        help_texts = {
            "label": "Par exemple\u00a0: moulages dentaires. Sans nom de patient.",
            "anchor_label": "L’événement daté. Par exemple\u00a0: la pose, la fin du traitement.",
            "reason": "Hygie le redira à chaque fois, en disant que c’est votre choix.",
        }


class AskForm(forms.Form):
    """Until when a document is kept: its kind, and the day from which the count runs."""

    sorte = forms.ChoiceField(label="Sorte de document")
    jour = FrenchDateField(
        label="Jour de départ", required=False,
        help_text="Celui que dit la liste, par exemple la délivrance. Vide s’il est inconnu.",
    )  # fmt: skip

    naissance = FrenchDateField(
        label="Naissance du patient", required=False,
        help_text="Seulement pour ce qui suit son dossier. Vide\u00a0: Hygie compte comme pour un "
        "nouveau-né.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sorte"]
        field.choices = classes_offered()

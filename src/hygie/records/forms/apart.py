"""What people type about boxes of paper and the software's export."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from hygie.patients.forms import FrenchDateField
from hygie.records.models import Box, SoftwareExport
from hygie.records.queries.apart import box_end
from hygie.records.queries.durations import classes_offered

ID = r"^[0-9a-f]{32}$"


class BoxForm(forms.ModelForm):  # type: ignore[type-arg]
    """A box of paper."""

    box_id = forms.RegexField(ID, widget=forms.HiddenInput, required=False, label="")
    document_class = forms.ChoiceField(label="Sorte de documents", required=False)
    latest_on = FrenchDateField(
        label="Date du document le plus récent", required=False,
        help_text="Le dernier passage du dernier patient, ou la date la plus récente. Vide si "
        "vous ne le savez pas.",
    )  # fmt: skip
    review_on = FrenchDateField(
        label="À revoir le",
        required=False,
        help_text="Vide\u00a0: Hygie le calcule avec la sorte et la date du dessus.",
    )
    destroyed_on = FrenchDateField(label="Détruite le", required=False)

    class Meta:
        model = Box
        fields = (
            "name", "place", "content", "document_class", "latest_on", "review_on", "keeper",
            "destroyed_on", "how",
        )  # fmt: skip
        help_texts = {
            "content": "Sans nom de patient. Par exemple\u00a0: dossiers de 1998 à 2004, A à D.",
            "keeper": "La personne qui répond quand on cherche cette boîte.",
            "how": "Par exemple\u00a0: broyée par la société X, attestation du 3 mars.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document_class"]
        offered = classes_offered(self.instance.document_class)
        field.choices = [("", "Pas encore dit (compté comme des dossiers)"), *offered]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("review_on") and "review_on" not in self.errors:
            end = box_end(cleaned.get("document_class", ""), cleaned.get("latest_on"))
            if end is None:
                self.add_error(
                    "review_on", "Donnez ce jour, ou la date du document le plus récent."
                )
            else:
                cleaned["review_on"] = self.instance.review_on = end + timedelta(days=1)
        return cleaned


class ExportForm(forms.ModelForm):  # type: ignore[type-arg]
    """The full export of the practice's own software."""

    export_id = forms.RegexField(ID, widget=forms.HiddenInput, required=False, label="")
    asked_on = FrenchDateField(label="Demandé le")
    received_on = FrenchDateField(label="Reçu le", required=False)
    opened_on = FrenchDateField(
        label="Ouvert et essayé le", required=False,
        help_text="Dix dossiers pris au hasard, avec leurs documents. Un export jamais ouvert "
        "n’en est pas un.",
    )  # fmt: skip
    dropped_on = FrenchDateField(
        label="Remplacé ou effacé le",
        required=False,
        help_text="Vide tant que vous le gardez. Il reste alors dans la liste.",
    )

    class Meta:
        model = SoftwareExport
        fields = (
            "software", "asked_by", "asked_to", "asked_on", "received_on", "place", "keeper",
            "opened_on", "opened_by", "found", "dropped_on",
        )  # fmt: skip
        help_texts = {
            "software": "Son nom et sa version.",
            "place": "Le disque ou la clé, et où il est rangé. Jamais le mot de passe.",
            "found": "Sans nom de patient. Par exemple\u00a0: il manque les images d’avant 2015.",
        }

"""What is typed of a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from hygie.core import clock
from hygie.records.models.requests import Choice, MinorSecret, RecordRequest, ScopeItem
from hygie.records.rules import requests as rules
from hygie.records.rules.requests import Person
from hygie.records.rules.requests_book import About, book

CHOOSE = ("", "Choisir…")


class Day(forms.DateInput):
    """A day, with the browser's own calendar."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})


class RequestForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who asks, in what capacity, when, why."""

    class Meta:
        model = RecordRequest
        fields = (
            "capacity", "name", "address", "phone", "received_on", "received_time", "way",
            "basis", "motive", "motive_details", "wanted",
        )  # fmt: skip
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3}),
            "motive_details": forms.Textarea(attrs={"rows": 3}),
            "received_on": Day(),
            "received_time": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }
        help_texts = {
            "capacity": "Même si la personne n’a pas droit au dossier : elle aura une réponse.",
            "received_on": "Le jour où la demande est arrivée au cabinet.",
            "motive_details": "Ce que la personne écrit : les circonstances, ou le droit en cause.",
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = rules.capacities_for(person, on=clock.today())
        may = [(one.id, one.label) for one in fitting if not one.refused]
        may_not = [(one.id, one.label) for one in fitting if one.refused]
        self.fields["capacity"] = forms.ChoiceField(
            label="À quel titre la personne demande-t-elle ?",
            choices=[CHOOSE, ("Peut avoir droit au dossier", may), ("N’y a pas droit", may_not)],
            help_text=self.Meta.help_texts["capacity"],
        )
        motives = [(one.id, one.label) for one in book().motives.values()]
        dead = any(one.about is About.DECEASED for one in fitting)
        self.fields["motive"] = forms.ChoiceField(
            label="Motif", required=False, choices=[("", "Non précisé"), *motives]
        )
        channels = [(one.id, one.label) for one in book().channels.values()]
        self.fields["wanted"] = forms.ChoiceField(
            label="Sous quelle forme ?", required=False, choices=[("", "Non précisé"), *channels]
        )
        if not dead:
            for name in ("motive", "motive_details"):
                del self.fields[name]
        else:
            del self.fields["basis"]


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """A document that Hygie does not hold."""

    class Meta:
        model = ScopeItem
        fields = ("title", "constituted_on", "place")
        widgets = {"constituted_on": Day()}
        help_texts = {
            "title": "Jamais une note personnelle, ni ce qui vient d’un tiers.",
            "constituted_on": "Le jour où l’information a été écrite. Vide si vous l’ignorez.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [one for one in self.fields["place"].choices if one[0] in {"software", "paper"}]  # type: ignore[attr-defined]
        self.fields["place"] = forms.ChoiceField(label="Où est-il ?", choices=choices)


class ScopeForm(forms.Form):
    """One choice and one reason for each document of the list."""

    def __init__(
        self, *args: Any, rows: Sequence[ScopeItem], about: About, minor: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        reasons = [CHOOSE, *((r.id, r.label) for r in rules.reasons_to_withhold(about))]
        # The living have a right to the whole: the proposal is to give. After a death, nothing is
        # proposed: each piece must be shown to serve the motive.
        proposed = "" if about is About.DECEASED else Choice.GIVE
        for row in rows:
            key = row.key
            self.fields[f"choice_{key}"] = forms.ChoiceField(
                choices=[(c.value, c.label) for c in (Choice.GIVE, Choice.WITHHOLD)],
                widget=forms.RadioSelect,
                required=False,
                initial=row.choice or proposed,
            )
            self.fields[f"reason_{key}"] = forms.ChoiceField(
                choices=reasons, required=False, initial=row.reason,
                label=f"Pourquoi ne pas donner « {row.title} »",
            )  # fmt: skip
            self.fields[f"why_{key}"] = forms.CharField(
                max_length=300, required=False, initial=row.why,
                label=f"Ce que « {row.title} » sert, ou pourquoi",
            )  # fmt: skip
        if minor:
            self.fields["minor_secret"] = forms.ChoiceField(
                label="L’enfant a-t-il demandé le secret sur un soin ?",
                choices=[CHOOSE, *((c.value, c.label) for c in MinorSecret if c.value)],
                required=False,
            )

    def lines(self) -> list[dict[str, Any]]:
        """Each document with its three fields."""
        return [
            {
                "row": row,
                "choice": self[f"choice_{row.key}"],
                "reason": self[f"reason_{row.key}"],
                "why": self[f"why_{row.key}"],
            }
            for row in self.rows
        ]


class GrantForm(forms.Form):
    """How the copy is handed over."""

    channel = forms.ChoiceField(
        label="Comment la copie est-elle remise ?", widget=forms.RadioSelect
    )
    clear_chosen = forms.BooleanField(
        label="Le demandeur a choisi des fichiers lisibles par tous, sur sa clé",
        required=False,
        help_text="À cocher pour la clé USB seulement. Le récépissé le dira.",
    )
    explanation = forms.CharField(
        label="Un mot à ajouter dans la lettre",
        widget=forms.Textarea(attrs={"rows": 3}), max_length=600, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = [(one.id, one.label) for one in book().channels.values()]
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    """Why the record is not given."""

    grounds = forms.MultipleChoiceField(
        label="Pour quelle raison ?", widget=forms.CheckboxSelectMultiple, required=False
    )
    explanation = forms.CharField(
        label="En vos mots",
        widget=forms.Textarea(attrs={"rows": 4}), max_length=900, required=False,
        help_text="Sera écrit dans la lettre. N’y mettez rien que le secret couvre.",
    )  # fmt: skip

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = [(one.id, one.label) for one in rules.refusals_for(about)]
        self.fields["grounds"].choices = grounds  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """Why the GDPR's month is extended."""

    ground = forms.ChoiceField(
        label="Pour quelle raison ?", widget=forms.RadioSelect,
        choices=[("complex", "La demande est complexe"),
                 ("many", "Les demandes reçues sont nombreuses")],
    )  # fmt: skip
    reason = forms.CharField(
        label="En quelques mots",
        widget=forms.Textarea(attrs={"rows": 3}), max_length=600,
        help_text="Sera écrit dans la lettre. N’y mettez rien que le secret couvre.",
    )  # fmt: skip


class CommissionForm(forms.Form):
    """Whether the psychiatric commission was asked."""

    commission_on = forms.DateField(
        label="Saisie le", required=False, widget=Day(),
        help_text="Laissez vide si elle ne l’est pas.",
    )  # fmt: skip


class CloseForm(forms.Form):
    """The day when the receipt was signed."""

    receipt_signed_on = forms.DateField(label="Récépissé signé le", required=False, widget=Day())

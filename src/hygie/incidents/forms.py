"""What is asked for a day without computers."""

from __future__ import annotations

from django import forms

from hygie.patients.forms import FrenchDateField

PARTS = (
    ("agenda", "Les patients attendus"),
    ("numbers", "Les numéros de « Qui appeler »"),
    ("prescriptions", "Une ordonnance vierge par professionnel"),
    ("card", "La carte d’urgence"),
)


class DayForm(forms.Form):
    """The paper to print now."""

    agenda = forms.FileField(
        label="Agenda exporté de votre logiciel (facultatif)",
        required=False,
        help_text="Fichier CSV ou ICS. Il est lu sur cet ordinateur et n’est pas gardé.",
        widget=forms.FileInput(attrs={"accept": ".csv,.ics,.txt"}),
    )
    day = FrenchDateField(label="Pour quel jour\u00a0?")
    parts = forms.MultipleChoiceField(
        label="Que faut-il imprimer\u00a0?", choices=PARTS, widget=forms.CheckboxSelectMultiple
    )


class EveningForm(forms.Form):
    """The folder where the agenda falls."""

    folder = forms.CharField(
        label="Dossier où votre logiciel exporte l’agenda",
        max_length=1000,
        help_text="Adresse complète, par exemple C:\\Users\\Alice\\Documents\\Agenda",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

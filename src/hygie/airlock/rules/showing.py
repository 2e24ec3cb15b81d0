"""The words, colours and drawings of verdicts. Never "sans virus", "propre" or "sain"."""

from __future__ import annotations

from dataclasses import dataclass

from hygie.airlock.rules.verdicts import Colour, Verdict
from hygie.airlock.rules.words import COLOURS, VERDICTS


@dataclass(frozen=True, kw_only=True)
class Shown:
    """How a verdict stands on the screen.

    Attributes:
        word: one or two words, in French.
        sentence: what it means, for whoever reads it for the first time.
        icon: drawing beside the word, for who does not see colours.
        tone: class of the style sheet ("green", "orange", "red", "grey").
    """

    word: str
    sentence: str
    icon: str
    tone: str


# In the order in which a person wants to read them: what calls for a look comes first.
FILES: dict[Verdict, Shown] = {
    Verdict.DANGEROUS: Shown(
        word=VERDICTS[Verdict.DANGEROUS],
        sentence="Fait pour nuire, ou pour en avoir l’air. Rien n’en est transmis.",
        icon="siren",
        tone="red",
    ),
    Verdict.UNVERIFIABLE: Shown(
        word=VERDICTS[Verdict.UNVERIFIABLE],
        sentence="Protégé par un mot de passe, abîmé, ou trop gros pour être examiné. "
        "Il n’est pas transmis.",
        icon="circle-question-mark",
        tone="orange",
    ),
    Verdict.ERROR: Shown(
        word=VERDICTS[Verdict.ERROR],
        sentence="Hygie n’a pas su finir avec ce fichier. Il n’est pas transmis.",
        icon="triangle-alert",
        tone="orange",
    ),
    Verdict.NEUTRALISED: Shown(
        word=VERDICTS[Verdict.NEUTRALISED],
        sentence="Quelque chose d’actif ou d’inconnu a été retiré. Le reste est transmis.",
        icon="scan-line",
        tone="blue",
    ),
    Verdict.REBUILT: Shown(
        word=VERDICTS[Verdict.REBUILT],
        sentence="Rien d’actif n’y a été trouvé. Le fichier transmis a été refait à neuf.",
        icon="circle-check",
        tone="green",
    ),
    Verdict.WITHHELD: Shown(
        word=VERDICTS[Verdict.WITHHELD],
        sentence="Hygie ne transmet pas ce genre de fichier. Ce n’est pas une accusation : "
        "la visionneuse d’un CD, par exemple, est toujours retenue.",
        icon="circle-minus",
        tone="grey",
    ),
}

DANGER = Shown(
    word=COLOURS[Colour.RED],
    sentence="Au moins un fichier est dangereux. Il n’est pas transmis. "
    "N’ouvrez ce support sur aucun autre ordinateur.",
    icon="siren",
    tone="red",
)
LOOK = Shown(
    word=COLOURS[Colour.ORANGE],
    sentence="Aucun fichier n’a été reconnu comme dangereux, mais quelque chose demande "
    "votre attention. Lisez ce qui suit avant de transmettre.",
    icon="circle-alert",
    tone="orange",
)
REBUILT = Shown(
    word=COLOURS[Colour.GREEN],
    sentence="Tout ce qui peut être transmis a été refait à neuf, puis contrôlé une seconde fois.",
    icon="circle-check",
    tone="green",
)
NOTHING = Shown(
    word="Rien à transmettre",
    sentence="Aucun fichier de ce support n’est d’un genre que Hygie transmet. "
    "Ce n’est pas une accusation.",
    icon="circle-minus",
    tone="grey",
)


def word_for_all(colour: Colour, *, passed: int) -> Shown:
    """The one word for a whole key.

    Args:
        colour: what the key comes to.
        passed: how many files may be handed over; a green key without any is not "rebuilt".
    """
    if colour is Colour.RED:
        return DANGER
    if colour is Colour.ORANGE:
        return LOOK
    return REBUILT if passed else NOTHING


def seconds_in_words(seconds: float) -> str:
    """How long, as one says it: "8 secondes", "2 minutes 05"."""
    whole = max(0, int(seconds))
    if not whole:
        return "moins d’une seconde"
    if whole < 60:
        return f"{whole} seconde{'s' if whole > 1 else ''}"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} minute{'s' if minutes > 1 else ''} {rest:02}"


def size_in_words(size_bytes: int) -> str:
    """A size as one reads it: "340 ko", "1,2 Go"; decimal units, as systems print them."""
    if size_bytes < 1000:
        return f"{size_bytes} octet{'s' if size_bytes > 1 else ''}"
    size = float(size_bytes)
    for unit in ("ko", "Mo", "Go", "To"):
        size /= 1000
        if size < 999.5 or unit == "To":
            break
    figure = f"{size:.1f}" if size < 9.95 else f"{size:.0f}"
    return f"{figure}\u00a0{unit}".replace(".", ",")

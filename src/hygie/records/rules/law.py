"""The law as dated data: which rule binds whom, for how long, on whose word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hygie.core import rules
from hygie.core.errors import HygieError
from hygie.core.rules import Source

DATA = Path(__file__).parents[1] / "data"
SLOTS = ("contact", "birthday", "death", "suspension", "active")
UNITS = ("years", "months", "days")
DEFAULT_PROFESSION = "10"
WHOLE_FILE = "whole_file"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One version of one duration.

    Attributes:
        anchor: the event from which it runs.
        value: how many units; 0 for a suspension, which has no duration of its own.
        unit: "years", "months" or "days".
        within: for a death, the years after the last contact in which it must come.
        is_maximum: the text forbids to keep longer, instead of asking to keep so long.
        article: how a sentence names the text.
        professions: the only codes it is for; empty for all.
        source: where it comes from.
        in_force_from: first day of this version; None when not known.
        in_force_until: last day of this version; None while it lasts.
    """

    anchor: str
    value: int
    unit: str
    within: int
    is_maximum: bool
    article: str
    professions: tuple[str, ...]
    source: Source
    in_force_from: date | None
    in_force_until: date | None

    def is_in_force(self, on: date) -> bool:
        """Whether this version is the text on that day."""
        return (self.in_force_from or date.min) <= on <= (self.in_force_until or date.max)


@dataclass(frozen=True, kw_only=True)
class Regime:
    """The rules that hold together on one day; an absent one is None."""

    contact: Rule
    birthday: Rule | None
    death: Rule | None
    suspension: Rule | None
    active: Rule | None


@dataclass(frozen=True, kw_only=True)
class Follower:
    """Who follows a regime (a profession, or a class of documents), and on whose word."""

    name: str
    regime: str
    phrase: str
    warning: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class DocumentClass:
    """A kind of document: it has rules of its own, or follows a regime.

    The regime "profession" is the one of whoever keeps it.

    A practice adds one for what nobody foresaw, with its reason as the title of the source.
    """

    id: str
    label: str
    anchor: str
    anchor_label: str
    regime: str
    phrase: str
    rules: tuple[Rule, ...]
    source: Source


@dataclass(frozen=True, kw_only=True)
class Category:
    """A kind of patient whose record is advised to be kept without an end."""

    id: str
    label: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Law:
    """Everything the data files say.

    Attributes:
        regimes: versions of each slot of each regime.
        professions: by code of TRE_G15.
        classes: by id.
        categories: by id and by each alias.
        review: how often a record without an end is looked at again.
        doubts: what the texts leave open, by name.
        general: what is told under every explanation.
    """

    regimes: Mapping[str, Mapping[str, tuple[Rule, ...]]]
    professions: Mapping[str, Follower]
    classes: Mapping[str, DocumentClass]
    categories: Mapping[str, Category]
    review: Rule
    doubts: Mapping[str, str]
    general: Mapping[str, str]

    def regime(self, name: str, on: date) -> Regime:
        """The rules of a regime on a day."""
        versions = self.regimes[name]
        return Regime(**{slot: version_on(versions.get(slot, ()), on) for slot in SLOTS})  # type: ignore[arg-type]


def version_on(versions: Sequence[Rule], on: date) -> Rule | None:
    """The version in force that day; else the last one that was, else the first to come.

    A text out of force is better than none: it keeps, and the sentence says what it is.
    """
    begun = [one for one in versions if (one.in_force_from or date.min) <= on]
    in_force = [one for one in begun if one.is_in_force(on)]
    if in_force or begun:
        return (in_force or begun)[-1]
    return versions[0] if versions else None


@cache
def law() -> Law:
    """What is shipped with Hygie.

    Raises:
        HygieError: `rules.unreadable`, `rules.no_source` or `records.bad_rule`.
    """
    return law_from(
        *(rules.load(DATA / f"{name}.toml") for name in ("files", "documents", "categories")),
        counting=rules.load(DATA / "counting.toml"),
    )


def law_from(
    files: Mapping[str, Any],
    documents: Mapping[str, Any],
    categories: Mapping[str, Any],
    *,
    counting: Mapping[str, Any],
) -> Law:
    """The law made of the data files; refuses an entry without source or of an unknown form.

    Raises:
        HygieError: `rules.no_source` or `records.bad_rule`.
    """
    try:
        return Law(
            regimes=_regimes(files["regimes"]),
            professions=_professions(files["professions"]),
            classes={table["id"]: _class(table) for table in documents["classes"]},
            categories=_categories(categories["categories"]),
            review=_rule(categories["review"] | {"anchor": "end", "article": ""}),
            doubts=counting["doubts"],
            general=counting["general"],
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise HygieError(
            "records.bad_rule", f"Règle de conservation mal écrite : {error}"
        ) from error


def _regimes(tables: Mapping[str, Any]) -> dict[str, Mapping[str, tuple[Rule, ...]]]:
    found: dict[str, Mapping[str, tuple[Rule, ...]]] = {}
    for name, table in tables.items():
        slots = {slot: versions for slot, versions in table.items() if slot != "label"}
        if not set(slots) <= set(SLOTS) or not slots["contact"]:
            raise ValueError(f"{name} : {sorted(slots)}")
        found[name] = {
            slot: tuple(_rule(version, has_value=slot != "suspension") for version in versions)
            for slot, versions in slots.items()
        }
    return found


def _rule(table: Mapping[str, Any], *, has_value: bool = True) -> Rule:
    value, unit = (table["value"], table["unit"]) if has_value else (0, "days")
    limit, within = table.get("limit", "minimum"), table.get("within", 0)
    if type(value) is not int or value < has_value or unit not in UNITS:
        raise ValueError(f"durée {value!r} {unit!r}")
    if limit not in {"minimum", "maximum"} or type(within) is not int:
        raise ValueError(f"{limit!r}, {within!r}")
    days = [table.get(name) for name in ("in_force_from", "in_force_until")]
    if any(day is not None and type(day) is not date for day in days):
        raise ValueError(f"en vigueur : {days!r}")
    return Rule(
        anchor=str(table["anchor"]),
        value=value,
        unit=unit,
        within=within,
        is_maximum=limit == "maximum",
        article=str(table["article"]),
        professions=tuple(table.get("professions", ())),
        source=_source(table),
        in_force_from=days[0],
        in_force_until=days[1],
    )


def _source(table: Mapping[str, Any]) -> Source:
    if "source" not in table:
        raise HygieError("rules.no_source", f"Règle sans source : {dict(table)!r}.")
    return rules.source_from(table["source"])


def _professions(tables: Sequence[Mapping[str, Any]]) -> dict[str, Follower]:
    return {
        code: Follower(
            name=table["name"],
            regime=table["regime"],
            phrase=table["phrase"],
            warning=table.get("warning", ""),
            source=_source(table),
        )
        for table in tables
        for code in table["codes"]
    }


def _class(table: Mapping[str, Any]) -> DocumentClass:
    own = table.get("rules", ())
    if bool(own) is ("regime" in table):
        raise ValueError(f"{table['id']} : une règle ou un régime, l’un des deux")
    anchor = {"anchor": table["anchor"]}
    return DocumentClass(
        id=table["id"],
        label=table["label"],
        anchor=table["anchor"],
        anchor_label=table["anchor_label"],
        regime=table.get("regime", ""),
        phrase=table.get("phrase", ""),
        rules=tuple(_rule(anchor | rule) for rule in own),
        source=_source(table if not own else own[0]),
    )


def _categories(tables: Mapping[str, Any]) -> dict[str, Category]:
    found: dict[str, Category] = {}
    for name, table in tables.items():
        category = Category(id=name, label=table["label"], source=_source(table))
        found |= dict.fromkeys((name, *table.get("aliases", ())), category)
    return found

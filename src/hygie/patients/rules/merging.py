"""What a list may change in a patient's file, and what it never does.

1. An empty cell erases nothing.
2. The identity that an INS qualified (names, birth, sex, place, number) is never changed by a list.
3. A death noted is never taken back, nor its day changed.
4. What the patient asked (her rights) is not in a list: it is never read nor touched.
5. The day of the last contact only goes forward; the state of an INS only goes up.
6. A list repeats itself: its second line on a patient only fills what is empty. So does the line of
   a file that was made one with another.
So the same list imported twice changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from hygie.patients.rules import ins
from hygie.patients.rules.record import Record
from hygie.patients.rules.sounds import sound_of
from hygie.patients.rules.traits import as_trait, first_given_name
from hygie.patients.rules.words import digits_of, parts_of

KEPT_QUALIFIED = "identité qualifiée dans Hygie\u00a0: gardée telle quelle"
NOT_YET_QUALIFIED = (
    "INS dite qualifiée, mais il manque un trait\u00a0: notée «\u00a0récupérée\u00a0»"
)
_RANK = {state.value: rank for rank, state in enumerate(ins.State)}
_IDENTITY = ("birth_name", "birth_given_names", "birth_date", "sex", "birth_place")
_REACHED_BY = ("used_name", "used_given_name", "phone", "mobile", "email", "address")


def is_same_source(one: Record, other: Record) -> bool:
    """Their numbers come from the same software, as far as anybody said."""
    return one.local_source == other.local_source or not (one.local_source and other.local_source)


def have_two_numbers(one: Record, other: Record) -> bool:
    """The same software gave them two numbers."""
    has_two = one.local_id and other.local_id and one.local_id != other.local_id
    return bool(has_two) and is_same_source(one, other)


def agree(known: Record, said: Record) -> bool:
    """A number names the same person: the same day of birth, or a name and a given name alike."""
    if known.birth_date and known.birth_date == said.birth_date:
        return True
    surnames = _sounds(known.birth_name, known.used_name) & _sounds(said.birth_name, said.used_name)
    given = _given(known) & _given(said)
    return bool(surnames and (given or not _given(known) or not _given(said)))


def _sounds(*names: str) -> set[str]:
    return {"".join(map(sound_of, parts_of(name))) for name in names if name}


def _given(record: Record) -> set[str]:
    return _sounds(first_given_name(record.birth_given_names), record.used_given_name)


def names_of(record: Record) -> set[str]:
    """The surnames by which exact traits are looked for."""
    return {record.birth_name, as_trait(record.used_name)} - {""}


def are_exact(known: Record, said: Record) -> bool:
    """Same name, same given name, same day of birth, no sex, INS or number that says otherwise."""
    if known.birth_date != said.birth_date or (known.ins and said.ins and known.ins != said.ins):
        return False
    if known.sex and said.sex and known.sex != said.sex:
        return False
    if have_two_numbers(known, said):
        return False
    if known.birth_name and said.birth_name:
        has_name = known.birth_name == said.birth_name
    else:
        has_name = bool(names_of(known) & names_of(said))
    if not has_name or not _have_the_same_given_names(known, said):
        return False
    # Without a day of birth, names say too little: only a line that brings nothing is the same.
    return known.birth_date is not None or merged(known, said)[0] == known


def _have_the_same_given_names(known: Record, said: Record) -> bool:
    ours, theirs = known.birth_given_names, said.birth_given_names
    if ours and theirs:
        shorter, longer = sorted((ours, theirs), key=len)
        return f"{longer} ".startswith(f"{shorter} ")
    firsts = [
        {first_given_name(one.birth_given_names), as_trait(one.used_given_name)} - {""}
        for one in (known, said)
    ]
    return bool(firsts[0] & firsts[1]) or not any(firsts)


def merged(
    known: Record, said: Record, *, fills_only: bool = False
) -> tuple[Record, tuple[str, ...]]:
    """The file after a line that speaks of the same person, and what to tell of it."""
    after, notes = replace(known), list[str]()
    if known.ins_state == ins.State.QUALIFIED:
        if any(_differs(name, known, said) for name in (*_IDENTITY, "ins")):
            notes.append(KEPT_QUALIFIED)
    else:
        _change(after, said, _IDENTITY, fills_only=fills_only)
        notes += _change_ins(after, said)
    _change(after, said, _REACHED_BY, fills_only=fills_only)
    if said.local_id and not (known.local_id and fills_only):
        after.local_id = said.local_id
        after.local_source = said.local_source or (
            known.local_source if known.local_id == said.local_id else ""
        )
    after.last_contact = max(filter(None, (known.last_contact, said.last_contact)), default=None)
    after.is_deceased = known.is_deceased or said.is_deceased
    after.died_on = known.died_on or said.died_on
    return after, tuple(notes)


def _differs(name: str, known: Record, said: Record) -> bool:
    """The line says something, and it is not what is known."""
    old, new = getattr(known, name), getattr(said, name)
    if not new or new == old:
        return False
    if name in {"phone", "mobile"}:
        return digits_of(new) != digits_of(old) or not digits_of(new)
    if name in {"used_name", "used_given_name"}:
        return as_trait(new) != as_trait(old)  # accents written by a person are kept
    if name == "birth_given_names":
        return not f"{old} ".startswith(f"{new} ")  # the list gives the first one alone
    return True


def _change(after: Record, said: Record, names: tuple[str, ...], *, fills_only: bool) -> None:
    for name in names:
        if _differs(name, after, said) and not (fills_only and getattr(after, name)):
            setattr(after, name, getattr(said, name))


def _change_ins(after: Record, said: Record) -> list[str]:
    if not said.ins or (after.ins != said.ins and _RANK[after.ins_state] > _RANK[said.ins_state]):
        return []
    is_higher = _RANK[said.ins_state] >= _RANK[after.ins_state]
    if after.ins == said.ins and not is_higher:
        return []
    after.ins, after.ins_oid, after.ins_state = said.ins, said.ins_oid, said.ins_state
    return settle_state(after)


def settle_state(record: Record) -> list[str]:
    """An INS is qualified with its traits only: without one of them it is said "retrieved"."""
    if record.ins_state == ins.State.QUALIFIED and ins.missing_to_qualify(record):
        record.ins_state = ins.State.RETRIEVED.value
        return [NOT_YET_QUALIFIED]
    return []

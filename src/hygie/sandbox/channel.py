"""The words that cross the wall: a code and a flat list of named values, each with its length.

No nesting beyond a list of values, no reference, no type that runs anything: reading a message
costs no more than its own length, and any byte that is not exactly in its place refuses it. Both
sides use this module; the trusted side believes nothing that `decode` did not check.

    frame    length of the body (4 bytes), body
    body     version, code, number of fields (2), then each field: name, kind, value
    name     length (1), ASCII letters, digits and "_"; a code may hold "." too
    value    integer: 8 bytes; real: 8 bytes; bytes and text: length (4), content
             a list: number of items (4), then each
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

VERSION = 1
MAX_FIELDS = 64
# Items of all the lists of a message together: each costs a Python object to who reads it.
MAX_ITEMS = 65_536
LENGTH = struct.Struct("<I")

# How many files one child may be given: their descriptors travel in one packet.
MAX_BATCH = 64
MAX_REQUEST_BYTES = 128 * 1024

# Exit codes of a child: its answers say everything, unless the walls did not stand.
DONE, UNSEALED, BROKEN = 0, 70, 71

# Codes that no job can announce, for what happened to it.
FAILED, MEMORY, TOO_MUCH = "_failed", "_memory", "_too_much"

# How a child ended, told by the zygote: an exit code, or a signal counted below zero.
STATUS = struct.Struct("<i")

_COUNT = struct.Struct("<H")
_INTEGER = struct.Struct("<q")
_REAL = struct.Struct("<d")
_CODE = re.compile(r"[a-z_][a-z0-9_.]{0,63}", re.ASCII)
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,63}", re.ASCII)

Single = int | float | bytes | str
Value = Single | tuple[Single, ...]


class Kind(IntEnum):
    """Kind of a value: a single one, or a list of one kind."""

    INTEGER = 1
    REAL = 2
    BYTES = 3
    TEXT = 4
    INTEGERS = 17
    REALS = 18
    MANY_BYTES = 19
    TEXTS = 20

    @property
    def is_many(self) -> bool:
        """Whether it is a list."""
        return self >= Kind.INTEGERS

    @property
    def single(self) -> Kind:
        """Kind of the items of a list; itself otherwise."""
        return Kind(self - 16) if self.is_many else self


_KINDS = {int(kind): kind for kind in Kind}


class GarbledError(ValueError):
    """A message that is not exactly of the form above."""


@dataclass(frozen=True)
class Message:
    """A code and its named values."""

    code: str
    fields: Mapping[str, Value] = field(default_factory=dict)


def kind_of(value: Value) -> Kind:
    """Kind of a value.

    Raises:
        GarbledError: it is of no kind, or a list of several.
    """
    if isinstance(value, tuple):
        kinds = {kind_of(item) for item in value} or {Kind.INTEGER}
        if len(kinds) != 1 or max(kinds).is_many:
            raise GarbledError("a list holds single values of one kind")
        return Kind(kinds.pop() + 16)
    if isinstance(value, int):
        return Kind.INTEGER
    if isinstance(value, float):
        return Kind.REAL
    if isinstance(value, bytes):
        return Kind.BYTES
    if isinstance(value, str):
        return Kind.TEXT
    raise GarbledError(f"of no kind: {type(value).__name__}")


def encode(message: Message) -> bytes:
    """The body of a message.

    Raises:
        GarbledError: a name, a value or a number of them is not allowed.
    """
    if len(message.fields) > MAX_FIELDS:
        raise GarbledError("too many fields")
    if sum(len(value) for value in message.fields.values() if isinstance(value, tuple)) > MAX_ITEMS:
        raise GarbledError("too many items")
    parts = [bytes([VERSION]), _word(message.code, _CODE), _COUNT.pack(len(message.fields))]
    for name, value in message.fields.items():
        kind = kind_of(value)
        parts += [_word(name, _NAME), bytes([kind])]
        if isinstance(value, tuple):
            parts.append(LENGTH.pack(len(value)))
        for item in value if isinstance(value, tuple) else (value,):
            parts += _packed(item)
    return b"".join(parts)


def _word(word: str, form: re.Pattern[str]) -> bytes:
    if form.fullmatch(word) is None:
        raise GarbledError(f"not a word of the channel: {word[:80]!r}")
    return bytes([len(word)]) + word.encode("ascii")


def _packed(item: Single) -> list[bytes]:
    try:
        if isinstance(item, int):
            return [_INTEGER.pack(item)]
        if isinstance(item, float):
            return [_REAL.pack(_finite(item))]
        content = item.encode("utf-8") if isinstance(item, str) else item
        return [LENGTH.pack(len(content)), content]
    except (struct.error, UnicodeEncodeError) as error:
        raise GarbledError("a value out of range") from error


def _finite(real: float) -> float:
    if not math.isfinite(real):
        raise GarbledError("a real that is no number")
    return real


def decode(untrusted: bytes | bytearray) -> Message:
    """The message of a body, checked to its last byte.

    Raises:
        GarbledError: anything is out of place.
    """
    reader = _Reader(memoryview(untrusted))
    if reader.byte() != VERSION:
        raise GarbledError("another version")
    code = reader.word(_CODE)
    fields: dict[str, Value] = {}
    count = reader.unpack(_COUNT)
    if count > MAX_FIELDS:
        raise GarbledError("too many fields")
    for _ in range(count):
        name = reader.word(_NAME)
        if name in fields:
            raise GarbledError("a field said twice")
        fields[name] = reader.value()
    if reader.rest:
        raise GarbledError("bytes after the end")
    return Message(code, fields)


@lru_cache(maxsize=1024)
def _checked(raw: bytes, form: re.Pattern[str]) -> str:
    """A word as it came, looked at once: the same few come with every file."""
    word = raw.decode("latin-1")
    if form.fullmatch(word) is None:
        raise GarbledError("not a word of the channel")
    return word


class _Reader:
    """Takes from the front of a body, never more than what is there."""

    def __init__(self, body: memoryview) -> None:
        self.body = body
        self.at = 0
        self.items = 0

    @property
    def rest(self) -> int:
        return len(self.body) - self.at

    def take(self, size: int) -> memoryview:
        if size > self.rest:
            raise GarbledError("cut short")
        taken = self.body[self.at : self.at + size]
        self.at += size
        return taken

    def byte(self) -> int:
        try:
            value = self.body[self.at]
        except IndexError as error:
            raise GarbledError("cut short") from error
        self.at += 1
        return value

    def unpack(self, form: struct.Struct) -> int:
        try:
            (value,) = form.unpack_from(self.body, self.at)
        except struct.error as error:
            raise GarbledError("cut short") from error
        self.at += form.size
        return int(value)

    def word(self, form: re.Pattern[str]) -> str:
        return _checked(bytes(self.take(self.byte())), form)

    def value(self) -> Value:
        kind = _KINDS.get(self.byte())
        if kind is None:
            raise GarbledError("of no kind")
        if kind < Kind.INTEGERS:
            return self.single(kind)
        count = self.unpack(LENGTH)
        self.items += count
        if self.items > MAX_ITEMS:
            raise GarbledError("too many items")
        single = kind.single
        return tuple(self.single(single) for _ in range(count))

    def single(self, kind: Kind) -> Single:
        if kind is Kind.INTEGER:
            return self.unpack(_INTEGER)
        if kind is Kind.REAL:
            return _finite(float(_REAL.unpack(self.take(8))[0]))
        content = bytes(self.take(self.unpack(LENGTH)))
        if kind is Kind.BYTES:
            return content
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise GarbledError("not UTF-8") from error

"""Nothing crosses the wall but what has exactly the announced form."""

import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.sandbox import channel
from hygie.sandbox.channel import GarbledError, Kind, Message, decode, encode, kind_of

codes = st.from_regex(r"[a-z_][a-z0-9_.]{0,63}", fullmatch=True)
names = st.from_regex(r"[a-z_][a-z0-9_]{0,63}", fullmatch=True)
singles = [
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.binary(max_size=200),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
]
values = st.one_of(*singles, *(st.lists(one, max_size=5).map(tuple) for one in singles))
messages = st.builds(Message, codes, st.dictionaries(names, values, max_size=6))


@given(messages)
def test_a_message_crosses_whole(message):
    assert decode(encode(message)) == message


@given(st.binary(max_size=400))
def test_no_bytes_make_anything_else_than_a_message_or_a_refusal(untrusted):
    try:
        message = decode(untrusted)
    except GarbledError:
        return
    assert encode(message) == untrusted or () in message.fields.values()


@given(messages, st.data())
def test_a_message_of_which_one_byte_changed_is_refused_or_is_another_message(message, data):
    body = bytearray(encode(message))
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] ^= data.draw(st.integers(1, 255))
    try:
        changed = decode(body)
    except GarbledError:
        return
    assert changed != message or () in message.fields.values()


@given(messages, st.data())
def test_a_message_cut_short_or_with_more_behind_is_refused(message, data):
    body = encode(message)
    with pytest.raises(GarbledError):
        decode(body[: data.draw(st.integers(0, len(body) - 1))])
    with pytest.raises(GarbledError, match="after the end"):
        decode(body + data.draw(st.binary(min_size=1, max_size=20)))


def raw(*parts, count=1, code=b"ok"):
    head = bytes([channel.VERSION, len(code)]) + code + struct.pack("<H", count)
    return head + b"".join(parts)


FIELD = b"\x01n"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "cut short"),
        (b"\x02", "another version"),
        (raw(count=0, code=b"OK"), "not a word"),
        (raw(count=0, code=b""), "not a word"),
        (raw(count=0, code=b"a\n"), "not a word"),
        (raw(b"\x03a-b\x01"), "not a word"),
        (raw(count=65), "too many fields"),
        (raw(FIELD, b"\x09"), "of no kind"),
        (raw(FIELD, b"\x01" + bytes(8), FIELD, b"\x01" + bytes(8), count=2), "said twice"),
        (raw(FIELD, b"\x02", struct.pack("<d", float("nan"))), "no number"),
        (raw(FIELD, b"\x02", struct.pack("<d", float("inf"))), "no number"),
        (raw(FIELD, b"\x03", struct.pack("<I", 2**32 - 1), b"abc"), "cut short"),
        (raw(FIELD, b"\x04", struct.pack("<I", 2), b"\xff\xfe"), "not UTF-8"),
        (raw(FIELD, b"\x04", struct.pack("<I", 3), b"\xed\xa0\x80"), "not UTF-8"),
        (raw(FIELD, b"\x13", struct.pack("<I", 65_537)), "too many items"),
    ],
)
def test_what_is_out_of_place_is_named(body, why):
    with pytest.raises(GarbledError, match=why):
        decode(body)


def test_a_length_that_nothing_follows_costs_nothing():
    many = raw(FIELD, b"\x11", struct.pack("<I", 65_536), bytes(7))
    started = time.perf_counter()
    with pytest.raises(GarbledError, match="cut short"):
        decode(many)
    assert time.perf_counter() - started < 0.5


def test_the_items_of_all_lists_are_counted_together():
    half = tuple(range(40_000))
    with pytest.raises(GarbledError, match="too many items"):
        encode(Message("ok", {"a": half, "b": half}))
    one = encode(Message("ok", {"a": half}))
    field = one[len(raw(count=1)) :]
    with pytest.raises(GarbledError, match="too many items"):
        decode(raw(field, field.replace(b"\x01a", b"\x01b", 1), count=2))


@pytest.mark.parametrize(
    "value",
    [2**63, float("nan"), None, {"a": 1}, [1], (1, "a"), ((1,),), "\ud800", object()],
    ids=lambda value: repr(value).partition(" object at ")[0],  # the same in each process
)
def test_a_value_of_another_kind_is_not_sent(value):
    with pytest.raises(GarbledError):
        encode(Message("ok", {"a": value}))


def test_a_list_has_the_kind_of_its_items():
    assert kind_of((b"a", b"b")) is Kind.MANY_BYTES
    assert Kind.MANY_BYTES.single is Kind.BYTES
    assert Kind.TEXT.single is Kind.TEXT

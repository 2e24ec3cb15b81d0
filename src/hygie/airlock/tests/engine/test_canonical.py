import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.canonical import MOST_WHOLE, canonical, parsed

names = st.text(st.characters(max_codepoint=0x2FF), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST_WHOLE, MOST_WHOLE)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(values)
def test_a_value_has_one_form_which_reads_back_as_itself(value):
    content = canonical(value)
    assert parsed(content) == value
    assert canonical(json.loads(content)) == content


def test_the_form_is_that_of_rfc_8785():
    said = {"b": [1, True, None], "a": '€\u20ac\x0f\n"\\', "A": -2}
    assert canonical(said) == '{"A":-2,"a":"€€\\u000f\\n\\"\\\\","b":[1,true,null]}'.encode()


@pytest.mark.parametrize(
    "value", [1.5, {"a": float("nan")}, {"\U0001f4be": 1}, {1: 2}, [2**53], "\ud800", [object()]]
)
def test_what_two_readers_could_read_otherwise_is_refused(value):
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


@pytest.mark.parametrize(
    "untrusted",
    [b'{"a":1,"a":2}', b"[1.0]", b"[NaN]", b"\xff", b"{", b"[" * 100_000, b"[1e3]"],
)
def test_doubtful_json_is_refused(untrusted):
    with pytest.raises(ValueError, match=r"."):
        parsed(untrusted)

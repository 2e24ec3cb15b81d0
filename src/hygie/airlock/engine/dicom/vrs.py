"""Value representations (PS3.5 §6.2): how long their length field is, what they hold."""

from __future__ import annotations

# Their length takes four bytes, after two that are reserved (PS3.5 table 7.1-1).
LONG = frozenset(
    (b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV")
)
TEXTS = frozenset((
    b"AE", b"AS", b"CS", b"DA", b"DS", b"DT", b"IS", b"LO", b"LT", b"PN", b"SH", b"ST", b"TM",
    b"UC", b"UT",
))  # fmt: skip
# Bytes of one number.
NUMBERS = {
    b"US": 2,
    b"SS": 2,
    b"AT": 4,
    b"UL": 4,
    b"SL": 4,
    b"FL": 4,
    b"FD": 8,
    b"SV": 8,
    b"UV": 8,
}
# Bytes of one word of a store.
STORES = {b"OB": 1, b"OW": 2, b"OF": 4, b"OL": 4, b"OD": 8, b"OV": 8}
ALL = LONG | TEXTS | frozenset(NUMBERS) | frozenset((b"UI",))

# Bytes of a value, in all; a vendor's text is often longer than the standard allows.
CAPS = {b"DS": 8 << 20, b"IS": 8 << 20, b"UT": 1 << 20, b"UC": 1 << 20}
CAP_OF_TEXTS = 0xFFFE
CAP_OF_NUMBERS = 8 << 20
CAP_OF_STORES = 16 << 20

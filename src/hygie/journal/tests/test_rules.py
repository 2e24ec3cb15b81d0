from hypothesis import given
from hypothesis import strategies as st

from hygie.journal import rules

FIELDS = st.tuples(*[st.text(max_size=12)] * 6)


def chain(contents):
    rows, previous = [], rules.FIRST_PREVIOUS
    for number, content in enumerate(contents, start=1):
        hashed = rules.hash_line(previous, (number, *content))
        rows.append((number, *content, previous, hashed))
        previous = hashed
    return rows


def verify(rows, of=None):
    last = (of or rows)[-1]
    return rules.verify(rows, expected=(last[0], last[8]))


def lines(count):
    return chain([("2026-11-24", "id", "Alice", "a.b", "x", str(n)) for n in range(count)])


def test_a_whole_journal_has_no_fault():
    found = verify(lines(20))
    assert found.faults == ()
    assert found.lines == 20
    assert found.head == lines(20)[-1][8]


def test_an_empty_journal_is_whole():
    assert rules.verify([], expected=(0, rules.FIRST_PREVIOUS)).faults == ()


@given(st.lists(FIELDS, min_size=1, max_size=8), st.data())
def test_any_altered_field_is_named(contents, data):
    rows = chain(contents)
    at = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.integers(1, 6))
    altered = list(rows[at])
    altered[field] += "x"
    rows[at] = tuple(altered)
    assert any(f"Ligne {at + 1} " in fault for fault in verify(rows).faults)


def test_a_removed_line_is_named():
    rows = lines(10)
    assert verify(rows[:4] + rows[5:]).faults[0] == "Après la ligne 4 : la ligne 5 manque."
    assert "les lignes 4 à 6 manquent" in verify(rows[:3] + rows[6:]).faults[0]


def test_a_line_taken_off_the_end_is_missed():
    rows = lines(10)
    assert "la dernière lue est la 9" in verify(rows[:-1], of=rows).faults[0]


def test_an_inserted_line_is_named():
    rows = lines(10)
    forged = rules.hash_line(rows[4][8], (6, "2026", "id", "Eve", "a.b", "x", "1"))
    inserted = (6, "2026", "id", "Eve", "a.b", "x", "1", rows[4][8], forged)
    renumbered = [(row[0] + 1, *row[1:]) for row in rows[5:]]
    faults = verify([*rows[:5], inserted, *renumbered], of=rows).faults
    assert any(fault.startswith("Ligne 7 ") for fault in faults)


def test_a_line_written_again_with_its_hash_breaks_the_next():
    rows = lines(10)
    content = (4, "2026", "id", "Alice", "a.b", "x", "autre")
    rows[3] = (*content, rows[2][8], rules.hash_line(rows[2][8], content))
    assert verify(rows).faults[0].startswith("Ligne 5 : elle ne suit pas la ligne 4")


def test_a_broken_journal_does_not_flood_the_reader():
    rows = [(row[0], "faux", *row[2:]) for row in lines(500)]
    assert len(verify(rows).faults) == 10


@given(FIELDS, FIELDS)
def test_moving_letters_between_fields_changes_the_hash(one, other):
    if one != other:
        assert rules.hash_line("", one) != rules.hash_line("", other)

"""A question put to the guide in a warm process, beside SQLite's own full-text search (FTS5).

The floor searches the same texts, as plainly as it can: any of the words, ranked by BM25. It knows
neither typos nor what says the same, and never says "je ne sais pas". Each repetition asks all the
questions once; what is compared is the slow end, the 95th percentile.
"""

from __future__ import annotations

import re
import sqlite3
import statistics
import sys
from collections.abc import Callable

import ratio

from hygie.answers.entries import entries
from hygie.answers.rules import search

# FTS5 takes 0.3 ms for its slow end on a small quiet computer: four times that is far below 5 ms,
# the goal, and unlike it does not depend on what else the machine does.
LIMIT = 4.0
# People write more than wordings do, and badly: half the questions are longer and mistyped.
AROUND = "bonjour est ce que vous pouvez me dire svp {} merci bcp"


def questions() -> list[str]:
    """The first wordings of each entry, as they are, then long and with letters lost."""
    plain = [wording for entry in entries() for wording in (entry.title, *entry.wordings[:2])]
    mistyped = [re.sub(r"(\w{3})\w(\w{2,})", r"\1\2", AROUND.format(one)) for one in plain]
    return [*plain, *mistyped]


def full_text() -> Callable[[str], object]:
    """SQLite's search over what the guide says and is asked."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE guide USING fts5(id, body, tokenize='unicode61')")
    rows = [(e.id, " ".join((*e.texts, *e.wordings))) for e in entries()]
    base.executemany("INSERT INTO guide VALUES (?, ?)", rows)

    def ask(question: str) -> object:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        found = "SELECT id FROM guide WHERE body MATCH ? ORDER BY bm25(guide) LIMIT 3"
        return base.execute(found, (words,)).fetchall()

    return ask


def slow_end_ms(ask: Callable[[str], object], asked: list[str]) -> float:
    """The 95th percentile of asking each question, in milliseconds."""
    times = [ratio.seconds(lambda one=one: ask(one)) * 1000 for one in asked]  # type: ignore[misc]
    return statistics.quantiles(times, n=20)[-1]


def main() -> int:
    """Measure both in turn."""
    n = ratio.repetitions(5)
    ratio.say_machine()
    asked, plainly = questions(), full_text()
    first = ratio.seconds(lambda: search.ask(asked[0]))
    ratio.note("guide, first question (index made)", [first * 1000], unit="ms")
    found = ratio.pairs(
        lambda: slow_end_ms(search.ask, asked), lambda: slow_end_ms(plainly, asked), n=n
    )
    ratio.tell(f"guide, p95 of {len(asked)} questions", found, unit="ms", limit=LIMIT)
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())

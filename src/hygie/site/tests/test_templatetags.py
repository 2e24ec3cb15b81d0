"""What every template may use."""

from pathlib import Path

import pytest

from hygie.site.templatetags.plain import plural

PACKAGE = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("count", "endings", "told"),
    [
        (0, "s", ""), (1, "s", ""), (2, "s", "s"), (1.5, "s", ""), (150_000, "s", "s"),
        (None, "s", ""), ([1], "s", ""), ([1, 2], "s", "s"), (0, "a,ont", "a"),
        (2, "a,ont", "ont"), (1, "al,aux", "al"),
    ],
)  # fmt: skip
def test_the_plural_begins_at_two(count, endings, told):
    assert plural(count, endings) == told


def test_no_template_counts_as_english_does():
    pages = [page for page in PACKAGE.rglob("templates/**/*") if page.suffix in {".html", ".md"}]
    assert len(pages) > 50
    assert [p.name for p in pages if "|pluralize" in p.read_text(encoding="utf-8")] == []

import re

import pytest

from hygie.airlock.rules import reasons
from hygie.airlock.rules.reasons import Reason


def test_every_sentence_is_whole_and_french():
    for code, words in reasons.words().items():
        assert re.fullmatch(r"[a-z]+(\.[a-z0-9_]+)+", code), code
        assert words.sentence.endswith("."), code
        assert words.sentence[0].isupper(), code
        assert "'" not in words.sentence, f"{code}: typographic apostrophe"
        assert not re.search(r" [:;!?]", words.sentence), f"{code}: no-break space"
        assert not re.search(r"\b(virus|propre|sain)\b", words.sentence), f"{code}: never promised"


def test_a_reason_says_its_sentence_with_its_detail():
    assert Reason(code="common.no_lane").sentence == "Ce type de fichier n’est pas transmis."


@pytest.mark.parametrize("detail", ["x" * 81, "a\nb", "a\u202eb"])
def test_a_detail_is_short_and_can_be_shown(detail):
    with pytest.raises(ValueError, match="short"):
        Reason(code="common.no_lane", detail=detail)


def test_a_code_told_twice_is_refused(tmp_path, monkeypatch):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text('["x.y"]\nsentence = "Oui."\n')
    monkeypatch.setattr(reasons, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="twice"):
        reasons.words.__wrapped__()

"""What is said, in both languages."""

from __future__ import annotations

import string

from analysis.training.phrases import PHRASES


def test_both_languages_put_in_the_same_parts():
    for key, texts in PHRASES.items():
        zh, en = ({part for _, part, _, _ in string.Formatter().parse(text) if part} for text in texts)
        assert zh == en and all(texts), key

"""What is said of questions: in both languages, with the same parts, no key twice."""

from __future__ import annotations

import string

import pytest

from analysis.views.card_phrases import TEXTS
from analysis.views.question_phrases import ANSWERS


@pytest.mark.parametrize("key", ANSWERS)
def test_every_text_stands_in_both_languages_with_the_same_parts(key):
    chinese, english = ANSWERS[key]
    assert chinese.strip() and english.strip()
    assert _parts(chinese) == _parts(english)


def test_no_key_means_two_things():
    assert not ANSWERS.keys() & TEXTS.keys()


def _parts(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}

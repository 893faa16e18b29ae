"""Every phrase stands in both languages and takes the same parts."""

from __future__ import annotations

import string

from analysis.views.panels.phrases import PHRASES


def parts(text):
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


def test_both_languages_take_the_same_parts():
    odd = {key for key, (zh, en) in PHRASES.items() if not zh or not en}
    assert odd == set()
    differing = {key: pair for key, pair in PHRASES.items() if parts(pair[0]) != parts(pair[1])}
    assert set(differing) == {"reading other"}

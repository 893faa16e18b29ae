"""Cards as text: what a spreadsheet or a reader could misread."""

from __future__ import annotations

import pytest

from analysis.cli.cards import _cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_text_never_begins_as_a_formula(text):
    assert _cell(text) == f"'{text}"


def test_numbers_truths_and_lists_are_written_plainly():
    assert [_cell(-1.5), _cell(True), _cell(None), _cell(["a", "b"])] == [-1.5, "true", None, "a;b"]

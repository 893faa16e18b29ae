"""Text in a chart."""

from __future__ import annotations

import pytest

from analysis.views import text_layout


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("分", 2), ("17 分", 5), ("", 0)])
def test_a_chinese_sign_stands_twice_as_wide(text, width):
    assert text_layout.text_width(text) == width


def test_long_titles_are_broken_for_narrow_screens():
    lines = text_layout.wrapped_lines("失分最多：认定并归集红黑名单的领域，以及另外一些名称很长的领域。")
    assert all(text_layout.text_width(line) <= text_layout.LINE_WIDTH for line in lines)
    assert "".join(lines) == "失分最多：认定并归集红黑名单的领域，以及另外一些名称很长的领域。"
    assert text_layout.wrapped_lines("most lost on Domains with redlists and blacklists")[0].endswith("redlists and")

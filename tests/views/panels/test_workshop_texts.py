"""What the workshop says: faults by their part, at most a dozen; words of others as text."""

from __future__ import annotations

from analysis.problems import Problem
from analysis.views.panels import workshop_texts


def test_faults_are_counted_and_listed_by_their_part_and_escaped():
    shown = workshop_texts.faults_html([Problem("取值", "<b>不是数", "no number")] * 20, "zh")
    assert "20 处须改" in shown and shown.count("<li>") == workshop_texts.MOST_RANKED
    assert "<b>" not in shown and "取值：&lt;b&gt;不是数" in shown


def test_without_faults_it_says_that_it_loads():
    assert "可以载入" in workshop_texts.faults_html([], "zh") and "it loads" in workshop_texts.faults_html([], "en")


def test_common_formulas_are_listed_in_both_languages():
    for lang in ("zh", "en"):
        assert "max(0, most - each" in workshop_texts.words_html(lang)

"""A figure's window and counting unit in words, and in the template's notes."""

from __future__ import annotations

import pytest

from analysis import facts
from analysis.facts.scopes import COUNTED, FITTING, WINDOWS, scope_wording
from analysis.facts.template import fact_note


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unit_breach_records", "单位：条；月末数：截至月末的全部；每条记录计一次"),
        ("report_domains", "单位：个；月末数：截至月末的全部；同名的只计一次"),
        ("site_visits_daily", "单位：次/日；期间数：近12个月；取平均数"),
        ("codes_faulty", "单位：个；月末数：截至月末的全部；同一代码只计一次"),
        ("market_entities", "单位：家；月末数：截至月末的全部；同一主体只计一次"),
        ("fraud_findings", "单位：个；当月数；每条记录计一次"),
        ("township_plan", "单位：是/否；状态：月末的情况"),
    ],
)
def test_the_template_says_what_the_dictionary_states(name, words):
    assert words in fact_note(facts.dictionary()[name]).splitlines()


@pytest.mark.parametrize("fact", facts.dictionary().values(), ids=list(facts.dictionary()))
def test_every_figure_has_its_words_in_both_languages(fact):
    zh, en = scope_wording(fact.nature, fact.window, fact.counted, 12)
    assert zh and en and "{" not in zh + en


def test_every_word_has_two_languages_and_every_nature_its_windows():
    assert all(zh and en for zh, en in [*WINDOWS.values(), *COUNTED.values()])
    assert {window for fits in FITTING.values() for window in fits} == set(WINDOWS)

"""Wrong usage is told in Chinese first, names what is near, and ends with 2."""

from __future__ import annotations

import re

import pytest

HAN = re.compile("[一-鿿]")


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        ("scroe", "没有“scroe”这个命令。是否想写“score”？", "Did you mean 'score'?"),
        ("rulebooks shwo", "没有“shwo”这个命令。是否想写“show”？", "Did you mean 'show'?"),
        ("nothing-like-it", "没有“nothing-like-it”这个命令。", "No such command 'nothing-like-it'."),
        ("score --rulbook x", "没有选项 --rulbook。是否想写“--rulebook”？", "Did you mean '--rulebook'?"),
        ("--nope", "没有选项 --nope。", "No such option: --nope"),
        ("score x", "缺少选项 --rulebook，请写上。", "Missing option '--rulebook'."),
        ("validate", "缺少 FACTS...", "Missing argument 'FACTS…'."),
        ("score x --rulebook hard-2019 --format jsno", "不能写“jsno”，可写：", "Did you mean 'json'?"),
        ("run --month 2021-03 --cities all --jobs zero", "选项 --jobs 须是整数。", "valid integer"),
        ("run --month 2021-03 --cities all --jobs 0", "选项 --jobs 应不小于 1。", "greater than or equal to 1"),
        ("report --city", "选项 --city 后面缺少取值。", "Option '--city' requires an argument."),
        ("report --city 江阴 --month 2021-03 江阴", "多出了“江阴”", "unexpected extra argument"),
    ],
)
def test_each_kind_of_wrong_usage_is_told_in_chinese_then_english_with_near_names(scorecard, args, zh, en):
    ran = scorecard(*args.split())
    first, second, *_ = ran.err.splitlines()
    assert ran.code == 2 and ran.out == ""
    assert zh in first and en in second and "--help" in ran.err.splitlines()[-1]


@pytest.mark.parametrize(("lang", "chinese"), [("zh", True), ("en", False)])
def test_where_a_language_is_asked_for_it_alone_is_used(scorecard, lang, chinese):
    first = scorecard("score", "x", "--lang", lang).err.splitlines()[0]
    assert bool(HAN.search(first)) == chinese and ("Missing option" in first) != chinese


def test_the_name_alone_shows_the_help(scorecard):
    ran = scorecard()
    assert "score" in ran.out + ran.err and "没有" not in ran.err.splitlines()[:1]

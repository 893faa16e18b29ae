"""`scorecard uncertainty`."""

from __future__ import annotations

import json

import pytest

from analysis import rulebooks
from analysis.cli.uncertainty import _spread
from analysis.problems import InputError
from analysis.questions.spreads import Spread
from jiangyin import FILE as SAMPLE

HARD = ("--rulebook", "hard-2019")


def answer(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_uncertainty_tells_chances_apart_from_points(scorecard):
    ran = scorecard(
        "uncertainty", SAMPLE, *HARD, "--spread", "blacklist_exits=200~300", "--spread", "信易贷放款金额=10亿~20亿",
        "--draws", "2000", "--sobol", "64",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    for said in ("2,000 次抽样", "评定结论的概率", "第7项“经整改退出黑名单比例”", "敏感性指数", "收敛情况", "随机种子"):
        assert said in ran.out


def test_the_same_seed_gives_the_same_json(scorecard):
    args = (
        "uncertainty",
        SAMPLE,
        *HARD,
        "--spread",
        "xinyi_domains=5~15",
        "--draws",
        "500",
        "--sobol",
        "16",
        "--format",
        "json",
    )
    assert scorecard(*args).out == scorecard(*args).out


def test_unset_benchmarks_can_vary(scorecard):
    varied = answer(
        scorecard(
            "uncertainty",
            SAMPLE,
            "--rulebook",
            "monitoring-2021",
            "--unset",
            "--draws",
            "200",
            "--sobol",
            "0",
            "--format",
            "json",
        )
    )
    assert len(varied["spreads"]) > 20


@pytest.mark.parametrize(
    ("text", "spread"),
    [
        ("信易贷放款金额=10亿~20亿", Spread("xinyidai_loans", 1e9, 2e9)),
        ("xinyi_domains=5～11～15", Spread("xinyi_domains", 5, 15, "triangular", 11)),
        ("xinyi_domains=11±2", Spread("xinyi_domains", 0, 40, "normal", 11, 2)),
        ("17.half=40%~60%", Spread("17.half", 0.4, 0.6)),
    ],
)
def test_spreads_are_written_shortly(text, spread):
    assert _spread(text, rulebooks.load("hard-2019")) == spread


@pytest.mark.parametrize("text", ["xinyi_domains=5", "xinyi_domains", "xinyi_domains=1~2~3~4", "nope=1~2"])
def test_what_is_no_spread_is_refused(text):
    with pytest.raises(InputError):
        _spread(text, rulebooks.load("hard-2019"))


def test_without_any_spread_it_ends_with_1(scorecard):
    assert scorecard("uncertainty", SAMPLE, *HARD).code == 1

"""`scorecard plan`."""

from __future__ import annotations

import csv
import io
import json

import pytest

PLACE = ("--city", "江阴", "--month", "2021-03", "--rulebook", "hard-2019")
COSTS = "指标,单价,固定费用,出资单位\n信易+实施领域数,1万,,市发改委\n认定并归集红黑名单领域数,5000,3000,市文明办\n"


def answer(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


@pytest.fixture
def costs(tmp_path):
    path = tmp_path / "费用.csv"
    path.write_text(COSTS, "utf-8")
    return path


def test_a_plan_is_told_with_its_proof(scorecard):
    ran = scorecard("plan", *PLACE, "--reach", "45", "--pass")
    assert ran.code == 0
    assert "计划：改动 13 项，总分 33.16 → 45.00" in ran.out and "已证明最优（差距 0）" in ran.out
    assert "未通过 → 通过" in ran.out and "不是钱" in ran.out and "方案不等于已经做到" in ran.out


def test_the_plan_scored_by_score_gives_its_total(scorecard):
    found = answer(scorecard("plan", *PLACE, "--reach", "40", "--format", "json"))
    sets = [word for step in found["steps"] for word in ("--set", f"{step['fact']}={step['to']!r}")]
    card = answer(scorecard("score", *PLACE, *sets, "--format", "json"))["cards"][-1]
    assert card["low"] == pytest.approx(found["after"]["low"], abs=1e-9) and card["low"] >= 40


def test_costs_budget_and_who_pays(scorecard, costs):
    """By hand: five listed domains cost 28,000 and give 1.0; two others for the rest of 30,000 nothing."""
    ran = scorecard("plan", *PLACE, "--costs", costs, "--budget", "3万")
    assert ran.code == 0 and "2.80万元" in ran.out and "市文明办" in ran.out and "保持不动" in ran.out
    rows = list(csv.DictReader(io.StringIO(scorecard("plan", *PLACE, "--costs", costs, "--budget", "3万",
                                                     "--format", "csv").out)))  # fmt: skip
    assert [(row["fact"], row["to"], row["cost"]) for row in rows] == [("domains_listed", "17.0", "28000.0")]


def test_what_is_out_of_reach_ends_with_five_and_says_why(scorecard):
    ran = scorecard("plan", *PLACE, "--reach", "55", "--at-most", "5", "--lang", "en")
    assert (ran.code, ran.err) == (5, "")
    assert "Not possible: a total of 55.00, at most 5 figures moved" in ran.out
    assert "47.49" in ran.out and "lifting one of these is enough: at most 5 figures moved" in " ".join(ran.out.split())


def test_more_than_the_rulebook_gives_is_said_to_be_so(scorecard):
    ran = scorecard("plan", *PLACE, "--reach", "60")
    assert ran.code == 5 and "各条款都得满分、限制全部放开，也到不了这个数" in ran.out


def test_holds_limits_and_places(scorecard):
    held = answer(scorecard("plan", *PLACE, "--place", "1", "--reach", "40", "--hold", "已联通并归集单位数",
                            "--limit", "信易+实施领域数=11..13", "--format", "json"))  # fmt: skip
    to = {step["fact"]: step["to"] for step in held["steps"]}
    assert "agencies_connected" not in to and to.get("xinyi_domains", 11) <= 13 and held["after"]["low"] >= 40


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "--reach"),
        (("--budget", "500万"), 1, "--costs"),
        (("--reach", "40", "--least", "cost"), 1, "--costs"),
        (("--reach", "40", "--limit", "信易+实施领域数=13"), 1, "下限..上限"),
        (("--reach", "40", "--hold", "信易贷放款额"), 1, "信易贷放款金额"),
    ],
)
def test_what_is_asked_in_vain_is_told(scorecard, words, code, says):
    ran = scorecard("plan", *PLACE, *words)
    assert ran.code == code and says in ran.err and "Traceback" not in ran.err

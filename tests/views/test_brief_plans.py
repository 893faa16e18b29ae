"""The next steps of a brief as a plan: the same steps and numbers that `plan` finds; today's where there is none."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import polars as pl
import pytest

from analysis import facts, rulebooks, scorecards
from analysis.questions import decisions, league, plan
from analysis.reports import brief_document
from analysis.views import month_briefs

CITY, MONTH = "320281", "2021-03"
GOAL = {"reach": 36.0, "pass": 1.0}


@pytest.fixture(scope="module")
def figures():
    return facts.up_to("江阴", MONTH)


def decided(figures, monkeypatch, books=("hard-2019",), **goal):
    values = {**decisions.brief_values(), **goal}
    monkeypatch.setattr(decisions, "brief_values", lambda: values)
    return decisions.month_decision(figures, list(books), CITY, MONTH)


def steps_part(decision, lang="zh"):
    return next(part for part in month_briefs.month_brief(decision, lang).parts if part.id == "steps")


def test_the_steps_are_those_of_the_plan(figures, monkeypatch):
    decision = decided(figures, monkeypatch, **GOAL)
    found = plan.best(figures, rulebooks.load("hard-2019"), CITY, MONTH, plan.PlanDemand(36.0, True))
    part = steps_part(decision)
    assert len(part.table.rows) == found.steps.height == 6 and found.exact
    assert part.table.rows[-1][0].startswith("已联通并归集单位数") and part.table.rows[-1][1] == "3.00"
    assert "总分 33.16 → 36.16" in part.sentences[0] and "已证明没有更省的" in part.sentences[0]
    assert part.table.rows[0][2] == "市发改委（信用办）" and all(row[2] not in ("", "无") for row in part.table.rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_language_and_each_format_has_the_same_steps(figures, monkeypatch, lang):
    brief = month_briefs.month_brief(decided(figures, monkeypatch, **GOAL), lang)
    part = next(part for part in brief.parts if part.id == "steps")
    assert "{" not in repr(brief)
    blocks = brief_document.brief_document(brief, MONTH).blocks
    table = next(block for block in blocks if getattr(block, "title", "") == part.table.title)
    assert [[cell.text for cell in row] for row in table.rows] == [list(row) for row in part.table.rows]


def test_without_a_goal_or_a_plan_the_steps_that_pay_most_stay(figures, monkeypatch):
    assert not decided(figures, monkeypatch).plans
    asked = decided(figures, monkeypatch, reach=99.0)
    assert not asked.plans and steps_part(asked).table.title.startswith("本月最见成效的")
    reached = decided(figures, monkeypatch, reach=20.0)
    assert not reached.plans
    without_tests = decided(figures, monkeypatch, ("monitoring-2021",), reach=0.0, **{"pass": 1.0})
    assert not without_tests.plans


PEERS = {"320282": 12.0, "320583": 14.0, "320581": 14.0}
"""Three cities of the same league that are the sample city but for so many domains: two of them even."""


def league_of(figures, monkeypatch, peers=PEERS):
    moved = pl.col("fact") == "xinyi_domains"
    frames = [
        figures.filter(pl.col("month") == MONTH, pl.col("city") == CITY).with_columns(
            city=pl.lit(code), value=pl.when(moved).then(domains).otherwise(pl.col("value"))
        )
        for code, domains in peers.items()
    ]
    cities = SimpleNamespace(facts=pl.concat([figures, *frames], how="vertical_relaxed"))
    monkeypatch.setattr(league, "all_cities", lambda *given: cities)
    return cities.facts


@pytest.mark.parametrize(("wanted", "place"), [(decisions.NEXT_PLACE, 3), (3.0, 3), (2.0, 1), (1.0, 1)])
def test_the_plan_gains_the_place_while_the_others_stand_still(figures, monkeypatch, wanted, place):
    """The truth is the league's own table with the plan carried out; ties share the better place."""
    everyone = league_of(figures, monkeypatch)
    decision = decided(figures, monkeypatch, place=wanted)
    found = decision.plans["hard-2019"]
    moved = dict(found.steps.select("fact", "to").iter_rows())
    own = (pl.col("city") == CITY) & (pl.col("month") == MONTH) & pl.col("fact").is_in(list(moved))
    to = pl.when(own).then(pl.col("fact").replace_strict(moved, default=None, return_dtype=pl.Float64))
    after = league.standings(everyone.with_columns(value=to.otherwise("value")), "hard-2019", MONTH)
    assert after.filter(pl.col("city") == CITY)["best"][0] == place == decision.places["hard-2019"] and found.exact
    said = " ".join(steps_part(decision).sentences)
    assert f"名次进到第 {place} 名" in said and "其他城市保持现有数据不变" in said


def test_no_place_is_sought_where_it_is_there_or_there_is_none(figures, monkeypatch):
    league_of(figures, monkeypatch)
    assert not decided(figures, monkeypatch, place=4.0).plans
    league_of(figures, monkeypatch, {"320282": 1.0})
    assert not decided(figures, monkeypatch, place=decisions.NEXT_PLACE).plans


def test_next_is_read_from_the_file(tmp_path, monkeypatch):
    from analysis.paths import root

    text = (root() / "params" / "brief.toml").read_text("utf-8")
    (tmp_path / "params").mkdir()
    lines = [line.replace("is = 0", 'is = "next"') if line.startswith("place") else line for line in text.splitlines()]
    (tmp_path / "params" / "brief.toml").write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr(decisions, "root", lambda: tmp_path)
    assert decisions.brief_values()["place"] == decisions.NEXT_PLACE


def test_a_file_without_a_goal_asks_for_none(tmp_path, monkeypatch):
    from analysis.paths import root

    text = (root() / "params" / "brief.toml").read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("reach", "pass", "place"))]
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "brief.toml").write_text("\n".join(kept), "utf-8")
    monkeypatch.setattr(decisions, "root", lambda: tmp_path)
    assert {decisions.brief_values()[name] for name in decisions.GOAL} == {0.0}


def test_a_plan_that_is_not_proven_is_not_told(figures, monkeypatch):
    found = plan.best
    monkeypatch.setattr(plan, "best", lambda *given, **named: replace(found(*given, **named), agrees=False))
    assert not decided(figures, monkeypatch, reach=36.0).plans


def test_a_place_as_of_a_day_is_that_among_the_others_as_they_were_known_then(figures, monkeypatch):
    """The others grew since: the place is taken at the total that they had by then, not at that of today."""
    today = league_of(figures, monkeypatch, {"320282": 30.0, "320583": 30.0})
    other = pl.col("city") != CITY
    then = today.with_columns(
        value=pl.when(other & (pl.col("fact") == "xinyi_domains")).then(12.0).otherwise(pl.col("value"))
    )
    monkeypatch.setattr(scorecards, "facts_as_of", lambda *given: then.filter(~other))
    monkeypatch.setattr(scorecards, "others_as_of", lambda *given: then.filter(other))
    card = scorecards.card(figures, "hard-2019", CITY, MONTH)
    lines = {day: decisions.league_goal(card, 1.0, day) for day in ("", "2021-04-25")}
    each = {day: league.standings(frame, "hard-2019", MONTH) for day, frame in {"": today, "2021-04-25": then}.items()}
    for day, (place, line) in lines.items():
        assert place == 1 and line == each[day].filter(other)["high"].max(), day
    assert lines[""][1] > lines["2021-04-25"][1] + 1e-6

"""Clauses that compare units, with others' figures missing: known as soon as both bounds agree, else between them."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks, scenarios, scorecards
from made_up import MONTH
from published_kinds import Kind, book_of

FIELD = 'field = { of = "all" }'
VALUES = {"most": (10, "point"), "each": (4, "point"), "low": (2, "point")}


def scored(tmp_path, formula, loans, **more):
    kind = Kind("比较。", formula, values=VALUES, more=FIELD + more.pop("toml", ""))
    book = rulebooks.load(book_of(tmp_path / "book", **{"1": kind}))
    cities = [f"10000{place}" for place in range(len(loans))]
    facts = pl.DataFrame({"city": cities, "month": [MONTH] * len(loans), "loans": loans}, strict=False)
    return scorecards.score(facts, book, more.get("scenario", scenarios.BASELINE)).rows(named=True)


def test_a_cap_that_all_outcomes_reach_makes_the_points_certain(tmp_path):
    """The third has at most place 3 of 4, and from there on nothing more is lost."""
    rows = scored(tmp_path, "max(low, most - each * (place(loans) - 1))", [9.0, 8.0, 1.0, None])
    assert [(row["points"], row["low"], row["high"]) for row in rows[:3]] == [
        (None, 6.0, 10.0), (None, 2.0, 6.0), (2.0, 2.0, 2.0),
    ]  # fmt: skip
    assert rows[2]["missing"] == [] and rows[0]["missing"] == ["1.field"]


def test_bounds_stay_within_what_is_possible(tmp_path):
    rows = scored(tmp_path, "most * loans / mean(loans)", [9.0, 1.0, None])
    assert [(row["low"], row["high"]) for row in rows] == [(0.0, 10.0), (0.0, pytest.approx(3.0)), (0.0, 10.0)]


def test_a_rule_value_that_is_not_set_keeps_the_whole_interval(tmp_path):
    kind = Kind("比较。", "most * loans / highest(loans) * full", values=VALUES, more=FIELD)
    path = book_of(tmp_path / "book", **{"1": kind})
    text = (path / "1_slug.toml").read_text("utf-8")
    (path / "1_slug.toml").write_text(text + 'full = { unset = true, unit = "share", zh = "基准", source = "none" }\n')
    facts = pl.DataFrame({"city": ["a", "b"], "month": [MONTH] * 2, "loans": [1.0, None]})
    row = scorecards.score(facts, rulebooks.load(path)).row(0, named=True)
    assert (row["points"], row["low"], row["high"]) == (None, 0.0, 10.0) and "1.full" in row["missing"]


def test_where_cases_differ_in_the_reading_the_interval_is_the_whole_one(tmp_path):
    more = (
        '\n[[reading]]\nname = "plain"\nzh = "直接"\nwhy = "w"\nwhy_zh = "因"\nprovenance = "assumed"\npoints = "low"\n'
    )
    kind = Kind("比较。", "most * loans / highest(loans)", values=VALUES, more=FIELD)
    path = book_of(tmp_path / "book", **{"1": kind})
    (path / "1_slug.toml").write_text((path / "1_slug.toml").read_text("utf-8") + more, "utf-8")
    book = rulebooks.load(path)
    other = scenarios.parse_scenarios([("reading", "1=plain")], book)[0]
    facts = pl.DataFrame({"city": ["a", "b"], "month": [MONTH] * 2, "loans": [1.0, None]})
    rows = scorecards.score(facts, book, [scenarios.BASELINE, other]).rows(named=True)
    assert [(row["points"], row["low"], row["high"]) for row in rows[::2]] == [(None, 0, 10), (2, 2, 2)]

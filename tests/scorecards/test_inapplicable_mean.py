"""A clause that does not apply to a unit gives it the mean of the units that have it: against a plain recount."""

from __future__ import annotations

import itertools
import random

import polars as pl
import pytest

from analysis import rulebooks, scorecards
from analysis.questions import starting_points
from inapplicable_books import POINTS, book
from small_books import spoilt

FIELDS, UNITS = 250, 5
"""Fields of a few units each, so that every way the missing figures may turn out can be counted."""
MOST = float(POINTS["a1"][1])


def drawn_fields(seed: int) -> pl.DataFrame:
    drawn = random.Random(seed)
    rows = []
    for field, unit in itertools.product(range(FIELDS), range(UNITS)):
        has = drawn.choices([1.0, 0.0, None], [6, 3, 1])[0]
        figure = drawn.choices([float(drawn.randint(0, 5)), None], [9, 1])[0]
        rows.append((f"{100_000 + unit}", f"{2000 + field // 12:04d}-{field % 12 + 1:02d}", has, figure))
    named = pl.DataFrame(rows, schema=["city", "month", "has_a1", "x_a1"], orient="row")
    others = {f"x_{name}": 1.0 for name in (*POINTS, "d") if name != "a1"} | {"has_b1": 1.0, "has_b2": 1.0}
    return named.with_columns(pl.lit(value).alias(name) for name, value in others.items())


def outcomes(units: list[dict], own: int) -> tuple[float, float] | None:
    """The least and the most that the mean may be for a unit to which the clause does not apply; None if ever open."""
    ways = []
    for place, unit in enumerate(units):
        points = [0.0, MOST] if unit["x_a1"] is None else [min(MOST, unit["x_a1"])]
        applies = {None: [None, *points], 0.0: [None], 1.0: points}[unit["has_a1"]]
        ways.append([None] if place == own else applies)
    means = []
    for case in itertools.product(*ways):
        there = [points for points in case if points is not None]
        means.append(sum(there) / len(there) if len(there) > 1 else None)
    return None if None in means else (min(means), max(means))


def test_a_thousand_units_take_the_mean_of_those_that_have_the_clause(tmp_path):
    rules, frame = book(tmp_path / "rules", instead="mean", clauses=("a1",)), drawn_fields(3)
    scored = scorecards.score(frame, rules).filter(clause="a1")
    rows = {(row["month"], row["city"]): row for row in scored.rows(named=True)}
    for units in frame.partition_by("month"):
        named = units.rows(named=True)
        for place, unit in enumerate(named):
            judged(rows[unit["month"], unit["city"]], unit, named, place)


def judged(row: dict, unit: dict, units: list[dict], place: int):
    if unit["has_a1"] == 1 and unit["x_a1"] is not None:
        assert row["points"] == min(MOST, unit["x_a1"])
        return
    found = outcomes(units, place) if unit["has_a1"] == 0 else None
    if found is None:
        assert row["points"] is None and (row["low"], row["high"]) == (0.0, MOST), (row, units)
        return
    low, high = found
    assert row["low"] <= low + 1e-9 and row["high"] >= high - 1e-9, (row, units)
    if high - low < 1e-9:
        assert row["points"] == pytest.approx(low), (row, units)
    if all(other["has_a1"] is not None for other in units):
        assert (row["low"], row["high"]) == pytest.approx((low, high)), (row, units)
    assert row["bound"] == "inapplicable"


def test_what_others_do_moves_the_mean_and_own_figures_do_not(tmp_path):
    rules = book(tmp_path / "rules", instead="mean", clauses=("a1",))
    frame = (
        drawn_fields(3)
        .filter(month="2000-01")
        .with_columns(pl.Series("has_a1", [0.0, 1, 1, 1, 0]), pl.Series("x_a1", [None, 4.0, 1, 1, 9]))
    )
    here = starting_points.starting_point(frame, rules, "100000", "2000-01")
    assert here.here["points a1"] == pytest.approx(2.0)
    at = here.at("x_a1", pl.Series([0.0, 3.0]).to_numpy(), ("a1",))
    assert at["points a1"].to_list() == pytest.approx([2.0, 2.0])
    flagged = here.at("has_a1", pl.Series([0.0, 1.0]).to_numpy(), ("a1",))
    assert flagged["points a1"].to_list() == [pytest.approx(2.0), None]


def test_one_unit_alone_that_has_the_clause_is_no_mean_in_a_card_or_a_what_if(tmp_path):
    rules = book(tmp_path / "rules", instead="mean", clauses=("a1",))
    frame = (
        drawn_fields(3)
        .filter(month="2000-01")
        .with_columns(pl.Series("has_a1", [0.0, 1, 0, 0, 0]), pl.Series("x_a1", [0.0, 4, 1, 1, 9]))
    )
    here = starting_points.starting_point(frame, rules, "100000", "2000-01")
    assert here.here["points a1"] is None
    assert here.at("x_a1", pl.Series([3.0]).to_numpy(), ("a1",))["points a1"].to_list() == [None]


def test_a_relative_clause_compares_only_the_units_it_applies_to(tmp_path):
    """Share of the best of those that have it: a unit without it is not the lowest, and its missing figure is none."""
    path = tmp_path / "rules"
    book(path, clauses=("a1",))
    file = path / "a1_slug.toml"
    text = spoilt(file.read_text("utf-8"), 'points = "min(most, each * x_a1)"', 'points = "most * standing(x_a1)"')
    file.write_text('field = { of = "all" }\n' + text.replace("each = ", "unused = "), "utf-8")
    frame = (
        drawn_fields(3)
        .filter(month="2000-01")
        .with_columns(pl.Series("has_a1", [0.0, 1, 1, 1, 0]), pl.Series("x_a1", [None, 4.0, 2, 3, 9]))
    )
    scored = scorecards.score(frame, rulebooks.load(path)).filter(clause="a1")
    assert scored["points"].to_list() == pytest.approx([0.0, 4.0, 0.0, 2.0, 0.0])
    assert scored["bound"].to_list()[0] == "inapplicable" and scored["missing"].list.len().sum() == 0

"""Points of clauses that do not apply, shared out over the rest: against a recount of every case that may be."""

from __future__ import annotations

import itertools

import polars as pl
import pytest

from analysis import scorecards
from inapplicable_books import OPEN, POINTS, book, drawn_units

GROUPS = {"A": ("a1", "a2"), "B": ("b1", "b2"), "C": ("c1",)}
COUNT = 1000


def possible_cases(unit: dict):
    """Every way the missing figures may turn out: for each clause None (does not apply) or its points."""
    ways = []
    for name, (_, most) in POINTS.items():
        figure, applies = unit[f"x_{name}"], unit[f"has_{name}"] if name in OPEN else 1.0
        points = [0.0, float(most)] if figure is None else [min(float(most), figure)]
        open_points = [None, 0.0, float(most)]
        ways.append([None] if applies == 0 else open_points if applies is None else points)
    return [dict(zip(POINTS, case, strict=True)) for case in itertools.product(*ways)]


def share(case: dict, names) -> dict:
    """What the applying clauses of some names get, the points of the others in proportion among them."""
    whole = sum(POINTS[name][1] for name in names)
    left = sum(POINTS[name][1] for name in names if case[name] is not None)
    return {name: 0.0 if case[name] is None else case[name] * whole / left for name in names}


def recount(case: dict, over: str) -> dict:
    """Each clause's points: by hand, as the rulebook says it."""
    if over == "total":
        return share(case, list(POINTS))
    within = {name: points for names in GROUPS.values() for name, points in share(case, names).items()}
    whole = {group: sum(POINTS[name][1] for name in names) for group, names in GROUPS.items()}
    there = [group for group, names in GROUPS.items() if any(case[name] is not None for name in names)]
    factor = sum(whole.values()) / sum(whole[group] for group in there)
    return {name: points * factor for name, points in within.items()}


@pytest.mark.parametrize("over", ["group", "total"])
def test_a_thousand_units_are_as_counted_by_hand(tmp_path, over):
    rules, units = book(tmp_path / "rules", over), drawn_units(COUNT, 7 if over == "group" else 8)
    clauses = scorecards.score(units, rules)
    nodes, totals = scorecards.score_nodes(units, rules), scorecards.total(units, rules)
    by_city = {key[0]: rows for key, rows in clauses.partition_by("city", as_dict=True).items()}
    node_rows = {(row["city"], row["node"]): row for row in nodes.rows(named=True)}
    total_rows = {row["city"]: row for row in totals.rows(named=True)}
    for unit in units.rows(named=True):
        cases = [recount(case, over) for case in possible_cases(unit)]
        rows = {row["clause"]: row for row in by_city[unit["city"]].rows(named=True)}
        for name in POINTS:
            agrees(rows[name], [case[name] for case in cases], unit)
        deducted = [0.0, -2.0] if unit["x_d"] is None else [-unit["x_d"]]
        for group, names in GROUPS.items():
            own = [sum(case[name] for name in names) for case in cases]
            more = deducted if group == "A" else [0.0]
            agrees(node_rows[unit["city"], group], [a + b for a in own for b in more], unit)
        wholes = [sum(case.values()) + more for case in cases for more in deducted]
        agrees(total_rows[unit["city"]], wholes, unit)


def agrees(row: dict, outcomes: list[float], unit: dict):
    assert row["low"] == pytest.approx(min(outcomes), abs=1e-9), (row, unit)
    assert row["high"] == pytest.approx(max(outcomes), abs=1e-9), (row, unit)
    if max(outcomes) - min(outcomes) > 1e-9:
        assert row["points"] is None, (row, unit)
    elif row["points"] is not None:
        assert row["points"] == pytest.approx(outcomes[0], abs=1e-9), (row, unit)


def unit_of(**figures) -> pl.DataFrame:
    whole = {f"x_{name}": 3.0 for name in (*POINTS, "d")} | {f"has_{name}": 1.0 for name in OPEN} | {"x_d": 0.0}
    row = {"city": "320281", "month": "2021-03", **whole, **figures}
    return pl.DataFrame([row]).with_columns(pl.exclude("city", "month").cast(pl.Float64))


def test_the_points_of_a_clause_that_does_not_apply_go_to_the_others_of_its_group(tmp_path):
    """4 of 10 points fall away: 3 of 6 become 5 of 10; the clause itself is marked and gives nothing."""
    rules = book(tmp_path / "rules")
    rows = {row["clause"]: row for row in scorecards.score(unit_of(has_a1=0.0), rules).rows(named=True)}
    assert rows["a2"]["points"] == pytest.approx(5.0) and rows["a2"]["possible"] == pytest.approx(10.0)
    assert (rows["a1"]["points"], rows["a1"]["possible"], rows["a1"]["bound"]) == (0.0, 0.0, "inapplicable")
    assert rows["b1"]["points"] == pytest.approx(3.0)
    total = scorecards.total(unit_of(has_a1=0.0), rules).row(0, named=True)
    assert total["possible"] == 25.0 and total["points"] == pytest.approx(5 + 3 + 3 + 3)


def test_a_figure_missing_where_the_clause_does_not_apply_is_waited_for_by_nobody(tmp_path):
    rules = book(tmp_path / "rules")
    rows = scorecards.score(unit_of(has_a1=0.0, x_a1=None), rules)
    assert rows["missing"].list.len().sum() == 0 and rows["points"].null_count() == 0


def test_a_clause_waits_for_what_decides_whether_its_neighbour_applies(tmp_path):
    rules = book(tmp_path / "rules")
    rows = {row["clause"]: row for row in scorecards.score(unit_of(has_a1=None), rules).rows(named=True)}
    assert rows["a2"]["missing"] == ["has_a1"] and rows["a1"]["missing"] == ["has_a1"]
    assert rows["c1"]["missing"] == [] and rows["c1"]["points"] == 3.0


def test_where_a_whole_group_does_not_apply_the_other_groups_take_its_points(tmp_path):
    rules = book(tmp_path / "rules")
    nodes = scorecards.score_nodes(unit_of(has_b1=0.0, has_b2=0.0), rules)
    possible = dict(nodes.select("node", "possible").rows())
    assert possible["B"] == 0.0 and possible["total"] == 25.0
    assert possible["A"] == pytest.approx(10 * 25 / 17) and possible["C"] == pytest.approx(7 * 25 / 17)


def test_where_nothing_applies_nothing_is_given_and_nothing_is_possible(tmp_path):
    rules = book(tmp_path / "rules", "total", clauses=("a1", "b1", "b2"))
    units = unit_of(has_a1=0.0, has_b1=0.0, has_b2=0.0)
    total = scorecards.total(units, rules).row(0, named=True)
    assert total["points"] == pytest.approx((3 + 3) * 25 / 13) and total["possible"] == 25.0

"""Every kind of scoring that published assessments use: points by hand, working, cell, lever and goal of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
import pytest

from analysis import rulebooks, scorecards
from analysis.questions import goal, levers
from analysis.reports import workbooks
from published_kinds import Kind, book_of
from recalculating import names, recalculated

CITY, MONTH, POINT = "320281", "2021-03", "point"
FIELD = 'field = { of = "all" }'


@dataclass(frozen=True)
class Case:
    """A kind with the unit's figures, those of others, its points by hand, what a step of a lever pays, the goal."""

    kind: Kind
    figures: dict[str, float]
    points: float
    lever: str
    to: float
    then: float
    full: float | None
    others: tuple[dict[str, float], ...] = ()
    kept: tuple[str, ...] = ()
    """Clauses beside it, so that what it is a part of is not empty."""


def kind(text, points, others=(), **values):
    more = FIELD if others else ""
    return Kind(text, points, values=dict(values), more=more)


THREE = ({"rate": 0.6}, {"rate": 0.8}, {"rate": 1.0})
RELATIVE = [
    ("share of the best", "最好的得满分，其余按比例。", "most * rate / highest(rate)", 3.5, 0.9, 4.5, 1.0),
    ("min-max", "在最低与最高之间按比例。", "most * standing(rate)", 1.25, 0.9, 3.75, 1.0),
    ("rank", "第一名满分，每低一名减0.1分。", "most - each * (place(rate) - 1)", 4.8, 0.9, 4.9, 1.0),
    ("mean", "达到平均值得满分，否则按比例。", "min(most, most * rate / mean(rate))", 0.7 / 0.775 * 5, 0.9, 5.0, 0.8),
    ("quantile", "达到中位数得满分。", "when(rate >= quantile(rate, half), most, 0)", 0.0, 0.9, 5.0, 0.8),
    ("distance to frontier", "（最差−实际）÷（最差−最好）。",
     "most * (lowest(rate) - rate) / (lowest(rate) - highest(rate))", 1.25, 0.9, 3.75, 1.0),
]  # fmt: skip
CASES = {
    "per item, capped": Case(
        kind("每配合一个得0.5分，最高4分。", "min(most, each * answered)",
             most=(4, POINT), each=(0.5, "point/document")),
        {"answered": 3}, 1.5, "answered", 4, 2.0, 8),
    "deduct until nothing is left": Case(
        kind("抽到1条扣0.5分，扣完为止。", "max(0, most - each * found)", most=(2, POINT), each=(0.5, "point/case")),
        {"found": 3}, 0.5, "found", 2, 1.0, 0),
    "bands": Case(
        kind("100%得2分，98%以上得1分，以下不得分。", "when(rate >= 1, most, when(rate >= nearly, some, 0))",
             most=(2, POINT), some=(1, POINT), nearly=(0.98, "share")),
        {"rate": 0.97}, 0.0, "rate", 0.98, 1.0, 1.0),
    "proportion": Case(
        kind("按办结率计分，满分3分。", "most * done / cases", most=(3, POINT)),
        {"done": 2, "cases": 3}, 2.0, "done", 3, 3.0, 3),
    "steps": Case(
        kind("超过20个工作日，每满5日扣0.2分，满分1分，扣完为止。",
             "when(late > limit, max(0, most - each * steps(late, limit, step)), most)",
             most=(1, POINT), each=(0.2, POINT), limit=(20, "day"), step=(5, "day")),
        {"late": 31}, 0.6, "late", 29.99, 0.8, 24.99),
    "yes or no with evidence": Case(
        kind("制度健全得1分，否则不得分（附佐证材料）。", "when(sound, most, 0)", most=(1, POINT)),
        {"sound": 0}, 0.0, "sound", 1, 1.0, 1),
    "bonus up to 10": Case(
        replace(kind("每获表彰一次加4分。", "each * prizes", most=(40, POINT), each=(4, "point/item")), group="bonus"),
        {"prizes": 1}, 4.0, "prizes", 2, 8.0, 10),
    "deduction beyond the total": Case(
        replace(kind("发生一起扣2分。", "-each * found", each=(2, "point/case")), kind="deduction", group="minus"),
        {"found": 4}, -8.0, "found", 3, -6.0, None),
    **{
        name: Case(kind(text, formula, THREE, most=(5, POINT), each=(0.1, POINT), half=(0.5, "share")),
                   {"rate": 0.7}, points, "rate", to, then, full, THREE)
        for name, text, formula, points, to, then, full in RELATIVE
    },
    "does not apply, shared out": Case(
        replace(kind("按办结率计分。", "most * done / cases", most=(3, POINT)),
                more='applies = "sound"\ninapplicable = "share"'),
        {"done": 2, "cases": 3, "sound": 1}, 2.0, "done", 3, 3.0, 3),
    "does not apply, the mean": Case(
        replace(kind("按办结率计分。", "most * rate", most=(3, POINT)),
                more=f'applies = "sound"\ninapplicable = "mean"\n{FIELD}'),
        {"rate": 0.5, "sound": 1}, 1.5, "rate", 0.6, 1.8, 1.0, ({"rate": 1.0, "sound": 1}, {"rate": 0.0, "sound": 1})),
}  # fmt: skip


def frame(case: Case, **changed: float) -> pl.DataFrame:
    units = [{**case.figures, **changed}, *case.others]
    cities = [CITY, *(str(320282 + number) for number in range(len(case.others)))]
    columns = {name: pl.Series([unit.get(name) for unit in units], dtype=pl.Float64) for name in case.figures}
    return pl.DataFrame({"city": cities, "month": [MONTH] * len(units), **columns})


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    return {
        name: rulebooks.load(book_of(tmp_path_factory.mktemp("book") / "book", **{"1": case.kind}))
        for name, case in CASES.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_the_points_are_those_by_hand_and_the_working_says_them(name, books):
    case = CASES[name]
    card = scorecards.card(frame(case), books[name], CITY, MONTH)
    assert card.points["points"][0] == pytest.approx(case.points)
    working = card.working("1", "zh")
    assert working.formula and not working.formula.isascii() and working.steps
    assert working.outcome == pytest.approx(case.points)


@pytest.mark.parametrize("name", CASES)
def test_a_step_of_its_lever_pays_what_the_points_by_hand_say(name, books):
    case = CASES[name]
    before, after = (scorecards.total(frame(case, **moved), books[name]).row(0, named=True)["low"]
                     for moved in ({}, {case.lever: case.to}))  # fmt: skip
    assert after - before == pytest.approx(case.then - case.points)
    board = levers.board(frame(case), books[name], CITY, MONTH)
    rows = {row["lever"]: row for row in board.levers.rows(named=True)}
    assert case.lever in rows and rows[case.lever]["open"] > 0 and rows[case.lever]["next"] is not None
    step = scorecards.total(frame(case, **{case.lever: rows[case.lever]["next"]}), books[name])["low"][0] - before
    assert rows[case.lever]["pays"] == pytest.approx(step)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.full is not None])
def test_the_goal_of_full_marks_is_the_figure_by_hand(name, books):
    case = CASES[name]
    found = goal.seek(frame(case), books[name], CITY, MONTH, case.lever, "1:cap")
    assert found.needed == pytest.approx(case.full)


def test_a_deduction_is_sought_as_points(books):
    found = goal.seek(frame(CASES["deduction beyond the total"]), books["deduction beyond the total"], CITY, MONTH,
                      "found", "1:-2")  # fmt: skip
    assert found.needed == 1.0


def test_a_veto_has_a_working_a_cell_a_lever_and_a_goal(tmp_path):
    veto = Kind("办结率低于90%的一票否决。", met="rate >= least", kind="test", values={"least": (0.9, "share")})
    book = rulebooks.load(book_of(tmp_path / "book", **{"1": veto}))
    figures = pl.DataFrame({"city": [CITY], "month": [MONTH], "rate": [0.8]})
    card = scorecards.card(figures, book, CITY, MONTH)
    assert card.total()["passes"] is False and "未达标" in card.working("1").steps[-1]
    assert levers.board(figures, book, CITY, MONTH).tests.row(0)[2] == pytest.approx(0.9)
    assert goal.seek(figures, book, CITY, MONTH, "rate", "passes").needed == pytest.approx(0.9)
    content = workbooks.workbook_bytes([card], "zh")
    assert recalculated({"veto": content})["veto"][names(content)["book_1_met"]] == 0


def test_its_cell_recalculated_gives_the_points(books):
    contents = {
        f"k{number}": workbooks.workbook_bytes([scorecards.card(frame(case), books[name], CITY, MONTH)], "zh")
        for number, (name, case) in enumerate(CASES.items())
    }
    again = recalculated(contents)
    for number, (name, case) in enumerate(CASES.items()):
        content = contents[f"k{number}"]
        assert again[f"k{number}"][names(content)["book_1_points_shown"]] == pytest.approx(case.points), name

"""What-ifs, levers, goals and workings of one unit where clauses compare units: all others stand still."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks, scenarios, scorecards
from analysis.formulas import spreadsheet_formulas
from analysis.questions import goal, levers
from analysis.questions.starting_points import starting_point
from made_up import MONTH
from made_up import long as long_facts
from published_kinds import Kind, book_of

CITY, OTHERS = "320281", ("320282", "320205", "320583", "320584")
VALUES = {"most": (10, "point"), "each": (0.1, "point"), "q": (0.75, "share")}
FIELD = 'field = { of = "all" }'
FORMULAS = {
    "1": "most * loans / highest(loans)",
    "2": "most * standing(loans)",
    "3": "max(0, most - each * (place(loans) - 1))",
    "4": "min(most, most * loans / mean(loans))",
    "5": "min(most, most * loans / quantile(loans, q))",
    "6": "most * standing(-late)",
    "7": "when(cases > 0, own, mean(own))",
    "8": "min(most, each * (loans / lowest(loans)))",
}


@pytest.fixture
def book(tmp_path):
    lets = {"7": {"own": "most * done / cases"}}
    kinds = {
        name: Kind("比较。", formula, values=VALUES, more=FIELD, lets=lets.get(name, {}))
        for name, formula in FORMULAS.items()
    }
    return rulebooks.load(book_of(tmp_path / "book", **kinds))


def facts(**own):
    rows = {
        "loans": [3.0, 1, 4, 4, 8],
        "late": [5.0, 9, 2, 2, 7],
        "done": [1.0, 2, 0, 3, 3],
        "cases": [4.0, 2, 0, 4, 9],
    }
    figures = {name: [own.get(name, values[0]), *values[1:]] for name, values in rows.items()}
    return pl.DataFrame({"city": [CITY, *OTHERS], "month": [MONTH] * 5, **figures}, strict=False)


MOVES = {
    "loans": [0.0, 0.5, 1, 2.99, 4, 5, 8, 20],
    "late": [0.0, 2, 5, 9, 30],
    "done": [0.0, 1, 4],
    "cases": [1.0, 4, 8],
}


@pytest.mark.parametrize("fact", MOVES)
def test_moving_one_unit_alone_is_scoring_the_whole_field_anew(fact, book):
    here = starting_point(long_facts(facts()), book, CITY, MONTH)
    moved = here.at(fact, pl.Series(MOVES[fact]).to_numpy(), tuple(book.clauses))
    for amount, row in zip(MOVES[fact], moved.rows(named=True), strict=True):
        anew = scorecards.score(facts(**{fact: amount}), book, columns=("points", "low", "high")).filter(city=CITY)
        for clause, points, low, high in anew.select("clause", "points", "low", "high").iter_rows():
            found = [row[f"{part} {clause}"] for part in ("points", "low", "high")]
            assert found == [pytest.approx(points), pytest.approx(low), pytest.approx(high)], (fact, amount, clause)


def test_moving_one_unit_keeps_the_interval_of_what_others_lack(book):
    lacking = facts().with_columns(pl.when(pl.col("city") != "320584").then("loans").alias("loans"))
    here = starting_point(lacking, book, CITY, MONTH)
    for amount in MOVES["loans"][1:]:
        own = pl.when(pl.col("city") == CITY).then(amount).otherwise("loans").alias("loans")
        anew = scorecards.score(lacking.with_columns(own), book, columns=("low", "high")).filter(city=CITY)
        row = here.at("loans", pl.Series([amount]).to_numpy(), tuple(book.clauses)).row(0, named=True)
        for clause, low, high in anew.select("clause", "low", "high").iter_rows():
            assert (row[f"low {clause}"], row[f"high {clause}"]) == (pytest.approx(low), pytest.approx(high))


def test_a_goal_is_the_nearest_figure_that_reaches_it_in_a_plain_search(book):
    def points(clause, fact, amount):
        scored = scorecards.score(facts(**{fact: amount}), book, columns=("points",))
        return scored.filter(city=CITY, clause=clause)["points"][0]

    wanted = {"1": ("loans", 8), "2": ("loans", 8), "3": ("loans", 8), "6": ("late", 2)}
    for clause, (fact, needed) in wanted.items():
        found = goal.seek(long_facts(facts()), book, CITY, MONTH, fact, f"{clause}:cap")
        assert found.needed == needed
        assert points(clause, fact, needed) == 10 > points(clause, fact, needed + (0.01 if fact == "late" else -0.01))


def test_levers_price_the_next_step_with_all_others_still(book):
    step = levers.board(long_facts(facts()), book, CITY, MONTH, names=["done"]).levers.row(0, named=True)
    assert (step["next"], step["pays"]) == (2.0, pytest.approx(2.5))


def test_a_working_says_among_how_many_and_with_which_numbers(book):
    card = scorecards.card(long_facts(facts()), book, CITY, MONTH)
    assert card.working("1").steps == ("在 5 个单位中比较（含本单位）", "10 × 3 ÷ 8 = 3.75")
    assert card.working("7").steps[0] == "在 4 个单位中比较（含本单位）"
    assert card.working("3").formula.startswith("取大（0，most − each × （（指标loans）由高到低的名次")
    assert card.working("3", "en").steps[-1] == "10 − 0.1 × (4 − 1) = 9.7"


def test_one_city_without_a_field_says_that_it_needs_one(book):
    alone = scorecards.card(long_facts(facts().head(1)), book, CITY, MONTH)
    for _, row in alone.clauses()[:6]:
        assert (row["points"], row["low"], row["high"]) == (None, 0, 10) and f"{row['clause']}.field" in row["missing"]
    assert alone.working("1").steps[0] == "可比较的单位只有 1 个（含本单位），不足 2 个，不作比较"


def test_a_scenario_that_moves_one_city_moves_the_field_of_all(book):
    more = scenarios.parse_scenarios([("set", "loans=16")], book)[0]
    scored = scorecards.score(facts(), book, [scenarios.BASELINE, more], columns=("points",)).filter(clause="1")
    assert scored.filter(city="320584")["points"].to_list() == [10, 10]
    assert scored.filter(city=CITY)["points"].to_list() == [3.75, 10]


def test_a_spreadsheet_cell_holds_the_formula_with_the_others_put_in(book):
    card = scorecards.card(long_facts(facts()), book, CITY, MONTH)
    tree = card.compared_alone(book.clauses["1"], book.clauses["1"].reading().whole("points"))
    assert tree[0] == tree[1]
    text = spreadsheet_formulas.spreadsheet_formula(tree[0], {"loans": "A1", "most": "B1"})
    assert text == "IF(A1>=8-1E-9,IF(ABS(A1-0)>1E-9,B1,NA()),B1*A1/8)"

"""Where a question starts from: the same figures as the scorecard's."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given

import made_up
from analysis import scenarios, scorecards
from analysis.formulas import evaluate
from analysis.problems import InputError
from analysis.questions.starting_points import starting_point
from analysis.scenarios import BASELINE, Change, Scenario

from .conftest import BOTH, CITY, MONTH, SEEDS, SOME, loaded, made_up_standing, sample

PLAN = Scenario("plan", (Change("xinyidai_loans", "set", 2e10), Change("17.reading", "set", "linear")))


@pytest.mark.parametrize("scenario", [BASELINE, PLAN], ids=lambda scenario: scenario.name)
def test_what_it_comes_to_is_the_scorecards_total(scenario):
    book = loaded("hard-2019")
    here = starting_point(sample(), book, CITY, MONTH, scenario)
    total = scorecards.total(sample(), book, scenario).filter(pl.col("month") == MONTH).row(0, named=True)
    assert here.total == {part: total[part] for part in here.total}


@pytest.mark.parametrize("book", BOTH)
@SOME
@given(seed=SEEDS)
def test_its_formulas_say_what_is_scored(book, seed):
    """Points held to what is possible, histories drawn from this month's figure: one row at a time, and in one pass."""
    here = made_up_standing(book, seed)
    for clause in here.book.clauses.values():
        for part in ("points", "met"):
            tree = here.tree(clause, part)
            if tree is not None:
                value, scored = evaluate(tree, here.names(clause)), here.here[f"{part} {clause.id}"]
                assert value == pytest.approx(scored, abs=1e-9) if part == "points" else value == scored, clause.id


def test_a_history_is_drawn_again_when_its_figure_moves():
    """The worst rank of a year: 45 and 47 in the months before stand still."""
    book = loaded("hard-2019")
    facts = made_up.long(
        made_up.months(
            "2020-04", *[{"monitoring_rank": 45.0, "league": 3.0}] * 11, {"monitoring_rank": 47.0, "league": 3.0}
        )
    )
    worst = scenarios.parse_scenarios([("reading", "10.3=worst-month")], book)[0]
    here = starting_point(facts, book, CITY, MONTH, worst)
    ranks = np.array([1.0, 47.0, 100.0, 101.0])
    by_wide = here.at("monitoring_rank", ranks, ("10.3",))["met 10.3"].to_list()
    one_by_one = [
        scorecards.score(
            facts,
            book,
            scenarios.stack_scenarios(
                [worst, Scenario("rank", (Change("monitoring_rank", "set", rank, month=MONTH),))]
            ),
        ).row(by_predicate=(pl.col("clause") == "10.3") & (pl.col("month") == MONTH), named=True)["met"]
        for rank in ranks
    ]
    assert by_wide == one_by_one == [True, True, True, False]


def test_a_month_without_figures_is_refused():
    with pytest.raises(InputError, match="There are no facts of this city and month"):
        starting_point(sample(), loaded("hard-2019"), CITY, "2021-07")

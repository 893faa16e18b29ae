"""Forecast figures judged by the clauses: chances are shares of paths, each scored as a city of its own."""

from __future__ import annotations

import polars as pl
import pytest

import forecast_homes
from analysis import facts, rulebooks, scorecards
from analysis.questions.forecasting import forecast_figures, forecast_rules
from analysis.questions.forecasting.forecast_cards import forecast_cards, moved_figures
from analysis.scenarios import BASELINE
from forecast_homes import CITY, MONTH

DICTIONARY = {name: fact for name, fact in facts.dictionary().items() if not fact.derived}
RULES = forecast_rules()


@pytest.fixture(scope="module")
def history():
    return forecast_homes.city_history(missing=0.0)


@pytest.fixture(scope="module")
def found(history):
    return forecast_figures(history, MONTH, 2, RULES, DICTIONARY)


@pytest.fixture(scope="module")
def cards(history, found):
    return forecast_cards(history, found, rulebooks.load("hard-2019"), BASELINE, RULES, plan=False)


def scored_alone(history, found, number, column):
    """One path's months after the history, scored by itself."""
    ahead = [
        {"city": CITY, "month": month, "fact": fact, "value": found.paths[row, step, number]}
        for step, month in enumerate(found.months)
        for row, fact in enumerate(found.keys["fact"])
    ]
    every = pl.concat([history.select("city", "month", "fact", "value"), pl.DataFrame(ahead)])
    points = scorecards.score(every, "hard-2019", columns=(column,))
    return points.filter(pl.col("month") == found.months[-1]).select("clause", column)


def test_a_chance_is_the_share_of_paths_that_fail(history, found, cards):
    counted = dict.fromkeys(cards.tests["clause"].unique(), 0)
    for number in range(found.paths.shape[2]):
        for clause, met in scored_alone(history, found, number, "met").iter_rows():
            if clause in counted:
                counted[clause] += met is False
    said = dict(cards.tests.filter(ahead=2).select("clause", "fails").iter_rows())
    assert said == pytest.approx({name: count / found.paths.shape[2] for name, count in counted.items()})


def test_totals_lie_between_their_ends_for_most_paths(cards):
    rows = cards.totals.filter(node="total")
    assert (rows["low"] <= rows["middle_low"]).all() and (rows["middle_high"] <= rows["high"]).all()
    assert (rows["high"] <= rows["possible"]).all()


def test_a_plan_moves_every_path_and_what_reaches_its_whole_stays_it(history, found):
    now = dict(history.filter(month=MONTH).select("fact", "value").iter_rows())
    steps = {"permits_reported": now["permits"], "xinyi_domains": now["xinyi_domains"] + 2}
    moved = moved_figures(found, steps, DICTIONARY)
    at = {name: row for row, name in enumerate(found.keys["fact"])}
    assert (moved.paths[at["permits_reported"]] == moved.paths[at["permits"]]).all()
    assert (moved.paths[at["xinyi_domains"]] == found.paths[at["xinyi_domains"]] + 2).all()
    assert (moved.paths[at["penalties"]] == found.paths[at["penalties"]]).all()

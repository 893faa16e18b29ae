"""Worlds of a league: every unit's own paths, the city's put in their place, each world scored by itself."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import league_homes
from analysis import facts, rulebooks, scorecards
from analysis.questions.forecasting import forecast_figures, forecast_rules
from analysis.questions.forecasting.league_worlds import EVERY, OTHERS, OWN, league_figures, league_totals
from analysis.scenarios import BASELINE
from league_homes import FACT, MONTH, TOWNS, facts_of, walks

DICTIONARY = {name: fact for name, fact in facts.dictionary().items() if not fact.derived}
RULES, AT = forecast_rules(), 2


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    league_homes.build(tmp_path)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))


def league_of(values, own=None):
    whole = facts_of(values)
    every = forecast_figures(whole, MONTH, 2, RULES, DICTIONARY)
    alone = whole.filter(city=TOWNS[AT]) if own is None else facts_of(own[None, :], [TOWNS[AT]])
    return whole, every, league_figures(every, forecast_figures(alone, MONTH, 2, RULES, DICTIONARY), TOWNS[AT], TOWNS)


def test_every_unit_goes_along_its_own_paths():
    _, every, league = league_of(walks(1))
    assert league.facts == (FACT,) and league.short == () and np.array_equal(league.paths[:, 0], every.paths)


def test_a_city_with_a_shorter_history_takes_its_first_error_for_the_months_before():
    values = walks(1)
    _, every, league = league_of(values, values[AT, -24:])
    own, count = league.paths[AT, 0, 0], every.paths.shape[2]
    early = count // 2 - (24 - RULES.first)
    assert own.shape == (count,) and early > 0
    assert np.ptp(own[: early + 1]) == 0 and np.ptp(own[early:]) > 0


@pytest.mark.parametrize("book", ["absolute", "relative"])
def test_a_world_is_scored_as_if_there_were_no_other(book):
    """One path of all units and one of the unit's alone, each as FACTS scored by themselves."""
    whole, _, league = league_of(walks(3))
    scored = league_totals(whole, league, rulebooks.load(book), BASELINE, [EVERY, OWN, OTHERS], 2)
    for kind, number in ((EVERY, 5), (OWN, 7), (OTHERS, 0)):
        own = np.arange(len(TOWNS)) == AT
        moving = {EVERY: own | True, OWN: own, OTHERS: ~own}[kind]
        figures = np.where(moving[:, None], league.paths[:, 0, :, number], league.middle[:, 0])
        rows = [
            {"city": unit, "month": month, "fact": FACT, "value": figures[at, step]}
            for at, unit in enumerate(TOWNS)
            for step, month in enumerate(league.months)
        ]
        truth = scorecards.total(pl.DataFrame(rows), book).sort("city", "month")
        said = scored.filter(pl.col("scenario") == f"{kind} {number:04d}", pl.col("month") > MONTH)
        assert said.sort("city", "month")["low"].to_list() == pytest.approx(truth["low"].to_list())

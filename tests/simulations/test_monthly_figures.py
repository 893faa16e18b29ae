"""Many made-up cities' figures at once: sensible, marked as made up, the same when drawn again."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis import calendars, facts, rulebooks, scorecards
from analysis.simulations import simulation_settings
from analysis.simulations.courses import Nation
from analysis.simulations.monthly_figures import simulated_figures
from analysis.simulations.nation import cities_in_month


@pytest.fixture(scope="module")
def there():
    return cities_in_month("2021-03")


@pytest.fixture(scope="module")
def drawn(there):
    return simulated_figures(Nation(there, ("2021-02", "2021-03"), 1, simulation_settings.figure_settings()))


def test_every_city_has_every_fact_and_none_that_cannot_be(drawn, there):
    names = [name for name, fact in facts.dictionary().items() if not fact.derived]
    assert drawn.height == len(there) * 2 * len(names)
    assert facts.check(drawn).found == []


def test_nothing_passes_for_a_real_figure(drawn):
    assert set(drawn["status"]) == {"estimated", "missing"}
    assert drawn.filter((pl.col("status") == "missing") != pl.col("value").is_null()).is_empty()
    assert drawn["source"].str.contains("合成数据 synthetic").all() and drawn["note"].str.contains("虚构").all()


def test_some_figures_are_missing_but_never_the_league(drawn):
    gone = drawn.group_by("fact").agg(pl.col("value").is_null().mean().alias("share"))
    assert 0.01 < gone["share"].mean() < 0.02
    assert gone.filter(pl.col("fact").is_in(["league", "counties"]))["share"].to_list() == [0.0, 0.0]


def test_ranks_are_those_of_the_whole_league(drawn, there):
    """Where none is missing, each place of a league is held once."""
    wide = facts.wide_frame(drawn.filter(pl.col("month") == "2021-03"))
    for league, own in wide.group_by("league"):
        ranks = own["monitoring_rank"].drop_nulls()
        assert ranks.n_unique() == len(ranks) and ranks.max() <= there.filter(pl.col("league") == league[0]).height


def test_cities_differ_and_months_follow_each_other(drawn):
    """Most cities pass some demands and not others, and a month's flags are mostly those of the month before."""
    points = scorecards.score(drawn.filter(pl.col("month") == "2021-03"), rulebooks.load("hard-2019"))
    met = points.filter(pl.col("met").is_not_null()).group_by("city").agg(pl.col("met").mean())["met"]
    assert met.min() < 0.4 < 0.6 < met.max()
    flags = [name for name, fact in facts.dictionary().items() if fact.unit == "flag" and not fact.derived]
    marks = drawn.filter(pl.col("fact").is_in(flags)).pivot(on="month", index=["city", "fact"], values="value")
    assert 0.97 < (marks["2021-02"] == marks["2021-03"]).mean() < 1


def test_the_same_city_and_month_have_the_same_figures_whatever_else_is_drawn(drawn, there):
    again = simulated_figures(
        Nation(there, calendars.months_back("2021-03", 5), 1, simulation_settings.figure_settings())
    )
    assert_frame_equal(again.filter(pl.col("month") >= "2021-02"), drawn)
    other = simulated_figures(Nation(there, ("2021-02", "2021-03"), 2, simulation_settings.figure_settings()))
    assert not other["value"].equals(drawn["value"])


def test_every_fact_has_its_parameters():
    """League, counties and rank follow from the table of cities and from quality."""
    asked = {name for name, fact in facts.dictionary().items() if not fact.derived}
    assert asked - set(simulation_settings.figure_settings()["figures"]) == {"league", "counties", "monitoring_rank"}

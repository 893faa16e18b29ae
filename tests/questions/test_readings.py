"""Readings: all combinations, counted and bounded exactly."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest

import made_up
from analysis import scorecards
from analysis.problems import InputError
from analysis.questions import readings
from analysis.scenarios import Change, Scenario

from .conftest import CITY, MONTH, asked, loaded, one_city


@pytest.fixture(scope="module")
def counted():
    return asked(readings.every)


def test_all_combinations_of_the_hard_indicators_are_counted(counted):
    assert counted.combinations == 15_552 == counted.totals["combinations"].sum()
    assert counted.low == pytest.approx(counted.totals["low"].min())
    assert counted.high == pytest.approx(counted.totals["high"].max())


def test_which_reading_turns_the_verdict(counted):
    """Item 7: exits over those exposed; item 10.3: the worst month, for which earlier months are missing."""
    assert counted.decides == ("7", "10.3")


def test_which_reading_moves_the_total_most(counted):
    assert counted.moves["clause"].to_list() == ["20.1", "19.2", "18.3", "17"]
    assert counted.moves["by"][0] == pytest.approx(2 / 3)


def test_each_reading_alone_is_what_scoring_gives(counted):
    linear = counted.each.row(by_predicate=(pl.col("clause") == "17") & (pl.col("reading") == "linear"), named=True)
    assert linear["points"] == pytest.approx(1.5 + 0.5 * (787_300 / 1_269_600 - 0.5) / 0.1)
    assert not linear["in_force"] and linear["change"] == pytest.approx(linear["points"] - 2)


def test_the_reading_in_force_may_be_the_scenarios():
    plan = Scenario("linear", (Change("17.reading", "set", "linear"),))
    each = asked(readings.every, scenario=plan).each.filter(pl.col("clause") == "17")
    assert each.filter(pl.col("in_force"))["reading"].to_list() == ["linear"]
    assert each.filter(pl.col("in_force"))["change"].to_list() == [0]


def test_a_small_book_agrees_with_one_scenario_at_a_time():
    facts, book = one_city("readings", 3), loaded("readings")
    counted = readings.every(facts, book, CITY, MONTH)
    doubtful = [clause for clause in book.clauses.values() if len(clause.readings) > 1]
    alternatives = [
        Scenario(
            str(at),
            tuple(Change(f"{clause.id}.reading", "set", name) for clause, name in zip(doubtful, names, strict=True)),
        )
        for at, names in enumerate(product(*(clause.readings for clause in doubtful)))
    ]
    totals = scorecards.total(facts, book, alternatives)
    assert counted.combinations == totals.height
    assert (counted.low, counted.high) == (totals["low"].min(), totals["high"].max())
    expected = totals.group_by("passes", pl.col("low").round(9), pl.col("high").round(9)).len()
    assert sorted(counted.totals.select("low", "high", "combinations").rows()) == sorted(
        expected.select("low", "high", "len").rows()
    )


@pytest.mark.parametrize("seed", range(3))
def test_very_many_combinations_come_to_the_same(monkeypatch, seed):
    """Readings that come to the same here are taken as one, and counted as many as they are."""
    facts = one_city("hard-2019", seed)
    whole = asked(readings.every, facts=facts)
    monkeypatch.setattr(readings, "MOST", 5_000)
    merged = asked(readings.every, facts=facts)
    assert merged.totals.equals(whole.totals) and merged.each.equals(whole.each) and merged.decides == whole.decides


def test_too_many_even_so_are_refused(monkeypatch):
    monkeypatch.setattr(readings, "MOST", 1)
    with pytest.raises(InputError, match="too many"):
        asked(readings.every)


def test_what_does_not_matter_moves_nothing():
    assert asked(readings.every, facts=made_up.long(made_up.row(joint_domains=3.0))).moves["clause"].to_list() == []

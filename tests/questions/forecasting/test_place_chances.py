"""The chance of a place where all units move: beside walks of known steps, drawn anew and ranked by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import league_homes
from analysis import rulebooks
from analysis.questions.forecast import forecast
from analysis.questions.forecasting.place_chances import demanded_place
from league_homes import LEVEL, MONTH, STEP, TOWNS, facts_of, walks

AT, PLACE, SEEDS, DRAWS = 2, 2, 10, 20_000
"""Which town is asked about: third at the last month."""


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    league_homes.build(tmp_path)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))


def chance(values, book="absolute", place=PLACE, ahead=1, **more):
    found = forecast(facts_of(values), [book], TOWNS[AT], MONTH, ahead, place=place, **more)
    return found.places.filter(plan=False, ahead=ahead).row(0, named=True)


def drawn(last: np.ndarray, place: int, ahead: int) -> float:
    """How often the town comes to the place or better where every town walks on by its own known steps."""
    steps = np.random.default_rng(5).normal(0, STEP * np.sqrt(ahead), (DRAWS, len(last)))
    later = last * np.exp(steps)
    return float((1 + (later > later[:, [AT]]).sum(axis=1) <= place).mean())


@pytest.mark.parametrize(("place", "ahead"), [(2, 1), (4, 1), (3, 3)])
def test_among_walks_it_is_what_draws_of_all_of_them_say(place, ahead):
    found = [chance(walks(seed), place=place, ahead=ahead) for seed in range(SEEDS)]
    truth = drawn(walks(0)[:, -1], place, ahead)
    assert all(row["least"] == row["most"] for row in found)
    assert np.mean([row["least"] for row in found]) == pytest.approx(truth, abs=0.08)
    assert 0.1 < truth < 0.9


def test_as_if_the_others_stood_still_it_would_be_another():
    """Far enough ahead of those behind by own steps, but not by theirs: only moving others can pass."""
    own = np.full((1, 48), LEVEL)
    others = walks(3, count=7, gap=0.0)
    others[:, -1] = LEVEL * 0.99
    values = np.concatenate([others[:AT], own, others[AT:]])
    row = chance(values, place=1)
    assert row["now_worst"] == 1 and 0 < row["least"] < 0.5
    still = np.concatenate([np.full((2, 48), LEVEL * 0.99), own, np.full((5, 48), LEVEL * 0.99)])
    assert chance(still, place=1)["least"] == 1.0


def test_where_the_others_stand_still_the_unit_alone_decides():
    """The share of the unit's own paths that come above the line, counted by hand."""
    values = walks(4)
    values[:] = values[:, -1:]
    values[AT] = walks(7)[AT]
    found = forecast(facts_of(values), ["absolute"], TOWNS[AT], MONTH, 1, place=PLACE)
    alone = forecast(facts_of(values[[AT]], [TOWNS[AT]]), ["absolute"], TOWNS[AT], MONTH, 1, place=0)
    spread = alone.figures.row(0, named=True)
    row = found.places.row(0, named=True)
    line = values[1, 0]
    assert spread["low"] < line < spread["high"] and 0 < row["least"] < 0.5 and row["least"] == row["most"]
    assert found.place_drivers["mover"].to_list() == ["own"]
    assert found.place_drivers["turns"].item() == pytest.approx(row["least"])


def test_equal_totals_share_the_better_place():
    row = chance(np.full((len(TOWNS), 24), LEVEL), place=1)
    assert (row["now_best"], row["now_worst"], row["best"], row["worst"]) == (1, 1, 1, 1)
    assert row["least"] == row["most"] == 1.0


def test_others_with_too_short_a_history_make_it_a_range():
    """By hand: the two of them may both stand before it, or both behind."""
    values, short = walks(6), [0, 5]
    gone = values.copy()
    gone[short, :-5] = np.nan
    row = chance(gone, place=3)
    kept = [at for at in range(len(TOWNS)) if at not in short]
    rest = [TOWNS[at] for at in kept]
    without = [
        forecast(facts_of(values[kept], rest), ["absolute"], TOWNS[AT], MONTH, 1, place=place).places.row(0, named=True)
        for place in (1, 3)
    ]
    assert row["short"] == 2 and row["units"] == len(TOWNS)
    assert (row["least"], row["most"]) == pytest.approx((without[0]["most"], without[1]["most"]))
    assert row["least"] < row["most"]


def test_units_without_any_figure_may_stand_before_or_behind():
    values = walks(6)[:6]
    row = chance(values, place=3)
    assert row["absent"] == 2 and row["units"] == 6
    assert row["worst"] == row["best"] + 2 and row["least"] < row["most"]


def test_the_only_one_with_figures_is_not_told_a_place():
    found = forecast(facts_of(walks(1)[[AT]], [TOWNS[AT]]), ["absolute"], TOWNS[AT], MONTH, 1, place=2)
    row = found.places.row(0, named=True)
    assert (row["least"], row["most"], row["absent"]) == (0.0, 1.0, len(TOWNS) - 1)


@pytest.mark.parametrize("seed", [0, 4])
def test_a_rulebook_that_compares_gives_the_same_places(seed):
    """A share of the best is in the figures' own order, in every path by itself."""
    own, compared = (forecast(facts_of(walks(seed)), [book], TOWNS[AT], MONTH, 2, place=PLACE).places
                     for book in ("absolute", "relative"))  # fmt: skip
    assert own.drop("rulebook").equals(compared.drop("rulebook"))


@pytest.mark.parametrize("book", ["absolute", "relative"])
def test_with_the_plan_the_others_go_along_the_same_paths(book):
    """A plan that changes nothing changes no chance; one of another tenth can only better it."""
    values = walks(4)
    now = float(values[AT, -1])
    found = {
        gain: forecast(facts_of(values), [book], TOWNS[AT], MONTH, 2, place=PLACE,
                       steps={league_homes.FACT: now * gain}).places
        for gain in (1.0, 1.1)
    }  # fmt: skip
    for places in found.values():
        assert places["plan"].to_list() == [False, False, True, True]
    same = found[1.0].partition_by("plan", include_key=False)
    assert same[0].equals(same[1])
    more = found[1.1].partition_by("plan", include_key=False)
    assert more[0].equals(same[0]) and (more[1]["least"] >= more[0]["least"]).all() and more[1]["least"][0] > 0.9


def test_the_demanded_place_is_the_rulebooks():
    books = [rulebooks.load("monitoring-2021"), rulebooks.load("hard-2019")]
    assert [demanded_place(books, group) for group in (1, 2, 3, None)] == [None, 100, 100, None]
    assert demanded_place(books[:1], 3) is None


@pytest.mark.parametrize(("months", "place"), [(5, 2), (48, 0), (48, None)])
def test_none_where_nothing_is_forecast_or_no_place_is_wanted(months, place):
    found = forecast(facts_of(walks(0, months)), ["absolute"], TOWNS[AT], MONTH, 1, place=place)
    assert found.places.is_empty() and found.place_drivers.is_empty()


def test_figures_that_vanish_leave_the_place_open():
    gone = walks(2)
    gone[AT, -1] = np.nan
    facts = pl.concat([facts_of(gone), facts_of(gone[[AT]], [TOWNS[AT]]).tail(1).with_columns(
        pl.lit(MONTH).alias("month"), pl.lit("permits").alias("fact"))])  # fmt: skip
    found = forecast(facts, ["absolute"], TOWNS[AT], MONTH, 1, place=PLACE)
    assert not found.able and found.places.is_empty()

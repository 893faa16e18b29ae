"""Tables for research, recounted by numpy and by scoring changed figures alone."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import jiangyin
import made_up
from analysis import rulebooks, scenarios, scorecards
from analysis.facts import city_table
from analysis.questions import league, research

BOOK, MONTH = "hard-2019", "2021-03"
CITIES = 40


@pytest.fixture(scope="module")
def nation():
    """Figures of forty cities of the table, all there; then some without one figure."""
    codes = city_table().filter(pl.col("valid_to").is_null())["code"].unique(maintain_order=True)[:CITIES]
    drawn = made_up.cities(rulebooks.load(BOOK), CITIES, seed=7, missing=0)
    return drawn.with_columns(codes.alias("city"), pl.lit(MONTH).alias("month"))


def test_the_panel_has_every_city_month_and_clause_once(nation):
    later = pl.concat([nation, nation.with_columns(pl.lit("2021-04").alias("month"))])
    rows, book = research.panel_rows(later, BOOK), rulebooks.load(BOOK)
    assert rows.height == CITIES * 2 * len(book.clauses) == rows.unique(["city", "month", "clause"]).height
    scored = scorecards.score(later, book)
    beside = rows.join(scored, on=["city", "month", "clause"], suffix="_scored")
    assert beside["points"].equals(beside["points_scored"]) and beside["met"].equals(beside["met_scored"])
    assert rows["name"].null_count() == 0 and set(rows["unit"]) == {"point", ""}
    assert rows.filter(city="320281")["name"].unique().to_list() in (["江阴市"], [])


def test_shares_are_covariances_over_the_variance_and_sum_to_one(nation):
    found = research.spread(nation, BOOK, MONTH)
    points = scorecards.score(nation, BOOK).filter(pl.col("kind") != "test")
    places = league.standings(nation, BOOK, MONTH)
    for number, part in found.group_by("league"):
        cities = places.filter(pl.col("league").eq_missing(number[0]), pl.col("points").is_not_null())
        assert set(part["cities"]) == {cities.height}
        if part["share"].null_count():
            assert cities.height < 3
            continue
        assert part["share"].sum() == pytest.approx(1, abs=1e-9)
        totals = dict(zip(cities["city"], cities["points"], strict=True))
        for row in part.filter(pl.col("clause") != "").iter_rows(named=True):
            own = points.filter(pl.col("clause") == row["clause"], pl.col("city").is_in(list(totals)))
            mine = np.array(own["points"].to_list(), dtype=float)
            theirs = np.array([totals[city] for city in own["city"]])
            wanted = np.cov(mine, theirs, ddof=0)[0, 1] / np.var(theirs)
            assert row["share"] == pytest.approx(wanted, abs=1e-9) and row["unit"] == "point"
            assert (row["least"], row["most"]) == (mine.min(), mine.max())


def test_cities_whose_total_is_unknown_are_left_out_and_counted(nation):
    gone = nation.with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(None).otherwise(pl.col("xinyidai_loans")).alias("xinyidai_loans")
    )
    unknown = league.standings(gone, BOOK, MONTH)["points"].null_count()
    found = research.spread(gone, BOOK, MONTH).unique("league")
    assert league.standings(nation, BOOK, MONTH)["points"].null_count() < unknown < CITIES
    assert (found["left_out"].sum(), found["cities"].sum()) == (unknown, CITIES - unknown)


def test_one_city_has_nothing_to_differ_from():
    found = research.spread(jiangyin.known(), BOOK, MONTH)
    assert found["share"].null_count() == found.height
    assert set(found["cities"] + found["left_out"]) == {1}


@pytest.mark.parametrize("name", ["xinyidai_loans", "joint_domains", "approval_departments_tolerant", "18.3.rate"])
def test_an_elasticity_is_what_scoring_the_changed_figure_alone_gives(name):
    figures = jiangyin.known()
    row = research.elasticity(figures, BOOK, "江阴", MONTH, names=[name]).row(0, named=True)
    (base,) = scorecards.total(figures, BOOK).filter(month=MONTH)["low"]
    for side in ("more", "less"):
        step, gained = row[side], row[f"points_{side}"]
        if step is None:
            assert gained is None and row[f"elasticity_{side}"] is None
            continue
        moved = scenarios.Scenario("moved", (scenarios.Change(name, "set", row["now"] + step),))
        (total,) = scorecards.total(figures, BOOK, moved).filter(month=MONTH)["low"]
        assert gained == pytest.approx(total - base, abs=1e-9)
        wanted = (gained / base) / (step / row["now"])
        assert row[f"elasticity_{side}"] == pytest.approx(wanted, abs=1e-12)


def test_steps_are_whole_units_within_the_bounds():
    rows = research.elasticity(jiangyin.known(), BOOK, "江阴", MONTH)
    counts = rows.filter(pl.col("unit").is_in(["domain", "record", "case", "entity"]))
    assert counts.height > 10 and (counts["more"].drop_nulls() % 1 == 0).all()
    assert rows.filter(fact="codes_converted")["more"].to_list() == [None], "all are converted: no room above"


def test_what_is_missing_has_no_elasticity_and_totals_are_what_is_certain():
    figures = jiangyin.known().filter(pl.col("fact") != "xinyidai_loans")
    row = research.elasticity(figures, BOOK, "江阴", MONTH, names=["xinyidai_loans"]).row(0, named=True)
    assert row["now"] is None and row["more"] is None and row["elasticity_more"] is None
    other = research.elasticity(figures, BOOK, "江阴", MONTH, names=["joint_domains"]).row(0, named=True)
    assert other["more"] == 1 and other["points_more"] > 0 and other["sure"] is False

"""Uncertainty: chances, indices and convergence that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import made_up
from analysis.problems import InputError
from analysis.questions import uncertainty
from analysis.questions.spreads import Spread, unset_spreads
from analysis.scenarios import load

from .conftest import CITY, MONTH, asked, loaded, sample

LOANS = Spread("xinyidai_loans", 0, 2e10)
FACTS = made_up.long(
    made_up.row(
        xinyidai_loans=1e9,
        market_entities=200_000.0,
        domains_listed=5.0,
        service_halls=10.0,
        service_halls_connected=10.0,
    )
)


def test_lending_between_nothing_and_its_cap_gives_one_point_on_average():
    """18.3 runs straight from 0 to 2 points: mean 1, deviation 2 / √12."""
    spread = asked(uncertainty.propagate, [LOANS], facts=FACTS)
    totals = dict(spread.totals.select("statistic", "low").iter_rows())
    others = 5 * 0.2  # 19.4
    assert totals["mean"] == pytest.approx(1 + others, abs=0.02)
    assert totals["sd"] == pytest.approx(2 / np.sqrt(12), abs=0.01)
    assert totals["p50"] == pytest.approx(1 + others, abs=0.05)


def test_a_veto_is_a_chance_apart_from_points():
    """Ten halls, connected 8, 9 or 10 with chances 1/4, 1/2, 1/4 after rounding: three in four fail."""
    spread = asked(uncertainty.propagate, [Spread("service_halls_connected", 8, 10)], facts=FACTS, base=0)
    assert dict(spread.vetoes.select("clause", "fails").iter_rows())["4"] == pytest.approx(0.75, abs=0.02)
    assert dict(spread.totals.select("statistic", "low").iter_rows())["sd"] == pytest.approx(0, abs=1e-9)


def test_the_indices_share_out_the_variance():
    """Two straight lines: shares 2² and 1² of the variance for loans (0–2 points) and domains (whole steps of 0.2)."""
    spread = asked(uncertainty.propagate, [LOANS, Spread("domains_listed", -0.5, 10.5)], facts=FACTS, base=2048)
    indices = {row["target"]: row for row in spread.indices.filter(pl.col("measure") == "low").iter_rows(named=True)}
    loans, domains = 4 / 12, 0.2**2 * (11**2 - 1) / 12
    assert indices["xinyidai_loans"]["first"] == pytest.approx(loans / (loans + domains), abs=0.05)
    assert indices["domains_listed"]["total"] == pytest.approx(domains / (loans + domains), abs=0.05)


def test_the_same_seed_gives_the_same_and_another_does_not():
    first, same, other = (asked(uncertainty.propagate, [LOANS], seed=seed, draws=500, base=64) for seed in (1, 1, 2))
    assert first.totals.equals(same.totals) and first.indices.equals(same.indices)
    assert not first.totals.equals(other.totals)


def test_the_running_mean_settles_within_its_error():
    convergence = asked(uncertainty.propagate, [LOANS], facts=FACTS, base=0).convergence
    assert convergence["draws"][-1] == uncertainty.DRAWS
    assert convergence["error"][-1] == pytest.approx(2 / np.sqrt(12) / np.sqrt(uncertainty.DRAWS), rel=0.02)
    assert abs(convergence["mean"][-1] - 2) < 4 * convergence["error"][-1]


def test_every_draw_is_in_one_bin():
    assert asked(uncertainty.propagate, [LOANS], base=0).bins["chance"].sum() == pytest.approx(1)


def test_benchmarks_that_are_unset_give_a_spread_of_totals():
    book = loaded("monitoring-2021")
    spread = uncertainty.propagate(sample(), book, CITY, MONTH, unset_spreads(book), draws=2_000, base=64)
    assert spread.evaluations == 2_000 + 64 * (len(spread.spreads) + 2)
    assert spread.totals["low"].null_count() == 0
    fixed = uncertainty.propagate(sample(), book, CITY, MONTH, [LOANS], load("assumed-benchmarks"), draws=10, base=0)
    assert fixed.totals.filter(pl.col("statistic") == "sd")["low"][0] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("settings", [{"draws": 1}, {"base": 3}, {"base": 1}, {"spreads": ()}])
def test_too_few_draws_or_an_odd_base_are_refused(settings):
    given = {"spreads": [LOANS], "draws": 10, "base": 4} | settings
    with pytest.raises(InputError):
        asked(uncertainty.propagate, **given)

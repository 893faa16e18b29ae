"""How uncertain figures are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.problems import InputError
from analysis.questions import spreads
from analysis.questions.spreads import Spread
from analysis.questions.starting_points import starting_point

from .conftest import CITY, MONTH, loaded, sample

CHANCES = (np.arange(100_000) + 0.5) / 100_000


@pytest.fixture
def here():
    return starting_point(sample(), loaded("hard-2019"), CITY, MONTH)


def test_a_uniform_spread_is_even():
    drawn = Spread("xinyidai_loans", 10, 20).drawn(CHANCES)
    assert (drawn.min(), drawn.max(), drawn.mean()) == (
        pytest.approx(10, abs=1e-3),
        pytest.approx(20, abs=1e-3),
        pytest.approx(15),
    )


def test_a_triangular_spread_has_its_mean_at_a_third_of_its_corners():
    drawn = Spread("xinyidai_loans", 0, 30, "triangular", 6).drawn(CHANCES)
    assert drawn.mean() == pytest.approx((0 + 30 + 6) / 3, abs=1e-3)
    assert drawn.std() == pytest.approx(np.sqrt((30**2 + 6**2 - 30 * 6) / 18), abs=1e-3)


def test_a_normal_spread_keeps_mean_and_deviation_and_is_clipped():
    drawn = Spread("xinyidai_loans", -100, 100, "normal", 10, 2).drawn(CHANCES)
    assert (drawn.mean(), drawn.std()) == (pytest.approx(10), pytest.approx(2, abs=1e-3))
    assert Spread("xinyidai_loans", 9, 11, "normal", 10, 2).drawn(CHANCES).min() == 9


def test_counts_are_whole_and_no_part_passes_its_whole(here):
    pair = (Spread("residents_scored", 1e6, 2e6), Spread("registered_population", 1.1e6, 1.2e6))
    drawn = spreads.sampled_figures(pair, np.random.default_rng(1).random((500, 2)), here)
    assert (drawn["residents_scored"] % 1 == 0).all()
    assert (drawn["residents_scored"] <= drawn["registered_population"]).all()
    alone = spreads.sampled_figures(pair[:1], np.ones((1, 1)), here)
    assert alone["residents_scored"][0] == 1_269_600


def test_benchmarks_that_no_source_gives_vary_between_their_bounds():
    unset = spreads.unset_spreads(loaded("monitoring-2021"))
    assert {spread.target for spread in unset} <= set(loaded("monitoring-2021").unset()) and len(unset) > 20
    assert all(spread.low < spread.high for spread in unset)


@pytest.mark.parametrize(
    "spread",
    [
        Spread("nope", 0, 1), Spread("17.reading", 0, 1), Spread("xinyidai_loans", 2, 1),
        Spread("xinyidai_loans", 0, float("inf")),
        Spread("xinyidai_loans", 0, 1, "triangular"), Spread("xinyidai_loans", 0, 1, "triangular", 2),
        Spread("xinyidai_loans", 0, 1, "normal", 0.5), Spread("xinyidai_loans", 0, 1, "other"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(here, spread):
    with pytest.raises(InputError):
        spreads.check_spreads([spread], here)


def test_one_figure_twice_is_refused(here):
    with pytest.raises(InputError, match="It stands twice"):
        spreads.check_spreads([Spread("xinyidai_loans", 0, 1)] * 2, here)

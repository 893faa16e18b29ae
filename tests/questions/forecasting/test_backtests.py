"""The back-test: errors by hand, the better method, conformal widths by rank, and how often they hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.questions.forecasting import forecast_rules
from analysis.questions.forecasting.backtests import (
    ahead_of,
    backtested,
    conformal_width,
    faded_width,
    replaced,
    tried_intervals,
)
from analysis.questions.forecasting.smoothing import seasonal, smoothed

RULES = forecast_rules()
STEPS = 3


def tried(values, season=12, rules=RULES):
    forecasts = {
        "smoothing": smoothed(values, rules.coefficients, rules.first).ahead(STEPS),
        "seasonal": seasonal(values, season, STEPS),
    }
    return backtested(values, forecasts, rules)


def test_what_came_later():
    ahead = ahead_of(np.array([[1.0, 2.0, 3.0]]), 2)
    assert ahead[0].tolist()[:2] == [[2.0, 3.0], [3.0, pytest.approx(np.nan, nan_ok=True)]]


def test_a_figure_of_pure_season_is_forecast_by_the_season():
    values = np.tile(np.array([5.0, 9, 2, 7, 1, 8, 3, 6, 4, 9, 2, 5]), 4)[None, :]
    found = tried(values)
    assert found.method[0] == "seasonal" and found.error[0] == 0
    assert found.expected[0].tolist() == [5.0, 9.0, 2.0] and found.width[0].tolist() == [0.0, 0.0, 0.0]


def test_a_wandering_figure_is_smoothed():
    walk = np.cumsum(np.random.default_rng(3).normal(0, 1, (20, 48)), axis=1)
    assert (tried(walk).method == "smoothing").mean() > 0.9


def test_a_short_history_has_no_season_to_compare():
    assert tried(np.arange(14.0)[None, :]).method[0] == "smoothing"


@pytest.mark.parametrize(("count", "share", "width"), [
    (9, 0.9, 9.0), (19, 0.9, 18.0), (8, 0.9, np.nan), (4, 0.8, 4.0), (3, 0.5, 2.0), (14, 0.9, 13.5),
])  # fmt: skip
def test_a_width_is_the_error_of_rank_n_plus_1_times_the_share(count, share, width):
    """Of the errors 1, 2 … n; between two ranks in proportion: (14 + 1) × 0.9 = 13.5."""
    errors = np.array([*range(count, 0, -1), np.nan]) * np.array([1, -1] * 20)[: count + 1]
    assert conformal_width(errors[None, :], share)[0] == pytest.approx(width, nan_ok=True)


def test_even_errors_are_covered_as_often_as_asked():
    """20,000 sets of errors in no order: the next one lies within the width in 90 of 100, whatever their law."""
    random = np.random.default_rng(5)
    for errors in (random.normal(size=(20_000, 25)), random.exponential(size=(20_000, 25))):
        held = np.abs(errors[:, -1]) <= conformal_width(errors[:, :-1], 0.9)
        assert held.mean() == pytest.approx(0.9, abs=0.01)


def test_the_covering_is_counted_with_earlier_errors_only():
    """A figure that breaks away once: the break itself is missed, though the final width holds it."""
    values = np.concatenate([np.zeros(30), np.full(8, 50.0)])[None, :] + np.random.default_rng(2).normal(0, 0.1, 38)
    found = tried(values)
    assert found.trials[0, 0] > 15 and found.trials[0, 0] - found.covered[0, 0] >= 1
    steady = tried(np.zeros((1, 38)))
    assert steady.trials.max() == 0 and steady.width.max() == 0, "what stood still is counted apart"
    assert steady.still[0, 0] > 15 and (steady.still == steady.still_covered).all()


@pytest.mark.parametrize(("errors", "fade", "width"), [
    ([5.0, 1.0, 1.0, 1.0, 1.0], 1.0, 1.0),  # 4 of 0.6 × 6
    ([-5.0, 1.0, 1.0, 1.0, 1.0], 0.5, 1.0),  # weights 1/16, 1/8, 1/4, 1/2, 1; the ones hold 1.875 of 0.6 × 2.9375
    ([1.0, 1.0, 1.0, 1.0, -5.0], 0.5, 5.0),
    ([np.nan, 2.0, np.nan, 3.0], 0.5, 3.0),
])  # fmt: skip
def test_older_errors_count_less(errors, fade, width):
    """By hand: the smallest size up to which the weights come to 60 % of all and of the next one's."""
    assert faded_width(np.array([errors]), 0.6, fade)[0] == width


def test_trials_and_holds_are_those_of_the_definition():
    """Month by month by hand: the errors known by then, the rank, whether the next one lies within."""
    errors = np.round(np.random.default_rng(4).normal(0, 0.6, size=(3, 34, 2)))
    errors[:, :8], errors[1, 15], errors[2, :26] = np.nan, np.nan, 0.0
    counted = [[[0, 0, 0, 0] for _ in range(2)] for _ in range(3)]
    for series in range(3):
        for step in range(2):
            for month in range(RULES.first + RULES.trials + step, 34 - step - 1):
                early = sorted(abs(error) for error in errors[series, : month - step, step] if not np.isnan(error))
                error, rank = errors[series, month, step], (len(early) + 1) * 0.9
                if np.isnan(error) or len(early) < RULES.trials or rank > len(early):
                    continue
                below = int(rank)
                top = early[min(below, len(early) - 1)]
                width = early[below - 1] + (rank - below) * (top - early[below - 1])
                kind = 0 if width > 1e-9 else 2
                counted[series][step][kind] += 1
                counted[series][step][kind + 1] += abs(error) <= width + 1e-9
    found = np.moveaxis(np.stack(tried_intervals(errors, RULES)), 0, 2)
    assert found.tolist() == counted and found[2, 0, 2] > 0 and found[0, 0, 0] > 5


def test_few_errors_at_a_step_borrow_those_of_the_others():
    few = replace(RULES, first=3)
    values = np.cumsum(np.random.default_rng(1).normal(size=(1, 12)), axis=1)
    found = tried(values, rules=few)
    assert np.isfinite(found.width).all() and (np.diff(found.width[0]) >= 0).all()


def test_rows_of_another_back_test_take_the_place_of_the_first():
    first, second = tried(np.zeros((3, 36))), tried(np.tile(np.arange(12.0), 3)[None, :])
    joined = replaced(first, [1], second)
    assert joined.method.tolist()[1] == second.method[0] and (joined.expected[1] == second.expected[0]).all()
    assert (joined.expected[[0, 2]] == 0).all() and (first.expected == 0).all()

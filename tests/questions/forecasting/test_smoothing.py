"""Smoothing many series at once is what statsmodels finds one at a time; the seasonal naive, what stood a year ago."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from analysis.questions.forecasting import forecast_rules
from analysis.questions.forecasting.smoothing import seasonal, seasonal_with_drift, smoothed

MONTHS, AHEAD = 30, 6
SETTINGS = [(0.8, 0.0, 1.0), (0.4, 0.0, 1.0), (0.6, 0.3, 0.9), (0.2, 0.1, 0.98)]


@pytest.fixture(scope="module")
def series():
    random = np.random.default_rng(7)
    return np.cumsum(random.normal(0.4, 1.0, (5, MONTHS)), axis=1) + random.normal(0, 1.0, (5, MONTHS)) + 50


def of_statsmodels(values, setting):
    """The forecast of statsmodels' ETS(A,Ad,N), or of its simple one, at the same coefficients and start."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    alpha, beta, damp = setting
    trend = {"trend": "add", "damped_trend": True, "initial_trend": 0.0} if beta else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ETSModel(values, error="add", initialization_method="known", initial_level=values[0], **trend)
        return model.smooth([alpha, alpha * beta, damp] if beta else [alpha]).forecast(AHEAD)


@pytest.mark.parametrize("setting", SETTINGS)
def test_each_setting_is_the_ets_of_statsmodels(series, setting):
    ours = smoothed(series, [setting], 3).ahead(AHEAD)
    for row, values in enumerate(series):
        assert ours[row, -1] == pytest.approx(of_statsmodels(values, setting), rel=1e-9)
        assert ours[row, 19] == pytest.approx(of_statsmodels(values[:20], setting), rel=1e-9)


def test_from_every_month_the_setting_with_the_smallest_squares_so_far_is_taken(series):
    """By hand: every setting is run alone, and its squared one-month errors up to the month are compared."""
    chosen = smoothed(series, SETTINGS, 3).ahead(AHEAD)
    alone = [smoothed(series, [setting], 3).ahead(AHEAD) for setting in SETTINGS]
    errors = [series[:, 1:] - path[:, :-1, 0] for path in alone]
    for month in (12, 20, MONTHS - 1):
        squares = np.stack([(each[:, :month] ** 2).sum(axis=1) for each in errors])
        for row, best in enumerate(squares.argmin(axis=0)):
            assert chosen[row, month] == pytest.approx(alone[best][row, month])


def test_a_level_that_is_wholly_renewed_is_the_last_figure(series):
    assert smoothed(series, [(1.0, 0.0, 1.0)], 3).ahead(AHEAD)[:, :, 4] == pytest.approx(series)


def test_it_errs_no_more_than_the_coefficients_statsmodels_fits(series):
    """Over all series and months from a year on, one month ahead: at most a tenth more than its own fit errs."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    ours, theirs = [], []
    path = smoothed(series, forecast_rules().coefficients, 3).ahead(1)
    for row, values in enumerate(series):
        for month in range(18, MONTHS - 1, 3):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model = ETSModel(values[: month + 1], error="add", trend="add", damped_trend=True).fit(disp=False)
            theirs.append(abs(model.forecast(1)[0] - values[month + 1]))
            ours.append(abs(path[row, month, 0] - values[month + 1]))
    assert np.mean(ours) <= 1.1 * np.mean(theirs)


def test_a_gap_moves_no_level_and_beginnings_may_be_late():
    values = np.array([[np.nan, np.nan, 10.0, np.nan, 20.0], [5.0, 5.0, 5.0, 5.0, 5.0]])
    path = smoothed(values, [(0.5, 0.0, 1.0)], 1).ahead(2)
    assert np.isnan(path[0, 1]).all() and path[0, 3].tolist() == [10.0, 10.0] and path[0, 4].tolist() == [15.0, 15.0]
    assert (path[1] == 5.0).all()


def test_the_seasonal_naive_is_what_stood_a_season_ago():
    values = np.arange(20.0)[None, :] ** 2
    ahead = seasonal(values, 12, 3)
    assert ahead[0, 19].tolist() == [64.0, 81.0, 100.0] and np.isnan(ahead[0, 10, 0]) and ahead[0, 11, 0] == 0.0
    drifted = seasonal_with_drift(values, 12, 3)
    assert drifted[0, 19].tolist() == [64.0 + 312.0, 81.0 + 312.0, 100.0 + 312.0]  # 19² − 7² = 312

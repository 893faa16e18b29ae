"""What comes next: each figure's own history, carried on, and how sure that is (预测)."""

from analysis.questions.forecasting.backtests import METHODS, ROLL_OFF
from analysis.questions.forecasting.figure_forecasts import BACKTEST, FIGURES, FigureForecasts, forecast_figures
from analysis.questions.forecasting.figure_series import FORECAST, GAPS, NOW_MISSING, SHORT, STATES
from analysis.questions.forecasting.forecast_rules import ForecastRules, forecast_rules

__all__ = [
    "BACKTEST",
    "FIGURES",
    "FORECAST",
    "GAPS",
    "METHODS",
    "NOW_MISSING",
    "ROLL_OFF",
    "SHORT",
    "STATES",
    "FigureForecasts",
    "ForecastRules",
    "forecast_figures",
    "forecast_rules",
]

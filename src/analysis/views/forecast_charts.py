"""Charts of what comes next: the totals reported, and beyond them what is forecast, in a colour of its own (预测图)."""

from __future__ import annotations

import html
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis import rulebooks
from analysis.questions import forecast as question
from analysis.scorecards import TOTAL
from analysis.views import words
from analysis.views.chart_contents import EARNED, Chart
from analysis.views.line_charts import line_chart
from analysis.views.view_objects import ViewSequence
from analysis.views.words import rounded_text, say, total_interval

FORECAST_COLOUR, PLANNED_COLOUR, BAND = "#9C1F6E", "#00664A", "rgba(156,31,110,0.15)"


def forecast_charts(found: question.Forecast, lang: str = "zh") -> ViewSequence:
    """A chart for each rulebook that is forecast."""
    names = found.totals["rulebook"].unique(maintain_order=True)
    return ViewSequence(tuple(forecast_chart(found, name, lang) for name in names))


def forecast_chart(found: question.Forecast, rulebook: str, lang: str = "zh") -> Chart:
    """A rulebook's certain total: solid as far as it is reported, dashed with a band where it is forecast."""
    past = found.past.filter(rulebook=rulebook).sort("month")
    ahead = found.totals.filter(rulebook=rulebook, node=TOTAL, plan=False).sort("ahead")
    planned = found.totals.filter(rulebook=rulebook, node=TOTAL, plan=True).sort("ahead")
    traces = [_reported(past, lang), *_highest(past, lang)]
    if ahead.height:
        traces = [_band(found, past, ahead, lang), *traces, _ahead("line forecast", past, ahead, FORECAST_COLOUR, lang)]
    if planned.height:
        traces.append(_ahead("line planned", past, planned, PLANNED_COLOUR, lang))
    months = [*past["month"], *found.months]
    axes = {
        "xaxis_type": "category", "xaxis_categoryorder": "array", "xaxis_categoryarray": months,
        "yaxis_title": say("axis points", lang),
    }  # fmt: skip
    return line_chart(_title(found, rulebook, ahead, lang), traces, **axes)


def _title(found: question.Forecast, rulebook: str, ahead: pl.DataFrame, lang: str) -> str:
    book = rulebooks.load(rulebook).title_in(lang)
    if ahead.is_empty():
        return say("forecast chart now", lang, book=book)
    last = ahead.row(-1, named=True)
    ends = {end: rounded_text(last[end]) for end in ("low", "high") if last[end] is not None}
    return say(
        "forecast chart", lang, book=book, month=words.month_title(found.month, lang),
        now=total_interval(last["now_low"], last["now_high"], lang), last=words.month_title(last["month"], lang),
        middle=total_interval(last["middle_low"], last["middle_high"], lang),
        **{"low": say("not there", lang), "high": say("not there", lang), **ends},
    )  # fmt: skip


def _reported(past: pl.DataFrame, lang: str) -> Any:
    return go.Scatter(
        name=html.escape(say("line past", lang)), x=past["month"].to_list(), y=_rounded(past["low"]),
        mode="lines+markers", line={"color": EARNED, "width": 2}, marker={"size": 6, "color": EARNED},
        hovertemplate="%{x}: %{y:.2f}<extra></extra>",
    )  # fmt: skip


def _highest(past: pl.DataFrame, lang: str) -> list[Any]:
    """What the reported months could come to at best, where figures are missing."""
    if past["high"].null_count() or not (past["high"] > past["low"]).any():
        return []
    return [go.Scatter(
        name=html.escape(say("line high", lang)), x=past["month"].to_list(), y=_rounded(past["high"]), mode="lines",
        line={"color": EARNED, "width": 1, "dash": "dot"}, hovertemplate="%{x}: %{y:.2f}<extra></extra>",
    )]  # fmt: skip


def _joined(past: pl.DataFrame, ahead: pl.DataFrame, column: str) -> tuple[list[str], list[float | None]]:
    """The last reported total, then a column of the months ahead, so that the lines meet."""
    last = past.tail(1)
    return [*last["month"], *ahead["month"]], [*_rounded(last["low"]), *_rounded(ahead[column])]


def _ahead(key: str, past: pl.DataFrame, ahead: pl.DataFrame, colour: str, lang: str) -> Any:
    x, y = _joined(past, ahead, "middle_low")
    return go.Scatter(
        name=html.escape(say(key, lang)), x=x, y=y, mode="lines+markers",
        line={"color": colour, "width": 2, "dash": "dash"},
        marker={"symbol": "circle-open", "size": 8, "color": colour}, hovertemplate="≈ %{x}: %{y:.2f}<extra></extra>",
    )  # fmt: skip


def _band(found: question.Forecast, past: pl.DataFrame, ahead: pl.DataFrame, lang: str) -> Any:
    (months, low), (_, high) = (_joined(past, ahead, end) for end in ("low", "high"))
    return go.Scatter(
        name=html.escape(say("band forecast", lang, share=f"{found.covered:.0%}")), x=[*months, *reversed(months)],
        y=[*high, *reversed(low)], fill="toself", fillcolor=BAND, line={"width": 0}, mode="lines", hoverinfo="skip",
    )  # fmt: skip


def _rounded(values: pl.Series) -> list[float | None]:
    return [None if value is None else float(f"{max(value, 0.0):.12g}") for value in values]

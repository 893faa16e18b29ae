"""A plan over months as a picture: the total month by month above, what is done when below (排期图)."""

from __future__ import annotations

import html
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.questions import plan_calendar
from analysis.rulebooks import Rulebook
from analysis.views.amounts import target_change, target_title
from analysis.views.calendar_tables import calendar_title
from analysis.views.chart_contents import EARNED, LOST, Chart
from analysis.views.line_charts import line_chart
from analysis.views.text_layout import wrapped_lines
from analysis.views.words import month_title, rounded_text, say

ROW, ABOVE, GAP = 40, 230, 70
"""Pixels of a row below, of the curve above, and between them."""
WIDTH_OF_NAME = 16
SHADES = [[0.0, "#E3EEF7"], [1.0, "#7FB2D9"]]


def calendar_chart(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str = "zh") -> Chart:
    """The total as scored each month with the target, and below the share of each figure that is done in each month."""
    months = result.months["month"].to_list()
    titles = [month_title(month, lang) for month in months]
    traces: list[Any] = [_curve(result, titles, lang), *_target(result, titles, lang)]
    height = ABOVE + GAP + ROW * max(1, result.levers.height)
    if result.levers.height:
        traces.append(_schedule(result, months, titles, book, lang))
    low = 1 - ABOVE / height
    chart = line_chart(
        calendar_title(result, book, lang), traces,
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": titles, "anchor": "y2"},
        yaxis={"domain": [low, 1], "title": say("axis points", lang)},
        yaxis2={"domain": [0, 1 - (ABOVE + GAP) / height], "autorange": "reversed", "automargin": True},
    )  # fmt: skip
    chart.figure.update_layout(
        height=height + chart.figure.layout.margin.t + chart.figure.layout.margin.b,
        legend={"y": low - 0.02, "yref": "paper", "yanchor": "top"},
    )
    return chart


def _curve(result: plan_calendar.PlanCalendar, titles: list[str], lang: str) -> go.Scatter:
    totals = result.months["high" if result.upper else "low"].to_list()
    texts = [rounded_text(total) for total in totals]
    return go.Scatter(
        x=titles, y=totals, mode="lines+markers+text", text=texts, textposition="bottom center", cliponaxis=False,
        name=say("calendar total month", lang), line={"color": EARNED}, hovertemplate="%{x} %{y:.2f}<extra></extra>",
    )  # fmt: skip


def _target(result: plan_calendar.PlanCalendar, titles: list[str], lang: str) -> list[go.Scatter]:
    if result.goal.reach is None:
        return []
    return [
        go.Scatter(
            x=[titles[0], titles[-1]], y=[result.goal.reach] * 2, mode="lines", name=say("calendar chart target", lang),
            line={"color": LOST, "dash": "dash"}, hoverinfo="skip",
        )
    ]  # fmt: skip


def _schedule(
    result: plan_calendar.PlanCalendar, months: list[str], titles: list[str], book: Rulebook, lang: str
) -> go.Heatmap:
    facts = result.levers["fact"].to_list()
    done = {(fact, month): change for month, fact, change in result.steps.select("month", "fact", "change").iter_rows()}
    whole = {fact: result.steps.filter(pl.col("fact") == fact)["change"].abs().sum() for fact in facts}
    shares = [
        [abs(done[fact, month]) / whole[fact] if (fact, month) in done else None for month in months] for fact in facts
    ]
    texts = [
        [target_change(done[fact, month], fact, book, lang) if (fact, month) in done else "" for month in months]
        for fact in facts
    ]
    names = [
        "<br>".join(map(html.escape, wrapped_lines(target_title(fact, book, lang), WIDTH_OF_NAME))) for fact in facts
    ]
    return go.Heatmap(
        x=titles, y=names, z=shares, text=texts, texttemplate="%{text}", yaxis="y2", zmin=0, zmax=1, xgap=2, ygap=2,
        colorscale=SHADES, showscale=False, name=say("calendar chart share", lang),
        hovertemplate="%{y} %{x}: %{text} (%{z:.0%})<extra></extra>",
    )  # fmt: skip

"""The picture of a plan's curve: points against what they take, corners, the goal, where tests turn (代价曲线图)."""

from __future__ import annotations

import html
from typing import Any

import polars as pl

from analysis.questions import plan_curves
from analysis.questions.planning import STEPS
from analysis.rulebooks import Rulebook
from analysis.views.amounts import SCALES
from analysis.views.chart_contents import EARNED, INK, LOST, MARKED, Chart
from analysis.views.line_charts import line_chart
from analysis.views.plan_curve_tables import curve_title, spent_text, spent_word
from analysis.views.words import floored_points, joined_texts, say

MYRIAD = {"zh": ("万元", 10**4), "en": ("million yuan", 10**6)}


def curve_chart(result: plan_curves.PlanCurve, book: Rulebook, lang: str = "zh") -> Chart:
    """What is spent to the right, the total upwards; so much more is to be had for so much."""
    del book  # as every view is called
    scale, word = _scale(result, lang)
    points = result.points.with_columns(at=pl.col("spent") / scale)
    traces = [_curve(points, lang), _marks(points.filter("corner"), say("curve corners", lang), INK, result, lang)]
    turning = points.filter(pl.col("falls").list.len() > 0)
    traces += [_marks(turning, say("curve test turns", lang), LOST, result, lang)] if turning.height else []
    traces += [_goal(points, result, lang)] if result.goal.reach is not None and points.height else []
    axes = {"xaxis_title": html.escape(word), "yaxis_title": say("axis points", lang), "xaxis_rangemode": "tozero"}
    return line_chart(curve_title(result, lang), traces, **axes)


def _scale(result: plan_curves.PlanCurve, lang: str) -> tuple[float, str]:
    """In what what is spent is drawn: money in 万元 or millions, 亿元 or billions where there is much."""
    name = say("curve least", lang, what=spent_word(result, lang))
    if not result.priced or result.goal.least == STEPS:
        return 1.0, name
    most = max(result.points["spent"].to_list(), default=0.0)
    unit, by = SCALES[lang] if most >= SCALES[lang][1] else MYRIAD[lang]
    return float(by), say("bracketed", lang, text=name, inner=unit)


def _curve(points: pl.DataFrame, lang: str) -> Any:
    import plotly.graph_objects as go  # slow to load, and only pictures need it

    return go.Scatter(
        x=_plain(points["at"]), y=_plain(points["total"]), name=html.escape(say("curve all points", lang)),
        mode="lines", line={"shape": "hv", "color": EARNED, "width": 2}, hoverinfo="skip",
    )  # fmt: skip


def _marks(points: pl.DataFrame, name: str, colour: str, result: plan_curves.PlanCurve, lang: str) -> Any:
    import plotly.graph_objects as go  # as above

    texts = [html.escape(_text(row, result, lang)) for row in points.iter_rows(named=True)]
    symbol, size = ("circle", 7) if colour == INK else ("diamond", 12)
    return go.Scatter(
        x=_plain(points["at"]), y=_plain(points["total"]), name=html.escape(name), mode="markers", hovertext=texts,
        marker={"symbol": symbol, "size": size, "color": colour}, hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )  # fmt: skip


def _text(row: dict[str, Any], result: plan_curves.PlanCurve, lang: str) -> str:
    said = [f"{floored_points(row['total'])} · {spent_text(row['spent'], result, lang)}"]
    if row["falls"]:
        said.append(say("curve falls", lang, clauses=joined_texts(row["falls"], lang)))
    return " · ".join(said)


def _goal(points: pl.DataFrame, result: plan_curves.PlanCurve, lang: str) -> Any:
    """The goal's total across the picture."""
    import plotly.graph_objects as go  # as above

    reach = float(result.goal.reach or 0.0)
    ends = [0.0, float(points["at"].max() or 1.0)]  # type: ignore[arg-type]
    name = say("curve demand", lang, total=floored_points(reach))
    return go.Scatter(
        x=ends, y=[reach, reach], name=html.escape(name), mode="lines", hoverinfo="skip",
        line={"color": MARKED, "width": 2, "dash": "dot"},
    )  # fmt: skip


def _plain(values: pl.Series) -> list[float]:
    """Numbers without the noise of float sums."""
    return [float(f"{value:.12g}") for value in values]

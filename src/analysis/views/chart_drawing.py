"""Horizontal bars with their labels above them, drawn alike everywhere: wide, narrow, in print (绘图)."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analysis.views.chart_contents import (
    CHART_FONT,
    INK,
    LINE,
    MARKED,
    Bar,
    Bars,
    Chart,
    DiamondMarks,
    Layer,
    axis_range,
    plain_length,
    title_layout,
)
from analysis.views.text_layout import text_width, wrapped_lines
from analysis.views.words import say

ROW, LINE_OF_LABEL, HEAD, FOOT, LEGEND, LONGEST = 46, 17, 22, 82, 20, 46
THICK = 0.36 * ROW


def bar_chart(
    title: str, bars: Sequence[Bar], layers: Sequence[Layer], lang: str, marks: Sequence[DiamondMarks] = ()
) -> Chart:
    """The chart of some bars, the first on top; its height follows their number."""
    places = list(range(len(bars)))
    traces = [_trace(layer, place, bars, places, lang) for place, layer in enumerate(layers)]
    traces += [_marked(diamonds, places, lang) for diamonds in marks if any(at is not None for at in diamonds.at)]
    shown = [trace for trace in traces if any(trace.x)]
    # On a phone each name of the legend may take a line.
    foot = FOOT + LEGEND * max(0, len(shown) - 2)
    figure = go.Figure(shown, _layout(title, bars, foot, lang))
    figure = figure.update_layout(template=None, xaxis_range=axis_range(bars, marks))
    return Chart(title, figure, Bars(tuple(bars), tuple(layers), tuple(marks), say("axis points", lang), lang))


def _trace(layer: Layer, place: int, bars: Sequence[Bar], places: list[int], lang: str) -> go.Bar:
    pattern = {"shape": "/", "fgcolor": layer.colour, "bgcolor": "#FFFFFF", "size": 6, "solidity": 0.35}
    return go.Bar(
        name=html.escape(layer.name),
        orientation="h",
        y=places,
        x=[plain_length(bar.parts[place]) for bar in bars],
        width=THICK / _row(bars),
        **({"base": [plain_length(bar.start) for bar in bars]} if any(bar.start for bar in bars) else {}),
        marker={"color": layer.colour, "line": {"width": 0}, **({"pattern": pattern} if layer.hatched else {})},
        hovertext=[html.escape(f"{bar.label}{say('colon', lang)}{bar.text}") for bar in bars],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _marked(diamonds: DiamondMarks, places: list[int], lang: str) -> go.Scatter:
    return go.Scatter(
        name=html.escape(diamonds.name),
        mode="markers",
        cliponaxis=False,
        y=[place for place, at in zip(places, diamonds.at, strict=True) if at is not None],
        x=[plain_length(at) for at in diamonds.at if at is not None],
        marker={"symbol": "diamond", "size": 10, "color": MARKED, "line": {"width": 1, "color": "#FFFFFF"}},
        hovertemplate=f"{html.escape(diamonds.name)}{say('colon', lang)}%{{x:.2f}}<extra></extra>",
    )


def _layout(title: str, bars: Sequence[Bar], foot: int, lang: str) -> dict[str, Any]:
    lines = wrapped_lines(title)
    top = HEAD + 22 * len(lines)
    return {
        "showlegend": True,
        "title": title_layout(lines),
        "barmode": "relative",
        "height": top + _row(bars) * len(bars) + foot,
        "margin": {"l": 10, "r": 14, "t": top, "b": foot},
        "font": {"family": CHART_FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "xaxis": {"title": {"text": say("axis points", lang), "standoff": 6, "font": {"size": 12}},
                  "gridcolor": LINE, "zerolinecolor": INK, "fixedrange": True},
        "yaxis": {"visible": False, "range": [len(bars) - 0.55, -0.85], "fixedrange": True},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yref": "container", "yanchor": "bottom",
                   "font": {"size": 12}},
        "hoverlabel": {"font": {"family": CHART_FONT}},
        "annotations": [note for place, bar in enumerate(bars) for note in _labels(place, bar)],
    }  # fmt: skip


def _labels(place: int, bar: Bar) -> list[dict[str, Any]]:
    """The label above the bar at the left, its figure at the right; both end just above the bar."""
    position = {"y": place, "xref": "paper", "yref": "y", "yanchor": "bottom", "yshift": THICK / 2 - 1,
            "showarrow": False, "font": {"size": 13}}  # fmt: skip
    text = "<br>".join(map(html.escape, _lines(bar)))
    return [
        {**position, "x": 0, "xanchor": "left", "align": "left", "text": text},
        {**position, "x": 1, "xanchor": "right", "text": html.escape(bar.text)},
    ]


def _lines(bar: Bar) -> list[str]:
    """The label whole, in lines that leave its figure free also on a phone."""
    return wrapped_lines(bar.label, LONGEST - text_width(bar.text))


def _row(bars: Sequence[Bar]) -> int:
    """How high a bar stands with its label: alike for all, by the label of most lines."""
    return ROW + LINE_OF_LABEL * (max((len(_lines(bar)) for bar in bars), default=1) - 1)

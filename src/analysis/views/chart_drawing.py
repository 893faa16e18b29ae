"""Horizontal bars with their labels above them, drawn alike everywhere: wide, narrow, in print (绘图)."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from analysis.views.text_layout import text_width, wrapped_lines
from analysis.views.words import say

# Nothing is fetched from outside to show a chart.
os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")

# Okabe and Ito's colours, told apart also by the colour-blind.
EARNED, LOST, REST, MARKED, INK, LINE = (
    "#0072B2", "#D55E00", "#E3E7EB", "#B8860B", "#1F2933", "#E9ECEF",
)  # fmt: skip
FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, SimHei, sans-serif"
ROW, LINE_OF_LABEL, HEAD, FOOT, LEGEND, LONGEST = 46, 17, 22, 82, 20, 46
THICK = 0.36 * ROW
MIMETYPE = "application/vnd.plotly.v1+json"


@dataclass(frozen=True)
class Bar:
    """A label, the figure as text, and the lengths of its parts; `start`: where they begin."""

    label: str
    text: str
    parts: tuple[float, ...]
    start: float = 0.0


@dataclass(frozen=True)
class Layer:
    """A part that all bars have: its name in the legend, colour, hatching."""

    name: str
    colour: str
    hatched: bool = False


@dataclass(frozen=True)
class DiamondMarks:
    """A diamond on each bar (none where None), for a scenario beside."""

    name: str
    at: Sequence[float | None]


@dataclass(frozen=True)
class Bars:
    """What a chart of bars draws, for formats that draw it themselves: bars, layers, diamonds, the axis' name."""

    bars: tuple[Bar, ...]
    layers: tuple[Layer, ...]
    marks: tuple[DiamondMarks, ...]
    axis: str
    lang: str


@dataclass(frozen=True, eq=False)
class Chart:
    """A plotly figure whose title says what is found; shown without any request to the outside.

    `bars`: what it draws, where it is a chart of bars.
    """

    title: str
    figure: go.Figure
    bars: Bars | None = None

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        figure = json.loads(self.json())
        return {MIMETYPE: {**figure, "config": _config()}, "text/plain": repr(self)}

    def json(self) -> str:
        """The figure as JSON: equal inputs give equal text."""
        return self.figure.to_json()

    def under(self, name: str) -> Chart:
        """The same chart with a name before its finding."""
        title = f"{name}\n{self.title}"
        figure = go.Figure(self.figure)
        more = 22 * (len(wrapped_lines(title)) - len(wrapped_lines(self.title)))
        top, height = figure.layout.margin.t + more, figure.layout.height + more
        figure = figure.update_layout(title=title_layout(wrapped_lines(title)), margin_t=top, height=height)
        return Chart(title, figure, self.bars)

    def __repr__(self) -> str:
        return self.title


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


def axis_range(bars: Sequence[Bar], marks: Sequence[DiamondMarks]) -> list[float]:
    """From 0, or the lowest deduction, to the longest bar: plotly itself would leave room left of 0 for diamonds."""
    at = [place for diamonds in marks for place in diamonds.at if place is not None]
    low = min([0.0, *at, *_reached(bars, -1)])
    high = max([0.0, *at, *_reached(bars, 1)])
    room = 0.02 * (high - low)
    return [_plain(low and low - room), _plain(high + room if high else float(not low))]


def _reached(bars: Sequence[Bar], way: int) -> list[float]:
    """How far each bar reaches to the left (-1) or right."""
    return [bar.start + sum(part for part in bar.parts if part and part * way > 0) for bar in bars]


def _trace(layer: Layer, place: int, bars: Sequence[Bar], places: list[int], lang: str) -> go.Bar:
    pattern = {"shape": "/", "fgcolor": layer.colour, "bgcolor": "#FFFFFF", "size": 6, "solidity": 0.35}
    return go.Bar(
        name=html.escape(layer.name),
        orientation="h",
        y=places,
        x=[_plain(bar.parts[place]) for bar in bars],
        width=THICK / _row(bars),
        **({"base": [_plain(bar.start) for bar in bars]} if any(bar.start for bar in bars) else {}),
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
        x=[_plain(at) for at in diamonds.at if at is not None],
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
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "xaxis": {"title": {"text": say("axis points", lang), "standoff": 6, "font": {"size": 12}},
                  "gridcolor": LINE, "zerolinecolor": INK, "fixedrange": True},
        "yaxis": {"visible": False, "range": [len(bars) - 0.55, -0.85], "fixedrange": True},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yref": "container", "yanchor": "bottom",
                   "font": {"size": 12}},
        "hoverlabel": {"font": {"family": FONT}},
        "annotations": [note for place, bar in enumerate(bars) for note in _labels(place, bar)],
    }  # fmt: skip


def title_layout(lines: Sequence[str]) -> dict[str, Any]:
    """A chart's title, at the left, in lines."""
    text = "<br>".join(map(html.escape, lines))
    return {"text": text, "x": 0, "xref": "container", "xanchor": "left", "y": 1, "yref": "container",
            "yanchor": "top", "pad": {"l": 8, "t": 24}, "font": {"size": 15}}  # fmt: skip


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


def _plain(length: float | None) -> float:
    """A length without the noise of float sums."""
    return float(f"{length or 0.0:.10g}")


def _config() -> dict[str, Any]:
    return {"displayModeBar": False, "displaylogo": False, "responsive": True, "plotlyServerURL": ""}

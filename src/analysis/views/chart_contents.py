"""What a chart shows, apart from the library that draws it: bars, layers, diamonds, colours, its title (图的内容)."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.views.text_layout import wrapped_lines

if TYPE_CHECKING:
    import plotly.graph_objects as go

# Nothing is fetched from outside to show a chart.
os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")

PERCENT_LENGTH = 100.0
"""How many times a share its bar is long: the axis counts in percent, as the labels do."""
# Okabe and Ito's colours, told apart also by the colour-blind.
EARNED, LOST, REST, MARKED, INK, LINE = (
    "#0072B2", "#D55E00", "#E3E7EB", "#B8860B", "#1F2933", "#E9ECEF",
)  # fmt: skip
CHART_FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, SimHei, sans-serif"
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
        import plotly.graph_objects as go  # slow to load: documents take a chart's bars alone

        title = f"{name}\n{self.title}"
        figure = go.Figure(self.figure)
        more = 22 * (len(wrapped_lines(title)) - len(wrapped_lines(self.title)))
        top, height = figure.layout.margin.t + more, figure.layout.height + more
        figure = figure.update_layout(title=title_layout(wrapped_lines(title)), margin_t=top, height=height)
        return Chart(title, figure, self.bars)

    def __repr__(self) -> str:
        return self.title


def axis_range(bars: Sequence[Bar], marks: Sequence[DiamondMarks]) -> list[float]:
    """From 0, or the lowest deduction, to the longest bar: plotly itself would leave room left of 0 for diamonds."""
    at = [place for diamonds in marks for place in diamonds.at if place is not None]
    low = min([0.0, *at, *_reached(bars, -1)])
    high = max([0.0, *at, *_reached(bars, 1)])
    room = 0.02 * (high - low)
    return [plain_length(low and low - room), plain_length(high + room if high else float(not low))]


def _reached(bars: Sequence[Bar], way: int) -> list[float]:
    """How far each bar reaches to the left (-1) or right."""
    return [bar.start + sum(part for part in bar.parts if part and part * way > 0) for bar in bars]


def title_layout(lines: Sequence[str]) -> dict[str, Any]:
    """A chart's title, at the left, in lines."""
    text = "<br>".join(map(html.escape, lines))
    return {"text": text, "x": 0, "xref": "container", "xanchor": "left", "y": 1, "yref": "container",
            "yanchor": "top", "pad": {"l": 8, "t": 24}, "font": {"size": 15}}  # fmt: skip


def plain_length(length: float | None) -> float:
    """A length without the noise of float sums."""
    return float(f"{length or 0.0:.10g}")


def _config() -> dict[str, Any]:
    return {"displayModeBar": False, "displaylogo": False, "responsive": True, "plotlyServerURL": ""}

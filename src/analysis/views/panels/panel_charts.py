"""The panel's two charts: what changed, and the lever in hand; their traces are changed in place (试算图)."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from plotly.serializers import custom_serializers

from analysis.catalogue import panel_phrase as phrase
from analysis.questions import sweep as sweep_question
from analysis.views.amounts import clause_title, points_change
from analysis.views.chart_contents import CHART_FONT, EARNED, INK, LINE, LOST, MARKED, REST
from analysis.views.panels.dials import Dial
from analysis.views.panels.state import State
from analysis.views.text_layout import wrapped_lines
from analysis.views.words import say

ROW, HEAD, FOOT, PLAIN = 44, 10, 46, 260
THICK = 0.36
FREE_WIDTH = {"width": None, "autosize": True}
BROWSER_PARTS = ("x", "y", "base", "width", "visible")
LINE_OF_LABEL, LONGEST = 17, 38


class LiveFigure(go.FigureWidget):  # type: ignore[misc]  # plotly has no types
    """A figure that a page joining later gets as it is now, not as it was first made."""

    _made = False

    def __init__(self, *parts: Any, **settings: Any) -> None:
        super().__init__(*parts, **settings)
        self._config = {"responsive": True, "displayModeBar": False, "displaylogo": False, "plotlyServerURL": ""}
        self._made = True

    def again(self) -> None:
        """Tell all of it once more: what was told before a page had drawn it is lost there."""
        figure = self.to_plotly_json()
        data = {
            key: [trace.get(key) for trace in figure["data"]]
            for key in BROWSER_PARTS
            if any(key in trace for trace in figure["data"])
        }
        self._send_update_msg(data, figure["layout"], [*range(len(figure["data"]))])
        self._send_relayout_msg(FREE_WIDTH)

    def tall(self, height: int) -> None:
        """Another height; the width goes on following the page, which plotly gives up where a height is set."""
        if height != self.layout.height:
            self.layout.height = height
            self._send_relayout_msg(FREE_WIDTH)

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:
        """The widget's state; as a whole with data and layout as they are now."""
        state = super().get_state(key, drop_defaults)
        if key is None and self._made:
            figure, turned = self.to_plotly_json(), custom_serializers["to_json"]
            state |= {f"_widget_{part}": turned(figure[part], self) for part in ("data", "layout")}
        return state


@dataclass(frozen=True)
class WaterfallStage:
    """One bar of the waterfall: from where, by how much."""

    label: str
    start: float
    by: float


def waterfall_stages(state: State, lang: str) -> list[WaterfallStage]:
    """The waterfall's bars, one after another from the base: each clause, what groups cap, and the sum."""
    shifts = [shift for shift in state.ground.shifts(state.before, state.outcome) if shift.by]
    named_ = [(clause_title(shift.clause, state.book, lang), shift.by) for shift in shifts]
    rest = state.ground.unshared(state.before, state.outcome)
    named_ += [(phrase("unshared", lang), rest)] if rest else []
    stages, at_now = [], 0.0
    for label, by in named_:
        stages.append(WaterfallStage(label, at_now, by))
        at_now += by
    whole = state.outcome.total["low"] - state.before.total["low"]
    return [*stages, WaterfallStage(phrase("sum", lang), 0.0, whole)] if stages else []


def empty_waterfall(lang: str) -> LiveFigure:
    """An empty waterfall, to be filled by `show_waterfall`."""
    names = ((phrase("bar up", lang), EARNED), (phrase("bar down", lang), LOST), (phrase("sum", lang), INK))
    bars = [
        go.Bar(name=html.escape(name), orientation="h", x=[], y=[], base=[], width=THICK, marker={"color": colour},
               hovertemplate="%{x:.4f}<extra></extra>")
        for name, colour in names
    ]  # fmt: skip
    figure = LiveFigure(bars, _layout(phrase("axis change", lang)))
    figure.update_layout(yaxis={"visible": False, "fixedrange": True}, showlegend=False, margin_l=10)
    return figure


def show_waterfall(figure: LiveFigure, state: State, lang: str) -> None:
    """Put a state's changes into the waterfall."""
    stages = waterfall_stages(state, lang)
    last = len(stages) - 1
    parts = [
        [(place, stage) for place, stage in enumerate(stages) if place != last and stage.by > 0],
        [(place, stage) for place, stage in enumerate(stages) if place != last and stage.by < 0],
        [(place, stage) for place, stage in enumerate(stages) if place == last],
    ]
    row = _row(stages)
    with figure.batch_update():
        for trace, shown in zip(figure.data, parts, strict=True):
            trace.x, trace.y = [stage.by for _, stage in shown], [place for place, _ in shown]
            trace.base, trace.width = [stage.start for _, stage in shown], THICK * ROW / row
        layout = figure.layout
        layout.annotations = [note for place, stage in enumerate(stages) for note in _labels(place, stage, lang)]
        layout.yaxis.range, layout.xaxis.range = [len(stages) - 0.5, -0.85], _ends(stages)
        layout.xaxis.visible = bool(stages)
    figure.tall(HEAD + (row * len(stages) + FOOT if stages else 0))


def _ends(stages: Sequence[WaterfallStage]) -> list[float]:
    places = [0.0, *(end for stage in stages for end in (stage.start, stage.start + stage.by))]
    low, high = min(places), max(places)
    room = 0.03 * (high - low) or 1.0
    return [low - (room if low < 0 else 0.0), high + (room if high > 0 else 0.0)]


def _row(stages: Sequence[WaterfallStage]) -> int:
    """How high a bar stands with its label: alike for all, by the label of most lines."""
    return ROW + LINE_OF_LABEL * (max((len(wrapped_lines(stage.label, LONGEST)) for stage in stages), default=1) - 1)


def _labels(place: int, stage: WaterfallStage, lang: str) -> list[dict[str, Any]]:
    position = {"y": place, "xref": "paper", "yref": "y", "yanchor": "bottom", "yshift": ROW * THICK / 2,
            "showarrow": False, "font": {"size": 13}}  # fmt: skip
    text = "<br>".join(map(html.escape, wrapped_lines(stage.label, LONGEST)))
    return [
        {**position, "x": 0, "xanchor": "left", "align": "left", "text": text},
        {**position, "x": 1, "xanchor": "right", "text": html.escape(points_change(stage.by, lang))},
    ]


def empty_curve(lang: str) -> LiveFigure:
    """An empty curve, to be filled by `show_curve` and `show_here`."""
    empty = {"x": [], "y": [], "hovertemplate": "%{x:,} · %{y:.2f}<extra></extra>"}
    lines = [
        go.Scatter(name=say("line high", lang), mode="lines", line={"color": REST, "width": 2, "dash": "dot"}, **empty),
        go.Scatter(name=phrase("curve", lang), mode="lines", line={"color": EARNED, "width": 2.5}, **empty),
        go.Scatter(name=phrase("turns", lang), mode="markers", **empty,
                   marker={"color": LOST, "size": 7, "symbol": "circle-open"}),
        go.Scatter(name=phrase("here", lang), mode="markers", cliponaxis=False,
                   **empty,
                   marker={"color": MARKED, "size": 13, "symbol": "diamond", "line": {"color": "#FFFFFF"}}),
    ]  # fmt: skip
    figure = LiveFigure(lines, _layout(""))
    across = {"text": phrase("axis total", lang), "font": {"size": 12}}
    figure.update_layout(height=PLAIN, showlegend=True, yaxis_title=across)
    return figure


def show_curve(figure: LiveFigure, sweep: sweep_question.Sweep, dial: Dial, state: State, lang: str) -> None:
    """Put a lever's curve into the chart, with its turns."""
    across = [dial.shown(value) for value in sweep.curve["value"]]
    high = sweep.curve["high"] if sweep.curve["high"].null_count() == 0 else sweep.curve["low"]
    places = [(dial.shown(row["value"]), row["total_at"]) for row in sweep.kinks.iter_rows(named=True)]
    with figure.batch_update():
        figure.data[0].x, figure.data[0].y = across, high.to_list()
        figure.data[0].visible = bool((high - sweep.curve["low"]).abs().max() or 0.0)
        figure.data[1].x, figure.data[1].y = across, sweep.curve["low"].to_list()
        figure.data[2].x, figure.data[2].y = [at for at, _ in places], [total for _, total in places]
        figure.layout.xaxis.title.text = html.escape(dial_label(dial, lang))
        figure.layout.xaxis.range = [dial.first, dial.last]
    show_position(figure, dial, state)


def show_position(figure: LiveFigure, dial: Dial, state: State) -> None:
    """Mark where the lever stands now."""
    now, total = state.value(dial.target), state.outcome.total["low"]
    with figure.batch_update():
        figure.data[3].x, figure.data[3].y = ([], []) if now is None else ([dial.shown(now)], [total])


def dial_label(dial: Dial, lang: str) -> str:
    """A lever's name with the unit it is shown in."""
    return phrase("with unit", lang, label=dial.label, unit=dial.unit) if dial.unit else dial.label


def _layout(across: str) -> dict[str, Any]:
    return {
        "template": None, "autosize": True, "height": PLAIN, "barmode": "overlay",
        "margin": {"l": 48, "r": 20, "t": HEAD, "b": FOOT},
        "font": {"family": CHART_FONT, "size": 13, "color": INK}, "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF",
        "hoverlabel": {"font": {"family": CHART_FONT}}, "annotations": [],
        "xaxis": {"title": {"text": across, "standoff": 8, "font": {"size": 12}}, "gridcolor": LINE,
                  "zerolinecolor": INK, "fixedrange": True, "automargin": True},
        "yaxis": {"gridcolor": LINE, "fixedrange": True, "automargin": True, "zeroline": False},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": -0.28, "yanchor": "top", "font": {"size": 12}},
    }  # fmt: skip

"""Charts of a tournament: parallel lines of each scenario, and a heat map of regret by city (多方案比选图)."""

from __future__ import annotations

import html
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.questions import tournament
from analysis.views.chart_contents import CHART_FONT, EARNED, INK, LINE, LOST, Chart, plain_length, title_layout
from analysis.views.text_layout import wrapped_lines
from analysis.views.tournament_tables import city_name, scenario_labels, scenario_name, tournament_finding
from analysis.views.words import rounded_text, say

MOST_LINES, MOST_CITIES, LABELLED = 40, 40, 14
"""How many scenarios and cities are drawn, and up to how many of each the figures stand in the cells."""
ROW, HEAD, LINE_OF_TITLE, FOOT, HIGH = 30, 46, 22, 110, 380
GREY = "#9AA5B1"
MEASURES = (
    ("wins", "tournament wins", 0), ("passes", "tournament passes", 0), ("mean", "tournament mean", 2),
    ("least", "tournament least", 2), ("most", "tournament most", 2), ("regret", "tournament regret", 2),
)  # fmt: skip


def tournament_lines_chart(result: tournament.Tournament, lang: str = "zh") -> Chart:
    """A line a scenario over measures side by side, each from its worst to its best; the best scenario coloured."""
    rows = result.ranked().head(MOST_LINES)
    title = say("tournament lines", lang, finding=tournament_finding(result, lang))
    ends = {name: (float(rows[name].min()), float(rows[name].max())) for name, *_ in MEASURES}  # type: ignore[arg-type]
    drawn = list(enumerate(rows.iter_rows(named=True)))
    # the best is drawn last, above all others
    labels = scenario_labels(result, lang)
    traces = [_line(row, place, ends, labels[row["scenario"]], lang) for place, row in reversed(drawn)]
    shown: set[str] = set()
    for trace in traces:
        trace.showlegend = trace.legendgroup not in shown
        shown.add(trace.legendgroup)
    return Chart(title, go.Figure(traces, _lines_layout(title, ends, lang)))


def _line(row: dict[str, Any], place: int, ends: dict[str, tuple[float, float]], label: str, lang: str) -> go.Scatter:
    key, colour, width = _role(row, place)
    texts = [f"{say(said, lang)} {_figure(row[name], digits)}" for name, said, digits in MEASURES]
    called = html.escape(scenario_name(row["scenario"], lang))
    name = html.escape(label) if not place else say(key, lang)
    return go.Scatter(
        x=list(range(len(MEASURES))),
        y=[_share(row[name], *ends[name], flip=name == "regret") for name, *_ in MEASURES],
        mode="lines+markers", name=name, legendgroup=key, line={"color": colour, "width": width},
        marker={"size": 7 if not place else 5}, hovertext=[f"{called}<br>{text}" for text in texts],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _role(row: dict[str, Any], place: int) -> tuple[str, str, float]:
    if not place:
        return "tournament leading", EARNED, 3.5
    return ("tournament beaten", GREY, 1.2) if row["dominated_by"] else ("tournament other", LOST, 1.6)


def _share(amount: float, low: float, high: float, flip: bool) -> float:
    """Where a measure stands between its least and most; regret is better the lower it is, and the better is on top."""
    share = (amount - low) / (high - low) if high > low else 1.0
    return plain_length(1 - share if flip and high > low else share)


def _figure(amount: float, digits: int) -> str:
    return rounded_text(amount, digits)


def _lines_layout(title: str, ends: dict[str, tuple[float, float]], lang: str) -> dict[str, Any]:
    lines = wrapped_lines(title)
    top = HEAD + LINE_OF_TITLE * (len(lines) + 1)
    notes = [_end(place, *ends[name], digits, name == "regret") for place, (name, _, digits) in enumerate(MEASURES)]
    names = ["<br>".join(wrapped_lines(say(said, lang), 10)) for _, said, _ in MEASURES]
    return {
        **_plain(title, lines, top, top + HIGH + FOOT),
        "xaxis": {"tickvals": list(range(len(MEASURES))), "ticktext": names, "gridcolor": INK, "zeroline": False,
                  "fixedrange": True, "range": [-0.3, len(MEASURES) - 0.7]},
        "yaxis": {"visible": False, "range": [-0.1, 1.1], "fixedrange": True},
        "annotations": [note for pair in notes for note in pair],
        "legend": {"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    }  # fmt: skip


def _end(place: int, low: float, high: float, digits: int, flip: bool) -> list[dict[str, Any]]:
    """What stands above and below an axis: its ends."""
    bottom, top = (high, low) if flip else (low, high)
    plain = {"x": place, "xref": "x", "yref": "y", "showarrow": False, "font": {"size": 11},
             "bgcolor": "#FFFFFF"}  # fmt: skip
    return [
        {**plain, "y": 1.02, "yanchor": "bottom", "text": _figure(top, digits)},
        {**plain, "y": -0.02, "yanchor": "top", "text": _figure(bottom, digits)},
    ]


def _plain(title: str, lines: list[str], top: int, height: int) -> dict[str, Any]:
    return {
        "title": title_layout(lines), "template": None, "height": height,
        "margin": {"l": 20, "r": 20, "t": top, "b": FOOT}, "font": {"family": CHART_FONT, "size": 12, "color": INK},
        "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF", "hoverlabel": {"font": {"family": CHART_FONT}},
    }  # fmt: skip


def tournament_heat_chart(result: tournament.Tournament, lang: str = "zh") -> Chart:
    """The largest regret of each scenario in each city: the paler, the nearer to the best whatever the reading."""
    names = result.ranked()["scenario"].head(MOST_LINES).to_list()
    regrets = result.each.pivot(on="city", index="scenario", values="regret")
    cities = [city for city in result.cities if city in regrets.columns][:MOST_CITIES]
    wide = pl.DataFrame({"scenario": names}).join(regrets, on="scenario", how="left", maintain_order="left")
    figures = [[row[city] for city in cities] for row in wide.iter_rows(named=True)]
    labels = scenario_labels(result, lang)
    title = say("tournament heat", lang, finding=tournament_finding(result, lang))
    return Chart(
        title,
        go.Figure(
            _cells([labels[name] for name in names], cities, figures, lang), _heat_layout(title, len(names), lang)
        ),
    )


def _cells(names: list[str], cities: list[str], figures: list[list[float]], lang: str) -> go.Heatmap:
    labelled = len(names) <= LABELLED * 2 and len(cities) <= LABELLED
    return go.Heatmap(
        z=[[plain_length(figure) for figure in row] for row in figures],
        x=[html.escape(city_name(city, lang)) for city in cities],
        y=[html.escape(name) for name in names],
        text=[[rounded_text(figure) for figure in row] for row in figures] if labelled else None,
        texttemplate="%{text}" if labelled else None,
        colorscale=[[0, "#F2F7FB"], [0.5, "#F0B27A"], [1, LOST]], zmin=0,
        colorbar={"title": {"text": say("tournament regret", lang)}, "thickness": 12}, xgap=1, ygap=1,
        hovertemplate="%{y}<br>%{x}: %{z:.2f}<extra></extra>",
    )  # fmt: skip


def _heat_layout(title: str, count: int, lang: str) -> dict[str, Any]:
    lines = wrapped_lines(title)
    top = HEAD + LINE_OF_TITLE * len(lines)
    return {
        **_plain(title, lines, top, top + ROW * max(count, 3) + FOOT),
        "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True, "type": "category"},
        "xaxis": {"fixedrange": True, "type": "category", "automargin": True, "linecolor": LINE},
    }

"""Charts of all cities: how totals are spread in each league, who moved between two months (全国图)."""

from __future__ import annotations

import html
import math
from typing import Any

import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots

from analysis.rulebooks import Rulebook
from analysis.views import words
from analysis.views.amounts import points_change
from analysis.views.chart_contents import CHART_FONT, EARNED, INK, LINE, LOST, MARKED, Bar, Chart, Layer, title_layout
from analysis.views.chart_drawing import bar_chart
from analysis.views.league_tables import largest_moves, league_title, movers_title
from analysis.views.text_layout import wrapped_lines
from analysis.views.words import joined_texts, say, total_interval

BINS = 25
PANEL, TOP, LINE_OF_TITLE, FOOT = 170, 62, 22, 96
BIN_WIDTHS = (0.5, 1, 2, 2.5, 5, 10, 20, 50)


def league_spread_chart(scored: pl.DataFrame, book: Rulebook, month: str, lang: str = "zh") -> Chart:
    """Totals by league, a panel each: cities by points, hatched where a total is an interval; a line at the median."""
    scored = scored.with_columns(pl.col("points", "low", "high").clip(lower_bound=0.0))
    parts = scored.filter(pl.col("league").is_not_null()).partition_by("league", maintain_order=True)
    title = _spread_title(parts, book, month, lang)
    if not parts:
        return Chart(title, go.Figure(layout={"title": title_layout(wrapped_lines(title)), "template": None}))
    names = [html.escape(league_title(part["league"][0], lang)) for part in parts]
    figure = make_subplots(len(parts), 1, shared_xaxes=True, subplot_titles=names, vertical_spacing=0.09)
    step, first = _step(scored)
    for place, part in enumerate(parts):
        figure.add_traces(_bars(part, step, first, lang, shown=not place), rows=place + 1, cols=1)
        figure.add_vline(_middle(part), row=place + 1, col=1, line={"color": MARKED, "width": 2, "dash": "dash"})
    return Chart(title, figure.update_layout(**_layout(title, len(parts))).update_layout(**_axes(len(parts), lang)))


def _spread_title(parts: list[pl.DataFrame], book: Rulebook, month: str, lang: str) -> str:
    if not parts:
        return say("places none", lang)
    medians = [
        say("spread median", lang, league=league_title(part["league"][0], lang),
            median=total_interval(part["low"].median(), part["high"].median(), lang))  # type: ignore[arg-type]
        for part in parts
    ]  # fmt: skip
    return say(
        "spread chart",
        lang,
        book=book.title_in(lang),
        month=words.month_title(month, lang),
        text=joined_texts(medians, lang),
    )


def _step(scored: pl.DataFrame) -> tuple[float, float]:
    """The width of a bar, in round points, and where the first begins."""
    low, high = scored.select(pl.min("low"), pl.max("high")).row(0)
    step = next((step for step in BIN_WIDTHS if (high - low) / step <= BINS), BIN_WIDTHS[-1])
    return step, math.floor(low / step) * step


def _bars(part: pl.DataFrame, step: float, first: float, lang: str, shown: bool) -> list[go.Bar]:
    middle = (pl.col("low") + pl.col("high")) / 2
    binned = part.with_columns(((middle - first) / step).floor().alias("bin"), pl.col("points").is_null().alias("open"))
    return [_layer(binned.filter(pl.col("open") == unsettled), step, first, unsettled, lang, shown)
            for unsettled in (False, True)]  # fmt: skip


def _layer(part: pl.DataFrame, step: float, first: float, unsettled: bool, lang: str, shown: bool) -> go.Bar:
    counted = part.group_by("bin").len().sort("bin")
    starts = (counted["bin"] * step + first).to_list()
    pattern = {"shape": "/", "fgcolor": EARNED, "bgcolor": "#FFFFFF", "size": 6, "solidity": 0.35}
    return go.Bar(
        name=html.escape(say("bar unsettled" if unsettled else "bar settled", lang)), legendgroup=str(unsettled),
        showlegend=shown, x=[start + step / 2 for start in starts], y=counted["len"].to_list(), width=step * 0.92,
        marker={"color": EARNED, "line": {"width": 0}, **({"pattern": pattern} if unsettled else {})},
        hovertext=[f"{start:g}–{start + step:g}" for start in starts],
        hovertemplate="%{hovertext}: %{y}<extra></extra>",
    )  # fmt: skip


def _middle(part: pl.DataFrame) -> float:
    """Where the median's line stands: in the middle of what it may be."""
    return float(f"{(part['low'].median() + part['high'].median()) / 2:.12g}")  # type: ignore[operator]


def _layout(title: str, panels: int) -> dict[str, Any]:
    lines = wrapped_lines(title)
    top = TOP + LINE_OF_TITLE * len(lines)
    return {
        "title": title_layout(lines), "template": None, "barmode": "stack", "height": top + PANEL * panels + FOOT,
        "margin": {"l": 52, "r": 16, "t": top, "b": FOOT}, "font": {"family": CHART_FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF", "hoverlabel": {"font": {"family": CHART_FONT}},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yref": "container", "yanchor": "bottom"},
    }  # fmt: skip


def _axes(panels: int, lang: str) -> dict[str, Any]:
    plain = {"gridcolor": LINE, "zerolinecolor": LINE, "linecolor": INK, "fixedrange": True}
    numbers = ["", *map(str, range(2, panels + 1))]
    x = {f"xaxis{number}": dict(plain) for number in numbers}
    x[f"xaxis{numbers[-1]}"]["title"] = {"text": say("axis points", lang), "standoff": 6}
    upright = {"title": {"text": say("axis cities", lang)}, "rangemode": "tozero", "tickformat": "d"}
    return x | {f"yaxis{number}": {**plain, **upright} for number in numbers}


def movers_chart(moved: pl.DataFrame, months: tuple[str, str], lang: str = "zh", most: int = 10) -> Chart:
    """The largest gains and losses between two months, as bars to the right and left."""
    moves = largest_moves(moved, most)
    bars = [_mover(row, lang) for row in moves.iter_rows(named=True)]
    layers = [Layer(say("bar risen", lang), EARNED), Layer(say("bar fallen", lang), LOST)]
    return bar_chart(movers_title(moved, months, lang), bars, layers, lang)


def _mover(row: dict[str, Any], lang: str) -> Bar:
    name = row["city"] if row["name"] is None else words.city_title(row["city"], lang)
    label = say("bracketed", lang, text=name, inner=league_title(row["league"], lang))
    return Bar(label, points_change(row["change"], lang), (max(row["change"], 0.0), min(row["change"], 0.0)))

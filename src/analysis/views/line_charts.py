"""Charts of answers as lines, maps and spreads: a sweep, two figures, the draws (曲线图)."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.facts import unit_label
from analysis.questions import sweep, uncertainty
from analysis.rulebooks import Rulebook
from analysis.scenarios import changes
from analysis.views.amounts import SCALES, clause_title, target_amount, target_title
from analysis.views.chart_contents import CHART_FONT, EARNED, INK, LINE, LOST, MARKED, Chart, title_layout
from analysis.views.text_layout import wrapped_lines
from analysis.views.uncertainty_tables import uncertainty_title
from analysis.views.words import floor_notes, floored_points, rounded_text, say

HEIGHT, BOTTOM, LEFT, RIGHT, TOP, LINE_OF_TITLE = 420, 96, 60, 16, 26, 22
BAND = "rgba(0,114,178,0.18)"
MAP = "Cividis"
UNNAMED = ("flag", "rank", "share", "1")


def sweep_chart(result: sweep.Sweep, book: Rulebook, lang: str = "zh") -> Chart:
    """A sweep's curve: the certain total, the highest possible where it differs, each turn, and where it stands now."""
    target, rows = result.lever.target, result.curve
    x = _scaled(rows["value"], target, book, lang)
    traces = [_line(say("line total", lang), x, rows["low"], EARNED)]
    if not rows["high"].null_count() and (rows["high"] > rows["low"]).any():
        traces.append(_line(say("line high", lang), x, rows["high"], EARNED, dash="dot"))
    traces += _turns(result, book, lang) + _present(result, book, lang)
    axes = {"xaxis_title": _axis(target, book, lang), "yaxis_title": say("axis points", lang)}
    return line_chart(_with_floor(_swept(result, book, lang), rows["low"], lang), traces, **axes)


def _with_floor(title: str, lows: pl.Series, lang: str) -> str:
    """A chart's title; with the note where it draws totals below 0."""
    return "\n".join([title, *floor_notes(lows, lang, "not floored")])


def _swept(result: sweep.Sweep, book: Rulebook, lang: str) -> str:
    target = result.lever.target
    ends = {
        key: target_amount(value, target, book, lang)
        for key, value in (("low", result.lever.low), ("high", result.lever.high))
    }
    least, most = floored_points(result.curve["low"].min()), floored_points(result.curve["low"].max())  # type: ignore[arg-type]
    said = {"lever": target_title(target, book, lang), **ends}
    if least == most:
        return say("sweep flat", lang, least=least, **said)
    text = say("sweep chart", lang, least=least, most=most, **said)
    beyond = result.kinks.filter(pl.col("value") > (result.lever.now or 0.0))
    turn = next((beyond if beyond.height else result.kinks).iter_rows(named=True), None)
    if turn is None:
        return text
    why = {"why": say(f"turn {turn['reason']}", lang), "clause": clause_title(turn["clause"], book, lang)}
    return text + say("next turn", lang, value=target_amount(turn["value"], target, book, lang), **why)


def _turns(result: sweep.Sweep, book: Rulebook, lang: str) -> list[go.Scatter]:
    """One mark a value, its reasons on hovering."""
    grouped = result.kinks.group_by("value", maintain_order=True).agg("reason", "clause", pl.col("total_at").first())
    if grouped.is_empty():
        return []
    target = result.lever.target
    texts = [
        "<br>".join(html.escape(f"{target_amount(value, target, book, lang)} {say(f'turn {why}', lang)} {clause}")
                    for why, clause in zip(reasons, clauses, strict=True))
        for value, reasons, clauses, _ in grouped.iter_rows()
    ]  # fmt: skip
    x = _scaled(grouped["value"], result.lever.target, book, lang)
    return [_marks(say("mark turn", lang), x, grouped["total_at"].to_list(), LOST, "circle-open", texts)]


def _present(result: sweep.Sweep, book: Rulebook, lang: str) -> list[go.Scatter]:
    here = result.curve.filter(pl.col("value") == pl.lit(result.lever.now, dtype=pl.Float64))
    if here.is_empty():
        return []
    x = _scaled(here["value"], result.lever.target, book, lang)
    text = f"{target_amount(result.lever.now, result.lever.target, book, lang)} {floored_points(here['low'][0])}"
    return [_marks(say("mark now", lang), x, here["low"].to_list(), MARKED, "diamond", [html.escape(text)])]


def grid_chart(result: sweep.Grid, book: Rulebook, lang: str = "zh") -> Chart:
    """Two figures' totals as a map, brighter the higher; where it stands now is marked."""
    wide = result.cells.pivot(on="second", index="first", values="low")
    x = _scaled(pl.Series([float(name) for name in wide.columns[1:]]), result.second.target, book, lang)
    y = _scaled(wide["first"], result.first.target, book, lang)
    z = [list(row[1:]) for row in wide.iter_rows()]
    bar = {"title": {"text": say("axis points", lang)}, "thickness": 14}
    traces: list[Any] = [
        go.Heatmap(x=x, y=y, z=z, colorscale=MAP, colorbar=bar, hovertemplate="%{z:.2f}<extra></extra>")
    ]
    if None not in (result.first.now, result.second.now):
        x_now, y_now = (
            _scaled(pl.Series([lever.now]), lever.target, book, lang) for lever in (result.second, result.first)
        )
        traces.append(_marks(say("mark now", lang), x_now, y_now, MARKED, "diamond", [say("mark now", lang)]))
    axes = [_axis(lever.target, book, lang) for lever in (result.second, result.first)]
    title = _with_floor(_mapped(result, book, lang), result.cells["low"], lang)
    return line_chart(title, traces, xaxis_title=axes[0], yaxis_title=axes[1])


def _mapped(result: sweep.Grid, book: Rulebook, lang: str) -> str:
    totals = result.cells["low"]
    now = result.cells.filter(pl.col("first") <= (result.first.now or 0), pl.col("second") <= (result.second.now or 0))
    extremes = {"least": floored_points(totals.min()), "most": floored_points(totals.max())}  # type: ignore[arg-type]
    shown = floored_points(now["low"][-1]) if now.height else say("missing", lang)
    names = {
        "first": target_title(result.first.target, book, lang),
        "second": target_title(result.second.target, book, lang),
    }
    return say("grid chart", lang, now=shown, **extremes, **names)


def draws_chart(result: uncertainty.Uncertainty, lang: str = "zh") -> Chart:
    """How the totals of the draws are spread."""
    middles = ((result.bins["from"] + result.bins["to"]) / 2).to_list()
    widths = (result.bins["to"] - result.bins["from"]).to_list()
    texts = [f"{rounded_text(low)}–{rounded_text(high)}" for low, high, _ in result.bins.iter_rows()]
    bars = go.Bar(x=_plain(middles), y=_plain(result.bins["chance"]), width=_plain(widths), name=say("chance", lang),
                  marker={"color": EARNED, "line": {"width": 0}}, hovertext=texts,
                  hovertemplate="%{hovertext}: %{y:.1%}<extra></extra>")  # fmt: skip
    axes = {
        "xaxis_title": say("axis points", lang),
        "yaxis_title": say("axis chance", lang),
        "yaxis_rangemode": "tozero",
    }
    return line_chart(uncertainty_title(result, lang), [bars], **axes)


def convergence_chart(result: uncertainty.Uncertainty, lang: str = "zh") -> Chart:
    """The running mean with a band of two standard errors."""
    x, mean, error = (result.convergence[name] for name in ("draws", "mean", "error"))
    upper, lower = mean + 2 * error, mean - 2 * error
    band = go.Scatter(x=[*x, *reversed(x)], y=_plain([*upper, *reversed(lower)]), fill="toself", fillcolor=BAND,
                      line={"width": 0}, name=say("band", lang), hoverinfo="skip")  # fmt: skip
    last = {"mean": rounded_text(mean[-1]), "error": rounded_text(error[-1], 4), "draws": f"{result.draws:,}"}
    axes = {"xaxis_title": say("axis draws", lang), "yaxis_title": say("axis points", lang)}
    line = _line(say("line mean", lang), [int(place) for place in x], mean, EARNED)
    return line_chart(say("convergence chart", lang, **last), [band, line], **axes)


def _line(name: str, x: Sequence[float | None], y: pl.Series, colour: str, dash: str = "solid") -> go.Scatter:
    return go.Scatter(name=html.escape(name), x=list(x), y=_plain(y), mode="lines",
                      line={"color": colour, "width": 2, "dash": dash},
                      hovertemplate="%{x:,}: %{y:.2f}<extra></extra>")  # fmt: skip


def _marks(
    name: str, x: Sequence[float | None], y: Sequence[float | None], colour: str, symbol: str, texts: list[str]
) -> go.Scatter:
    return go.Scatter(name=html.escape(name), x=list(x), y=_plain(y), mode="markers", hovertext=texts, cliponaxis=False,
                      marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
                      hovertemplate="%{hovertext}<extra></extra>")  # fmt: skip


def _scaled(values: pl.Series, target: str, book: Rulebook, lang: str) -> list[float | None]:
    """Figures as they stand on an axis: money in 亿元 or billion yuan."""
    by = SCALES[lang][1] if changes.target_unit(target, book) == "yuan" else 1
    return _plain(values / by)


def _axis(target: str, book: Rulebook, lang: str) -> str:
    """The name and unit of an axis."""
    unit, name = changes.target_unit(target, book), target_title(target, book, lang)
    word = SCALES[lang][0] if unit == "yuan" else "" if unit in UNNAMED else unit_label(unit) if lang == "zh" else unit
    return html.escape(say("bracketed", lang, text=name, inner=word) if word else name)


def _plain(values: Any) -> list[float | None]:
    """Numbers without the noise of float sums, as plain lists."""
    return [None if value is None else float(f"{value:.12g}") for value in values]


def line_chart(title: str, traces: list[Any], **axes: Any) -> Chart:
    """A chart of lines, maps or spreads: its title at the left in lines, its axes as given."""
    lines = wrapped_lines(title)
    top = TOP + LINE_OF_TITLE * len(lines)
    grid_lines = {
        "gridcolor": LINE,
        "zerolinecolor": LINE,
        "linecolor": INK,
        "automargin": True,
        "separatethousands": True,
        "exponentformat": "none",
    }
    layout = {
        "title": title_layout(lines), "height": HEIGHT + top, "template": None, "showlegend": len(traces) > 1,
        "margin": {"l": LEFT, "r": RIGHT, "t": top, "b": BOTTOM},
        "font": {"family": CHART_FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF", "xaxis": dict(grid_lines), "yaxis": dict(grid_lines),
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yref": "container", "yanchor": "bottom"},
        "hoverlabel": {"font": {"family": CHART_FONT}},
    }  # fmt: skip
    return Chart(title, go.Figure(traces, layout).update_layout(**axes))

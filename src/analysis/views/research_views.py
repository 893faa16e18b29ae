"""Views of the tables for research: which clauses make cities differ, and elasticities (研究用图表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from analysis.rulebooks import Rulebook
from analysis.views.amounts import clause_title, points_change, target_amount, target_change, target_title
from analysis.views.chart_contents import EARNED, LOST, PERCENT_LENGTH, Bar, Chart, Layer
from analysis.views.chart_drawing import bar_chart
from analysis.views.league_tables import league_title
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import joined_texts, percent_text, rounded_text, say

MOST, NAMED, FINE = 12, 3, 4
"""How many bars a chart has, how many clauses its title names, and the decimals of an elasticity."""


def spread_chart(spread: pl.DataFrame, book: Rulebook, league: int | None, lang: str = "zh") -> Chart:
    """Which clauses make the cities of a league differ: shares of the variance of their totals, the largest first."""
    rows = _of_league(spread, league)
    shown = [row for row in rows if row["share"]][:MOST]
    bars = [
        Bar(
            _clause(row["clause"], book, lang),
            percent_text(row["share"]),
            (max(row["share"], 0) * PERCENT_LENGTH, min(row["share"], 0) * PERCENT_LENGTH),
        )
        for row in shown
    ]
    layers = [Layer(say("bar widens", lang), EARNED), Layer(say("bar evens", lang), LOST)]
    return _on_axis(bar_chart(spread_title(spread, book, league, lang), bars, layers, lang), say("axis percent", lang))


def spread_title(spread: pl.DataFrame, book: Rulebook, league: int | None, lang: str = "zh") -> str:
    """The finding: which clauses give most of the differences; or that there is nothing to compare."""
    rows = _of_league(spread, league)
    counted = {"league": league_title(league, lang), "cities": rows[0]["cities"] if rows else 0}
    first = [row for row in rows if row["share"] and row["share"] > 0][:NAMED]
    if not first:
        return say("spread none", lang, **counted)
    clauses = joined_texts([_clause(row["clause"], book, lang) for row in first], lang)
    return say("spread found", lang, **counted, clauses=clauses, share=percent_text(sum(row["share"] for row in first)))


def spread_table(spread: pl.DataFrame, book: Rulebook, league: int | None, lang: str = "zh") -> Table:
    """The same as a table: each clause's mean, least, most and share; who was left out is said below."""
    rows = _of_league(spread, league)
    heads = table_columns(
        (say("spread clause", lang), "name"), *((say(f"spread {key}", lang), "number") for key in COLUMNS)
    )
    cells = tuple((_clause(row["clause"], book, lang), *_spread_cells(row)) for row in rows)
    out = rows[0]["left_out"] if rows else 0
    notes = (say("spread note", lang), *([say("spread left out", lang, count=out)] if out else []))
    return Table(spread_title(spread, book, league, lang), heads, cells, lang, notes, say("spread empty", lang))


COLUMNS = ("mean", "deviation", "least", "most", "share")


def _spread_cells(row: dict[str, Any]) -> tuple[str, ...]:
    numbers = ("" if row[name] is None else rounded_text(row[name]) for name in COLUMNS[:-1])
    return (*numbers, "—" if row["share"] is None else percent_text(row["share"]))


def _of_league(spread: pl.DataFrame, league: int | None) -> list[dict[str, Any]]:
    return spread.filter(pl.col("league").eq_missing(pl.lit(league, pl.Int64))).to_dicts()


def _clause(clause: str, book: Rulebook, lang: str) -> str:
    return clause_title(clause, book, lang) if clause else say("spread caps", lang)


def elasticity_chart(result: pl.DataFrame, book: Rulebook, lang: str = "zh") -> Chart:
    """By how many percent the total moves for one percent more of each figure; the largest first."""
    rows = _moving(result)[:MOST]
    bars = [
        Bar(target_title(row["fact"], book, lang), rounded_text(row["elasticity_more"], FINE),
            (max(row["elasticity_more"], 0), min(row["elasticity_more"], 0)))
        for row in rows
    ]  # fmt: skip
    layers = [Layer(say("gained", lang), EARNED), Layer(say("lost points", lang), LOST)]
    return _on_axis(bar_chart(elasticity_title(result, book, lang), bars, layers, lang), say("axis elasticity", lang))


def elasticity_title(result: pl.DataFrame, book: Rulebook, lang: str = "zh") -> str:
    """The finding: the figure that moves the total most; or that none does."""
    rows = _moving(result)
    if not rows:
        return say("elasticity none", lang)
    said = {
        "lever": target_title(rows[0]["fact"], book, lang),
        "percent": rounded_text(rows[0]["elasticity_more"], FINE),
    }
    return say("elasticity found", lang, **said)


def elasticity_table(result: pl.DataFrame, book: Rulebook, lang: str = "zh") -> Table:
    """Every figure with its step up and down, what the total gains, and the elasticity."""
    keys = ("now", "more", "points", "elasticity", "less", "points", "elasticity")
    heads = table_columns(
        (say("lever", lang), "name"), *((say(f"elasticity {key}", lang), "number") for key in keys)
    )  # fmt: skip
    cells = tuple(_elasticity_cells(row, book, lang) for row in result.iter_rows(named=True))
    sure = not result.height or bool(result["sure"][0])
    notes = (say("elasticity note", lang), *(() if sure else (say("certain", lang),)))
    return Table(elasticity_title(result, book, lang), heads, cells, lang, notes, say("elasticity none", lang))


def _elasticity_cells(row: dict[str, Any], book: Rulebook, lang: str) -> tuple[str, ...]:
    sides = (
        cell
        for side in ("more", "less")
        for cell in (
            target_change(row[side], row["fact"], book, lang), points_change(row[f"points_{side}"], lang),
            _number(row[f"elasticity_{side}"]),
        )
    )  # fmt: skip
    name, now = target_title(row["fact"], book, lang), target_amount(row["now"], row["fact"], book, lang)
    return (name, now, *sides)


def _number(elasticity: float | None) -> str:
    return "—" if elasticity is None else rounded_text(elasticity, FINE)


def _moving(result: pl.DataFrame) -> Sequence[dict[str, Any]]:
    """The rows whose figure moves the total upwards or downwards, the largest first."""
    moving = result.filter(pl.col("elasticity_more").is_not_null(), pl.col("elasticity_more") != 0)
    return moving.sort(pl.col("elasticity_more").abs(), descending=True, maintain_order=True).to_dicts()


def _on_axis(chart: Chart, axis: str) -> Chart:
    """The chart with another name on its axis."""
    bars = chart.bars and replace(chart.bars, axis=axis)
    return replace(chart, figure=chart.figure.update_layout(xaxis_title_text=axis), bars=bars)

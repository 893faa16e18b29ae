"""Charts of answers as bars: what a scenario changes, what levers have to give, readings, indices (条形图)."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from analysis.questions import compare, readings, solver, uncertainty
from analysis.questions import levers as levers_question
from analysis.rulebooks import Rulebook, clauses
from analysis.views.amounts import clause_title, points_change, points_gain, target_title
from analysis.views.chart_contents import EARNED, LOST, PERCENT_LENGTH, Bar, Chart, Layer
from analysis.views.chart_drawing import bar_chart
from analysis.views.lever_tables import paying_levers
from analysis.views.uncertainty_tables import readings_finding, readings_title
from analysis.views.words import joined_texts, percent_text, say, total_span


def comparison_chart(result: compare.Comparison, book: Rulebook, lang: str = "zh", name: str | None = None) -> Chart:
    """What a scenario gains and loses against the base, clause by clause; left of 0 is lost. Else the last."""
    chosen = name or result.names[-1]
    rows = result.clauses.filter(pl.col("scenario") == chosen, pl.col("kind") != clauses.TESTED).rows(named=True)
    bars = []
    for row in rows:
        by = row["low"] - row["low_base"]
        bars.append(Bar(clause_title(row["clause"], book, lang), points_change(by, lang), (max(by, 0.0), min(by, 0.0))))
    layers = [Layer(say("gained", lang), EARNED), Layer(say("lost points", lang), LOST)]
    return bar_chart(_compared(result, book, lang, chosen), bars, layers, lang)


def _compared(result: compare.Comparison, book: Rulebook, lang: str, name: str) -> str:
    rows = {row["scenario"]: row for row in result.totals.iter_rows(named=True)}
    base, after = rows[result.names[0]], rows[name]
    said = {
        "before": total_span(base, lang),
        "after": total_span(after, lang),
        "change": points_change(after["change"], lang),
    }
    text = say("compare chart", lang, name=name, **said)
    turned = result.clauses.filter(pl.col("scenario") == name, pl.col("kind") == clauses.TESTED)
    turned = turned.filter(pl.col("met").ne_missing(pl.col("met_base")))
    vetoes = joined_texts([clause_title(clause, book, lang) for clause in turned["clause"]], lang)
    return text if turned.is_empty() else text + say("compare vetoed", lang, clauses=vetoes)


def levers_chart(result: levers_question.LeverBoard, book: Rulebook, lang: str = "zh") -> Chart:
    """What each lever alone still has to give: its next step, and what lies beyond it."""
    levers = paying_levers(result)
    bars = [
        Bar(
            target_title(row["lever"], book, lang),
            points_gain(row["open"], lang),
            (row["pays"], max(0.0, row["open"] - row["pays"])),
        )
        for row in levers.iter_rows(named=True)
    ]
    layers = [Layer(say("bar next", lang), EARNED), Layer(say("bar further", lang), EARNED, hatched=True)]
    if levers.is_empty():
        return bar_chart(say("levers nothing", lang), bars, layers, lang)
    best = levers.row(0, named=True)
    said = {"lever": target_title(best["lever"], book, lang), "open": points_gain(best["open"], lang)}
    return bar_chart(say("levers chart", lang, **said), bars, layers, lang)


def readings_chart(result: readings.Readings, book: Rulebook, lang: str = "zh") -> Chart:
    """By how much each clause's reading alone moves the total."""
    bars = [
        Bar(clause_title(row["clause"], book, lang), points_gain(row["by"], lang), (row["by"],))
        for row in result.moves.to_dicts()
    ]
    title = f"{readings_title(result, lang)}\n{readings_finding(result, book, lang)}"
    return bar_chart(title, bars, [Layer(say("bar moves", lang), EARNED)], lang)


def indices_chart(
    result: uncertainty.Uncertainty, book: Rulebook, lang: str = "zh", measure: str = solver.TOTAL
) -> Chart:
    """The share of each uncertain figure in how the total varies: alone, and together with others."""
    indices = result.indices.filter(pl.col("measure") == measure)
    bars = [
        Bar(target_title(row["target"], book, lang), percent_text(row["total"]), _parts(row["first"], row["total"]))
        for row in indices.iter_rows(named=True)
    ]
    layers = [Layer(say("first order", lang), EARNED), Layer(say("total order", lang), EARNED, hatched=True)]
    if indices.is_empty():
        return bar_chart(say("indices none", lang), bars, layers, lang)
    first = indices.row(0, named=True)
    said = {"lever": target_title(first["target"], book, lang), "share": percent_text(first["total"])}
    chart = bar_chart(say("indices chart", lang, **said), bars, layers, lang)
    axis = say("axis percent", lang)
    bars_named = chart.bars and replace(chart.bars, axis=axis)
    return replace(chart, figure=chart.figure.update_layout(xaxis_title_text=axis), bars=bars_named)


def _parts(first: float, total: float) -> tuple[float, float]:
    """Alone, and what comes with others, in percent; estimates may fall below 0 by chance."""
    alone = min(max(first, 0.0), max(total, 0.0))
    return alone * PERCENT_LENGTH, max(0.0, total - alone) * PERCENT_LENGTH

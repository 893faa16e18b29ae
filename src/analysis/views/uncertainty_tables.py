"""Tables of what is open: readings and their combinations, uncertain figures (读法与不确定性表)."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.questions import readings, uncertainty
from analysis.rulebooks import DEFAULT, Rulebook, clauses
from analysis.views.amounts import assumptions_text, clause_title, points_change, points_gain, target_title
from analysis.views.comparison_tables import CHANGED_VERDICTS, toned_outcome
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import (
    floor_notes,
    floored_points,
    joined_texts,
    percent_text,
    points_span,
    rounded_text,
    say,
    total_interval,
)


def readings_table(result: readings.Readings, book: Rulebook, lang: str = "zh") -> Table:
    """Each alternative reading taken alone, with what it does to the total and the verdict."""
    rows = [_reading(row, result, book, lang) for row in result.each.iter_rows(named=True)]
    heads = table_columns(
        (say("clause id", lang), "name"), (say("reading", lang), "name"), (say("earned", lang), "number"),
        (say("target", lang), "mark"), (say("total", lang), "number"), (say("by", lang), "number"),
        (say("verdict", lang), "mark"),
    )  # fmt: skip
    notes = [
        readings_finding(result, book, lang),
        *_deciding(result, book, lang),
        say("certain", lang),
        *floor_notes([*result.each["total"], result.low], lang),
        assumptions_text(result, lang),
    ]
    return Table(readings_title(result, lang), heads, tuple(rows), lang, notes=tuple(notes))


def readings_title(result: readings.Readings, lang: str) -> str:
    """How many combinations there are and between what the total lies."""
    return say(
        "readings title", lang, count=f"{result.combinations:,}", interval=total_interval(result.low, result.high, lang)
    )


def readings_finding(result: readings.Readings, book: Rulebook, lang: str) -> str:
    """Which clause's reading moves the total most."""
    if result.moves.is_empty():
        return say("readings still", lang)
    first = result.moves.row(0, named=True)
    return say(
        "readings moves", lang, clause=clause_title(first["clause"], book, lang), by=points_gain(first["by"], lang)
    )


def _deciding(result: readings.Readings, book: Rulebook, lang: str) -> list[str]:
    names = [clause_title(clause, book, lang) for clause in result.decides]
    return [say("readings decide", lang, clauses=joined_texts(names, lang, "semicolon"))] if names else []


def _reading(row: dict[str, Any], result: readings.Readings, book: Rulebook, lang: str) -> tuple[str, ...]:
    clause = book.clauses[row["clause"]]
    reading = clause.reading(row["reading"])
    title = (
        reading.name if lang == "en" or not reading.zh else say("bracketed", lang, text=reading.name, inner=reading.zh)
    )
    shown = say("bracketed", lang, text=title, inner=say("in force", lang)) if row["in_force"] else title
    tested = clause.kind == clauses.TESTED
    target = toned_outcome(row["met"], lang) if tested else _target(row, lang)
    points = "" if tested else points_span(row, lang)
    verdict = toned_outcome(row["passes"], lang, CHANGED_VERDICTS) if row["clause"] in result.decides else ""
    return (
        clause_title(row["clause"], book, lang), TonedText(shown, "strong") if row["reading"] == DEFAULT else shown,
        points, target, floored_points(row["total"]), points_change(row["change"], lang), verdict,
    )  # fmt: skip


def _target(row: dict[str, Any], lang: str) -> str:
    return "" if row["met"] is None else say("reached" if row["met"] else "not reached", lang)


def combinations_table(result: readings.Readings, lang: str = "zh") -> Table:
    """The outcomes of all combinations, the lowest first, with how many come to each."""
    rows = [
        (total_interval(row["low"], row["high"], lang), toned_outcome(row["passes"], lang, CHANGED_VERDICTS),
        f"{row['combinations']:,}",
         percent_text(row["combinations"] / result.combinations))
        for row in result.totals.iter_rows(named=True)
    ]  # fmt: skip
    heads = table_columns(
        (say("total", lang), "number"), (say("verdict", lang), "mark"), (say("combinations", lang), "number"),
        (say("axis share", lang), "number"),
    )  # fmt: skip
    return Table(say("readings totals", lang), heads, tuple(rows), lang, floor_notes(result.totals["low"], lang))


def uncertainty_table(result: uncertainty.Uncertainty, lang: str = "zh") -> Table:
    """What the total comes to over the draws: mean, deviation, quantiles."""
    rows = [
        (say(f"statistic {row['statistic']}", lang), points_gain(row["low"], lang), points_gain(row["high"], lang))
        for row in result.totals.iter_rows(named=True)
    ]
    heads = table_columns(
        (say("statistic", lang), "name"), (say("line total", lang), "number"), (say("line high", lang), "number")
    )
    notes = (
        say("seed note", lang, seed=result.seed, count=f"{result.evaluations:,}"),
        *floor_notes(result.totals["low"], lang, "not floored"),
        assumptions_text(result, lang),
    )
    return Table(uncertainty_title(result, lang), heads, tuple(rows), lang, notes=notes)


def uncertainty_title(result: uncertainty.Uncertainty, lang: str) -> str:
    """Mean and the middle nine tenths."""
    totals = dict(result.totals.select("statistic", "low").iter_rows())
    middle = total_interval(totals["p05"], totals["p95"], lang)
    mean, draws = floored_points(totals["mean"]), f"{result.draws:,}"
    return say("uncertainty title", lang, draws=draws, mean=mean, interval=middle)


def passing_chances(result: uncertainty.Uncertainty, book: Rulebook, lang: str = "zh") -> Table:
    """The chances of the verdict, then of each test that may fail; apart from points."""
    rows = [(say(f"outcome {row[0]}", lang), percent_text(row[1])) for row in result.passing.iter_rows()]
    rows += [
        (clause_title(name, book, lang), _failing(fails, unknown, lang))
        for name, fails, unknown in result.vetoes.iter_rows()
    ]
    heads = table_columns((say("item", lang), "name"), (say("chance", lang), "number"))
    return Table(say("passing title", lang), heads, tuple(rows), lang)


def _failing(fails: float, unknown: float, lang: str) -> str:
    said = [f"{say('outcome fails', lang)} {percent_text(fails)}"]
    return joined_texts(said + ([f"{say('outcome unknown', lang)} {percent_text(unknown)}"] if unknown else []), lang)


def indices_table(result: uncertainty.Uncertainty, book: Rulebook, lang: str = "zh") -> Table:
    """The Sobol indices of each uncertain figure, on the total and on passing."""
    rows = [
        (say(f"measure {row['measure']}", lang), target_title(row["target"], book, lang),
         _error(row["first"], row["first_error"], lang), _error(row["total"], row["total_error"], lang))
        for row in result.indices.iter_rows(named=True)
    ]  # fmt: skip
    heads = table_columns(
        (say("measure", lang), "mark"), (say("lever", lang), "name"), (say("first order", lang), "number"),
        (say("total order", lang), "number"),
    )  # fmt: skip
    return Table(say("indices title", lang), heads, tuple(rows), lang, empty=say("indices none", lang))


def _error(value: float, error: float, lang: str) -> str:
    return say("plus minus", lang, value=rounded_text(value), error=rounded_text(error))


def convergence_table(result: uncertainty.Uncertainty, lang: str = "zh") -> Table:
    """The running mean and its standard error at a few stops."""
    stops = result.convergence.gather_every(max(1, result.convergence.height // 10))
    shown = pl.concat([stops, result.convergence.tail(1)]).unique(maintain_order=True)
    rows = [(f"{draws:,}", rounded_text(mean, 4), rounded_text(error, 4)) for draws, mean, error in shown.iter_rows()]
    heads = table_columns(
        (say("draws", lang), "number"), (say("line mean", lang), "number"), (say("error", lang), "number")
    )
    return Table(say("convergence title", lang), heads, tuple(rows), lang)

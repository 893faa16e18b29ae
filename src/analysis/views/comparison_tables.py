"""Tables of answers: scenarios compared, the turns and points of a sweep (比较与扫描表)."""

from __future__ import annotations

from typing import Any

from analysis.questions import compare, sweep
from analysis.rulebooks import Rulebook, clauses
from analysis.views.amounts import (
    assumptions_text,
    clause_title,
    points_change,
    points_gain,
    target_amount,
    target_title,
)
from analysis.views.view_objects import Table, TableColumn, TonedText, table_columns
from analysis.views.words import city_title, floor_notes, month_title, points_span, rounded_text, say, total_span

OUTCOMES = {True: ("passed", "good"), False: ("failed", "bad"), None: ("missing", "missing")}
CHANGED_VERDICTS = {True: ("passed", "good"), False: ("failed", "bad"), None: ("open verdict", "missing")}


def toned_outcome(met: bool | None, lang: str, words: dict[bool | None, tuple[str, str]] = OUTCOMES) -> str:
    """A test's or a card's outcome, toned."""
    key, tone = words[met]
    return TonedText(say(key, lang), tone)


def comparison_table(result: compare.Comparison, book: Rulebook, lang: str = "zh") -> Table:
    """All that differs from the base, clause by clause; vetoes first."""
    rows = [_differing(row, book, lang) for row in result.clauses.iter_rows(named=True)]
    place = {"city": city_title(result.city, lang), "month": month_title(result.month, lang)}
    heads = table_columns(
        (say("scenario", lang), "name"), (say("clause id", lang), "name"), (say("base case", lang), "number"),
        (say("after", lang), "number"), (say("by", lang), "number"), (say("target", lang), "mark"),
    )  # fmt: skip
    titled = say("compare title", lang, base=result.names[0], **place)
    notes = (assumptions_text(result, lang),)
    return Table(titled, heads, tuple(rows), lang, notes=notes, empty=say("compare nothing", lang))


def _differing(row: dict[str, Any], book: Rulebook, lang: str) -> tuple[str, ...]:
    clause = clause_title(row["clause"], book, lang)
    if row["kind"] == clauses.TESTED:
        outcomes = (toned_outcome(row["met_base"], lang), toned_outcome(row["met"], lang))
        return (row["scenario"], clause, *outcomes, TonedText(say("veto change", lang), "strong"), "")
    before, after = ({part: row[f"{part}{end}"] for part in ("points", "low", "high")} for end in ("_base", ""))
    by = None if None in (before["points"], after["points"]) else after["points"] - before["points"]
    return (
        row["scenario"],
        clause,
        points_span(before, lang),
        points_span(after, lang),
        points_change(by, lang),
        _target(row, lang),
    )


def _target(row: dict[str, Any], lang: str) -> str:
    if row["met"] == row["met_base"]:
        return ""
    texts = [
        say({True: "reached", False: "not reached", None: "missing"}[row[key]], lang) for key in ("met_base", "met")
    ]
    return say("arrow", lang, before=texts[0], after=texts[1])


def totals_comparison(result: compare.Comparison, lang: str = "zh") -> Table:
    """Each scenario's verdict, total and change; the base first."""
    rows = [
        (
            row["scenario"],
            toned_outcome(row["passes"], lang, CHANGED_VERDICTS),
            total_span(row, lang),
            points_change(row["change"], lang),
        )
        for row in result.totals.iter_rows(named=True)
    ]
    heads = table_columns(
        (say("scenario", lang), "name"), (say("verdict", lang), "mark"), (say("total", lang), "number"),
        (say("by", lang), "number"),
    )  # fmt: skip
    floor = floor_notes(result.totals["low"], lang)
    return Table(say("totals compared", lang), heads, tuple(rows), lang, notes=(say("certain", lang), *floor))


def turns_table(result: sweep.Sweep, book: Rulebook, lang: str = "zh") -> Table:
    """Each turn of a sweep: from which value on, in which clause and why, the points before and there."""
    rows = [
        (target_amount(row["value"], result.lever.target, book, lang), clause_title(row["clause"], book, lang),
         say(f"turn {row['reason']}", lang), _pair(row, lang),
         say("arrow", lang, before=rounded_text(row["total_before"]), after=rounded_text(row["total_at"])))
        for row in result.kinks.iter_rows(named=True)
    ]  # fmt: skip
    heads = table_columns(
        (say("from this value", lang), "number"), (say("clause id", lang), "name"), (say("why turns", lang), "mark"),
        (say("before and at", lang), "number"), (say("total so", lang), "number"),
    )  # fmt: skip
    titled = say("sweep title", lang, lever=target_title(result.lever.target, book, lang))
    below = floor_notes([*result.kinks["total_before"], *result.kinks["total_at"]], lang, "not floored")
    notes = (say("certain", lang), *below, assumptions_text(result, lang))
    return Table(titled, heads, tuple(rows), lang, notes=notes, empty=say("no turns", lang))


def _pair(row: dict[str, Any], lang: str) -> str:
    if row["before"] is None and row["at"] is None:
        before, after = (toned_outcome(row[key], lang) for key in ("met_before", "met_at"))
    else:
        before, after = (points_gain(row[key], lang) for key in ("before", "at"))
    return say("arrow", lang, before=before, after=after)


def sweep_table(result: sweep.Sweep, book: Rulebook, lang: str = "zh") -> Table:
    """Every point of a sweep's curve: the figure, the verdict, the total."""
    rows = [
        (
            target_amount(row["value"], result.lever.target, book, lang),
            toned_outcome(row["passes"], lang, CHANGED_VERDICTS),
            total_span(row, lang),
        )
        for row in result.curve.iter_rows(named=True)
    ]
    lever = target_title(result.lever.target, book, lang)
    heads = table_columns((lever, "number"), (say("verdict", lang), "mark"), (say("total", lang), "number"))
    notes = (*floor_notes(result.curve["low"], lang), assumptions_text(result, lang))
    return Table(say("curve title", lang, lever=lever), heads, tuple(rows), lang, notes=notes)


def grid_table(result: sweep.Grid, book: Rulebook, lang: str = "zh") -> Table:
    """The totals of two figures: the first down, the second across."""
    wide = result.cells.pivot(on="second", index="first", values="low")
    first, second = (target_title(lever.target, book, lang) for lever in (result.first, result.second))
    heads = [TableColumn(first, "number")]
    heads += [
        TableColumn(target_amount(float(name), result.second.target, book, lang), "number") for name in wide.columns[1:]
    ]
    rows = [
        (
            target_amount(row[0], result.first.target, book, lang),
            *(say("not there", lang) if value is None else rounded_text(value) for value in row[1:]),
        )
        for row in wide.iter_rows()
    ]
    titled = say("grid title", lang, first=first, second=second)
    below = floor_notes(result.cells["low"], lang, "not floored")
    notes = (say("certain", lang), *below, assumptions_text(result, lang))
    return Table(titled, tuple(heads), tuple(rows), lang, notes=notes)

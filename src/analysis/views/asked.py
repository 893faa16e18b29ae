"""Tables of answers: scenarios compared, the turns and points of a sweep (比较与扫描表)."""

from __future__ import annotations

from typing import Any

from analysis.questions.compare import Comparison
from analysis.questions.sweep import Grid, Sweep
from analysis.rulebooks import Rulebook
from analysis.rulebooks.clauses import TESTED
from analysis.views.amounts import assumed, at, change_of, clause_named, gain, named
from analysis.views.sheets import Column, Table, Toned, columns
from analysis.views.words import city, month, rounded, say, span

OUTCOMES = {True: ("passed", "good"), False: ("failed", "bad"), None: ("missing", "missing")}
VERDICTS = {True: ("passed", "good"), False: ("failed", "bad"), None: ("open verdict", "missing")}


def outcome(met: bool | None, lang: str, words: dict[bool | None, tuple[str, str]] = OUTCOMES) -> str:
    """A test's or a card's outcome, toned."""
    key, tone = words[met]
    return Toned(say(key, lang), tone)


def compared(result: Comparison, book: Rulebook, lang: str = "zh") -> Table:
    """All that differs from the base, clause by clause; vetoes first."""
    rows = [_differing(row, book, lang) for row in result.clauses.iter_rows(named=True)]
    place = {"city": city(result.city, lang), "month": month(result.month, lang)}
    heads = columns(
        (say("scenario", lang), "name"), (say("clause id", lang), "name"), (say("base case", lang), "number"),
        (say("after", lang), "number"), (say("by", lang), "number"), (say("target", lang), "mark"),
    )  # fmt: skip
    titled = say("compare title", lang, base=result.names[0], **place)
    notes = (assumed(result, lang),)
    return Table(titled, heads, tuple(rows), lang, notes=notes, empty=say("compare nothing", lang))


def _differing(row: dict[str, Any], book: Rulebook, lang: str) -> tuple[str, ...]:
    clause = clause_named(row["clause"], book, lang)
    if row["kind"] == TESTED:
        outcomes = (outcome(row["met_base"], lang), outcome(row["met"], lang))
        return (row["scenario"], clause, *outcomes, Toned(say("veto change", lang), "strong"), "")
    before, after = ({part: row[f"{part}{end}"] for part in ("points", "low", "high")} for end in ("_base", ""))
    by = None if None in (before["points"], after["points"]) else after["points"] - before["points"]
    return (row["scenario"], clause, span(before, lang), span(after, lang), change_of(by, lang), _target(row, lang))


def _target(row: dict[str, Any], lang: str) -> str:
    if row["met"] == row["met_base"]:
        return ""
    texts = [
        say({True: "reached", False: "not reached", None: "missing"}[row[key]], lang) for key in ("met_base", "met")
    ]
    return say("arrow", lang, before=texts[0], after=texts[1])


def totals_compared(result: Comparison, lang: str = "zh") -> Table:
    """Each scenario's verdict, total and change; the base first."""
    rows = [
        (row["scenario"], outcome(row["passes"], lang, VERDICTS), span(row, lang), change_of(row["change"], lang))
        for row in result.totals.iter_rows(named=True)
    ]
    heads = columns(
        (say("scenario", lang), "name"), (say("verdict", lang), "mark"), (say("total", lang), "number"),
        (say("by", lang), "number"),
    )  # fmt: skip
    return Table(say("totals compared", lang), heads, tuple(rows), lang, notes=(say("certain", lang),))


def turns(result: Sweep, book: Rulebook, lang: str = "zh") -> Table:
    """Each turn of a sweep: from which value on, in which clause and why, the points before and there."""
    rows = [
        (at(row["value"], result.lever.target, book, lang), clause_named(row["clause"], book, lang),
         say(f"turn {row['reason']}", lang), _pair(row, lang),
         say("arrow", lang, before=rounded(row["total_before"]), after=rounded(row["total_at"])))
        for row in result.kinks.iter_rows(named=True)
    ]  # fmt: skip
    heads = columns(
        (say("from this value", lang), "number"), (say("clause id", lang), "name"), (say("why turns", lang), "mark"),
        (say("before and at", lang), "number"), (say("total so", lang), "number"),
    )  # fmt: skip
    titled = say("sweep title", lang, lever=named(result.lever.target, book, lang))
    notes = (say("certain", lang), assumed(result, lang))
    return Table(titled, heads, tuple(rows), lang, notes=notes, empty=say("no turns", lang))


def _pair(row: dict[str, Any], lang: str) -> str:
    if row["before"] is None and row["at"] is None:
        before, after = (outcome(row[key], lang) for key in ("met_before", "met_at"))
    else:
        before, after = (gain(row[key], lang) for key in ("before", "at"))
    return say("arrow", lang, before=before, after=after)


def curve(result: Sweep, book: Rulebook, lang: str = "zh") -> Table:
    """Every point of a sweep's curve: the figure, the verdict, the total."""
    rows = [
        (at(row["value"], result.lever.target, book, lang), outcome(row["passes"], lang, VERDICTS), span(row, lang))
        for row in result.curve.iter_rows(named=True)
    ]
    lever = named(result.lever.target, book, lang)
    heads = columns((lever, "number"), (say("verdict", lang), "mark"), (say("total", lang), "number"))
    return Table(say("curve title", lang, lever=lever), heads, tuple(rows), lang, notes=(assumed(result, lang),))


def grid(result: Grid, book: Rulebook, lang: str = "zh") -> Table:
    """The totals of two figures: the first down, the second across."""
    wide = result.cells.pivot(on="second", index="first", values="low")
    first, second = (named(lever.target, book, lang) for lever in (result.first, result.second))
    heads = [Column(first, "number")]
    heads += [Column(at(float(name), result.second.target, book, lang), "number") for name in wide.columns[1:]]
    rows = [
        (
            at(row[0], result.first.target, book, lang),
            *(say("not there", lang) if held is None else rounded(held) for held in row[1:]),
        )
        for row in wide.iter_rows()
    ]
    titled = say("grid title", lang, first=first, second=second)
    return Table(titled, tuple(heads), tuple(rows), lang, notes=(say("certain", lang), assumed(result, lang)))

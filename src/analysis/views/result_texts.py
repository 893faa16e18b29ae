"""What tables, charts and texts alike say of a card's results, as words (结果用语)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.rulebooks import INAPPLICABLE, Clause, clauses
from analysis.scorecards import TOTAL, Card
from analysis.views.sections import Part, scenario_heading, scenarios_beside, section_clauses
from analysis.views.view_objects import TonedText
from analysis.views.words import (
    earned_text,
    floored_total,
    joined_texts,
    maximum_text,
    points_span,
    points_text,
    say,
    shortened_working,
    total_span,
)

Row = dict[str, Any]
NEGLIGIBLE = 5e-10


def verdict_text(card: Card, lang: str) -> str:
    """Passed, vetoed, not known yet, or without vetoes."""
    met = [row["met"] for clause, row in card.clauses() if clause.kind == clauses.TESTED]
    if not met:
        return TonedText(say("no tests", lang), "quiet")
    if card.total()["passes"]:
        return TonedText(say("passes", lang), "good")
    failed = met.count(False)
    key, count = ("vetoed", failed) if failed else ("undecided", met.count(None))
    return TonedText(say(key, lang, count=count), "bad" if failed else "missing")


def tests_tally(card: Card, lang: str, group: Part = None) -> str:
    """How many tests passed, failed, lack data."""
    met = [row["met"] for clause, row in section_clauses(card, group) if clause.kind == clauses.TESTED]
    return say("tally", lang, passed=met.count(True), failed=met.count(False), missing=met.count(None))


def total_text(card: Card, lang: str, scenario: str | None = None) -> str:
    """The total with what is possible: `28.05；满分合计 56.4（文件未载明总分）`; never out of a hundred not printed."""
    text = total_points_text(card.node(TOTAL, scenario), lang)
    return say("semicolon", lang).join([text, possible_text(card, lang)])


def possible_text(card: Card, lang: str) -> str:
    """What the document prints as the total possible, or that it prints none."""
    most = card.node(TOTAL)["possible"]
    if most is None:
        return say("total open", lang)
    return say(
        "total unprinted" if card.book.possible is None else "total printed", lang, most=maximum_text(most, lang)
    )


def total_points_text(node: Mapping[str, Any], lang: str, bare: bool = False) -> str:
    """A total as it is shown: not below 0; `bare` gives the interval alone where the points are missing."""
    return total_span(node, lang) if bare else earned_text(floored_total(node), lang)


def unfloored_totals(card: Card, lang: str) -> list[str]:
    """The totals without the floor at 0, where that makes a difference."""
    nodes = [
        ("", card.node(TOTAL)),
        *((scenario_heading(scenario, lang), card.node(TOTAL, scenario.name)) for scenario in scenarios_beside(card)),
    ]
    return [
        " ".join(filter(None, [title, say("floored", lang, points=points_span(node, lang))]))
        for title, node in nodes
        if node["low"] is not None and node["low"] < 0
    ]


def points_cell(row: Row, lang: str) -> str:
    """Points for a table: the figure, or that it is missing and its interval."""
    text = earned_text(row, lang)
    return text if row["points"] is not None else TonedText(text, "missing")


def test_outcome(row: Row, lang: str) -> str:
    """A test's outcome."""
    key, tone = {True: ("passed", "good"), False: ("failed", "bad"), None: ("missing", "missing")}[row["met"]]
    return TonedText(say(key, lang), tone)


def target_text(card: Card, clause: Clause, row: Row, lang: str) -> str:
    """Whether the headline target is met, apart from the points; ◐ where the target alone pays only a part."""
    if clause.kind == clauses.DEDUCTED or clause.reading(row["reading"]).met is None:
        return TonedText(say("not there", lang), "quiet")
    if row["bound"] == INAPPLICABLE:
        return TonedText(say(INAPPLICABLE, lang), "quiet")
    if row["met"] is None:
        return TonedText(say("open verdict", lang), "missing")
    mark = " ◐" if pays_part_only(card, clause, row) else ""
    return TonedText(say("reached" if row["met"] else "not reached", lang) + mark, "good" if row["met"] else "")


def pays_part_only(card: Card, clause: Clause, row: Row) -> bool:
    """Whether just reaching the target pays less than what is possible."""
    pays = card.at_target(clause)
    return pays is not None and row["possible"] is not None and pays < row["possible"] - NEGLIGIBLE


def part_pay_text(card: Card, clause: Clause, row: Row, lang: str) -> str:
    """What just reaching the target pays, said plainly; empty where that is everything."""
    if not pays_part_only(card, clause, row):
        return ""
    pays = card.at_target(clause) or 0.0
    half = abs(pays * 2 - row["possible"]) < NEGLIGIBLE
    key = "part only half" if half else "part only"
    return say(key, lang, points=points_text(pays, lang), possible=maximum_text(row["possible"], lang))


def waiting_text(card: Card, row: Row, lang: str) -> str:
    """What the clause waits for, by name; what bound it, where that says something."""
    if card.book.clauses[row["clause"]].blank:
        return say("blank", lang)
    if row["missing"]:
        return say(
            "waits for", lang, names=joined_texts([name_label(card, name, lang) for name in row["missing"]], lang)
        )
    said = row["bound"] in ("cap", "floor", INAPPLICABLE) and row["kind"] != clauses.TESTED
    return say(row["bound"], lang) if said else ""


def name_label(card: Card, name: str, lang: str) -> str:
    """A fact, `<clause>.<value>` or history as a reader knows it; in English a rule's value by its plain name."""
    clause, _, value = name.rpartition(".")
    if is_unset(card, name):
        return say("numbered item", lang, id=clause, title=rule_value_title(card.book.clauses[clause], value, lang))
    if is_field(card, name):
        return say("field of", lang, id=clause)
    drawn = find_history(card, name)
    if drawn:
        text = drawn.zh if lang == "zh" else name.replace("_", " ")
        return say("bracketed", lang, text=text, inner=name_label(card, drawn.of, lang))
    fact = card.book.dictionary.get(name)
    return name if fact is None else (fact.zh if lang == "zh" else fact.en)


def is_unset(card: Card, name: str) -> bool:
    """Whether a missing name is a rule's value that no source gives."""
    clause, _, value = name.rpartition(".")
    return clause in card.book.clauses and value in card.book.clauses[clause].values


def is_field(card: Card, name: str) -> bool:
    """Whether a missing name stands for the other units that a clause compares with."""
    clause, _, value = name.rpartition(".")
    return value == "field" and clause in card.book.clauses


def find_history(card: Card, name: str) -> clauses.History | None:
    """The history of a name drawn from several months."""
    drawn = (clause.histories.get(name) for clause in card.book.clauses.values())
    return next(filter(None, drawn), None)


def rule_value_title(clause: Clause, name: str, lang: str) -> str:
    """What a rule's value is called."""
    return clause.values[name].zh if lang == "zh" else name.replace("_", " ")


def working_line(card: Card, clause: Clause, lang: str, scenario: str | None = None) -> str:
    """The numbers put in, one line."""
    return say("semicolon", lang).join(map(shortened_working, card.working(clause.id, lang, scenario).steps))


def clause_losses(card: Card, group: Part = None) -> list[tuple[Clause, Row, float]]:
    """What each clause loses, or may lose where it is unknown: known losses first, each kind the largest first."""
    losses = [
        (clause, row, _loss(row)) for clause, row in section_clauses(card, group) if clause.kind != clauses.TESTED
    ]
    lossy = [loss for loss in losses if loss[2] is not None and loss[2] > NEGLIGIBLE]
    return sorted(lossy, key=lambda loss: (loss[1]["points"] is None, -round(loss[2], 9)))  # type: ignore[arg-type]


def _loss(row: Row) -> float | None:
    """Possible less earned; where unknown, less the lowest it can be. None without a ceiling."""
    earned_so = row["points"] if row["points"] is not None else row["low"]
    return None if row["possible"] is None or earned_so is None else row["possible"] - earned_so


def clause_row(card: Card, clause: Clause, scenario: str | None = None) -> Row:
    """The clause's POINTS row under a scenario."""
    named = (pl.col("scenario") == (scenario or card.scenario.name)) & (pl.col("clause") == clause.id)
    return card.points.row(by_predicate=named, named=True)

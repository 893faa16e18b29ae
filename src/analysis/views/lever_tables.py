"""Tables of levers: the board, what a step is worth in others, a goal (可提升指标表)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from analysis.questions import goal
from analysis.questions import levers as levers_question
from analysis.rulebooks import Rulebook
from analysis.views.amounts import (
    assumptions_text,
    clause_title,
    points_gain,
    target_amount,
    target_change,
    target_title,
)
from analysis.views.view_objects import Table, TableColumn, TonedText, table_columns
from analysis.views.words import floor_notes, joined_texts, rounded_text, say

BOARD = ("lever", "now", "next step", "pays", "open", "best at", "one point", "clauses")
KINDS = {"lever": "name", "clauses": ""}
NARROW = ("lever", "now", "next step", "pays", "open", "one point")


def lever_board_table(
    result: levers_question.LeverBoard, book: Rulebook, lang: str = "zh", narrow: bool = False
) -> Table:
    """The lever board: what the next step of each pays, what is open, and what one point takes; most open first.

    `narrow`: in smaller letters, without where it is best and which clauses judge it.
    """
    levers = paying_levers(result)
    rows = [_lever(row, book, lang) for row in levers.iter_rows(named=True)]
    keys = NARROW if narrow else BOARD
    idle = result.levers.height - levers.height
    notes = [
        say("levers note", lang),
        *([say("levers idle", lang, count=idle)] if idle else []),
        *open_notes(result, book, lang),
        assumptions_text(result, lang),
    ]
    return Table(
        lever_board_title(result, book, lang), _heads(keys, lang),
        tuple(tuple(row[key] for key in keys) for row in rows),
        lang, notes=tuple(notes), empty=say("levers nothing", lang), kind="small" if narrow else "",
    )  # fmt: skip


def open_notes(result: levers_question.LeverBoard, book: Rulebook, lang: str) -> list[str]:
    """Which clauses' comparisons other units leave open, and how that is counted."""
    why = {reason: [name for name, own in result.open.items() if own == reason] for reason in result.open.values()}
    titles = {reason: [clause_title(name, book, lang) for name in names] for reason, names in why.items()}
    return [say(f"levers {reason}", lang, clauses=joined_texts(names, lang)) for reason, names in titles.items()]


def _heads(keys: Sequence[str], lang: str) -> tuple[TableColumn, ...]:
    return table_columns(*((say(key, lang), KINDS.get(key, "number")) for key in keys))


def _lever(row: dict[str, Any], book: Rulebook, lang: str) -> dict[str, str]:
    target = row["lever"]
    return {
        "lever": target_title(target, book, lang), "now": target_amount(row["now"], target, book, lang),
        "next step": _step(row, book, lang), "pays": points_gain(row["pays"], lang), "open": points_gain(row["open"],
        lang),
        "best at": target_amount(row["best"], target, book, lang), "one point": _point(row, book, lang),
        "clauses": joined_texts(row["clauses"], lang),
    }  # fmt: skip


def paying_levers(result: levers_question.LeverBoard) -> pl.DataFrame:
    """The levers that can add points, most open first."""
    return result.levers.filter(pl.col("open") > 0).sort("open", descending=True, maintain_order=True)


def lever_board_title(result: levers_question.LeverBoard, book: Rulebook, lang: str) -> str:
    """Which lever has most to give."""
    levers = paying_levers(result)
    if levers.is_empty():
        return say("levers nothing", lang)
    best = levers.row(0, named=True)
    return say(
        "levers title", lang, lever=target_title(best["lever"], book, lang), open=points_gain(best["open"], lang)
    )


def _step(row: dict[str, Any], book: Rulebook, lang: str) -> str:
    if row["step"] is None:
        return target_amount(row["next"], row["lever"], book, lang)
    return target_change(row["step"], row["lever"], book, lang)


def _point(row: dict[str, Any], book: Rulebook, lang: str) -> str:
    if row["point"] is None:
        return TonedText(say("out of reach" if row["now"] is not None else "not there", lang), "quiet")
    return target_change(row["point"], row["lever"], book, lang)


def exchange_rates_table(result: levers_question.LeverBoard, book: Rulebook, lever: str, lang: str = "zh") -> Table:
    """What one lever's next step is worth in each other lever; those that cannot pay as much are left out."""
    row = result.levers.row(by_predicate=pl.col("lever") == lever, named=True)
    worth = result.rates.filter(pl.col("lever") == lever, pl.col("worth").is_not_null())
    rows = [
        (target_title(other, book, lang), target_change(change, other, book, lang))
        for _, other, change in worth.iter_rows()
    ]
    said = {
        "lever": target_title(lever, book, lang),
        "step": _step(row, book, lang),
        "points": points_gain(row["pays"], lang),
    }
    heads = table_columns((say("lever", lang), "name"), (say("worth", lang), "number"))
    return Table(say("rates title", lang, **said), heads, tuple(rows), lang, empty=say("levers nothing", lang))


def passing_levers(result: levers_question.LeverBoard, book: Rulebook, lang: str = "zh") -> Table:
    """The failed or undecided tests that one lever alone would pass, and what it takes."""
    rows = [
        (
            clause_title(clause, book, lang),
            target_title(lever, book, lang),
            target_amount(needed, lever, book, lang),
            target_change(change, lever, book, lang),
        )
        for lever, clause, needed, change in result.tests.iter_rows()
    ]
    heads = table_columns(
        (say("clause id", lang), "name"), (say("lever", lang), "name"), (say("needed", lang), "number"),
        (say("worth", lang), "number"),
    )  # fmt: skip
    return Table(say("tests passed", lang), heads, tuple(rows), lang, empty=say("no vetoes", lang))


def goal_table(result: goal.Goal, book: Rulebook, lang: str = "zh") -> Table:
    """Whether and at what a goal is reached; where it is not possible, what binds."""
    target = result.lever.target
    facing = [("lever", target_title(target, book, lang)), ("now", target_amount(result.lever.now, target, book, lang))]
    if result.needed is not None:
        totals = say("arrow", lang, before=rounded_text(result.before), after=rounded_text(result.after or 0.0))
        facing += [("needed", target_amount(result.needed, target, book, lang))]
        facing += [("worth", target_change(result.change, target, book, lang)), ("total", totals)]
    elif not result.reached:
        facing += [("why not", text) for text in _why(result, book, lang)]
    rows = tuple((say(key, lang), text) for key, text in facing)
    heads, notes = (
        table_columns(say("item", lang), say("result", lang)),
        (
            say("certain", lang),
            *floor_notes((result.before, result.after), lang, "not floored"),
            assumptions_text(result, lang),
        ),
    )
    return Table(goal_title(result, book, lang), heads, rows, lang, notes=notes, kind="facing")


def goal_title(result: goal.Goal, book: Rulebook, lang: str) -> str:
    """The answer in one sentence."""
    target = result.lever.target
    wanted, lever = _wanted(result, book, lang), target_title(target, book, lang)
    if result.reached:
        return say("goal reached", lang, goal=wanted)
    if result.needed is None:
        return say("goal impossible", lang, goal=wanted, lever=lever)
    needed = target_amount(result.needed, target, book, lang)
    if result.change is None:
        return say("goal new", lang, goal=wanted, lever=lever, needed=needed)
    change = target_change(result.change, target, book, lang)
    return say("goal needed", lang, goal=wanted, lever=lever, needed=needed, change=change)


def _wanted(result: goal.Goal, book: Rulebook, lang: str) -> str:
    amount = points_gain(result.wanted, lang)
    if not result.clause:
        return say(f"goal {result.kind}", lang, amount=amount)
    kind = "points" if result.kind == "total" else result.kind
    return say(f"goal {kind}", lang, clause=clause_title(result.clause, book, lang), amount=amount)


def _why(result: goal.Goal, book: Rulebook, lang: str) -> list[str]:
    """What binds, and how far the figure comes."""
    said = [_bind(bind, book, lang) for bind in result.binds]
    if result.kind in ("total", "cap") and result.most is not None:
        reached = {
            "most": points_gain(result.most, lang),
            "at": target_amount(result.at, result.lever.target, book, lang),
        }
        said.append(say("goal most", lang, **reached))
        if result.measure is not None:
            said.append(say("goal adds", lang, gain=points_gain(max(0.0, result.most - result.measure), lang)))
    return said


def _bind(bind: goal.BindingLimit, book: Rulebook, lang: str) -> str:
    clause = bind.name in book.clauses
    name = clause_title(bind.name, book, lang) if clause else target_title(bind.name, book, lang)
    amount = points_gain(bind.amount, lang) if clause else target_amount(bind.amount, bind.name, book, lang)
    return say(f"binds {bind.what}", lang, name=name, amount=amount)

"""Tables of levers: the board, what a step is worth in others, a goal (杠杆表)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from analysis.questions.goal import Bind, Goal
from analysis.questions.levers import Board
from analysis.rulebooks import Rulebook
from analysis.views.amounts import assumed, at, clause_named, gain, named, signed
from analysis.views.sheets import Column, Table, Toned, columns
from analysis.views.words import listed, rounded, say

BOARD = ("lever", "now", "next step", "pays", "open", "best at", "one point", "clauses")
KINDS = {"lever": "name", "clauses": ""}
NARROW = ("lever", "now", "next step", "pays", "open", "one point")


def board(result: Board, book: Rulebook, lang: str = "zh", narrow: bool = False) -> Table:
    """The lever board: what the next step of each pays, what is open, and what one point takes; most open first.

    `narrow`: in smaller letters, without where it is best and which clauses judge it.
    """
    held = paying(result)
    rows = [_lever(row, book, lang) for row in held.iter_rows(named=True)]
    keys = NARROW if narrow else BOARD
    idle = result.levers.height - held.height
    notes = [say("levers note", lang), *([say("levers idle", lang, count=idle)] if idle else []), assumed(result, lang)]
    return Table(
        board_title(result, book, lang), _heads(keys, lang), tuple(tuple(row[key] for key in keys) for row in rows),
        lang, notes=tuple(notes), empty=say("levers nothing", lang), kind="small" if narrow else "",
    )  # fmt: skip


def _heads(keys: Sequence[str], lang: str) -> tuple[Column, ...]:
    return columns(*((say(key, lang), KINDS.get(key, "number")) for key in keys))


def _lever(row: dict[str, Any], book: Rulebook, lang: str) -> dict[str, str]:
    target = row["lever"]
    return {
        "lever": named(target, book, lang), "now": at(row["now"], target, book, lang),
        "next step": _step(row, book, lang), "pays": gain(row["pays"], lang), "open": gain(row["open"], lang),
        "best at": at(row["best"], target, book, lang), "one point": _point(row, book, lang),
        "clauses": listed(row["clauses"], lang),
    }  # fmt: skip


def paying(result: Board) -> pl.DataFrame:
    """The levers that can add points, most open first."""
    return result.levers.filter(pl.col("open") > 0).sort("open", descending=True, maintain_order=True)


def board_title(result: Board, book: Rulebook, lang: str) -> str:
    """Which lever has most to give."""
    held = paying(result)
    if held.is_empty():
        return say("levers nothing", lang)
    best = held.row(0, named=True)
    return say("levers title", lang, lever=named(best["lever"], book, lang), open=gain(best["open"], lang))


def _step(row: dict[str, Any], book: Rulebook, lang: str) -> str:
    if row["step"] is None:
        return at(row["next"], row["lever"], book, lang)
    return signed(row["step"], row["lever"], book, lang)


def _point(row: dict[str, Any], book: Rulebook, lang: str) -> str:
    if row["point"] is None:
        return Toned(say("out of reach" if row["now"] is not None else "not there", lang), "quiet")
    return signed(row["point"], row["lever"], book, lang)


def rates(result: Board, book: Rulebook, lever: str, lang: str = "zh") -> Table:
    """What one lever's next step is worth in each other lever; those that cannot pay as much are left out."""
    row = result.levers.row(by_predicate=pl.col("lever") == lever, named=True)
    worth = result.rates.filter(pl.col("lever") == lever, pl.col("worth").is_not_null())
    rows = [(named(other, book, lang), signed(change, other, book, lang)) for _, other, change in worth.iter_rows()]
    said = {"lever": named(lever, book, lang), "step": _step(row, book, lang), "points": gain(row["pays"], lang)}
    heads = columns((say("lever", lang), "name"), (say("worth", lang), "number"))
    return Table(say("rates title", lang, **said), heads, tuple(rows), lang, empty=say("levers nothing", lang))


def passed(result: Board, book: Rulebook, lang: str = "zh") -> Table:
    """The failed or undecided tests that one lever alone would pass, and what it takes."""
    rows = [
        (
            clause_named(clause, book, lang),
            named(lever, book, lang),
            at(needed, lever, book, lang),
            signed(change, lever, book, lang),
        )
        for lever, clause, needed, change in result.tests.iter_rows()
    ]
    heads = columns(
        (say("clause id", lang), "name"), (say("lever", lang), "name"), (say("needed", lang), "number"),
        (say("worth", lang), "number"),
    )  # fmt: skip
    return Table(say("tests passed", lang), heads, tuple(rows), lang, empty=say("no vetoes", lang))


def goal(result: Goal, book: Rulebook, lang: str = "zh") -> Table:
    """Whether and at what a goal is reached; where it is not possible, what binds."""
    target = result.lever.target
    facing = [("lever", named(target, book, lang)), ("now", at(result.lever.now, target, book, lang))]
    if result.needed is not None:
        totals = say("arrow", lang, before=rounded(result.before), after=rounded(result.after or 0.0))
        facing += [("needed", at(result.needed, target, book, lang))]
        facing += [("worth", signed(result.change, target, book, lang)), ("total", totals)]
    elif not result.reached:
        facing += [("why not", text) for text in _why(result, book, lang)]
    rows = tuple((say(key, lang), text) for key, text in facing)
    heads, notes = columns(say("item", lang), say("result", lang)), (say("certain", lang), assumed(result, lang))
    return Table(goal_title(result, book, lang), heads, rows, lang, notes=notes, kind="facing")


def goal_title(result: Goal, book: Rulebook, lang: str) -> str:
    """The answer in one sentence."""
    target = result.lever.target
    wanted, lever = _wanted(result, book, lang), named(target, book, lang)
    if result.reached:
        return say("goal reached", lang, goal=wanted)
    if result.needed is None:
        return say("goal impossible", lang, goal=wanted, lever=lever)
    needed = at(result.needed, target, book, lang)
    if result.change is None:
        return say("goal new", lang, goal=wanted, lever=lever, needed=needed)
    change = signed(result.change, target, book, lang)
    return say("goal needed", lang, goal=wanted, lever=lever, needed=needed, change=change)


def _wanted(result: Goal, book: Rulebook, lang: str) -> str:
    amount = gain(result.wanted, lang)
    if not result.clause:
        return say(f"goal {result.kind}", lang, amount=amount)
    kind = "points" if result.kind == "total" else result.kind
    return say(f"goal {kind}", lang, clause=clause_named(result.clause, book, lang), amount=amount)


def _why(result: Goal, book: Rulebook, lang: str) -> list[str]:
    """What binds, and how far the figure comes."""
    said = [_bind(bind, book, lang) for bind in result.binds]
    if result.kind in ("total", "cap") and result.most is not None:
        reached = {"most": gain(result.most, lang), "at": at(result.at, result.lever.target, book, lang)}
        said.append(say("goal most", lang, **reached))
        if result.measure is not None:
            said.append(say("goal adds", lang, gain=gain(max(0.0, result.most - result.measure), lang)))
    return said


def _bind(bind: Bind, book: Rulebook, lang: str) -> str:
    clause = bind.name in book.clauses
    name = clause_named(bind.name, book, lang) if clause else named(bind.name, book, lang)
    amount = gain(bind.amount, lang) if clause else at(bind.amount, bind.name, book, lang)
    return say(f"binds {bind.what}", lang, name=name, amount=amount)

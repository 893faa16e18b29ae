"""A clause file to a clause, with every fault reported (条款文件读取)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.formulas import FormulaError, Node, parse_formula
from analysis.problems import Problems
from analysis.rulebooks.clauses import (
    DEDUCTED,
    DEFAULT,
    KINDS,
    MISSING,
    PROVENANCES,
    SCORED,
    TESTED,
    WINDOWS,
    Clause,
    ClauseNote,
    Example,
    History,
    Let,
    Reading,
    RuleValue,
    ZeroDenominator,
)
from analysis.toml_tables import TomlTable, read_listed_tables, read_toml_table

UNBOUNDED = "unbounded"
ZERO = Node("number", value=0.0)

_TOP = {
    "title", "title_zh", "text", "kind", "group", "provenance", "responsible", "supplier", "possible", "least",
    "points", "met", "let", "value", "empty", "history", "reading", "note", "example", "blank", "judged",
}  # fmt: skip
_FOREIGN = {TESTED: {"points", "possible", "least"}, DEDUCTED: {"possible"}}
_VALUE = {"is", "unset", "unit", "zh", "source", "low", "high"}
_EMPTY = {"when", "points", "met", "provenance", "zh", "en"}
_HISTORY = {"of", "how", "months", "zh"}
_READING = {"name", "zh", "why", "why_zh", "provenance", "points", "met", "possible", "least", "let", "empty"}
_EXAMPLE = {"given", "values", "reading", "points", "met", "at_target"}


def read_clause(path: Path, problems: Problems) -> Clause | None:
    """The clause of a file named `<id>_<slug>.toml`, with its faults reported; None where it can't be read at all."""
    held = read_toml_table(path, problems)
    if held is None:
        return None
    named = path.stem.split("_")[0]
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.\-]*", named):
        held.fault("文件名应以条款编号开头。", "The file's name must begin with the clause's id.")
    return _clause(named, held)


def _clause(named: str, held: TomlTable) -> Clause:
    held.only(_TOP)
    kind, blank = held.choice("kind", KINDS), held.flag("blank")
    default = _default(held, kind, blank)
    return Clause(
        id=named,
        file=held.where,
        title=held.text("title"),
        title_zh=held.text("title_zh"),
        text=held.text("text"),
        kind=kind,
        group=held.text("group"),
        provenance=held.choice("provenance", PROVENANCES),
        responsible=held.units("responsible"),
        supplier=held.units("supplier"),
        values=_each(held, "value", _value),
        histories=_each(held, "history", _history),
        readings=_readings(held, default),
        notes=tuple(read_listed_tables(held, "note", _note)),
        examples=tuple(read_listed_tables(held, "example", _example)),
        blank=blank,
        judged=held.flag("judged"),
    )


def _each(held: TomlTable, key: str, make: Callable[[str, TomlTable], Any]) -> dict[str, Any]:
    table = held.held.get(key, {})
    return {name: make(name, held.part(f"{key}.{name}", part)) for name, part in held.part(key, table).held.items()}


def _default(held: TomlTable, kind: str, blank: bool) -> Reading:
    wanted = "met" if kind == TESTED else "points"
    if wanted not in held.held and not blank:
        held.fault(f"缺少公式“{wanted}”。", f"The formula '{wanted}' is missing.")
    if kind == SCORED and "possible" not in held.held and not blank:
        held.fault("缺少满分“possible”。", "'possible', the points it can give, is missing.")
    for key in sorted(_FOREIGN.get(kind, set()) & held.held.keys()):
        held.fault(f"{kind} 类条款没有“{key}”。", f"A clause of kind {kind} has no '{key}'.")
    return Reading(
        name=DEFAULT,
        zh="默认读法",
        why="",
        why_zh="",
        provenance=str(held.held.get("provenance", "")),
        lets=_each(held, "let", _let),
        points=read_formula(held, "points"),
        met=read_formula(held, "met"),
        possible=_possible(held, kind),
        least=read_formula(held, "least") or ZERO,
        empty=_empty(held),
    )


def _possible(held: TomlTable, kind: str) -> Node | None:
    if kind != SCORED:
        return ZERO
    return None if held.held.get("possible") in (UNBOUNDED, None) else read_formula(held, "possible")


def _readings(held: TomlTable, default: Reading) -> dict[str, Reading]:
    others = read_listed_tables(held, "reading", _reading(default))
    named = [DEFAULT, *(reading.name for reading in others)]
    for twice in sorted({name for name in named if named.count(name) > 1}):
        held.fault(f"读法“{twice}”写了两次。", f"The reading '{twice}' stands twice.")
    return {DEFAULT: default} | {reading.name: reading for reading in others}


def _reading(default: Reading) -> Callable[[TomlTable], Reading]:
    def make(held: TomlTable) -> Reading:
        held.only(_READING)
        return Reading(
            name=held.text("name"),
            zh=held.text("zh"),
            why=held.text("why"),
            why_zh=held.text("why_zh"),
            provenance=held.choice("provenance", PROVENANCES),
            lets={**default.lets, **_each(held, "let", _let)},
            points=read_formula(held, "points") or default.points,
            met=read_formula(held, "met") or default.met,
            possible=_possible(held, SCORED) if "possible" in held.held else default.possible,
            least=read_formula(held, "least") or default.least,
            empty=_empty(held) or default.empty,
        )

    return make


def _let(name: str, held: TomlTable) -> Let:
    held.only({"is", "zh"})
    return Let(name, read_formula(held, "is") or ZERO, held.text("zh"))


def _value(name: str, held: TomlTable) -> RuleValue:
    held.only(_VALUE)
    amount = held.number("is")
    if (amount is None) != held.flag("unset"):
        held.fault("应写 is = 数值，或 unset = true。", "Write is = a number, or unset = true where none is known.")
    return RuleValue(
        name, amount, held.text("unit"), held.text("zh"), held.text("source"), held.number("low"), held.number("high")
    )


def _empty(held: TomlTable) -> ZeroDenominator | None:
    if "empty" not in held.held:
        return None
    part = held.part("empty", held.held["empty"])
    part.only(_EMPTY)
    return ZeroDenominator(
        when=read_formula(part, "when") or ZERO,
        points=read_formula(part, "points"),
        met=part.flag("met") if "met" in part.held else None,
        provenance=part.choice("provenance", PROVENANCES),
        zh=part.text("zh"),
        en=part.text("en"),
    )


def _history(name: str, held: TomlTable) -> History:
    held.only(_HISTORY)
    return History(name, held.text("of"), held.choice("how", WINDOWS), held.text("months"), held.text("zh"))


def _note(held: TomlTable) -> ClauseNote:
    held.only({"mark", "zh", "en"})
    return ClauseNote(held.choice("mark", PROVENANCES), held.text("zh"), held.text("en"))


def _example(held: TomlTable) -> Example:
    held.only(_EXAMPLE)
    return Example(
        given=_numbers(held.part("given", held.held.get("given", {}))),
        values=_numbers(held.part("values", held.held.get("values", {}))),
        reading=str(held.held.get("reading", DEFAULT)),
        points=_outcome(held, "points"),
        met=_outcome(held, "met"),
        at_target=held.flag("at_target"),
    )


def _numbers(held: TomlTable) -> dict[str, float]:
    return {name: amount for name in held.held if (amount := held.number(name)) is not None}


def _outcome(held: TomlTable, key: str) -> float | bool | str | None:
    outcome = held.held.get(key)
    if outcome == MISSING:
        return MISSING
    return held.number(key) if key == "points" or outcome is None else held.flag(key)


def read_formula(table: TomlTable, key: str) -> Node | None:
    """A formula or plain number; None where there is none, or where it is not in order."""
    written = table.held.get(key)
    if written is None:
        return None
    if type(written) in (int, float):
        return None if (amount := table.number(key)) is None else Node("number", value=amount)
    try:
        return parse_formula(str(written))
    except FormulaError as error:
        table.fault(f"{key}：{error.zh}", f"{key}: {error.en}")
        return None

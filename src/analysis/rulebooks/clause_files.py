"""A clause file to a clause, with every fault reported (条款文件读取)."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.formulas import FormulaError, Node, parse_formula
from analysis.paths import display_path
from analysis.problems import Problems, did_you_mean
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

LONGEST_FILE = 200_000
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


@dataclass
class TomlTable:
    """One TOML table under reading: where it stands, what it holds, and where its faults go."""

    where: str
    held: Mapping[str, Any]
    problems: Problems

    def part(self, name: str, held: Any) -> TomlTable:
        if not isinstance(held, Mapping):
            self.fault(f"{name} 应为表。", f"{name} must be a table.")
            held = {}
        return TomlTable(f"{self.where}, {name}", held, self.problems)

    def fault(self, zh: str, en: str) -> None:
        self.problems.report(self.where, zh, en)

    def only(self, known: set[str]) -> None:
        for key in sorted(self.held.keys() - known):
            zh, en = did_you_mean(key, sorted(known))
            self.fault(f"不认识的键“{key}”。{zh}", f"'{key}' is not known here. {en}".rstrip())

    def text(self, key: str, *, needed: bool = True) -> str:
        held = self.held.get(key, "")
        if not isinstance(held, str) or (needed and not held.strip()):
            self.fault(f"缺少文字“{key}”。", f"The text '{key}' is missing.")
            return ""
        return held.strip()

    def choice(self, key: str, known: tuple[str, ...]) -> str:
        held = self.text(key)
        if held and held not in known:
            zh, en = did_you_mean(held, known)
            either = ", ".join(known)
            self.fault(
                f"{key} “{held}”应为 {either} 之一。{zh}", f"{key} '{held}' must be one of {either}. {en}".rstrip()
            )
        return held

    def number(self, key: str) -> float | None:
        held = self.held.get(key)
        if held is None or (type(held) in (int, float) and math.isfinite(held)):
            return None if held is None else float(held)
        self.fault(f"{key} 应为有限数值，实为 {held!r}。", f"{key} must be a finite number, not {held!r}.")
        return None

    def flag(self, key: str) -> bool:
        held = self.held.get(key, False)
        if not isinstance(held, bool):
            self.fault(f"{key} 应为 true 或 false，实为 {held!r}。", f"{key} must be true or false, not {held!r}.")
        return held is True

    def units(self, key: str) -> tuple[str, ...]:
        held = self.held.get(key)
        if not isinstance(held, list) or not all(isinstance(name, str) for name in held):
            self.fault(f"{key} 应为名称列表（可为空）。", f"{key} must be a list of names (it may be empty).")
            return ()
        return tuple(held)

    def formula(self, key: str) -> Node | None:
        held = self.held.get(key)
        if held is None:
            return None
        if type(held) in (int, float):
            return None if (amount := self.number(key)) is None else Node("number", value=amount)
        try:
            return parse_formula(str(held))
        except FormulaError as error:
            self.fault(f"{key}：{error.zh}", f"{key}: {error.en}")
            return None


def read_toml_table(path: Path, problems: Problems) -> TomlTable | None:
    """The TOML file as a page; None, with the fault reported, where it can't be read."""
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise ValueError(f"> {LONGEST_FILE} bytes")
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problems.report(display_path(path), f"无法读取：{error}", f"This file can't be read: {error}")
        return None
    return TomlTable(display_path(path), held, problems)


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


def read_listed_tables(held: TomlTable, key: str, make: Callable[[TomlTable], Any]) -> list[Any]:
    """What is made of each table of `[[key]]`."""
    parts = held.held.get(key, [])
    if not isinstance(parts, list):
        held.fault(f"{key} 应写作 [[{key}]]。", f"Write {key} as [[{key}]].")
        return []
    return [make(held.part(f"{key} {place}", part)) for place, part in enumerate(parts, start=1)]


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
        points=held.formula("points"),
        met=held.formula("met"),
        possible=_possible(held, kind),
        least=held.formula("least") or ZERO,
        empty=_empty(held),
    )


def _possible(held: TomlTable, kind: str) -> Node | None:
    if kind != SCORED:
        return ZERO
    return None if held.held.get("possible") in (UNBOUNDED, None) else held.formula("possible")


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
            points=held.formula("points") or default.points,
            met=held.formula("met") or default.met,
            possible=_possible(held, SCORED) if "possible" in held.held else default.possible,
            least=held.formula("least") or default.least,
            empty=_empty(held) or default.empty,
        )

    return make


def _let(name: str, held: TomlTable) -> Let:
    held.only({"is", "zh"})
    return Let(name, held.formula("is") or ZERO, held.text("zh"))


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
        when=part.formula("when") or ZERO,
        points=part.formula("points"),
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

"""A clause file to a clause, with every fault reported (条款文件读取)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.formulas import FormulaError, Node, parse_formula
from analysis.problems import Problems
from analysis.rulebooks import applicability
from analysis.rulebooks.clauses import (
    DEDUCTED,
    DEFAULT,
    FIELDS,
    KINDS,
    MISSING,
    PROVENANCES,
    SCORED,
    TESTED,
    WINDOWS,
    Clause,
    ClauseNote,
    ComparisonField,
    Example,
    History,
    Let,
    Reading,
    RuleValue,
    ZeroDenominator,
)
from analysis.rulebooks.dated_rules import with_ends
from analysis.rulebooks.validity import DatedAmount, Validity
from analysis.toml_tables import TomlTable, read_listed_tables, read_toml_table

UNBOUNDED = "unbounded"
ZERO = Node("number", value=0.0)

_TOP = {
    "title", "title_zh", "text", "kind", "group", "provenance", "responsible", "supplier", "possible", "least",
    "points", "met", "let", "value", "empty", "history", "reading", "note", "example", "blank", "judged", "field",
    "applies", "inapplicable", "from", "until",
}  # fmt: skip
_FOREIGN = {TESTED: {"points", "possible", "least"}, DEDUCTED: {"possible"}}
_VALUE = {"is", "unset", "unit", "zh", "source", "low", "high", "dated"}
_DATED = {"is", "unset", "source", "from", "until"}
_EMPTY = {"when", "points", "met", "provenance", "zh", "en"}
_HISTORY = {"of", "how", "months", "zh"}
_READING = {
    "name", "zh", "why", "why_zh", "provenance", "points", "met", "possible", "least", "let", "empty", "applies",
    "inapplicable",
}  # fmt: skip
_EXAMPLE = {"given", "values", "reading", "points", "met", "at_target", "field", "on"}


def read_clause(path: Path, problems: Problems) -> Clause | None:
    """The clause of a file named `<id>_<slug>.toml`, with its faults reported; None where it can't be read at all."""
    table = read_toml_table(path, problems)
    if table is None:
        return None
    named = path.stem.split("_")[0]
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.\-]*", named):
        table.fault("文件名应以条款编号开头。", "The file's name must begin with the clause's id.")
    return _clause(named, table)


def _clause(named: str, table: TomlTable) -> Clause:
    table.only(_TOP)
    kind, blank = table.choice("kind", KINDS), table.flag("blank")
    default = _default_reading(table, kind, blank)
    return Clause(
        id=named,
        file=table.where,
        title=table.text("title"),
        title_zh=table.text("title_zh"),
        text=table.text("text"),
        kind=kind,
        group=table.text("group"),
        provenance=table.choice("provenance", PROVENANCES),
        responsible=table.units("responsible"),
        supplier=table.units("supplier"),
        values=_named_tables(table, "value", _value),
        histories=_named_tables(table, "history", _history),
        readings=_readings(table, default),
        notes=tuple(read_listed_tables(table, "note", _clause_note)),
        examples=tuple(read_listed_tables(table, "example", _example)),
        blank=blank,
        judged=table.flag("judged"),
        field=_field(table),
        validity=read_validity(table),
    )


def read_validity(table: TomlTable) -> Validity:
    """From when to when what a table says is in force."""
    since, until = table.day("from"), table.day("until")
    if since and until and until < since:
        table.fault(
            f"until（{until}）早于 from（{since}）；请核对。",
            f"until ({until}) lies before from ({since}); check them.",
        )
        return Validity(since)
    return Validity(since, until)


def _field(table: TomlTable) -> ComparisonField | None:
    if "field" not in table.values:
        return None
    part = table.part("field", table.values["field"])
    part.only({"of", "fewest"})
    return ComparisonField(part.choice("of", FIELDS), part.text("fewest", needed=False))


def _named_tables(table: TomlTable, key: str, make: Callable[[str, TomlTable], Any]) -> dict[str, Any]:
    parts = table.part(key, table.values.get(key, {})).values
    return {name: make(name, table.part(f"{key}.{name}", part)) for name, part in parts.items()}


def _default_reading(table: TomlTable, kind: str, blank: bool) -> Reading:
    wanted = "met" if kind == TESTED else "points"
    if wanted not in table.values and not blank:
        table.fault(f"缺少公式“{wanted}”。", f"The formula '{wanted}' is missing.")
    if kind == SCORED and "possible" not in table.values and not blank:
        table.fault("缺少满分“possible”。", "'possible', the points it can give, is missing.")
    for key in sorted(_FOREIGN.get(kind, set()) & table.values.keys()):
        table.fault(f"{kind} 类条款没有“{key}”。", f"A clause of kind {kind} has no '{key}'.")
    return Reading(
        name=DEFAULT,
        zh="默认读法",
        why="",
        why_zh="",
        provenance=str(table.values.get("provenance", "")),
        lets=_named_tables(table, "let", _let),
        points=read_formula(table, "points"),
        met=read_formula(table, "met"),
        possible=_possible(table, kind),
        least=read_formula(table, "least") or ZERO,
        empty=_empty(table),
        applies=read_formula(table, "applies"),
        inapplicable=_inapplicable(table),
    )


def _inapplicable(table: TomlTable) -> str:
    return table.choice("inapplicable", applicability.INAPPLICABLE_TREATMENTS) if "inapplicable" in table.values else ""


def _possible(table: TomlTable, kind: str) -> Node | None:
    if kind != SCORED:
        return ZERO
    return None if table.values.get("possible") in (UNBOUNDED, None) else read_formula(table, "possible")


def _readings(table: TomlTable, default: Reading) -> dict[str, Reading]:
    others = read_listed_tables(table, "reading", _reading(default))
    named = [DEFAULT, *(reading.name for reading in others)]
    for twice in sorted({name for name in named if named.count(name) > 1}):
        table.fault(f"读法“{twice}”写了两次。", f"The reading '{twice}' stands twice.")
    return {DEFAULT: default} | {reading.name: reading for reading in others}


def _reading(default: Reading) -> Callable[[TomlTable], Reading]:
    def make(table: TomlTable) -> Reading:
        table.only(_READING)
        return Reading(
            name=table.text("name"),
            zh=table.text("zh"),
            why=table.text("why"),
            why_zh=table.text("why_zh"),
            provenance=table.choice("provenance", PROVENANCES),
            lets={**default.lets, **_named_tables(table, "let", _let)},
            points=read_formula(table, "points") or default.points,
            met=read_formula(table, "met") or default.met,
            possible=_possible(table, SCORED) if "possible" in table.values else default.possible,
            least=read_formula(table, "least") or default.least,
            empty=_empty(table) or default.empty,
            applies=read_formula(table, "applies") or default.applies,
            inapplicable=_inapplicable(table) or default.inapplicable,
        )

    return make


def _let(name: str, table: TomlTable) -> Let:
    table.only({"is", "zh"})
    return Let(name, read_formula(table, "is") or ZERO, table.text("zh"))


def _value(name: str, table: TomlTable) -> RuleValue:
    table.only(_VALUE)
    dated = tuple(read_listed_tables(table, "dated", _dated))
    amount, source = (dated[-1].amount, dated[-1].source) if dated else (_amount(table), table.text("source"))
    for key in sorted({"is", "unset", "source"} & table.values.keys()) if dated else ():
        table.fault(
            f"分期取值（dated）里已有“{key}”，上面请不要再写。", f"Its dated amounts have '{key}': leave it out here."
        )
    value = RuleValue(
        name, amount, table.text("unit"), table.text("zh"), source, table.number("low"), table.number("high"), dated
    )
    return with_ends(value)


def _amount(table: TomlTable) -> float | None:
    amount = table.number("is")
    if (amount is None) != table.flag("unset"):
        table.fault("应写 is = 数值，或 unset = true。", "Write is = a number, or unset = true where none is known.")
    return amount


def _dated(table: TomlTable) -> DatedAmount:
    table.only(_DATED)
    return DatedAmount(read_validity(table), _amount(table), table.text("source"))


def _empty(table: TomlTable) -> ZeroDenominator | None:
    if "empty" not in table.values:
        return None
    part = table.part("empty", table.values["empty"])
    part.only(_EMPTY)
    return ZeroDenominator(
        when=read_formula(part, "when") or ZERO,
        points=read_formula(part, "points"),
        met=part.flag("met") if "met" in part.values else None,
        provenance=part.choice("provenance", PROVENANCES),
        zh=part.text("zh"),
        en=part.text("en"),
    )


def _history(name: str, table: TomlTable) -> History:
    table.only(_HISTORY)
    return History(name, table.text("of"), table.choice("how", WINDOWS), table.text("months"), table.text("zh"))


def _clause_note(table: TomlTable) -> ClauseNote:
    table.only({"mark", "zh", "en"})
    return ClauseNote(table.choice("mark", PROVENANCES), table.text("zh"), table.text("en"))


def _example(table: TomlTable) -> Example:
    table.only(_EXAMPLE)
    return Example(
        given=_numbers(table.part("given", table.values.get("given", {}))),
        values=_numbers(table.part("values", table.values.get("values", {}))),
        reading=str(table.values.get("reading", DEFAULT)),
        points=_outcome(table, "points"),
        met=_outcome(table, "met"),
        at_target=table.flag("at_target"),
        field=tuple(read_listed_tables(table, "field", _numbers)),
        on=table.day("on"),
    )


def _numbers(table: TomlTable) -> dict[str, float]:
    return {name: amount for name in table.values if (amount := table.number(name)) is not None}


def _outcome(table: TomlTable, key: str) -> float | bool | str | None:
    outcome = table.values.get(key)
    if outcome in (MISSING, applicability.INAPPLICABLE):
        return str(outcome)
    return table.number(key) if key == "points" or outcome is None else table.flag(key)


def read_formula(table: TomlTable, key: str) -> Node | None:
    """A formula or plain number; None where there is none, or where it is not in order."""
    written = table.values.get(key)
    if written is None:
        return None
    if type(written) in (int, float):
        return None if (amount := table.number(key)) is None else Node("number", value=amount)
    try:
        return parse_formula(str(written))
    except FormulaError as error:
        table.fault(f"{key}：{error.zh}", f"{key}: {error.en}")
        return None

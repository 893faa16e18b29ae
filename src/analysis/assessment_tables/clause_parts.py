"""The parts of a clause as an editor types them, from its file's tables and back into them (条款的可改部分)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.assessment_tables.own_columns import (
    BAR,
    check_unit,
    exact_amount,
    line_parts,
    read_values,
    values_text,
    written_unit,
)
from analysis.facts import unit_label
from analysis.rulebooks import MEAN, SHARE
from analysis.text_normalisation import narrow_text, quoted_value

FLAG, STATES = "flag", ("flag", "choice", "rank")
LARGEST_COUNT = 10_000
INSTEADS = ("", SHARE, MEAN)
FIELDS = ("", "league", "all")
Table = dict[str, Any]
Report = Callable[[str, str, str], None]
"""Takes the part and what is wrong in it, in Chinese and English."""


@dataclass(frozen=True)
class ClauseForm:
    """The parts of a clause as texts. `values`: name｜number｜unit｜what it is｜source, a line each.

    `facts`: the rulebook's own figures that it needs, name｜what it is｜unit｜upper bound, a line each. `inapplicable`
    and `field`: empty, or one of their words.
    """

    points: str = ""
    met: str = ""
    values: str = ""
    facts: str = ""
    applies: str = ""
    inapplicable: str = ""
    field: str = ""


def form_of(table: Mapping[str, Any], facts: Mapping[str, Table], clause: str) -> ClauseForm:
    """The parts as they stand in a clause's file; `clause`: as facts name it, `<rulebook>:<clause>`."""
    own = (f"{name}{BAR}{fact['zh']}{BAR}{fact['unit']}{BAR}{exact_amount(fact['high'])}"
           for name, fact in _own(facts, clause))  # fmt: skip
    return ClauseForm(
        points=str(table.get("points", "")),
        met=str(table.get("met", "")),
        values=values_text(table.get("value", {})),
        facts="\n".join(own),
        applies=str(table.get("applies", "")),
        inapplicable=str(table.get("inapplicable", "")),
        field=str(table.get("field", {}).get("of", "")),
    )


def with_form(
    table: Mapping[str, Any], facts: Mapping[str, Table], clause: str, form: ClauseForm, provenance: str, report: Report
) -> tuple[Table, dict[str, Table]]:
    """The tables of the clause and of the rulebook's own facts with the parts put in; faults are reported.

    Without a formula the clause stays open. What was noted of a proposal is left out where the formula is another.
    """
    formula = {part: text for part in ("points", "met", "applies") if (text := getattr(form, part).strip())}
    written = bool({"points", "met"} & formula.keys())
    kept = {key: part for key, part in table.items() if key not in _REPLACED}
    chosen = {"inapplicable": form.inapplicable} if form.inapplicable else {}
    field = {"field": {**table.get("field", {}), "of": form.field}} if form.field else {}
    values = read_values(form.values, lambda _, zh, en: report("value", zh, en))
    notes = _notes(table, form, provenance)
    whole = {
        **kept, **({} if written else {"blank": True}), **formula, **chosen, **field,
        **({"value": values} if values else {}), **({"note": notes} if notes else {}),
    }  # fmt: skip
    whole["provenance"] = provenance if written else "text"
    return whole, _facts(facts, clause, form.facts, report)


_REPLACED = ("points", "met", "applies", "inapplicable", "field", "value", "blank", "note", "provenance")


def _notes(table: Mapping[str, Any], form: ClauseForm, provenance: str) -> list[Table]:
    notes = list(table.get("note", []))
    same = all(str(table.get(part, "")) == getattr(form, part).strip() for part in ("points", "met"))
    if same:
        return [{**note, "mark": provenance} if note["mark"] == "proposed" else note for note in notes]
    return [note for note in notes if note["mark"] != "proposed"]


def _own(facts: Mapping[str, Table], clause: str) -> Iterator[tuple[str, Table]]:
    return ((name, fact) for name, fact in facts.items() if clause in fact.get("clauses", []))


def _facts(facts: Mapping[str, Table], clause: str, text: str, report: Report) -> dict[str, Table]:
    """The rulebook's own facts with this clause's lines in place of those it had."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    typed = {name: fact for line in lines for name, fact in _fact(line, facts, clause, report)}
    others = {name: _without(fact, clause) for name, fact in facts.items() if name not in typed}
    return {**{name: fact for name, fact in others.items() if fact}, **typed}


def _without(fact: Table, clause: str) -> Table:
    """A fact of other clauses too stays; one of this clause alone goes."""
    clauses = fact.get("clauses", [])
    left = [name for name in clauses if name != clause]
    return {**fact, "clauses": left} if left or not clauses else {}


def _fact(line: str, facts: Mapping[str, Table], clause: str, report: Report) -> Iterator[tuple[str, Table]]:
    parts = line_parts(line)
    if len(parts) < 3 or not parts[0].isidentifier() or not parts[1]:
        zh = f"“{quoted_value(line)}”不完整；每行写作 代号｜名称｜单位｜上限（可不写），如 item_3_1｜走访次数｜次。"
        report("指标", zh, f"'{quoted_value(line)}' is not whole: name｜what it is｜unit｜upper bound.")
        return
    name, zh, unit = parts[0].lower(), parts[1], written_unit(parts[2])
    check_unit(unit, "指标", report)
    before = facts.get(name, {})
    clauses = list(dict.fromkeys([*before.get("clauses", []), clause]))
    yield name, {**_new_fact(name, zh, unit), **before, "zh": zh, "unit": unit, "high": _high(parts[3:], unit, report),
                 "nature": _nature(before, unit), "clauses": clauses}  # fmt: skip


def _nature(before: Table, unit: str) -> str:
    if unit in STATES:
        return "state"
    return "stock" if before.get("nature", "state") == "state" else str(before["nature"])


def _new_fact(name: str, zh: str, unit: str) -> Table:
    label = "是否" if unit == FLAG else unit_label(unit)
    return {
        "zh": zh, "en": name.replace("_", " "), "unit": unit, "nature": "stock", "window": "month_end",
        "meaning": f"written for the rulebook's own clause; unit {unit}",
        "meaning_zh": f"{zh}（{label}），考核期内截至月末。", "low": 0,
    }  # fmt: skip


def _high(parts: list[str], unit: str, report: Report) -> float:
    plain = narrow_text(parts[0]) if parts else ""
    if not plain:
        return 1 if unit in (FLAG, "share") else LARGEST_COUNT
    try:
        return float(plain)
    except ValueError:
        report("指标", f"上限“{quoted_value(plain)}”不是数。", f"The bound '{quoted_value(plain)}' is no number.")
        return LARGEST_COUNT

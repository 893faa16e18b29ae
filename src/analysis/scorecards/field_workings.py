"""What a working says of a clause that compares units: the values it looked at, and among how many (比较的计算过程)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.formulas import Node, language, number_text
from analysis.rulebooks import FEWEST_UNITS, MEAN, Clause, Reading, applicability, clauses
from analysis.scenarios import Cases, FieldWord, field_words


def compared_values(
    clause: Clause, cases: Cases, row: Mapping[str, Any], reading: Reading
) -> dict[str, language.FormulaValue]:
    """The words that look at the field, by their code with lets put in and as written."""
    words = {node.code: FieldWord(clause, node).key for node in clause.compared(reading.name)}
    found = {code: row.get(key, cases.literals.get(key)) for code, key in words.items()}
    trees = [tree for tree in (reading.points, reading.met, *(let.tree for let in reading.lets.values())) if tree]
    written = dict.fromkeys(node for tree in trees for node in tree.field_nodes)
    return found | {node.code: found.get(_word_code(node, reading)) for node in written}


def _word_code(node: Node, reading: Reading) -> str:
    """The code under which a word's value is found: lets put in, among the units to which the clause applies."""
    whole, applies = clauses.inline_lets(node, reading.lets), reading.applies_whole
    return (applicability.among_applicable(whole, applies) if applies else whole).code


def field_line(
    clause: Clause, cases: Cases, row: Mapping[str, Any], reading: Reading, lang: str, applies: bool | None = True
) -> tuple[str, ...]:
    """Among how many units the clause compares, or that there are too few; a mean only where it stands instead."""
    instead = reading.inapplicable == MEAN
    if not clause.compared(reading.name) or (applies is not False) == instead:
        return ()
    name = f"{clause.id} {field_words.MEMBERS}"
    count, fewest = row.get(name, cases.literals.get(name)), _fewest(clause, cases, row)
    shown, least = number_text(count or 0.0, lang), number_text(fewest, lang)
    if (count or 0.0) < fewest:
        own = "" if instead else "（含本单位）"
        zh = f"可比较的单位只有 {shown} 个{own}，不足 {least} 个，不作比较"
        return (zh if lang == "zh" else f"only {shown} units to compare, itself included, fewer than {least}: open",)
    if instead:
        return (f"有此项的单位共 {shown} 个" if lang == "zh" else f"{shown} units that it applies to",)
    zh, en = f"在 {shown} 个单位中比较（含本单位）", f"compared among {shown} units, itself included"
    return (zh if lang == "zh" else en,)


def _fewest(clause: Clause, cases: Cases, row: Mapping[str, Any]) -> float:
    target = f"{clause.id}.{clause.field.fewest}" if clause.field and clause.field.fewest else ""
    stated = row.get(target, cases.literals.get(target))
    return max(float(FEWEST_UNITS), stated or 0.0)

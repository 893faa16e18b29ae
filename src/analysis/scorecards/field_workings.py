"""What a working says of a clause that compares units: the values it looked at, and among how many (比较的计算过程)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.catalogue import text_in
from analysis.formulas import Node, evaluate, language, number_text
from analysis.rulebooks import FEWEST_UNITS, MEAN, Clause, Reading, applicability, clauses
from analysis.scenarios import KEYS, Cases, FieldWord, field_words
from analysis.scorecards import field_bounds


def compared_values(
    clause: Clause, cases: Cases, row: Mapping[str, Any], reading: Reading
) -> dict[str, language.FormulaValue]:
    """The words that look at the field, by their code with lets put in and as written."""
    words = {node.code: FieldWord(clause, node).key for node in clause.compared(reading.name)}
    found = {code: row.get(key, cases.literals.get(key)) for code, key in words.items()}
    trees = [tree for tree in (reading.points, reading.met, *(let.tree for let in reading.lets.values())) if tree]
    written = dict.fromkeys(node for tree in trees for node in tree.field_nodes)
    return found | {node.code: found.get(_word_code(node, reading)) for node in written}


@dataclass(frozen=True)
class OpenOutcome:
    """Between what an outcome lies that others' missing figures leave open; both None where nothing bounds it."""

    low: language.FormulaValue
    high: language.FormulaValue


def settled_outcome(
    clause: Clause,
    cases: Cases,
    row: Mapping[str, Any],
    reading: Reading,
    part: str,
    names: Mapping[str, language.FormulaValue],
) -> tuple[language.FormulaValue, OpenOutcome | None]:
    """What the points or the target come to, known too where others' missing figures cannot change it.

    Beside it, where they leave something open, between what it lies.
    """
    tree = reading.whole(part)
    outcome = None if tree is None else evaluate(tree, names)
    own = [name for name in clause.speaks_of(reading.name) if names.get(name) is None]
    if tree is None or outcome is not None or own or not field_bounds.is_open(clause, cases, reading):
        return outcome, None
    most = evaluate(reading.possible, names) if part == "points" and reading.possible else None
    ends = [_within_possible(end, most) for end in _bounds(clause, cases, row, tree)]
    return (ends[0] if ends[0] == ends[1] else None), OpenOutcome(*ends)


def _bounds(clause: Clause, cases: Cases, row: Mapping[str, Any], tree: Node) -> tuple[language.FormulaValue, ...]:
    own = cases.frame.filter(pl.col(key) == row[key] for key in KEYS)
    ends = field_bounds.outcome_bounds(clause, cases, tree)
    found = own.select(end.alias(name) for name, end in zip(("low", "high"), ends, strict=True)).row(0)
    return (None, None) if None in found else found


def _within_possible(end: language.FormulaValue, most: language.FormulaValue) -> language.FormulaValue:
    """An end of the points, never above what is possible."""
    return end if end is None or most is None else min(end, most)


def open_line(found: OpenOutcome | None, lang: str) -> tuple[str, ...]:
    """That figures of others are missing, and what that leaves of the outcome."""
    if found is None:
        return ()
    if found.low is None:
        return (text_in(lang, "其他单位有数缺报，得分不定", "figures of others are missing: the outcome is open"),)
    if found.low == found.high:
        zh, en = (
            "其他单位有数缺报，但无论多少结果都一样",
            "figures of others are missing, but cannot change the outcome",
        )
        return (text_in(lang, zh, en),)
    low, high = number_text(found.low, lang), number_text(found.high, lang)
    zh = f"其他单位有数缺报，按可能的最低、最高计，结果在 {low} 至 {high} 之间"
    return (text_in(lang, zh, f"figures of others are missing, taken at both their ends: between {low} and {high}"),)


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

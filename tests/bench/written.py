"""The clauses of a rulebook written out for other tools, a formula each: the same rules, in the tool's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.formulas import Node
from analysis.formulas.language import TOLERANCE
from analysis.rulebooks import Clause, Rulebook
from analysis.rulebooks.clauses import TESTED

Words = Mapping[str, str]
SLACK = repr(TOLERANCE)
COMPARED = {
    "gt": "({} > {} + SLACK)", "ge": "({} >= {} - SLACK)", "lt": "({} < {} - SLACK)", "le": "({} <= {} + SLACK)",
    "add": "({} + {})", "sub": "({} - {})", "mul": "({} * {})", "div": "({} / {})", "neg": "(-{})",
}  # fmt: skip
NUMPY: Words = COMPARED | {
    "eq": "(abs({} - {}) <= SLACK)", "ne": "(abs({} - {}) > SLACK)",
    "and": "(({} != 0) & ({} != 0))", "or": "(({} != 0) | ({} != 0))", "not": "({} == 0)",
    "min": "minimum({}, {})", "max": "maximum({}, {})", "when": "where({} != 0, {}, {})",
    "steps": "floor(({} - {}) / {} + SLACK)",
}  # fmt: skip
SHEET: Words = COMPARED | {
    "eq": "(ABS({} - {}) <= SLACK)", "ne": "(ABS({} - {}) > SLACK)",
    "and": "AND({}, {})", "or": "OR({}, {})", "not": "NOT({})",
    "min": "MIN({}, {})", "max": "MAX({}, {})", "when": "IF({}, {}, {})",
    "steps": "INT(({} - {}) / {} + SLACK)",
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """A clause as another tool takes it: `test` or points, its formula, the facts and the values it speaks of."""

    id: str
    test: bool
    tree: Node
    facts: tuple[str, ...]
    values: dict[str, float | None]

    def formula(self, names: Mapping[str, str], words: Words) -> str:
        """The formula in the tool's words, each name as the tool calls it."""
        return _written(self.tree, names, words).replace("SLACK", SLACK)


def rules(book: Rulebook) -> list[Rule]:
    """Each clause as printed: whether a test is met, else the points."""
    return [_rule(clause) for clause in book.clauses.values()]


def _rule(clause: Clause) -> Rule:
    test = clause.kind == TESTED
    tree = clause.reading().whole("met" if test else "points")
    assert tree is not None
    values = {name: value.amount for name, value in clause.values.items() if name in tree.names}
    return Rule(clause.id, test, tree, tuple(sorted(tree.names - values.keys())), values)


def _written(tree: Node, names: Mapping[str, str], words: Words) -> str:
    """Words take two operands; more of them are joined one by one."""
    if tree.op == "name":
        return names[str(tree.value)]
    if tree.op == "number":
        return repr(tree.value)
    first, *rest = [_written(arg, names, words) for arg in tree.args]
    if tree.op not in ("and", "or", "min", "max"):
        return words[tree.op].format(first, *rest)
    for part in rest:
        first = words[tree.op].format(first, part)
    return first

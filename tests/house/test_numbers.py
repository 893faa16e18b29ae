"""No number of a rule stands in the code: numbers belong to rulebooks, facts and scenarios."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from house.sources import Module, modules, refuse

STRICT = {"facts", "formulas", "rulebooks", "scenarios", "scorecards", "questions"}
PLAIN = {0, 1, 2}
CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")

# What is no rule: how things are counted, written or laid out.
KNOWN = {
    "analysis.facts.workbook_sheets: 100",  # a share in percent
    "analysis.facts.template: 3",  # columns and sizes of the sheet to fill in
    "analysis.facts.template: 7",
    "analysis.facts.template: 10",
    "analysis.facts.template: 110",
    "analysis.facts.template: 2.5",
    "analysis.formulas.notation: 4",  # rank of comparisons among the signs
    "analysis.scenarios.scenario_files: 100",  # a share in percent
}


def test_no_number_of_a_rule_stands_in_the_code():
    strict = (module for module in modules().values() if module.noun in STRICT)
    found = (f"{module.name}: {number:g}" for module in strict for number in _numbers(module))
    refuse(found, "Numbers in the code, outside constants in CAPITALS; should a rulebook hold them?", KNOWN)


def _numbers(module: Module) -> Iterator[float]:
    spared = {id(inner) for node in ast.walk(module.tree) for part in _spared(node) for inner in ast.walk(part)}
    constants = [node for node in module.tree.body if _is_constant(node)]
    spared |= {id(inner) for node in constants for inner in ast.walk(node)}
    left = (node for node in ast.walk(module.tree) if isinstance(node, ast.Constant) and id(node) not in spared)
    return (node.value for node in left if type(node.value) in (int, float) and node.value not in PLAIN)


def _spared(node: ast.AST) -> list[ast.AST]:
    """Where a number is only a place in a text or list, or the size of a cache."""
    if isinstance(node, ast.Subscript):
        return [node.slice]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "slice":
        return list(node.args)
    return [node.value] if isinstance(node, ast.keyword) and node.arg == "maxsize" else []


def _is_constant(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    names = [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
    return bool(names) and all(CONSTANT.fullmatch(name) for name in names)

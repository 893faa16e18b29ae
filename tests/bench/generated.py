"""One Python function written out from the clause formulas: the quickest plain loop over cases (生成的函数)."""

from __future__ import annotations

import runpy
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from analysis.formulas import Node
from analysis.rulebooks import Clause, Rulebook, clause_limit
from analysis.rulebooks.clauses import TESTED
from bench import written
from bench.written import Rule

Case = dict[str, Any]

PYTHON: written.Words = written.COMPARED | {
    "eq": "(abs({} - {}) <= SLACK)", "ne": "(abs({} - {}) > SLACK)", "not": "(not ({} + 0))",
    "min": "min({}, {})", "max": "max({}, {})", "when": "({1} if {0} + 0 else {2})",
    "steps": "floor(({} - {}) / {} + SLACK)",
}  # fmt: skip
"""What is missing raises TypeError, a denominator of zero ZeroDivisionError: `+ 0` makes a lone missing one raise."""
JOINED = {
    "and": "{0} = False if {1} == 0 or {2} == 0 else None if {1} is None or {2} is None else True",
    "or": "{0} = True if {1} or {2} else None if {1} is None or {2} is None else False",
}
"""Decided also where one of two is missing, so each operand is worked out by itself first."""
HEAD = """from math import floor


def scored(case):
    failed = unsure = missing = False
    low = high = 0.0
"""
ATTEMPT = """    try:
        {attempt}
    except (TypeError, ZeroDivisionError):
        {otherwise}
"""
TAIL = """    passes = False if failed else None if unsure else True
    return {"passes": passes, "points": None if missing else low, "low": low, "high": high}
"""


def loop(cases: list[Case], book: Rulebook) -> list[Case]:
    """Case by case, by the one function."""
    scored = function(text(book))
    return [scored(case) for case in cases]


@cache
def function(program: str) -> Callable[[Case], Case]:
    """What the program's text defines; it is run from a file, as any program is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scored.py"
        path.write_text(program, "utf-8")
        return runpy.run_path(str(path))["scored"]


@cache
def text(book: Rulebook) -> str:
    """The program: the facts as local names, then each clause added to the totals or to what fails."""
    rules = written.rules(book)
    facts = sorted({fact for rule in rules for fact in rule.facts})
    lines = "".join(f"    {name} = case[{name!r}]\n" for name in facts)
    return HEAD + lines + "".join(_clause(rule, book.clauses[rule.id]) for rule in rules) + TAIL


def _clause(rule: Rule, clause: Clause) -> str:
    names = {name: name for name in rule.facts} | {name: repr(number) for name, number in rule.values.items()}
    before: list[str] = []
    formula = _formula(rule.tree, names, before)
    if clause.kind == TESTED:
        last = ATTEMPT.format(attempt=f"failed |= not ({formula} + 0)", otherwise="unsure = True")
    else:
        most = clause_limit(clause, "possible")
        last = f"    points = None\n{ATTEMPT.format(attempt=f'points = {formula} + 0', otherwise='pass')}{_added(most)}"
    return "".join([*before, last]).replace("SLACK", written.SLACK)


def _added(most: float | None) -> str:
    return f"""    if points is None:
        missing, high = True, high + {most!r}
    else:
        low, high = low + points, high + points
"""


def _formula(tree: Node, names: dict[str, str], before: list[str]) -> str:
    """The formula as Python; what `and` and `or` join is worked out in statements before."""
    if tree.op == "name":
        return names[str(tree.value)]
    if tree.op == "number":
        return repr(tree.value)
    parts = [_formula(part, names, before) for part in tree.args]
    if tree.op in JOINED:
        return _joined(tree.op, parts, before)
    first, *rest = parts
    if tree.op not in ("min", "max"):
        return PYTHON[tree.op].format(first, *rest)
    for part in rest:
        first = PYTHON[tree.op].format(first, part)
    return first


def _joined(op: str, parts: list[str], before: list[str]) -> str:
    names = [f"part_{len(before) + place}" for place in range(len(parts))]
    for name, part in zip(names, parts, strict=True):
        before.append(ATTEMPT.format(attempt=f"{name} = {part}", otherwise=f"{name} = None"))
    first, *rest = names
    for name in rest:
        before.append(f"    {JOINED[op].format(first, first, name)}\n")
    return first

"""A formula worked out on one row of plain numbers (逐行演算).

The same meaning as the compiled expression; used where a single working is shown or checked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from analysis.formulas.language import Node

TOLERANCE = 1e-9

FormulaValue = float | bool | None


def evaluate(tree: Node, names: Mapping[str, FormulaValue]) -> FormulaValue:
    """The tree's value; None where what it needs is missing or a denominator is zero."""
    if tree.op == "name":
        return names[str(tree.value)]
    if tree.op == "number":
        return tree.value  # type: ignore[return-value]
    if tree.op == "when":
        return _branch(tree, names)
    return apply_operation(tree.op, [evaluate(arg, names) for arg in tree.args])


def apply_operation(op: str, args: Sequence[FormulaValue]) -> FormulaValue:
    """One operation on known operands. `and`/`or` are three-valued; all else is missing when an operand is."""
    if op in _THREE_VALUED:
        return _THREE_VALUED[op]([as_truth(arg) for arg in args])
    if op == "when":
        condition = as_truth(args[0])
        return None if condition is None else args[1] if condition else args[2]
    return None if any(arg is None for arg in args) else _KNOWN[op](*args)


def as_truth(term: FormulaValue) -> bool | None:
    """A flag or truth as true, false or missing."""
    return None if term is None else bool(term)


def _branch(tree: Node, names: Mapping[str, FormulaValue]) -> FormulaValue:
    condition = as_truth(evaluate(tree.args[0], names))
    return None if condition is None else evaluate(tree.args[1 if condition else 2], names)


def _all(truths: Sequence[bool | None]) -> bool | None:
    return False if False in truths else None if None in truths else True


def _any(truths: Sequence[bool | None]) -> bool | None:
    return True if True in truths else None if None in truths else False


def _divide(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _steps(x: float, start: float, step: float) -> float | None:
    return float(math.floor((x - start) / step + TOLERANCE)) if step else None


_THREE_VALUED: dict[str, Callable[[list[bool | None]], bool | None]] = {
    "and": _all,
    "or": _any,
    "not": lambda truths: None if truths[0] is None else not truths[0],
}

_KNOWN: dict[str, Callable[..., FormulaValue]] = {
    "add": lambda left, right: left + right,
    "sub": lambda left, right: left - right,
    "mul": lambda left, right: left * right,
    "div": _divide,
    "neg": lambda term: -term,
    "gt": lambda left, right: left > right + TOLERANCE,
    "ge": lambda left, right: left >= right - TOLERANCE,
    "lt": lambda left, right: left < right - TOLERANCE,
    "le": lambda left, right: left <= right + TOLERANCE,
    "eq": lambda left, right: right - TOLERANCE <= left <= right + TOLERANCE,
    "ne": lambda left, right: not right - TOLERANCE <= left <= right + TOLERANCE,
    "min": min,
    "max": max,
    "steps": _steps,
}

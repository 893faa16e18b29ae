"""Which missing names keep a formula from being known (缺失追溯)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis.formulas.compiler import Term, expression
from analysis.formulas.language import Node

MissingInputs = dict[str, pl.Expr]


def missing_inputs(tree: Node, names: Mapping[str, Term]) -> MissingInputs:
    """For each name the tree speaks of: true in the rows where it is missing and the tree's value waits for it.

    A branch not taken, and an `and`/`or` already decided, wait for nothing. A denominator or a step
    of zero counts as missing: the clause says nothing of that case.
    """
    if tree.op == "name":
        return {str(tree.value): expression(tree, names).is_null()}
    if tree.op == "when":
        return _of_when(tree, names)
    below = _merged([missing_inputs(arg, names) for arg in tree.args])
    if tree.op in ("div", "steps"):
        return _merged([below, _zero(tree.args[-1], names)])
    if tree.op in ("and", "or"):
        undecided = expression(tree, names).is_null()
        return {name: missing & undecided for name, missing in below.items()}
    return below


def _of_when(tree: Node, names: Mapping[str, Term]) -> MissingInputs:
    condition, then, otherwise = tree.args
    known = expression(condition, names).cast(pl.Boolean)
    taken = known.fill_null(True)
    refused = (~known).fill_null(True)
    return _merged(
        [
            missing_inputs(condition, names),
            {name: missing & taken for name, missing in missing_inputs(then, names).items()},
            {name: missing & refused for name, missing in missing_inputs(otherwise, names).items()},
        ]
    )


def _zero(whole: Node, names: Mapping[str, Term]) -> MissingInputs:
    nothing = (expression(whole, names) == 0).fill_null(False)
    return dict.fromkeys(whole.names, nothing)


def _merged(parts: list[MissingInputs]) -> MissingInputs:
    merged: MissingInputs = {}
    for part in parts:
        for name, missing in part.items():
            merged[name] = merged[name] | missing if name in merged else missing
    return merged

"""A formula as one polars expression (公式编译为表达式).

Missing in, missing out. Truths are three-valued. Comparisons and steps carry a tolerance, division is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add, and_, or_

import polars as pl

from analysis.formulas.language import FIELD_WORDS, OWN_FIELD_WORDS, TOLERANCE, Node, apply_operation, as_truth

Term = pl.Expr | float | bool | None
"""A column, or a value known before any row is read (None: missing)."""


Lets = Mapping[str, Node]
NO_LETS: Lets = {}


def expression(tree: Node, names: Mapping[str, Term], lets: Lets = NO_LETS) -> pl.Expr:
    """The tree over columns; `names` gives each name's column or its literal value.

    `lets`: what some of the names are worked out by. Whatever depends on literals alone is worked out beforehand.
    Returns Float64 for arithmetic and Boolean for a truth; null where what it needs is missing,
    and where a denominator is zero.
    """
    return as_expression(expression_or_literal(tree, names, lets))


def expression_or_literal(tree: Node, names: Mapping[str, Term], lets: Lets = NO_LETS) -> Term:
    """As `expression`, but a plain value where the tree depends on literals alone."""
    if tree.op == "name":
        return names[str(tree.value)]
    if tree.op == "number":
        return tree.value  # type: ignore[return-value]
    if tree.op in FIELD_WORDS:
        return names[tree.code]
    terms = [expression_or_literal(arg, names, lets) for arg in tree.args]
    chosen = tree.op == "when" and isinstance(terms[0], pl.Expr) and isinstance(terms[2], pl.Expr)
    if chosen and _misses_together(tree, names, lets):
        return pl.when(_truth(terms[0])).then(as_expression(terms[1])).otherwise(as_expression(terms[2]))
    return operation_term(tree.op, *terms)


def _misses_together(tree: Node, names: Mapping[str, Term], lets: Lets) -> bool:
    """Whether, where the condition of a `when` is missing, what stands otherwise is missing by itself."""
    condition, _, otherwise = tree.args
    whole = [condition, *(lets[name] for name in condition.names if name in lets)]
    if any(node.op in ("div", "steps", *FIELD_WORDS) for part in whole for node in part.walk()):
        return False
    waits = {name for part in whole for name in part.names if name not in lets}
    literals = {name for name in waits if names[name] is not None and not isinstance(names[name], pl.Expr)}
    return waits - literals <= _always_needed(otherwise, lets)


def _always_needed(tree: Node, lets: Lets) -> set[str]:
    """Names without which the tree is missing, whatever the others are."""
    if tree.op == "name":
        own = str(tree.value)
        return {own} | (_always_needed(lets[own], lets) if own in lets else set())
    if tree.op in ("and", "or", *FIELD_WORDS):
        return set()
    needed = [_always_needed(arg, lets) for arg in tree.args]
    return needed[0] | (needed[1] & needed[2]) if tree.op == "when" else set().union(*needed)


def operation_term(op: str, *args: Term) -> Term:
    """One operation on terms; a plain value where all of them are."""
    literals = [arg for arg in args if not isinstance(arg, pl.Expr)]
    return apply_operation(op, literals) if len(literals) == len(args) else _COMPILED[op](*args)


def _divide(part: Term, whole: Term) -> Term:
    if whole is None or part is None or (not isinstance(whole, pl.Expr) and whole == 0):
        return None
    if not isinstance(whole, pl.Expr):
        # a literal divisor becomes a column: polars would multiply by its reciprocal, and 49/49 fall below 1
        return part / (part * 0.0 + whole)
    if not isinstance(part, pl.Expr):
        part = whole * 0.0 + part
    return part / pl.when(whole != 0).then(whole)


def _truth(term: Term) -> pl.Expr:
    return as_expression(as_truth(term)) if not isinstance(term, pl.Expr) else term.cast(pl.Boolean)


def as_expression(term: Term) -> pl.Expr:
    """The term as a column."""
    return term if isinstance(term, pl.Expr) else pl.lit(term)


def _extreme(column: str, *terms: Term) -> Term:
    present = [term for term in terms if term is not None]
    if len(present) < len(terms):
        return None
    columns = [term for term in present if isinstance(term, pl.Expr)]
    literals = [float(term) for term in present if not isinstance(term, pl.Expr)]
    best = columns[0] if len(columns) == 1 else _of_columns(column, columns)
    return _bounded(best, column, literals) if literals else best


def _of_columns(column: str, columns: list[pl.Expr]) -> pl.Expr:
    def better(best: pl.Expr, other: pl.Expr) -> pl.Expr:
        return as_expression(_when(best < other if column == "min" else best > other, best, other))

    return reduce(better, columns)


def _bounded(term: pl.Expr, column: str, literals: list[float]) -> pl.Expr:
    """Where the term is missing it stays so. `clip` would do the same more slowly."""
    bound = min(literals) if column == "min" else max(literals)
    return pl.when(term > bound if column == "min" else term < bound).then(bound).otherwise(term)


def _when(condition: Term, then: Term, otherwise: Term) -> Term:
    if not isinstance(condition, pl.Expr):
        decided = as_truth(condition)
        return None if decided is None else then if decided else otherwise
    if then is None and otherwise is None:
        return None
    truth = _truth(condition)
    taken = pl.when(truth).then(as_expression(then)).otherwise(as_expression(otherwise))
    return pl.when(truth.is_not_null()).then(taken)


def _steps(x: Term, start: Term, step: Term) -> Term:
    if x is None or start is None:
        return None
    quotient = _divide(x - start, step)
    return None if quotient is None else as_expression(quotient + TOLERANCE).floor()


def _null_if_missing(verb):  # type: ignore[no-untyped-def]
    return lambda left, right: None if left is None or right is None else verb(left, right)


_COMPILED = {
    "add": _null_if_missing(add),
    "sub": _null_if_missing(lambda left, right: left - right),
    "mul": _null_if_missing(lambda left, right: left * right),
    "div": _divide,
    "neg": lambda term: None if term is None else -term,
    "gt": _null_if_missing(lambda left, right: left > right + TOLERANCE),
    "ge": _null_if_missing(lambda left, right: left >= right - TOLERANCE),
    "lt": _null_if_missing(lambda left, right: left < right - TOLERANCE),
    "le": _null_if_missing(lambda left, right: left <= right + TOLERANCE),
    "eq": _null_if_missing(lambda left, right: (left >= right - TOLERANCE) & (left <= right + TOLERANCE)),
    "ne": _null_if_missing(lambda left, right: (left < right - TOLERANCE) | (left > right + TOLERANCE)),
    "and": lambda *terms: reduce(and_, map(_truth, terms)),
    "or": lambda *terms: reduce(or_, map(_truth, terms)),
    "not": lambda term: ~_truth(term),
    "min": lambda *terms: _extreme("min", *terms),
    "max": lambda *terms: _extreme("max", *terms),
    "when": _when,
    "steps": _steps,
}


MissingInputs = dict[str, pl.Expr]
FIELD = "field"
"""What a word that looks at the field waits for, beside names."""


def missing_inputs(tree: Node, names: Mapping[str, Term]) -> MissingInputs:
    """For each name the tree speaks of: true in the rows where it is missing and the tree's value waits for it.

    A branch not taken, and an `and`/`or` already decided, wait for nothing. A denominator or a step
    of zero counts as missing: the clause says nothing of that case.
    """
    if tree.op == "name":
        return {str(tree.value): expression(tree, names).is_null()}
    if tree.op == "when":
        return _of_when(tree, names)
    if tree.op in FIELD_WORDS:
        return _of_field(tree, names)
    below = _merged([missing_inputs(arg, names) for arg in tree.args])
    if tree.op in ("div", "steps"):
        return _merged([below, _zero_denominator_inputs(tree.args[-1], names)])
    if tree.op in ("and", "or"):
        undecided = expression(tree, names).is_null()
        return {name: missing & undecided for name, missing in below.items()}
    return below


def _of_field(tree: Node, names: Mapping[str, Term]) -> MissingInputs:
    """A place and a standing wait for the unit's own figure first; all such words for the field."""
    own = missing_inputs(tree.args[0], names) if tree.op in OWN_FIELD_WORDS else {}
    open_field = expression(tree, names).is_null()
    return _merged([own, {FIELD: reduce(lambda left, flag: left & ~flag, own.values(), open_field)}])


def _of_when(tree: Node, names: Mapping[str, Term]) -> MissingInputs:
    condition, then, otherwise = tree.args
    condition_holds = expression(condition, names).cast(pl.Boolean)
    taken = condition_holds.fill_null(True)
    refused = (~condition_holds).fill_null(True)
    return _merged(
        [
            missing_inputs(condition, names),
            {name: missing & taken for name, missing in missing_inputs(then, names).items()},
            {name: missing & refused for name, missing in missing_inputs(otherwise, names).items()},
        ]
    )


def _zero_denominator_inputs(whole: Node, names: Mapping[str, Term]) -> MissingInputs:
    nothing = (expression(whole, names) == 0).fill_null(False)
    return dict.fromkeys(whole.names, nothing)


def _merged(parts: list[MissingInputs]) -> MissingInputs:
    merged: MissingInputs = {}
    for part in parts:
        for name, missing in part.items():
            merged[name] = merged[name] | missing if name in merged else missing
    return merged

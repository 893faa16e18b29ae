"""The closed formula language: text to tree, and a tree worked out on one row of plain numbers (公式语言).

Arithmetic on one row of numbers. Parsed by the standard `ast` and an allow-list; nothing is ever evaluated as Python.
"""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

LONGEST_FORMULA = 2000
DEEPEST_NESTING = 40
TOLERANCE = 1e-9
FormulaValue = float | bool | None
FIELD_WORDS = {"highest": 1, "lowest": 1, "mean": 1, "quantile": 2, "place": 1, "standing": 1}
"""Words that look at the whole field of units, with how many operands each takes.

`highest`, `lowest`, `mean`, `quantile(x, share)`: of all units that have the figure. `place`: 1 for the highest, ties
share the better one. `standing`: 0 for the lowest, 1 for the highest, in proportion between.
"""
OWN_FIELD_WORDS = ("place", "standing")
"""Those that say where the unit itself stands: without a figure of its own it stands nowhere."""
FORMULA_WORDS = {"min": None, "max": None, "when": 3, "steps": 3, **FIELD_WORDS}

_ARITHMETIC = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div"}
_COMPARISONS = {
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}
COMPARISONS = frozenset(_COMPARISONS.values())
TRUTHS = COMPARISONS | {"and", "or", "not"}


class FormulaError(ValueError):
    """A text that is not a formula: `zh` and `en` say why and what to write instead."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Node:
    """One operation with its operands; a leaf is a `name` or a `number` with its `value`."""

    op: str
    args: tuple[Node, ...] = ()
    value: str | float | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all below it, from the top down."""
        yield self
        for arg in self.args:
            yield from arg.walk()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names it speaks of, each once, in order of first mention."""
        return tuple(dict.fromkeys(str(node.value) for node in self.walk() if node.op == "name"))

    @cached_property
    def field_nodes(self) -> tuple[Node, ...]:
        """The parts that look at the field of units, each once, in order of first mention."""
        return tuple(dict.fromkeys(node for node in self.walk() if node.op in FIELD_WORDS))

    @cached_property
    def code(self) -> str:
        """The formula as it is written in a file; what differs in meaning differs in code."""
        if self.op in ("name", "number"):
            named = self.op == "name" or self.value is None
            return str(self.value or "missing") if named else f"{self.value:.17g}"
        return f"{self.op}({', '.join(arg.code for arg in self.args)})"


@lru_cache(maxsize=4096)
def parse_formula(text: str) -> Node:
    """The tree of a formula.

    Words: `+ - * /`, `< <= > >= == !=`, `and or not`, `min max when steps` and those of `FIELD_WORDS`; the only
    numbers are 0 and 1.
    Raises `FormulaError` for anything else, for texts over 2,000 characters and for nesting over 40 deep.
    """
    if len(text) > LONGEST_FORMULA:
        raise FormulaError(
            f"公式超过 {LONGEST_FORMULA} 个字符。", f"The formula is longer than {LONGEST_FORMULA} characters."
        )
    try:
        return _node(_tree(text.strip()), 0)
    except FormulaError:
        raise
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"公式写法有误：{text}", f"This is not a formula: {text}") from error


def _tree(text: str) -> ast.expr:
    with warnings.catch_warnings():
        # what Python only warns of, such as `1or share`, is no formula
        warnings.simplefilter("error")
        return ast.parse(text, mode="eval").body


def _node(tree: ast.expr, depth: int) -> Node:
    if depth > DEEPEST_NESTING:
        raise FormulaError(
            f"公式嵌套超过 {DEEPEST_NESTING} 层。", f"The formula is nested over {DEEPEST_NESTING} deep."
        )
    match tree:
        case ast.Name(id=name):
            return Node("name", value=name)
        case ast.Constant(value=value):
            return _number(value)
        case ast.UnaryOp(op=ast.USub() | ast.Not() as op, operand=operand):
            return Node("neg" if isinstance(op, ast.USub) else "not", (_node(operand, depth + 1),))
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _ARITHMETIC:
            return Node(_ARITHMETIC[type(op)], (_node(left, depth + 1), _node(right, depth + 1)))
        case ast.BoolOp(op=op, values=values):
            return Node("and" if isinstance(op, ast.And) else "or", _nodes(values, depth))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            return Node(_COMPARISONS[type(op)], (_node(left, depth + 1), _node(right, depth + 1)))
        case ast.Call(func=ast.Name(id=word), args=args, keywords=[]):
            return _call(word, args, depth)
    raise _refused(tree)


def _nodes(trees: list[ast.expr], depth: int) -> tuple[Node, ...]:
    return tuple(_node(tree, depth + 1) for tree in trees)


def _number(value: object) -> Node:
    if type(value) in (int, float) and value in (0, 1):
        return Node("number", value=float(value))
    raise FormulaError(
        f"公式中不写数值 {value!r}；请写入 [value] 并注明单位与来源。",
        f"The number {value!r} may not stand in a formula; give it a name under [value] with unit and source.",
    )


def _call(word: str, args: list[ast.expr], depth: int) -> Node:
    if word not in FORMULA_WORDS:
        words = ", ".join(FORMULA_WORDS)
        raise FormulaError(f"“{word}”不是公式用词；可用：{words}。", f"'{word}' is not a word; known: {words}.")
    wanted = FORMULA_WORDS[word]
    if len(args) != wanted if wanted else len(args) < 2:
        count = wanted or "2+"
        raise FormulaError(
            f"“{word}”需要 {count} 个参数，实有 {len(args)}。", f"'{word}' takes {count} operands, not {len(args)}."
        )
    return _unnested(Node(word, _nodes(args, depth)))


def _unnested(tree: Node) -> Node:
    if tree.op in FIELD_WORDS:
        refuse_nested_fields(tree)
    return tree


def refuse_nested_fields(tree: Node) -> None:
    """Raise `FormulaError` where what is compared in a field is itself a comparison in a field."""
    for outer in tree.field_nodes:
        inner = next((node for arg in outer.args for node in arg.field_nodes), None)
        if inner:
            raise FormulaError(
                f"“{outer.op}”之内又有“{inner.op}”：用来比较的数本身又取决于比较，成了循环；请只比较本单位自己的数。",
                f"'{inner.op}' stands within '{outer.op}': what is compared would itself depend on the comparison, in "
                "a circle. Compare a unit's own figures only.",
            )


def _refused(tree: ast.expr) -> FormulaError:
    shown = ast.unparse(tree)[:60]
    return FormulaError(f"公式语言中没有这种写法：{shown}", f"This is not part of the formula language: {shown}")


def evaluate(tree: Node, names: Mapping[str, FormulaValue]) -> FormulaValue:
    """The tree's value; None where what it needs is missing or a denominator is zero.

    `names` gives each name's value, and under its `code` that of each word that looks at the field.
    """
    if tree.op == "name":
        return names[str(tree.value)]
    if tree.op == "number":
        return tree.value  # type: ignore[return-value]
    if tree.op in FIELD_WORDS:
        return names[tree.code]
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
    return None if any(arg is None for arg in args) else _TWO_VALUED[op](*args)


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

_TWO_VALUED: dict[str, Callable[..., FormulaValue]] = {
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

"""Clauses that compare units, others' figures of which are missing: their formulas at both ends (比较不定的条款)."""

from __future__ import annotations

import math

from analysis.formulas import Node, language
from analysis.questions.planning.formula_rows import OutsideProgramme
from analysis.questions.starting_points import StartingPoint
from analysis.rulebooks import Clause

OPEN = (
    "所比较的其他单位有数据缺报，得分的区间不能精确列入",
    "figures of others it is compared with are missing, and its interval cannot be put in exactly",
)
RUNNING = frozenset((
    "name", "number", "add", "sub", "neg", "mul", "div", "min", "max", "steps", "when", "gt", "ge", "lt", "le", "and",
    "or", "not", *language.FIELD_WORDS,
))  # fmt: skip
"""What runs one way in each of its operands, so that its least and most lie at their ends."""


def end_trees(here: StartingPoint, clause: Clause, part: str) -> tuple[Node, ...]:
    """The formula of a clause; where a word of it lies open, the formula at both ends of the word.

    What the clause comes to lies between the two, and reaches them: the scoring's interval. Raises `OutsideProgramme`
    where that cannot be said.
    """
    ends = here.end_trees(clause, part)
    if ends is None:
        tree = here.tree(clause, part)
        return () if tree is None else (tree,)
    written = here.reading(clause).whole(part)
    if written is None or not _runs_one_way(written, here.open_words(clause, written)):
        raise OutsideProgramme(*OPEN)
    return tuple(without_endless(end) for end in ends)


def _runs_one_way(tree: Node, open_words: tuple[Node, ...]) -> bool:
    """Whether a formula speaks of its one open word once, and runs one way in it."""
    nodes = list(tree.walk())
    return sum(node in open_words for node in nodes) == 1 and all(node.op in RUNNING for node in nodes)


def without_endless(tree: Node) -> Node:
    """A formula with what an endless number settles put in: a share of what is endless is nothing. Raises
    `OutsideProgramme` where one is left.
    """
    settled = _settled(tree)
    if any(_is_endless(node) for node in settled.walk()):
        raise OutsideProgramme(*OPEN)
    return settled


def _settled(tree: Node) -> Node:
    args = tuple(_settled(arg) for arg in tree.args)
    if not any(_is_endless(arg) for arg in args):
        return _branch(Node(tree.op, args, tree.value))
    ends = [float(arg.value or 0.0) if _is_endless(arg) else None for arg in args]
    if tree.op in ("min", "max"):
        return _extreme(tree.op, args, math.inf if tree.op == "max" else -math.inf)
    if tree.op in ("ge", "gt", "le", "lt") and None in ends:
        return Node("number", value=float(_is_above(ends) == (tree.op in ("ge", "gt"))))
    if tree.op == "div" and ends[0] is None:
        return Node("number", value=0.0)
    if tree.op in ("add", "sub", "neg") and ends.count(None) == len(ends) - 1:
        turned = tree.op == "neg" or (tree.op == "sub" and ends[0] is None)
        endless = next(end for end in ends if end is not None)
        return Node("number", value=-endless if turned else endless)
    return Node(tree.op, args, tree.value)


def _extreme(op: str, args: tuple[Node, ...], over_all: float) -> Node:
    """What is above all is the most; what is below all never is."""
    if any(_is_endless(arg) and arg.value == over_all for arg in args):
        return Node("number", value=over_all)
    rest = tuple(arg for arg in args if not _is_endless(arg))
    return rest[0] if len(rest) == 1 else Node(op, rest)


def _is_above(ends: list[float | None]) -> bool:
    """Whether the left of two is above the right, one of them being endless."""
    left, right = ends
    return left > 0 if left is not None else (right or 0.0) < 0


def _branch(tree: Node) -> Node:
    """The branch that is taken where that is settled."""
    if tree.op != "when" or tree.args[0].op != "number" or tree.args[0].value is None:
        return tree
    return tree.args[1] if tree.args[0].value else tree.args[2]


def _is_endless(node: Node) -> bool:
    return node.op == "number" and node.value is not None and math.isinf(float(node.value))

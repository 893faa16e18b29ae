"""A word that looks at the field, as a formula of one unit's figures while all others stand still (比较对象固定)."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate

from analysis.formulas.language import OWN_FIELD_WORDS, TOLERANCE, FormulaError, Node

DIGITS_APART = 9
"""Decimals at which two figures count as equal."""


@dataclass(frozen=True)
class Doubtful:
    """Figures of units that may not be compared at all, and whether the `least` of a word is wanted or the most."""

    figures: tuple[float, ...] = ()
    least: bool = True

    def ordered(self) -> list[float]:
        """Those first that bring a mean furthest."""
        return sorted(self.figures, reverse=not self.least)

    def beyond(self, rest: Sequence[float]) -> float:
        """Where one that does not count stands: at the end of all, where it changes no best, lowest or quantile."""
        return min([*rest, *self.figures]) if self.least else max([*rest, *self.figures])


NOBODY = Doubtful()


def fixed_field_formula(
    tree: Node, others: Sequence[float], share: float = 0.0, small: bool = False, doubtful: Doubtful = NOBODY
) -> Node:
    """What the word `tree` comes to for a unit whose own figure is the formula in it, with `others` as the rest.

    `share` is that of a quantile; `small`: without the unit itself the field is too small; `doubtful`: units beside the
    others that may not be compared. Where the unit's own figure has no value, because a denominator is zero, it is not
    among those compared. Raises `FormulaError` for an empty rest.
    """
    if not others:
        raise FormulaError("没有可比较的其他单位。", "There is no other unit to compare with.")
    own, rest = tree.args[0], sorted(others)
    defined = [Node("ne", (node.args[-1], _number(0.0))) for node in own.walk() if node.op in ("div", "steps")]
    joined = _with_own_figure(tree.op, own, rest, share, doubtful)
    if not defined:
        return joined
    condition = defined[0] if len(defined) == 1 else Node("and", tuple(defined))
    return Node(
        "when", (condition, joined, _number(None) if small else _without_own_figure(tree.op, rest, share, doubtful))
    )


def split_formula(tree: Node, word: Node, fixed: Node) -> Node:
    """A formula with a word replaced by what it comes to; where the unit sets the best or the lowest itself, apart.

    Apart, so that what is divided by itself is seen to stay as it is.
    """
    if fixed.op == "when" and fixed.args[2].op == "number" and word.op not in OWN_FIELD_WORDS:
        condition, joined, alone = fixed.args
        return Node("when", (condition, split_formula(tree, word, joined), _replaced(tree, word, alone)))
    if word.op not in ("highest", "lowest") or fixed.op not in ("max", "min"):
        return cancelled(_replaced(tree, word, fixed))
    own, end = fixed.args
    sets = Node("ge" if fixed.op == "max" else "le", (own, end))
    return Node("when", (sets, cancelled(_replaced(tree, word, own)), _replaced(tree, word, end)))


def _replaced(tree: Node, word: Node, by: Node) -> Node:
    if tree == word:
        return by
    return Node(tree.op, tuple(_replaced(arg, word, by) for arg in tree.args), tree.value)


def cancelled(tree: Node) -> Node:
    """The formula with what is divided by itself cut out; it stays missing where that is zero."""
    if tree.op == "div":
        return _without_shared_factor(*_factors(tree), tree)
    return Node(tree.op, tuple(cancelled(arg) for arg in tree.args), tree.value)


def _without_shared_factor(above: list[Node], below: list[Node], tree: Node) -> Node:
    shared = next((factor for factor in below if factor in above and factor.names), None)
    if shared is None:
        return tree
    above.remove(shared)
    below.remove(shared)
    rest = reduce(lambda left, right: Node("mul", (left, right)), above or [_number(1.0)])
    divided = reduce(lambda left, right: Node("div", (left, right)), below, rest)
    return Node("when", (Node("ne", (shared, _number(0.0))), divided, _number(None)))


def _factors(tree: Node) -> tuple[list[Node], list[Node]]:
    """What stands above and below the line of products and quotients."""
    if tree.op not in ("mul", "div"):
        return [tree], []
    (above, below), (over, under) = map(_factors, tree.args)
    return ([*above, *over], [*below, *under]) if tree.op == "mul" else ([*above, *under], [*below, *over])


def quantile_of(ordered: Sequence[float], share: float) -> float:
    """The quantile of figures in order, linear between two."""
    below, part = _position(share, len(ordered) - 1)
    return ordered[below] * (1 - part) + (ordered[below + 1] * part if part else 0.0)


def _with_own_figure(op: str, own: Node, rest: list[float], share: float, doubtful: Doubtful) -> Node:
    if op == "mean":
        return _mean(own, rest, doubtful)
    if op == "quantile":
        return _quantile(own, rest, share, doubtful)
    if op == "place":
        return _place(own, rest if doubtful.least else sorted([*rest, *doubtful.figures]))
    whole = sorted([*rest, *([doubtful.beyond(rest)] if doubtful.figures else [])])
    if op == "standing":
        return _standing(own, whole[0], whole[-1])
    bound = ("max", whole[-1]) if op == "highest" else ("min", whole[0])
    return Node(bound[0], (own, _number(bound[1])))


def _mean(own: Node, rest: list[float], doubtful: Doubtful) -> Node:
    """The mean; with units that may not be compared, the furthest of the means with so many of them."""
    sums = accumulate(doubtful.ordered(), initial=math.fsum(rest))
    means = [_mean_with(own, summed, len(rest) + 1.0 + more) for more, summed in enumerate(sums)]
    return means[0] if len(means) == 1 else Node("min" if doubtful.least else "max", tuple(means))


def _mean_with(own: Node, summed: float, count: float) -> Node:
    return Node("div", (Node("add", (own, _number(summed))) if summed else own, _number(count)))


def _standing(own: Node, least: float, most: float) -> Node:
    """1 at the top and 0 at the bottom also where it sets them itself; nothing where all are even."""
    share = Node("div", (Node("sub", (own, _number(least))), _number(most - least)))
    between = share if most > least else _number(None)
    top = Node("ge" if most > least else "gt", (own, _number(most)))
    bottom = Node("le" if most > least else "lt", (own, _number(least)))
    return Node("when", (top, _number(1.0), Node("when", (bottom, _number(0.0), between))))


def _without_own_figure(op: str, rest: list[float], share: float, doubtful: Doubtful) -> Node:
    """What stands where the unit itself has no figure: a place and a standing it has none."""
    if op in ("place", "standing"):
        return _number(None)
    if op == "mean":
        sums = accumulate(doubtful.ordered(), initial=math.fsum(rest))
        means = [summed / (len(rest) + more) for more, summed in enumerate(sums)]
        return _number(min(means) if doubtful.least else max(means))
    whole = sorted([*rest, *([doubtful.beyond(rest)] * len(doubtful.figures))])
    return _number({"highest": whole[-1], "lowest": whole[0]}.get(op, quantile_of(whole, share)))


def _quantile(own: Node, rest: list[float], share: float, doubtful: Doubtful) -> Node:
    below, part = _position(share, len(rest) + len(doubtful.figures))
    parts = [(below, 1 - part), (below + 1, part)]
    terms = [Node("mul", (_number(weight), _ranked(own, rest, place, doubtful))) for place, weight in parts if weight]
    return reduce(lambda left, right: Node("add", (left, right)), terms)


def _ranked(own: Node, rest: list[float], place: int, doubtful: Doubtful) -> Node:
    """The figure at a place, those that may not be compared standing before or behind all that are."""
    before = len(doubtful.figures) if doubtful.least else 0
    if before <= place <= before + len(rest):
        return _inserted(own, rest, place - before)
    return Node("min" if doubtful.least else "max", (own, _number(doubtful.beyond(rest))))


def _position(share: float, last: int) -> tuple[int, float]:
    place = share * last
    below = math.floor(place + TOLERANCE)
    return below, max(0.0, place - below) if place - below > TOLERANCE else 0.0


def _inserted(own: Node, rest: list[float], place: int) -> Node:
    """The figure at a place of the rest in order with the unit's own among them."""
    inserted = own if place == len(rest) else Node("min", (own, _number(rest[place])))
    return inserted if place == 0 else Node("max", (inserted, _number(rest[place - 1])))


def _place(own: Node, rest: list[float]) -> Node:
    """One more than how many are above: a search by halves among the figures of the others."""
    bounds = sorted({round(figure, DIGITS_APART) for figure in rest})
    rounded = [round(figure, DIGITS_APART) for figure in rest]
    above = [float(len(rest) - bisect_right(rounded, bound)) for bound in bounds]
    return _halved(own, bounds, [float(len(rest)), *above])


def _halved(own: Node, bounds: list[float], above: list[float]) -> Node:
    if not bounds:
        return _number(above[0] + 1)
    middle = len(bounds) // 2
    reached = Node("ge", (own, _number(bounds[middle])))
    return Node(
        "when",
        (
            reached,
            _halved(own, bounds[middle + 1 :], above[middle + 1 :]),
            _halved(own, bounds[:middle], above[: middle + 1]),
        ),
    )


def _number(amount: float | None) -> Node:
    return Node("number", value=amount)

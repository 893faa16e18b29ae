"""What a clause's formulas come to where it does not apply to every unit (不涉及的条款)."""

from __future__ import annotations

from analysis.formulas import Node, language

SHARE, MEAN = INAPPLICABLE_TREATMENTS = ("share", "mean")
"""What stands in place of a clause that does not apply: its points shared out over the rest, or others' average."""
GROUP, TOTAL = SHARED_OVER = ("group", "total")
"""Over what points are shared out: the clause's own group, or the whole rulebook."""
INAPPLICABLE = "inapplicable"
"""How an example and a remark say that a clause does not apply."""
ZERO, ONE, MISSING = (Node("number", value=amount) for amount in (0.0, 1.0, None))


def applied_formula(tree: Node, part: str, applies: Node | None, instead: str, possible: Node | None) -> Node:
    """The formula of `points` or `met` for every unit, those included to which the clause does not apply.

    No target is then met or missed; points are nothing before they are shared out, or the mean of the units that have
    the clause. Words that look at the field look at those units alone.
    """
    if applies is None:
        return tree
    within = among_applicable(tree, applies)
    if part == "met":
        return Node("when", (applies, within, MISSING))
    return Node("when", (applies, within, mean_of_others(tree, applies, possible) if instead == MEAN else ZERO))


def mean_of_others(tree: Node, applies: Node, possible: Node | None) -> Node:
    """The mean of a formula's points over the units to which the clause applies."""
    kept = tree if possible is None else Node("min", (tree, possible))
    return Node("mean", (where_applicable(kept, applies),))


def among_applicable(tree: Node, applies: Node) -> Node:
    """The formula with every word that looks at the field looking at the units to which the clause applies."""
    if tree.op in language.FIELD_WORDS:
        return Node(tree.op, (where_applicable(tree.args[0], applies), *tree.args[1:]))
    return Node(tree.op, tuple(among_applicable(arg, applies) for arg in tree.args), tree.value)


def where_applicable(tree: Node, applies: Node) -> Node:
    """The same figure where the clause applies, and none elsewhere: a denominator of zero has none."""
    return Node("div", (tree, Node("when", (applies, ONE, ZERO))))

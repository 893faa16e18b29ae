"""Clauses that compare units, others' figures of which are missing: their formulas at both ends (比较不定的条款)."""

from __future__ import annotations

from analysis.formulas import Node
from analysis.questions.planning.formula_rows import OutsideProgramme
from analysis.questions.starting_points import StartingPoint
from analysis.rulebooks import Clause

OPEN = (
    "所比较的其他单位有数据缺报，得分的区间不能精确列入",
    "figures of others it is compared with are missing, and its interval cannot be put in exactly",
)
RUNNING = frozenset(
    "name number add sub neg mul div min max steps when gt ge lt le and or not".split()
    + "highest lowest mean quantile place standing".split()
)
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
    return ends


def _runs_one_way(tree: Node, open_words: tuple[Node, ...]) -> bool:
    """Whether a formula speaks of its one open word once, and runs one way in it."""
    nodes = list(tree.walk())
    return sum(node in open_words for node in nodes) == 1 and all(node.op in RUNNING for node in nodes)

"""A clause's reading as somebody misreads it: its formula altered, never its outcome (误读的公式).

Each takes the reading and gives it altered; the same formula where there is nothing to misread so. What is altered is
worked out by the engine like any other reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from analysis.formulas import FormulaError, Node, dimensions
from analysis.rulebooks import Clause, Reading, Rulebook, clauses

NOTHING, ONE = Node("number", value=0.0), Node("number", value=1.0)
HUNDRED, TEN_THOUSAND = Node("number", value=100.0), Node("number", value=10_000.0)
STRICTER = {"ge": "gt", "gt": "ge", "le": "lt", "lt": "le"}
Rule = Callable[[Node], Node | None]


@dataclass(frozen=True, eq=False)
class MisreadClause:
    """A clause's default reading, and what of its names is a fact, a rule value, a flag."""

    clause: Clause
    book: Rulebook

    @cached_property
    def reading(self) -> Reading:
        """The default reading with the named parts put in, and no ceiling but what its formula says itself."""
        reading = self.clause.reading()
        points, met, possible = (
            tree and clauses.inline_lets(tree, reading.lets) for tree in (reading.points, reading.met, reading.possible)
        )
        empty = reading.empty and replace(reading.empty, when=clauses.inline_lets(reading.empty.when, reading.lets))
        return replace(reading, points=points, met=met, possible=possible, empty=empty)

    def altered(self, rule: Rule) -> Reading:
        """The reading with every part of its formulas for which the rule gives another."""
        reading = self.reading
        points, met = (tree and rewrite_tree(tree, rule) for tree in (reading.points, reading.met))
        return replace(reading, points=points, met=met, possible=None)

    def constant(self, tree: Node) -> bool:
        """Whether a part speaks of rule values and plain numbers alone."""
        return all(name in self.clause.values for name in tree.names)

    def flag(self, tree: Node) -> bool:
        """Whether a part is a yes or no by itself, or the denial of one."""
        return tree.op == "name" or (tree.op == "not" and self.flag(tree.args[0]))

    def unit(self, name: str) -> str:
        """The unit of a fact or rule value."""
        term = self.clause.values.get(name) or self.book.dictionary.get(name)
        return term.unit if term else "flag"

    def share(self, tree: Node) -> bool:
        """Whether a quotient of facts is a share: its parts are of one unit."""
        if tree.op != "div" or any(self.constant(arg) for arg in tree.args):
            return False
        try:
            return (
                dimensions.unit_of_formula(tree, {name: dimensions.parse_unit(self.unit(name)) for name in tree.names})
                == dimensions.NUMBER
            )
        except FormulaError:
            return False


def rewrite_tree(tree: Node, rule: Rule) -> Node:
    """The tree from the bottom up, with every part for which the rule gives another."""
    rewritten = Node(tree.op, tuple(rewrite_tree(arg, rule) for arg in tree.args), tree.value)
    replaced = rule(rewritten)
    return rewritten if replaced is None else replaced


def without_cap(misread: MisreadClause) -> Reading:
    """The cap forgotten: what is possible, or the whole share."""
    return misread.altered(lambda node: _unbound(node, "min", lambda arg: arg in (misread.reading.possible, ONE)))


def without_floor(misread: MisreadClause) -> Reading:
    """The floor forgotten: points below zero."""
    return misread.altered(lambda node: _unbound(node, "max", lambda arg: arg == NOTHING))


def beyond_maximum(misread: MisreadClause) -> Reading:
    """More counted than may be counted; for a deduction, each case by itself."""

    def rule(node: Node) -> Node | None:
        if node.op == "when" and node.args[0].op == "gt" and node.args[0].args[1] == NOTHING:
            return Node("mul", (node.args[1], node.args[0].args[0]))
        return _unbound(node, "min", lambda arg: misread.constant(arg) and arg not in (misread.reading.possible, ONE))

    return misread.altered(rule)


def share_as_percent(misread: MisreadClause) -> Reading:
    """A share put in as percent."""
    return misread.altered(lambda node: Node("mul", (HUNDRED, node)) if misread.share(node) else None)


def ten_thousand_scale(misread: MisreadClause) -> Reading:
    """Amounts put in by ten thousand yuan where yuan are meant."""

    def rule(node: Node) -> Node | None:
        money = (
            node.op == "name" and node.value not in misread.clause.values and misread.unit(str(node.value)) == "yuan"
        )
        return Node("div", (node, TEN_THOUSAND)) if money else None

    return misread.altered(rule)


def inverted_ratio(misread: MisreadClause) -> Reading:
    """Part and whole of a quotient exchanged."""

    def rule(node: Node) -> Node | None:
        facts = node.op == "div" and not any(misread.constant(arg) for arg in node.args)
        return Node("div", node.args[::-1]) if facts else None

    return misread.altered(rule)


def without_factor(misread: MisreadClause) -> Reading:
    """The share given where points are asked for."""
    lets = misread.clause.reading().lets
    first = next((clauses.inline_lets(let.tree, lets) for let in lets.values() if let.tree.op == "div"), None)
    return replace(misread.altered(_same), points=first or misread.reading.points)


def without_benchmark(misread: MisreadClause) -> Reading:
    """The level that earns full marks taken for 100 %."""

    def rule(node: Node) -> Node | None:
        value = misread.clause.values.get(str(node.value)) if node.op == "name" else None
        return ONE if value and value.amount is None and value.unit == "share" else None

    return misread.altered(rule)


def without_steps(misread: MisreadClause) -> Reading:
    """In proportion where whole steps count."""

    def rule(node: Node) -> Node | None:
        if node.op != "steps":
            return None
        x, start, step = node.args
        return Node("div", (Node("sub", (x, start)), step))

    return misread.altered(rule)


def swapped_strictness(misread: MisreadClause) -> Reading:
    """`more than` taken for `at least`, and the other way."""
    return misread.altered(lambda node: Node(STRICTER[node.op], node.args) if node.op in STRICTER else None)


def all_required(misread: MisreadClause) -> Reading:
    """All asked for where a part is enough."""

    def rule(node: Node) -> Node | None:
        if node.op != "ge" or node.args[1].op != "name":
            return None
        value = misread.clause.values.get(str(node.args[1].value))
        return Node("ge", (node.args[0], ONE)) if value and value.unit == "share" else None

    return misread.altered(rule)


def without_veto(misread: MisreadClause) -> Reading:
    """A condition ignored without which there are no points; a failed test let pass."""

    def rule(node: Node) -> Node | None:
        if node.op != "when" or node.args[2] != NOTHING:
            return None
        condition, then, _ = node.args
        rest = [arg for arg in condition.args if not misread.flag(arg)] if condition.op == "and" else []
        return Node("when", (rest[0], then, NOTHING)) if len(rest) == 1 else then

    altered = misread.altered(rule)
    return replace(altered, met=Node("eq", (ONE, ONE))) if misread.clause.kind == "test" else altered


def any_condition(misread: MisreadClause) -> Reading:
    """One of several conditions taken to be enough; or all asked for where one is."""
    swapped = {"and": "or", "or": "and"}

    def rule(node: Node) -> Node | None:
        plain = node.op in swapped and not any(
            inner.op in ("eq", *swapped) for arg in node.args for inner in arg.walk()
        )
        return Node(swapped[node.op], node.args) if plain else None

    return misread.altered(rule)


def other_league(misread: MisreadClause) -> Reading:
    """The rule of another kind of city used."""

    def rule(node: Node) -> Node | None:
        kept = tuple(arg for arg in node.args if arg.op != "eq")
        if node.op != "and" or len(kept) == len(node.args) or not kept:
            return None
        return kept[0] if len(kept) == 1 else Node("and", kept)

    return misread.altered(rule)


def full_for_target(misread: MisreadClause) -> Reading:
    """Full marks given because the target is met."""
    altered, points, most = misread.altered(_same), misread.reading.points, misread.reading.possible
    met = misread.reading.met
    if points is None or most is None or met is None or misread.clause.kind != "score":
        return altered
    return replace(altered, points=Node("when", (met, most, points)))


def deduction_as_rest(misread: MisreadClause) -> Reading:
    """What is taken off given as what is left."""

    def rule(node: Node) -> Node | None:
        whole = node.op == "sub" and node.args[0] in (misread.reading.possible, ONE)
        return node.args[1] if whole and not misread.constant(node.args[1]) else None

    return misread.altered(rule)


def without_sign(misread: MisreadClause) -> Reading:
    """A deduction without its sign."""
    return misread.altered(lambda node: node.args[0] if node.op == "neg" else None)


def this_month_only(misread: MisreadClause) -> Reading:
    """Only this month looked at where earlier ones count too."""

    def rule(node: Node) -> Node | None:
        history = misread.clause.histories.get(str(node.value)) if node.op == "name" else None
        if history is None:
            return None
        fact = Node("name", value=history.of)
        return Node("gt", (fact, NOTHING)) if history.how == "any" else fact

    return misread.altered(rule)


def zero_for_empty(misread: MisreadClause) -> Reading:
    """Nothing of nothing taken for zero."""

    def rule(node: Node) -> Node | None:
        facts = node.op == "div" and not any(misread.constant(arg) for arg in node.args)
        return Node("when", (Node("eq", (node.args[1], NOTHING)), NOTHING, node)) if facts else None

    return replace(misread.altered(rule), empty=None)


def full_marks(misread: MisreadClause) -> Reading:
    """Full marks, or a pass, whatever the figures."""
    altered = misread.altered(_same)
    return replace(
        altered, points=misread.reading.possible, met=misread.reading.met and Node("eq", (ONE, ONE)), empty=None
    )


def _same(_: Node) -> None:
    return None


def _unbound(node: Node, op: str, bound: Callable[[Node], bool]) -> Node | None:
    if node.op != op or not any(map(bound, node.args)):
        return None
    kept = tuple(arg for arg in node.args if not bound(arg))
    return None if not kept else kept[0] if len(kept) == 1 else Node(op, kept)

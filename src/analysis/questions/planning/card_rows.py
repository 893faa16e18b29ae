"""A whole card put into a programme: each clause, the groups with their caps, the total, the tests (评分卡编入规划)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, cast

from analysis import scenarios
from analysis.formulas import Node, evaluate, language
from analysis.questions.planning import open_words, planned_levers
from analysis.questions.planning.formula_rows import (
    ATMOST,
    FALSE,
    TRUE,
    UNKNOWN,
    Amount,
    FormulaRows,
    OutsideProgramme,
    Truth,
)
from analysis.questions.planning.planned_levers import PlannedLever
from analysis.questions.planning.programme import ZERO, Bounds, Linear, Programme, denied, summed
from analysis.questions.starting_points import StartingPoint, numbered_grid
from analysis.rulebooks import Clause, clauses
from analysis.scorecards import TOTAL, clause_expressions, groups

NOTHING: Bounds = (0.0, 0.0)
MISSING = Node("number")
HAIR = 1e-9
"""By how much a formula and the rulebook may differ, as floats are added up."""
CERTAIN: Mapping[Any, Truth] = {True: TRUE, False: FALSE, None: UNKNOWN}


@dataclass
class CardRows:
    """The programme of a city's card. `points`: for each clause a term never above its points; `total` likewise.

    `tests`: for each test the term that is 1 where it is met. `gifts`: for each clause the variable that gives it what
    it lacks, kept at 0 unless one asks what would be if it gave full marks. `outside`: clauses that cannot be put in
    exactly, and why; the figures they judge stand still. `demands`: rows that ask something, beside the goal's own.
    """

    here: StartingPoint
    levers: dict[str, PlannedLever]
    upper: bool = False
    every_reading: bool = False
    programme: Programme = field(default_factory=Programme)
    points: dict[str, Linear] = field(default_factory=dict)
    tests: dict[str, Linear] = field(default_factory=dict)
    gifts: dict[str, tuple[int, Bounds]] = field(default_factory=dict)
    total: Linear = ZERO
    demands: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rows = FormulaRows(self.programme, self.levers)
        self.prepare()
        for clause in self.here.book.clauses.values():
            self._put(clause)
        varied = scenarios.vary(self.here.cases, numbered_grid({}, 1), self.here.book, self.here.city, self.here.month)
        self.total = self._node(TOTAL, varied)

    def prepare(self) -> None:
        """Give each lever its variables: the steps within which it is worth moving."""
        useful = self.useful_ends()
        for name, lever in self.levers.items():
            ends = self._within(lever, useful[name])
            self.levers[name] = replace(lever, natural=ends, moves=self._moves(ends))
        self._parts_within_wholes()

    @staticmethod
    def _within(lever: PlannedLever, ends: tuple[int, int]) -> tuple[int, int]:
        """Steps that the figure itself allows: where limits are for good, today's figure may lie outside."""
        first, last = lever.natural
        return max(ends[0], first), min(ends[1], last)

    def useful_ends(self) -> dict[str, tuple[int, int]]:
        """How far each lever is worth moving: beyond that no clause changes, whatever the others do."""
        useful = {name: self._least(lever) for name, lever in self.levers.items()}
        for clause in self.here.book.clauses.values():
            for here in self._standings(clause):
                names = {**here.values, **here.names(clause)}
                for tree in self._trees(clause, here):
                    for name, ends in self._changing(tree, names):
                        useful[name] = min(ends[0], useful[name][0]), max(ends[1], useful[name][1])
        return useful

    def _trees(self, clause: Clause, here: StartingPoint) -> Iterator[Node]:
        """Every formula by which a clause is judged; none where it cannot be put in, nor where it stands still."""
        for part in ("points", "met") if self._moves_in(clause, here) else ():
            with suppress(OutsideProgramme):
                yield from open_words.end_trees(here, clause, part)

    def _least(self, lever: PlannedLever) -> tuple[int, int]:
        """What a lever needs whatever clauses say: to where its limits begin; all of it where it has parts."""
        if any(self.here.book.dictionary[name].within == lever.target for name in self.levers):
            return lever.natural
        return min(0, lever.last), max(0, lever.first)

    def _changing(
        self, tree: Node, names: Mapping[str, language.FormulaValue]
    ) -> Iterator[tuple[str, tuple[int, int]]]:
        """The levers of a formula, each with the steps within which it changes."""
        moved = [name for name in tree.names if name in self.levers]
        for name in moved:
            lever = self.levers[name]
            alone = len(moved) == 1
            yield name, planned_levers.useful_steps(tree, names, lever, name) if alone else lever.natural

    def _moves(self, ends: tuple[int, int]) -> Linear:
        """The steps up less the steps down, so that either can bear a cost."""
        first, last = ends
        up = self.programme.variable(float(max(0, first)), float(max(0, last)), whole=True)
        down = self.programme.variable(float(max(0, -last)), float(max(0, -first)), whole=True)
        return up.plus(down, -1.0)

    def _parts_within_wholes(self) -> None:
        for name, lever in self.levers.items():
            fact = self.here.book.dictionary.get(name)
            if fact and fact.within in self.levers:
                self.programme.keep(lever.term.plus(self.levers[fact.within].term, -1.0), high=0.0)

    def _put(self, clause: Clause) -> None:
        try:
            if clause.kind == clauses.TESTED:
                self._put_test(clause)
            else:
                self._put_points(clause)
        except OutsideProgramme as refused:
            raise OutsideClause(clause, refused.zh, refused.en) from None

    def _standings(self, clause: Clause) -> list[StartingPoint]:
        """All standings under which a clause is worked out."""
        return self._readings(clause)

    def _readings(self, clause: Clause) -> list[StartingPoint]:
        """The standing under each reading that the plan must hold under."""
        if not self.every_reading:
            return [self.here]
        target = f"{clause.id}.reading"
        return [replace(self.here, readings={**self.here.readings, target: name}) for name in clause.readings]

    def _put_points(self, clause: Clause) -> None:
        each = [self._under(clause, here) for here in self._readings(clause)]
        worst = self._rows.extreme("min", each, ATMOST)
        low, high = self.programme.span(worst)
        most = self.here.possible(clause.id)
        if most is None or most <= low:
            self.points[clause.id] = worst
            return
        gift = self.programme.variable(0.0, most - low)
        ((variable, _),) = gift.parts.items()
        self.gifts[clause.id] = variable, (0.0, most - low)
        given = self.programme.variable(low, max(most, high))
        self.programme.keep(worst.plus(gift).plus(given, -1.0), low=0.0)
        self.points[clause.id] = given

    def _growth(self, clause: Clause, here: StartingPoint) -> float:
        """By how much the points grow, as other clauses do not apply; a plan changes nothing of what applies."""
        if {*(here.reading(clause).applies_whole or language.Node("number")).names} & self.levers.keys():
            zh, en = "是否适用不在规划之内", "a plan does not change whether a clause applies"
            raise OutsideProgramme(zh, en)
        return here.growth.get(clause.id, (1.0, 1.0))[self.upper]

    def _under(self, clause: Clause, here: StartingPoint) -> Linear:
        """The points that are certain (or, for the upper bound, possible) under one reading."""
        growth, part = self._growth(clause, here), "high" if self.upper else "low"
        if not self._moves_in(clause, here) and _looks_at_others(clause):
            return Linear(float(self._scored(clause, here, part) or 0.0))
        tree, limit = self._limited(clause, here)
        if _looks_at_others(clause):
            self._agreed(clause, here, part, [tree, limit], growth)
        self._rows.names = {**here.values, **here.names(clause)}
        amount, otherwise = self._rows.number(tree, ATMOST), evaluate(limit, here.names(clause))
        there = Truth(amount.there, denied(amount.there))
        return self._rows.chosen(there, amount, Amount(Linear(float(otherwise or 0.0))), ATMOST).value.times(growth)

    def _limited(self, clause: Clause, here: StartingPoint) -> tuple[Node, Node]:
        """The formula of the points, and what they come to where it is missing."""
        trees, reading = open_words.end_trees(here, clause, "points"), here.reading(clause)
        limit = reading.possible if self.upper and reading.possible is not None else reading.least
        if len(trees) > 1:
            return Node("max" if self.upper else "min", trees), limit
        return (trees[0] if trees else MISSING), limit

    def _agreed(self, clause: Clause, here: StartingPoint, part: str, trees: Sequence[Node], by: float = 1.0) -> None:
        """Refuse a clause of which the rulebook says otherwise, by what others come to, before anything is moved."""
        names = {**here.values, **here.names(clause)}
        worked = next((value for tree in trees if (value := evaluate(tree, names)) is not None), None)
        scored = self._scored(clause, here, part)
        if (worked is None) != (scored is None) or abs(float(worked or 0) * by - float(scored or 0)) > HAIR:
            raise OutsideProgramme(*open_words.OPEN)

    def _moves_in(self, clause: Clause, here: StartingPoint) -> bool:
        """Whether a clause speaks of some lever."""
        trees = [tree for part in ("points", "met") if (tree := here.tree(clause, part))]
        spoken = {*clause.facts(here.reading(clause).name), *(name for tree in trees for name in tree.names)}
        return not spoken.isdisjoint(self.levers)

    def _scored(self, clause: Clause, here: StartingPoint, part: str) -> float | bool | None:
        """What the rulebook says of a clause that no lever moves, under one reading."""
        scored = here.score(numbered_grid(self.settings(clause, here), 1), (clause.id,))
        return cast("float | bool | None", scored[clause_expressions.part_column(part, clause.id)][0])

    def settings(self, clause: Clause, here: StartingPoint) -> dict[str, list[Any]]:
        """What a standing sets otherwise than the city's own: the reading of a clause."""
        return {f"{clause.id}.reading": [here.reading(clause).name]} if self.every_reading else {}

    def _put_test(self, clause: Clause) -> None:
        each = [self._met(clause, here) for here in self._readings(clause)]
        met = self.programme.all_of([denied(truth.false) if self.upper else truth.true for truth in each])
        gift = self.programme.variable(0.0, 1.0)
        ((variable, _),) = gift.parts.items()
        self.gifts[clause.id] = variable, (0.0, 1.0)
        self.tests[clause.id] = met.plus(gift)

    def _met(self, clause: Clause, here: StartingPoint) -> Truth:
        if _looks_at_others(clause) and not self._moves_in(clause, here):
            return CERTAIN[self._scored(clause, here, "met")]
        trees = open_words.end_trees(here, clause, "met")
        if _looks_at_others(clause) and len(trees) == 1:
            self._agreed(clause, here, "met", trees)
        self._rows.names = {**here.values, **here.names(clause)}
        truths = [self._rows.truth(tree) for tree in trees] or [UNKNOWN]
        every = self.programme.all_of
        return Truth(every([truth.true for truth in truths]), every([truth.false for truth in truths]))

    def _node(self, node: str, cases: scenarios.Cases) -> Linear:
        """A group's points, or the total: what lies under it added up, within its cap and floor."""
        below, own = groups.direct_children(self.here.book, node)
        terms = [self._node(group.id, cases) for group in below] + [self.points[clause.id] for clause in own]
        group = self.here.book.groups.get(node)
        whole = self._best(terms, group.choose) if group and group.choose is not None else summed(terms)
        cap, least = groups.node_limits(self.here.book, node, cases)
        for op, limit in (("min", cap), ("max", least)):
            whole = whole if limit is None else self._rows.extreme(op, [whole, Linear(limit)], ATMOST)
        return whole

    def _best(self, terms: Sequence[Linear], count: int) -> Linear:
        """The best so many of some terms."""
        taken = [self.programme.binary() for _ in terms]
        self.programme.keep(summed(taken), high=float(count))
        return summed(self._counted(term, literal) for term, literal in zip(terms, taken, strict=True))

    def _counted(self, term: Linear, taken: Linear) -> Linear:
        low, high = self.programme.span(term)
        value = self.programme.variable(min(0.0, low), max(0.0, high))
        self._rows.bind(value, term, taken, ATMOST)
        self._rows.bind(value, ZERO, denied(taken), ATMOST)
        return value

    def ungiven(self, given: Sequence[str] = ()) -> Mapping[int, Bounds]:
        """Bounds of the gifts: nothing, but to the named clauses what they lack."""
        return {at: (bounds if clause in given else NOTHING) for clause, (at, bounds) in self.gifts.items()}


def _looks_at_others(clause: Clause) -> bool:
    """Whether what other units come to says something of a clause: by its words, or where it does not apply."""
    return clause.is_relative or clause.may_not_apply


class OutsideClause(Exception):
    """A clause that cannot be put in exactly, and why."""

    def __init__(self, clause: Clause, zh: str, en: str) -> None:
        super().__init__(en)
        self.clause, self.zh, self.en = clause, zh, en

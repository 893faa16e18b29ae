"""A whole card put into a programme: each clause, the groups with their caps, the total, the tests (评分卡编入规划)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis import scenarios
from analysis.formulas import Node, evaluate, language
from analysis.questions.planning import planned_levers
from analysis.questions.planning.formula_rows import (
    ATMOST,
    GONE,
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
from analysis.scorecards import TOTAL, groups

NOTHING: Bounds = (0.0, 0.0)


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
                for tree in (here.tree(clause, "points"), here.tree(clause, "met")):
                    for name, ends in self._changing(tree, names) if tree else ():
                        useful[name] = min(ends[0], useful[name][0]), max(ends[1], useful[name][1])
        return useful

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
        each = [self._under(clause, here).times(self._growth(clause, here)) for here in self._readings(clause)]
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
        tree, reading = here.tree(clause, "points"), here.reading(clause)
        names = here.names(clause)
        self._rows.names = {**here.values, **names}
        amount = GONE if tree is None else self._rows.number(tree, ATMOST)
        limit = reading.possible if self.upper and reading.possible is not None else reading.least
        otherwise = evaluate(limit, names)
        there = Truth(amount.there, denied(amount.there))
        return self._rows.chosen(there, amount, Amount(Linear(float(otherwise or 0.0))), ATMOST).value

    def _put_test(self, clause: Clause) -> None:
        each = [self._met(clause, here) for here in self._readings(clause)]
        met = self.programme.all_of([denied(truth.false) if self.upper else truth.true for truth in each])
        gift = self.programme.variable(0.0, 1.0)
        ((variable, _),) = gift.parts.items()
        self.gifts[clause.id] = variable, (0.0, 1.0)
        self.tests[clause.id] = met.plus(gift)

    def _met(self, clause: Clause, here: StartingPoint) -> Truth:
        tree = here.tree(clause, "met")
        self._rows.names = {**here.values, **here.names(clause)}
        return UNKNOWN if tree is None else self._rows.truth(tree)

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


class OutsideClause(Exception):
    """A clause that cannot be put in exactly, and why."""

    def __init__(self, clause: Clause, zh: str, en: str) -> None:
        super().__init__(en)
        self.clause, self.zh, self.en = clause, zh, en

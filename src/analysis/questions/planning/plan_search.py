"""The search for a plan: a programme with costs and a goal, solved and proven, or shown to be impossible (求解)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.questions.lever_lattice import NOISE
from analysis.questions.planning.card_rows import CardRows
from analysis.questions.planning.plan_costs import CostLine
from analysis.questions.planning.planned_levers import PlannedLever
from analysis.questions.planning.programme import ZERO, Bounds, Linear, Solution, summed

COST, EFFORT, STEPS, POINTS = "cost", "effort", "steps", "points"
CLAUSE, HOLD, LIMIT, BUDGET, AT_MOST, RULEBOOK = "clause", "hold", "limit", "budget", "at_most", "rulebook"
SCALE = 1e3
"""How many times the total stands in its row, so that the solver's tolerance is a millionth of a thousandth point."""
WIDE = 100_000
"""From how many steps on a lever's count is parted in two, so that no count passes within the solver's tolerance."""
OPEN: Bounds = (-math.inf, math.inf)
Moves = dict[str, int]
Limits = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class PlanDemand:
    """What a plan is to reach, and within what. `least`: what is to be least, or `points` for the most of them.

    `limits`: bounds of figures in their own units; a held figure has the same twice.
    """

    reach: float | None = None
    passes: bool = False
    least: str = EFFORT
    budget: float | None = None
    at_most: int | None = None
    hold: tuple[str, ...] = ()
    limits: Limits = field(default_factory=dict)


@dataclass(frozen=True)
class Hindrance:
    """What helps to forbid a goal: a clause, a held or limited figure, the budget, the number of steps."""

    what: str
    name: str = ""


@dataclass
class PlanSearch:
    """A card's programme with costs and a goal. All limits can be lifted one by one.

    `counted`: whether each lever says that it is moved at all, though nothing of the goal asks for it.
    """

    card: CardRows
    goal: PlanDemand
    costs: Mapping[str, CostLine]
    seconds: float = math.inf
    counted: bool = False

    def __post_init__(self) -> None:
        self.programme = self.card.programme
        self._taken = {name: self._counted(lever) for name, lever in self.levers.items() if self._counting(name)}
        self.cost = summed(self._cost(name, lever) for name, lever in self.levers.items())
        self.count = summed(self._taken.values())
        keep = self.programme.keep
        self._reach = keep(self.card.total.times(SCALE), *self._reached(self.goal.reach))
        self._budget = keep(self.cost, high=math.inf if self.goal.budget is None else self.goal.budget)
        self._at_most = keep(self.count, high=math.inf if self.goal.at_most is None else float(self.goal.at_most))
        self.keep_tests()

    @property
    def levers(self) -> Mapping[str, PlannedLever]:
        """The levers that the plan is made of."""
        return self.card.levers

    def keep_tests(self) -> None:
        """Keep every test passed where that is asked for; each can be asked for alone."""
        asked = 1.0 if self.goal.passes else -math.inf
        self._tests = {name: self.programme.keep(met, low=asked) for name, met in self.card.tests.items()}

    def _counting(self, name: str) -> bool:
        return bool(self.counted or self.goal.at_most is not None or self.goal.least == STEPS or self.costs[name].fixed)

    def _counted(self, lever: PlannedLever) -> Linear:
        """1 where a lever is moved at all."""
        moved = self.programme.binary()
        for part, amount in lever.moves.parts.items():
            most = self.programme.highs[part]
            self._at_most_times(Linear(0.0, {part: abs(amount)}), most, moved)
        return moved

    def _at_most_times(self, count: Linear, most: float, moved: Linear) -> None:
        """Keep a count at nothing where a literal is 0; a long one in two parts, each short enough to be told."""
        if most <= WIDE:
            self.programme.keep(count.plus(moved, -most), high=0.0)
            return
        base = math.ceil(math.sqrt(most))
        high, low = (self.programme.variable(0.0, float(base), whole=True) for _ in range(2))
        self.programme.keep(count.plus(high, -float(base)).plus(low, -1.0), 0.0, 0.0)
        for part in (high, low):
            self.programme.keep(part.plus(moved, -float(base)), high=0.0)

    def _cost(self, name: str, lever: PlannedLever, priced: CostLine | None = None) -> Linear:
        line = priced or self.costs[name]
        each = Linear(0.0, {part: line.each * lever.step for part in lever.moves.parts if line.each})
        return each.plus(self._taken[name], line.fixed) if name in self._taken else each

    @staticmethod
    def _reached(reach: float | None) -> Bounds:
        return (-math.inf if reach is None else reach * SCALE), math.inf

    @property
    def objective(self) -> Linear:
        """What is to be least; for the most points, the total."""
        return {STEPS: self.count, POINTS: self.card.total}.get(self.goal.least, self.cost)

    def best(self, reach: float | None = None) -> Solution | None:
        """The best plan, proven where time allows; None where there is none. `reach`: instead of the goal's own."""
        rows = {} if reach is None else {self._reach: self._reached(reach)}
        return self._solved(self.objective, most=self.goal.least == POINTS, rows=self._ends(rows))

    def forbid(self, names: Sequence[str]) -> None:
        """From now on, whatever is found leaves one at least of these figures as it is."""
        self.programme.keep(summed(self._taken[name] for name in names), high=float(len(names) - 1))

    def near_best(self, worst: float = math.inf) -> Solution | None:
        """The best that is no worse than so much of what is sought; within the goal's own limits, too."""
        if self.goal.least == POINTS:
            return self._solved(self.objective, most=True, rows=self._ends({self._reach: self._reached(worst)}))
        return self._solved(self.objective, rows=self._ends(self._spending(-math.inf, worst)))

    def priced(self, line: CostLine, reach: float | None = None) -> Solution | None:
        """The least cost where one figure is priced otherwise, and no budget stands in the way."""
        own = self._cost(line.target, self.card.levers[line.target])
        other = self._cost(line.target, self.card.levers[line.target], line)
        rows = {} if reach is None else {self._reach: self._reached(reach)}
        term = self.cost.plus(own, -1.0).plus(other)
        return self._solved(term, rows=self._ends({**rows, self._budget: OPEN}))

    def least_moved(self, target: str, at_all: bool, reach: float | None = None) -> Solution | None:
        """The least that one figure must be moved, or whether it must be moved at all; no budget in the way."""
        moves = Linear(0.0, dict.fromkeys(self.card.levers[target].moves.parts, 1.0))
        rows = {} if reach is None else {self._reach: self._reached(reach)}
        return self._solved(self._taken[target] if at_all else moves, rows=self._ends({**rows, self._budget: OPEN}))

    def cheapest_as_good(self, total: float, count: int) -> Solution | None:
        """Of the plans that are as good by what is sought, the one of the least cost."""
        rows = {self._reach: self._reached(total)}
        rows |= {self._at_most: (-math.inf, float(count))} if self.goal.least == STEPS else {}
        return self._solved(self.cost, rows=self._ends(rows))

    def farthest(self) -> Solution | None:
        """The most points that keep to every limit; None where these alone cannot be kept."""
        return self._solved(self.card.total, most=True, rows=self._ends({self._reach: OPEN}))

    def most_within(self, spent: float) -> Solution | None:
        """The most points for at most so much of what is to be least."""
        rows = {self._reach: OPEN, **self._spending(-math.inf, spent)}
        return self._solved(self.card.total, most=True, rows=self._ends(rows))

    def _spending(self, least: float, most: float) -> dict[int, Bounds]:
        """Bounds of what is to be least, within the goal's own."""
        row, own = {STEPS: (self._at_most, self.goal.at_most)}.get(self.goal.least, (self._budget, self.goal.budget))
        return {row: (least, min(most, math.inf if own is None else float(own)))}

    def weighed(self, price: float) -> Solution | None:
        """The least of what is to be least, each point being worth so much of it."""
        worth = self.objective.plus(self.card.total, -price)
        return self._solved(worth, rows=self._ends({self._reach: OPEN}))

    def keep_above(self, price: float, least: float) -> None:
        """Put in what is known of every plan: that it takes so much beyond the worth of its points."""
        self.programme.keep(self.objective.plus(self.card.total, -price), low=least)

    def between(self, reach: float, least: float, most: float) -> Solution | None:
        """The least that reaches a total, which is known to lie between two amounts."""
        rows = {self._reach: self._reached(reach), **self._spending(least, most)}
        return self._solved(self.objective, rows=self._ends(rows))

    def cheapest_passing(self, tests: Sequence[str]) -> Solution | None:
        """The least that passes some tests, whatever the total."""
        rows = {self._reach: OPEN, **{self._tests[name]: (1.0, math.inf) for name in tests}}
        return self._solved(self.objective, rows=self._ends(rows))

    def spent(self, moves: Mapping[str, int]) -> float:
        """What some moves come to in what is to be least, reckoned anew from the steps."""
        return float(len(moves)) if self.goal.least == STEPS else self.cost_of(moves)

    def cost_of(self, moves: Mapping[str, int]) -> float:
        """What some moves cost, step by step."""
        changes = {name: to - self.card.levers[name].now for name, to in self.figures(moves).items()}
        return math.fsum(self.costs[name].of(round(change, NOISE)) for name, change in changes.items())

    def total_of(self, moves: Mapping[str, int], term: Linear | None = None) -> float | None:
        """The programme's own total (or what a term comes to) after some moves, to be compared with the rulebook's."""
        bounds = {**self.card.ungiven()}
        for name, lever in self.levers.items():
            bounds |= _bounds(lever, (float(moves.get(name, 0)),) * 2)
        return self.programme.end(term or self.card.total, most=True, bounds=bounds, rows=self._all_open())

    def moves(self, found: Solution) -> Moves:
        """The steps that each lever is moved by in a solution; those that are not moved are left out."""
        counts = {name: round(found.of(lever.moves)) for name, lever in self.levers.items()}
        return {name: count for name, count in counts.items() if count}

    def figures(self, moves: Mapping[str, int]) -> dict[str, float]:
        """What each moved figure is to be."""
        return {name: self.card.levers[name].figure(move) for name, move in moves.items()}

    def hindrances(self) -> list[Hindrance] | None:
        """A smallest set of clauses and limits that together forbid the goal: without any one of them it can be
        reached. None where it cannot be reached though every clause gave full marks and no limit stood.
        """
        return self.irreducible([*self._clauses(), *self._limits()])

    def irreducible(self, elements: Sequence[Hindrance]) -> list[Hindrance] | None:
        """Those of some clauses and limits that together forbid the goal, none of them in vain; None where it cannot
        be reached without any of them.
        """
        lifted: list[Hindrance] = []
        if not self._possible(elements):
            return None
        for element in elements:
            if not self._possible([*lifted, element]):
                lifted.append(element)
        return [element for element in elements if element not in lifted]

    def possible_without(self, lifted: Sequence[Hindrance]) -> bool:
        """Whether the goal can be reached where some clauses give full marks and some limits are lifted."""
        return self._possible(lifted)

    def _clauses(self) -> Iterator[Hindrance]:
        """The clauses that the goal asks something of."""
        for name in self.card.gifts:
            if self.goal.passes if name in self.card.tests else self.goal.reach is not None:
                yield Hindrance(CLAUSE, name)

    def _limits(self) -> Iterator[Hindrance]:
        whole = {BUDGET: self.goal.budget, AT_MOST: self.goal.at_most}
        yield from (Hindrance(what) for what, limit in whole.items() if limit is not None)
        for name, lever in self.levers.items():
            given = name in self.goal.hold or name in self.goal.limits
            if given and (lever.first > lever.natural[0] or lever.last < lever.natural[1]):
                yield Hindrance(HOLD if name in self.goal.hold else LIMIT, name)

    def _possible(self, lifted: Sequence[Hindrance]) -> bool:
        return self._solved(ZERO, rows=self._ends({}, lifted), lifted=lifted) is not None

    def _solved(
        self, objective: Linear, *, most: bool = False, rows: Mapping[int, Bounds], lifted: Sequence[Hindrance] = ()
    ) -> Solution | None:
        given = self.card.ungiven([element.name for element in lifted if element.what == CLAUSE])
        bounds = {**given, **self.lever_bounds(lifted)}
        return self.programme.solved(objective, most=most, bounds=bounds, rows=rows, seconds=self.seconds)

    def lever_bounds(self, lifted: Sequence[Hindrance]) -> dict[int, Bounds]:
        """The bounds of all levers, those whose limits are lifted as wide as the figures allow."""
        bounds: dict[int, Bounds] = {}
        for name, lever in self.levers.items():
            free = any(element.what in (HOLD, LIMIT) and element.name == name for element in lifted)
            bounds |= _bounds(lever, lever.natural if free else (lever.first, lever.last))
        return bounds

    def _ends(self, rows: Mapping[int, Bounds], lifted: Sequence[Hindrance] = ()) -> dict[int, Bounds]:
        """The rows' bounds, those of lifted limits open."""
        raised = {BUDGET: self._budget, AT_MOST: self._at_most}
        return {**rows, **{raised[element.what]: OPEN for element in lifted if element.what in raised}}

    def _all_open(self) -> dict[int, Bounds]:
        """No goal and no limit, to work out what given moves come to."""
        goal = range(self._reach, len(self.programme.rows))
        return dict.fromkeys([*self.card.demands, *goal], OPEN)


def _bounds(lever: PlannedLever, ends: tuple[float, float]) -> dict[int, Bounds]:
    """The bounds of a lever's steps up and down that keep it between two ends, as far as it is worth moving."""
    first, last = (float(min(max(end, lever.natural[0]), lever.natural[1])) for end in ends)
    up, down = lever.moves.parts
    return {up: (max(0.0, first), max(0.0, last)), down: (max(0.0, -last), max(0.0, -first))}

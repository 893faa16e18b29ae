"""Goal: how much of one figure reaches a total, a clause's cap or target, or passes a test; or why it cannot (目标)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.problems import InputError, Problem, did_you_mean
from analysis.questions import lever_lattice, solver
from analysis.questions.lever_lattice import WHOLE, Lever
from analysis.questions.levers import PAYS
from analysis.questions.solver import DOWN, PASSES, TOTAL, UP, LeverCurve, SeekRequest
from analysis.questions.starting_points import ASSUMPTION, StartingPoint, starting_point
from analysis.rulebooks import RulebookName, clauses
from analysis.scenarios import BASELINE, Change, Scenario, ScenarioName, load, parse_target
from analysis.scenarios import changes as changes_scenario
from analysis.scorecards import clause_expressions

TOTALS, CAP, TARGET, TEST, VERDICT = GOALS = ("total", "cap", "target", "test", "passes")
GOAL_WORDS = {"满分": CAP, "达标": TARGET, "通过": VERDICT}
UNTOUCHED, MISSING, OTHERS, BOUND = "untouched", "missing", "others", "bound"


@dataclass(frozen=True)
class BindingLimit:
    """Why a goal cannot be reached: what binds, which clause or figure it is, and how much it is.

    `what`: `cap` (a clause gives no more), `whole` or `bound` (the figure itself ends), `missing` (a clause waits for
    other figures), `few` or `lack` (the units it is compared with are too few, or lack figures), `others` (tests the
    figure does not touch), `untouched` (the goal does not depend on it).
    """

    what: str
    name: str
    amount: float | None


@dataclass(frozen=True, eq=False)
class Goal:
    """What one figure must be for a goal; all else held still.

    `needed`: the nearest figure that reaches it, exact to the smallest unit; None where none does. `change`: from the
    present one. `reached`: it is so already. `before`, `after`: the total that is certain. `most`: the best that the
    figure alone can bring the goal's measure to, `at` which figure, and what then binds.
    """

    lever: Lever
    kind: str
    clause: str
    wanted: float
    measure: float | None
    reached: bool
    needed: float | None
    change: float | None
    before: float
    after: float | None
    passes: bool | None
    most: float | None
    at: float | None
    binds: tuple[BindingLimit, ...]
    assumption: tuple[str, str] = ASSUMPTION

    @property
    def possible(self) -> bool:
        """Whether the figure alone can reach it, or it is reached already."""
        return self.reached or self.needed is not None

    def scenario(self, after: ScenarioName = BASELINE) -> Scenario:
        """The change that reaches it, made after the scenario it was sought under; none where it is reached already,
        or cannot be.
        """
        own = () if self.needed is None else (Change(self.lever.target, changes_scenario.SET, self.needed),)
        return Scenario("goal", (*load(after).changes, *own), title="Goal reached", title_zh="达到目标")


def seek(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    target: str,
    wanted: str | float,
    scenario: ScenarioName = BASELINE,
    low: float | None = None,
    high: float | None = None,
) -> Goal:
    """The figure of a target that reaches what is wanted.

    `target`: a fact by its own or Chinese name, or a rule value. `wanted`: a total as a number (`40`), `<clause>:cap`
    (满分), `<clause>:target` (达标, or its test), `<clause>:<points>`, or `passes` (通过). `low`, `high`: bounds other
    than the dictionary's.
    Raises `InputError` for what is no lever or no goal, and where the facts hold no such city-month.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import goal
    >>> goal.seek(figures, book, "江阴", "2021-03", "xinyidai_loans", "18.3:cap").needed
    20000000000.0
    """
    here = starting_point(facts, book, city, month, scenario)
    target = parse_target(target, here.book)
    kind, clause, amount = _wanted(here, _worded(str(wanted)))
    lever = lever_lattice.lever_of(here, target, low, high)
    measure = _measure(kind, clause)
    curves = solver.lever_curves(here, [lever])
    value = _value(here.here[measure])
    reached = value is not None and bool(SeekRequest(target, measure, amount).reached(np.array([value]))[0])
    touched = measure in curves[target].scored.columns
    place = _nearest(here, lever, curves, measure, amount) if touched and not reached else None
    return _goal_answer(here, curves[target], kind, clause, amount, measure, value, reached, place)


def _worded(wanted: str) -> str:
    """The goal with its Chinese words as the program has them."""
    clause, sign, said = wanted.replace("：", ":").strip().rpartition(":")
    return f"{clause}{sign}{GOAL_WORDS.get(said, said)}"


def _wanted(here: StartingPoint, text: str) -> tuple[str, str, float]:
    """The goal's kind, its clause and the amount its measure must reach."""
    clause, sign, said = text.strip().rpartition(":")
    if not sign:
        return (VERDICT, "", 1.0) if text.strip() == VERDICT else (TOTALS, "", _number(text, text))
    if clause not in here.book.clauses:
        raise InputError([_not_there(here, clause, text)])
    wanted_clause = here.book.clauses[clause]
    if said in (TARGET, TEST) and here.reading(wanted_clause).met is not None:
        return (TEST if wanted_clause.kind == clauses.TESTED else TARGET), clause, 1.0
    possible = here.possible(clause)
    if said == CAP and possible is not None:
        return CAP, clause, possible
    return (
        TOTALS if wanted_clause.kind != clauses.TESTED and said not in GOALS else _refuse(text),
        clause,
        _number(said, text),
    )


def _not_there(here: StartingPoint, clause: str, text: str) -> Problem:
    """That there is no such clause, or that it is not in force in the month."""
    dated = (period.clauses[clause].validity for period in here.book.whole.periods if clause in period.clauses)
    if (found := next(dated, None)) is not None:
        since, until = found.since or "", found.until or ""
        zh = f"条款“{clause}”的施行期是 {since} 至 {until}，{here.month} 不施行；请改问别的月份。"
        return Problem(text, zh, f"Clause '{clause}' is in force from {since} until {until}, not in {here.month}.")
    zh, en = did_you_mean(clause, here.book.clauses)
    return Problem(text, f"没有条款“{clause}”。{zh}", f"There is no clause '{clause}'. {en}".rstrip())


def _refuse(text: str) -> str:
    zh = "此条款没有这样的目标；可写 总分数、条款:cap、条款:target、条款:分数 或 passes。"
    en = "This clause has no such goal; write a total, <clause>:cap, <clause>:target, <clause>:<points> or passes."
    raise InputError([Problem(text, zh, en)])


def _number(said: str, text: str) -> float:
    try:
        number = float(said)
    except ValueError:
        number = float("nan")
    if number - number != 0:
        _refuse(text)
    return number


def _measure(kind: str, clause: str) -> str:
    if kind in (TARGET, TEST):
        return clause_expressions.part_column("met", clause)
    return PASSES if kind == VERDICT else clause_expressions.part_column("points", clause) if clause else TOTAL


def _value(figure: Any) -> float | None:
    return None if figure is None else float(figure)


def _nearest(
    here: StartingPoint, lever: Lever, curves: dict[str, LeverCurve], measure: str, amount: float
) -> int | None:
    """The place found up or down, the nearer to the present figure; up where both are alike."""
    found = solver.nearest_places(here, curves, [SeekRequest(lever.target, measure, amount, way) for way in (UP, DOWN)])
    places = [place for place in found if place is not None]
    return min(places, key=lambda place: abs(lever.amount(place) - (lever.now or 0.0)), default=None)


def _goal_answer(
    here: StartingPoint,
    curve: LeverCurve,
    kind: str,
    clause: str,
    amount: float,
    measure: str,
    value: float | None,
    reached: bool,
    place: int | None,
) -> Goal:
    lever = curve.lever
    row = None if place is None else here.at(lever.target, np.array([lever.amount(place)])).row(0, named=True)
    values = solver.measure_column(curve.scored, measure) if measure in curve.scored.columns else np.empty(0)
    best = int(np.argmax(values)) if np.isfinite(values).any() else None
    short = not reached and place is None
    return Goal(
        lever=lever, kind=kind, clause=clause, wanted=amount, measure=value, reached=reached,
        needed=None if place is None else lever.amount(place),
        change=lever.change(place),
        before=here.total["low"], after=row["low"] if row else None,
        passes=row["passes"] if row else here.total["passes"],
        most=None if best is None else float(values[best]),
        at=None if best is None else lever.amount(int(curve.cells.edges[best])),
        binds=_binds(here, curve, kind, clause, measure, best) if short else (),
    )  # fmt: skip


def _binds(
    here: StartingPoint, curve: LeverCurve, kind: str, clause: str, measure: str, best: int | None
) -> tuple[BindingLimit, ...]:
    """What keeps the goal out of reach where the figure does its best."""
    touched = curve.clauses if not clause else [name for name in curve.clauses if name == clause]
    others = _others(here, curve) if kind == VERDICT else []
    if others or not touched:
        return tuple(others) or (BindingLimit(UNTOUCHED, clause or curve.lever.target, None),)
    at = curve.scored.row(best if best is not None else -1, named=True)
    missing = [
        BindingLimit(_lacking(here, curve.lever, name), name, None)
        for name in touched
        if at[clause_expressions.part_column("low", name)] != at[clause_expressions.part_column("high", name)]
    ]
    capped = [
        BindingLimit(CAP, name, at[clause_expressions.part_column("points", name)])
        for name in touched
        if _capped(here, name, at)
    ]
    return (*missing, *capped) or (_ended(curve, best),)


def _lacking(here: StartingPoint, lever: Lever, clause: str) -> str:
    """Why a clause is open: it lacks figures of the unit itself, or those of the others it is compared with."""
    own = [name for name in here.book.clauses[clause].facts() if name != lever.target]
    return MISSING if None in map(here.figure, own) else here.open_comparisons.get(clause, MISSING)


def _capped(here: StartingPoint, clause: str, at: dict[str, Any]) -> bool:
    most, points = here.possible(clause), at[clause_expressions.part_column("points", clause)]
    return most is not None and points is not None and points >= most - PAYS


def _others(here: StartingPoint, curve: LeverCurve) -> list[BindingLimit]:
    """The tests that are not met and that the figure does not touch."""
    return [
        BindingLimit(OTHERS, test.id, None)
        for test in here.book.of_kind(clauses.TESTED)
        if test.id not in curve.clauses and here.here[clause_expressions.part_column("met", test.id)] is not True
    ]


def _ended(curve: LeverCurve, best: int | None) -> BindingLimit:
    lever = curve.lever
    rising = best is None or curve.cells.edges[best] == lever.last
    return BindingLimit(
        WHOLE if rising and lever.bound == WHOLE else BOUND, lever.target, lever.high if rising else lever.low
    )

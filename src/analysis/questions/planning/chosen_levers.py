"""Which figures a plan may move, how far, and what each costs (计划可改动的指标)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analysis.questions import lever_lattice
from analysis.questions.lever_lattice import Lever
from analysis.questions.planning.plan_costs import CostLine, effort_of
from analysis.questions.planning.plan_search import PlanDemand
from analysis.questions.planning.planned_levers import PlannedLever, default_step, steps_between
from analysis.questions.starting_points import StartingPoint


def plan_levers(
    here: StartingPoint, goal: PlanDemand, costs: Mapping[str, CostLine] | None, tight: bool = False
) -> dict[str, PlannedLever]:
    """The figures that can be moved: those a city can work on and those with a limit, as far as they are there.

    `tight`: limits are for good, and none can be lifted to see what it forbids.
    """
    movable = lever_lattice.movable_facts(here)
    levers = [lever_lattice.lever_of(here, target) for target in dict.fromkeys((*movable, *goal.limits, *goal.hold))]
    planned = [
        _planned(here, goal, lever, (costs or {}).get(lever.target), free=lever.target in movable)
        for lever in levers
        if lever.now is not None and (costs is None or lever.target in costs)
    ]
    fixed = [replace(lever, natural=(lever.first, lever.last)) for lever in planned] if tight else planned
    return {lever.target: lever for lever in fixed}


def _planned(here: StartingPoint, goal: PlanDemand, lever: Lever, line: CostLine | None, *, free: bool) -> PlannedLever:
    """A lever in its steps. What only a limit makes one, as a whole of which others are parts, goes no further."""
    step = line.step if line and line.step else default_step(lever)
    ends = [(lever.low, lever.high)] if free else []
    if lever.target in goal.limits:
        limited = lever_lattice.lever_of(here, lever.target, *goal.limits[lever.target])
        ends.append((limited.low, limited.high))
    steps = [steps_between(lever, step, *pair) for pair in ends or [(lever.now or 0.0,) * 2]]
    natural = (min(0, *(first for first, _ in steps)), max(0, *(last for _, last in steps)))
    return PlannedLever(lever, step, *((0, 0) if lever.target in goal.hold else steps[-1]), natural)


def plan_lines(levers: Mapping[str, PlannedLever], costs: Mapping[str, CostLine] | None) -> dict[str, CostLine]:
    """What moving each lever costs: by the table, else its effort."""
    return {name: costs[name] if costs is not None else effort_of(lever.lever) for name, lever in levers.items()}

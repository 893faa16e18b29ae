"""Plans held against the rulebook: scored step by step, and sought anew where it finds them a hair short (评分核对)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.questions.planning.plan_search import POINTS, PlanSearch
from analysis.questions.planning.programme import Solution
from analysis.questions.starting_points import StartingPoint, numbered_grid

AGREES = 1e-9
"""By how much the programme and the rulebook may differ, and a goal be missed, as floats are added up."""
TRIES = 4
"""How often a plan that the rulebook finds a hair short is sought anew."""


def polished(search: PlanSearch, here: StartingPoint, found: Solution) -> Solution:
    """The plan that the rulebook finds to reach the goal; of those as good by what is sought, the cheapest."""
    wanted = search.goal.reach
    for _ in range(TRIES):
        short = _short(search, here, found)
        if wanted is None or short <= AGREES:
            break
        wanted += short
        again = search.best(wanted)
        if again is None:
            break
        found = replace(again, bound=found.bound, proven=found.proven)
    if search.objective == search.cost:
        return found
    total = search.card.total if search.goal.least == POINTS else None
    floor = found.of(total) - AGREES if total else (wanted if wanted is not None else -math.inf)
    cheaper = search.cheapest_as_good(floor, len(search.moves(found)))
    return replace(cheaper, objective=found.objective, bound=found.bound, proven=found.proven) if cheaper else found


def _short(search: PlanSearch, here: StartingPoint, found: Solution) -> float:
    """How far below the goal the rulebook finds a plan, by the reading in force."""
    after = scored_steps(here, search.figures(search.moves(found)))[-1]
    total = after["high" if search.card.upper else "low"]
    return 0.0 if search.goal.reach is None or search.card.every_reading else search.goal.reach - total


def scored_steps(
    here: StartingPoint, figures: Mapping[str, float], beside: Mapping[str, float] | None = None
) -> list[dict[str, Any]]:
    """The card before, and after each step on top of those before it, in one pass. `beside`: what else is set."""
    rows = range(len(figures) + 1)
    columns = {
        name: [here.figure(name) if row <= place else to for row in rows]
        for place, (name, to) in enumerate(figures.items())
    }
    columns |= {name: [amount] * (len(figures) + 1) for name, amount in (beside or {}).items()}
    return here.score(numbered_grid(columns, len(figures) + 1), tuple(here.book.clauses)).to_dicts()


def proven_gap(objective: float | None, bound: float) -> float | None:
    """How far a plan may be from the best, of its size; the noise of floats is none."""
    if objective is None or not math.isfinite(bound):
        return None
    apart = abs(objective - bound) / max(1.0, abs(objective))
    return 0.0 if apart <= AGREES else apart

"""What a plan is worked out with: the card as a mixed-integer programme, its costs, the search (计划的求解)."""

from analysis.questions.planning.card_rows import CardRows, OutsideClause
from analysis.questions.planning.curve_search import APART, CurvePoint, CurveSearch
from analysis.questions.planning.plan_costs import CostLine, effort_of, parse_budget, read_costs
from analysis.questions.planning.plan_search import (
    AT_MOST,
    BUDGET,
    CLAUSE,
    COST,
    EFFORT,
    HOLD,
    LIMIT,
    POINTS,
    STEPS,
    Hindrance,
    PlanDemand,
    PlanSearch,
)
from analysis.questions.planning.planned_levers import PlannedLever, default_step, steps_between
from analysis.questions.planning.price_search import EACH, FIXED, PriceSearch, PriceTurn
from analysis.questions.planning.programme import Linear, Programme, Solution
from analysis.questions.planning.robust_rows import RobustRows
from analysis.questions.planning.scored_plans import AGREES, polished, scored_steps

__all__ = [
    "AGREES",
    "APART",
    "AT_MOST",
    "BUDGET",
    "CLAUSE",
    "COST",
    "EACH",
    "EFFORT",
    "FIXED",
    "HOLD",
    "LIMIT",
    "POINTS",
    "STEPS",
    "CardRows",
    "CostLine",
    "CurvePoint",
    "CurveSearch",
    "Hindrance",
    "Linear",
    "OutsideClause",
    "PlanDemand",
    "PlanSearch",
    "PlannedLever",
    "PriceSearch",
    "PriceTurn",
    "Programme",
    "RobustRows",
    "Solution",
    "default_step",
    "effort_of",
    "parse_budget",
    "polished",
    "read_costs",
    "scored_steps",
    "steps_between",
]

"""What a plan is worked out with: the card as a mixed-integer programme, its costs, the search (计划的求解)."""

from analysis.questions.planning.base_courses import (
    FADING,
    MONTHLY,
    ROLLING,
    STEADY,
    BaseCourses,
    checked_horizon,
    later_month,
    window_length,
)
from analysis.questions.planning.calendar_search import PACE, CalendarSearch, EarliestSearch, MonthMoves
from analysis.questions.planning.card_rows import CardRows, OutsideClause
from analysis.questions.planning.chosen_levers import plan_levers, plan_lines
from analysis.questions.planning.curve_search import APART, CurvePoint, CurveSearch
from analysis.questions.planning.month_standings import MonthStanding, month_standings
from analysis.questions.planning.office_tables import SHOWN, OfficeTable
from analysis.questions.planning.plan_costs import COSTS, CostLine, effort_of, parse_budget, read_costs
from analysis.questions.planning.plan_paces import PACES, PaceLine, read_paces
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
from analysis.questions.planning.scored_plans import AGREES, TRIES, polished, proven_gap, scored_steps
from analysis.questions.planning.stretches import Ranges, Stretch, best_stretch
from analysis.questions.planning.timetables import MonthRows, Timetable, month_levers, useful_ends
from analysis.questions.planning.verified_shares import CONFIDENCE, Strictness, first_strictness, share_floor

__all__ = [
    "AGREES",
    "APART",
    "AT_MOST",
    "BUDGET",
    "CLAUSE",
    "CONFIDENCE",
    "COST",
    "COSTS",
    "EACH",
    "EFFORT",
    "FADING",
    "FIXED",
    "HOLD",
    "LIMIT",
    "MONTHLY",
    "PACE",
    "PACES",
    "POINTS",
    "ROLLING",
    "SHOWN",
    "STEADY",
    "STEPS",
    "TRIES",
    "BaseCourses",
    "CalendarSearch",
    "CardRows",
    "CostLine",
    "CurvePoint",
    "CurveSearch",
    "EarliestSearch",
    "Hindrance",
    "Linear",
    "MonthMoves",
    "MonthRows",
    "MonthStanding",
    "OfficeTable",
    "OutsideClause",
    "PaceLine",
    "PlanDemand",
    "PlanSearch",
    "PlannedLever",
    "PriceSearch",
    "PriceTurn",
    "Programme",
    "Ranges",
    "RobustRows",
    "Solution",
    "Stretch",
    "Strictness",
    "Timetable",
    "best_stretch",
    "checked_horizon",
    "default_step",
    "effort_of",
    "first_strictness",
    "later_month",
    "month_levers",
    "month_standings",
    "parse_budget",
    "plan_levers",
    "plan_lines",
    "polished",
    "proven_gap",
    "read_costs",
    "read_paces",
    "scored_steps",
    "share_floor",
    "steps_between",
    "useful_ends",
    "window_length",
]

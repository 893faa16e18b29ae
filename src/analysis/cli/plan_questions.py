"""What `scorecard plan` can be asked beside the plan: curve, alternatives, prices, what mostly holds (方案问法)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from analysis.problems import InputError, Problem
from analysis.questions import plan as plan_question
from analysis.questions import plan_alternatives, plan_curves, plan_sensitivity, robust_plans, spreads
from analysis.rulebooks import Rulebook
from analysis.views import Table, plan_curve_tables, plan_option_tables, plan_tables, robust_plan_tables

PERCENT = 100.0
PLAN, BY, CURVE, ALTERNATIVES, SENSITIVITY, ROBUST = "plan", "by", "curve", "alternatives", "sensitivity", "robust"
VERBS: dict[str, Callable[..., Any]] = {
    PLAN: plan_question.best, CURVE: plan_curves.curve, ALTERNATIVES: plan_alternatives.alternatives,
    SENSITIVITY: plan_sensitivity.price_turns,
    ROBUST: robust_plans.robust,
}  # fmt: skip
TOLD: dict[str, Callable[[Any, Rulebook, str], tuple[pl.DataFrame, list[Table]]]] = {
    PLAN: lambda found, book, lang: (found.steps, plan_tables.plan_tables(found, book, lang)),
    CURVE: lambda found, book, lang: (found.points, plan_curve_tables.curve_tables(found, book, lang)),
    ALTERNATIVES: lambda found, book, lang: (found.ways, plan_option_tables.alternatives_tables(found, book, lang)),
    SENSITIVITY: lambda found, book, lang: (found.prices, plan_option_tables.sensitivity_tables(found, book, lang)),
    ROBUST: lambda found, book, lang: (found.plan.steps, robust_plan_tables.robust_tables(found, book, lang)),
}


def only_asked(**asked: bool) -> str:
    """Which of the questions is asked; the plan itself where none is. Raises `InputError` for several."""
    chosen = [name for name, wanted in asked.items() if wanted]
    if len(chosen) > 1:
        words = "、".join("--holds-in" if name == ROBUST else f"--{name}" for name in chosen)
        raise InputError([Problem(words, "一次只问一样，请分别运行。", "Ask one of these at a time.")])
    return chosen[0] if chosen else PLAN


def is_possible(result: Any) -> bool:
    """Whether what was asked for can be reached at all."""
    if isinstance(result, plan_curves.PlanCurve):
        return result.points.height > 0
    plan = result.plan if isinstance(result, robust_plans.RobustPlan) else getattr(result, "best", result)
    return bool(plan.possible)


def share_of_cases(text: str | None) -> float:
    """A share as people write it: 90%, or 0.9."""
    said = (text or "1").replace("％", "%").strip()
    try:
        return float(said.removesuffix("%")) / (PERCENT if said.endswith("%") else 1.0)
    except ValueError:
        raise InputError([Problem(f"--holds-in {text}", "请写作 90% 或 0.9。", "Write 90% or 0.9.")]) from None


def refuse_idle(listed: Sequence[spreads.Spread], asked: str, every_reading: bool) -> None:
    """Raise `InputError` where uncertain figures and the share that is to hold do not come together."""
    if bool(listed) != (asked == ROBUST):
        zh = "--holds-in 与 --spread 或 --unset 一起用：写明哪些数不确定、要在多少情形下成立。"
        en = "--holds-in goes with --spread or --unset: what is uncertain, and in how many cases the plan is to hold."
        raise InputError([Problem("--holds-in", zh, en)])
    if asked == ROBUST and every_reading:
        zh, en = "一次只问一样：--holds-in 或 --every-reading。", "Ask for --holds-in or --every-reading, not both."
        raise InputError([Problem("--every-reading", zh, en)])

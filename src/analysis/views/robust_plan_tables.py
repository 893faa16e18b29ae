"""Tables of a plan that holds in most cases, beside the plain one (稳妥计划表)."""

from __future__ import annotations

import math
from dataclasses import replace

from analysis.questions import plan, robust_plans
from analysis.questions.planning import CONFIDENCE
from analysis.rulebooks import Rulebook
from analysis.views.amounts import target_title
from analysis.views.plan_tables import (
    plan_amount_text,
    plan_cost_text,
    plan_goal_text,
    plan_proof_text,
    plan_steps_table,
    plan_tables,
)
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import floored_points, joined_texts, percent_text, say

TextRow = tuple[str, str, str]
FINEST = 10_000


def robust_tables(result: robust_plans.RobustPlan, book: Rulebook, lang: str = "zh") -> list[Table]:
    """The plan's steps, and the plan beside the plain one; why there is none, where there is none."""
    if not result.plan.possible:
        tables = plan_tables(result.plan, book, lang)
        return [replace(tables[0], title=robust_title(result, book, lang)), *tables[1:]]
    steps = [plan_steps_table(result.plan, book, lang)] if result.plan.steps.height else []
    titled = [replace(table, title=robust_title(result, book, lang)) for table in steps]
    return [*titled, compared_table(result, book, lang)]


def robust_title(result: robust_plans.RobustPlan, book: Rulebook, lang: str) -> str:
    """What the plan takes, and how often it holds, by fresh cases."""
    if not result.plan.possible:
        goal = plan_goal_text(result.plan, book, lang)
        return say("robust none", lang, share=percent_text(result.holds_in), goal=goal)
    said = {"count": result.plan.steps.height, "cost": plan_cost_text(result.plan, lang)}
    if result.in_fresh is None:
        return say("robust readings", lang, **said)
    key = "robust level found" if result.plan.goal.reach is None else "robust found"
    said |= {"draws": f"{result.fresh_draws:,}", "share": percent_text(result.in_fresh)}
    level = "" if result.plan.worst is None else floored_points(result.plan.worst)
    return say(key, lang, level=level, verdict=verified_text(result, lang), **said)


def verified_text(result: robust_plans.RobustPlan, lang: str) -> str:
    """Whether the fresh cases make sure of the share that was asked for, and of what share they do."""
    said = {"floor": floored_percent(result.in_fresh_floor or 0.0), "asked": percent_text(result.holds_in)}
    return say("robust verified" if result.verified else "robust unverified", lang, **said)


def floored_percent(share: float) -> str:
    """A share in percent, never rounded up."""
    return percent_text(math.floor(share * FINEST) / FINEST)


def compared_table(result: robust_plans.RobustPlan, book: Rulebook, lang: str = "zh") -> Table:
    """What both plans take, and in how many cases each reaches the goal."""
    heads = table_columns(
        say("item", lang), (say("robust safe", lang), "number"), (say("robust plain", lang), "number")
    )
    rows = [*_costs(result, lang), *_shares(result, lang), *_proofs(result, lang)]
    title = say("robust compared", lang) if result.plan.steps.height else robust_title(result, book, lang)
    return Table(title, heads, tuple(rows), lang, notes=_notes(result, book, lang))


def _costs(result: robust_plans.RobustPlan, lang: str) -> list[TextRow]:
    spent = "plan cost" if result.plan.priced else "plan effort"
    level = say("plan worst", lang)
    if result.in_drawn is not None:
        level = say("robust level", lang, share=percent_text(result.needed / result.cases.height))
    worst = say("not there", lang) if result.plan.worst is None else floored_points(result.plan.worst)
    return [
        (say(spent, lang), _cost(result.plan, lang), _cost(result.plain, lang)),
        (say("curve figures", lang), str(result.plan.steps.height), str(result.plain.steps.height)),
        (level, worst, say("not there", lang)),
    ]


def _cost(found: plan.Plan, lang: str) -> str:
    return plan_amount_text(found, lang) if found.possible else say("goal out", lang)


def _shares(result: robust_plans.RobustPlan, lang: str) -> list[TextRow]:
    if result.in_drawn is None:
        return []
    pairs = (
        ("robust drawn", result.cases.height, result.in_drawn, result.plain_drawn),
        ("robust fresh", result.fresh_draws, result.in_fresh, result.plain_fresh),
    )
    floor = say("not there", lang) if result.in_fresh_floor is None else floored_percent(result.in_fresh_floor)
    sure = (say("robust sure", lang, sure=percent_text(CONFIDENCE)), floor, say("not there", lang))
    return [*((say(key, lang, count=f"{count:,}"), _share(own, lang), _share(plain, lang))
              for key, count, own, plain in pairs), sure]  # fmt: skip


def _share(share: float | None, lang: str) -> str:
    return say("not there", lang) if share is None else percent_text(share)


def _proofs(result: robust_plans.RobustPlan, lang: str) -> list[TextRow]:
    plain = plan_proof_text(result.plain, lang) if result.plain.possible else say("not there", lang)
    return [(say("plan proof", lang), plan_proof_text(result.plan, lang), plain)]


def _notes(result: robust_plans.RobustPlan, book: Rulebook, lang: str) -> tuple[str, ...]:
    if result.in_drawn is None:
        return ()
    said = {"cases": result.cases.height, "needed": result.needed, "tries": result.tries,
            "sure": percent_text(CONFIDENCE)}  # fmt: skip
    names = joined_texts([target_title(each.target, book, lang) for each in result.spreads], lang)
    return (say("robust short", lang, **said), say("robust still", lang, names=names),
            say("robust middle", lang), say("robust seed", lang, seed=result.seed))  # fmt: skip

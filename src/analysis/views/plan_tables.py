"""Tables of a plan: its steps, the outcome with its proof or why there is none, the tests before and after (计划表)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.departments import load_departments
from analysis.questions import plan, plan_calendar
from analysis.questions.planning import AT_MOST, BUDGET, CLAUSE, HOLD, PACE, POINTS, STEPS, Hindrance
from analysis.rulebooks import Rulebook
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.views.amounts import (
    assumptions_text,
    clause_title,
    points_change,
    points_gain,
    target_amount,
    target_change,
    target_title,
)
from analysis.views.comparison_tables import CHANGED_VERDICTS, toned_outcome
from analysis.views.view_objects import Table, TonedText, ViewSequence, table_columns
from analysis.views.words import floor_notes, joined_texts, percent_text, rounded_text, say, total_span, unit_amount

KINDS = {"lever": "name", "clauses": "", "plan who": "", "plan payer": ""}
YUAN = "yuan"
AnyPlan = plan.Plan | plan_calendar.PlanCalendar


def plan_tables(result: plan.Plan, book: Rulebook, lang: str = "zh") -> list[Table]:
    """The plan's steps where there are any, the outcome, and the tests that are not passed now or then."""
    steps = [plan_steps_table(result, book, lang)] if result.steps.height else []
    tests = [plan_tests_table(result, book, lang)] if result.possible and result.tests.height else []
    return [*steps, plan_outcome_table(result, book, lang), *tests]


def plan_views(result: plan.Plan, book: Rulebook, lang: str = "zh") -> ViewSequence:
    """The same one after another, as a notebook shows them."""
    return ViewSequence(tuple(plan_tables(result, book, lang)))


def plan_title(result: plan.Plan, book: Rulebook, lang: str) -> str:
    """The answer in one sentence."""
    if not result.possible or result.after is None:
        return say("steps plan impossible", lang, goal=plan_goal_text(result, book, lang))
    if not result.steps.height:
        return say("steps plan reached", lang, goal=plan_goal_text(result, book, lang))
    said = {"before": plan_total(result.before, result, lang), "after": plan_total(result.after, result, lang)}
    return say("steps plan found", lang, count=result.steps.height, cost=plan_cost_text(result, lang), **said)


def plan_goal_text(result: AnyPlan, book: Rulebook, lang: str) -> str:
    """What was asked for, and within what."""
    goal, parts = result.goal, []
    if goal.reach is not None:
        parts.append(say("goal total", lang, amount=points_gain(goal.reach, lang)))
    if goal.passes:
        parts.append(say("goal passes", lang))
    if goal.least in (POINTS, STEPS):
        parts.append(say("plan most points" if goal.least == POINTS else "plan least steps", lang))
    limits = [_limit(Hindrance(BUDGET), result, lang)] if goal.budget is not None else []
    limits += [_limit(Hindrance(AT_MOST), result, lang)] if goal.at_most is not None else []
    parts += [*limits, *([say("plan every reading", lang)] if result.every_reading else [])]
    return joined_texts(parts, lang)


def _limit(element: Hindrance, result: AnyPlan, lang: str) -> str:
    if element.what == BUDGET:
        return say("plan budget", lang, amount=unit_amount(result.goal.budget or 0.0, YUAN, lang))
    return say("plan at most", lang, count=result.goal.at_most)


def plan_steps_table(result: plan.Plan, book: Rulebook, lang: str = "zh") -> Table:
    """Each figure to move: today, to, change, cost, the points it brings, who acts, who pays."""
    cost = "plan cost" if result.priced else "plan effort"
    paid = ["plan payer"] if any(result.steps["payer"]) else []
    keys = ["lever", "now", "needed", "change", cost, "plan brings", "plan total then", "plan who", *paid, "clauses"]
    rows = [_step(row, result, book, lang) for row in result.steps.iter_rows(named=True)]
    heads = table_columns(*((say(key, lang), KINDS.get(key, "number")) for key in keys))
    notes = [say("plan step note", lang), *([] if result.priced else [say("plan effort note", lang)])]
    return Table(
        plan_title(result, book, lang), heads, tuple(tuple(row[key] for key in keys) for row in rows), lang,
        notes=tuple(notes), empty=say("steps plan nothing", lang),
    )  # fmt: skip


def _step(row: dict[str, Any], result: plan.Plan, book: Rulebook, lang: str) -> dict[str, str]:
    fact, units = row["fact"], load_departments(result.city)
    who = (units[code].name(lang) if code in units else code for code in row["departments"])
    return {
        "lever": target_title(fact, book, lang), "now": target_amount(row["now"], fact, book, lang),
        "needed": target_amount(row["to"], fact, book, lang), "change": target_change(row["change"], fact, book, lang),
        "plan cost": money_text(row["cost"], lang), "plan effort": points_gain(row["cost"], lang),
        "plan brings": points_change(row["points"], lang), "plan total then": plan_points_text(row["total"], lang),
        "plan who": joined_texts(who, lang) if row["departments"] else say("not there", lang),
        "plan payer": row["payer"] or say("not there", lang), "clauses": joined_texts(row["clauses"], lang),
    }  # fmt: skip


def plan_outcome_table(result: plan.Plan, book: Rulebook, lang: str = "zh") -> Table:
    """The goal, total, verdict, cost and proof; or what is the most within reach, and why it is not more."""
    facing = [("plan goal", plan_goal_text(result, book, lang))]
    facing += _reached(result, book, lang) if result.after is not None else _refused(result, book, lang)
    title = say("steps plan title", lang) if result.steps.height else plan_title(result, book, lang)
    heads = table_columns(say("item", lang), say("result", lang))
    rows = tuple((say(key, lang), text) for key, text in facing)
    return Table(title, heads, rows, lang, notes=tuple(_notes(result, book, lang)), kind="facing")


def _reached(result: plan.Plan, book: Rulebook, lang: str) -> list[tuple[str, str]]:
    before, after = result.before, result.after or result.before
    pair = {"before": plan_total(before, result, lang), "after": plan_total(after, result, lang)}
    facing = [("total", say("arrow", lang, **pair))]
    if result.tests.height:
        verdicts = {key: toned_outcome(row["passes"], lang, CHANGED_VERDICTS) for key, row in _both(before, after)}
        facing.append(("verdict", say("arrow", lang, **verdicts)))
    facing += [("plan cost" if result.priced else "plan effort", plan_amount_text(result, lang))]
    if result.worst is not None:
        facing.append(("plan worst", rounded_text(result.worst)))
    return [*facing, ("plan proof", plan_proof_text(result, lang))]


def _both(before: Any, after: Any) -> Iterable[tuple[str, Any]]:
    return (("before", before), ("after", after))


def plan_proof_text(result: AnyPlan, lang: str) -> str:
    """Whether the plan is proven to be the best."""
    if not result.possible:
        return TonedText(say("plan missed", lang), "bad")
    if not result.agrees:
        return TonedText(say("plan unsure", lang), "bad")
    if result.exact:
        return TonedText(say("plan proven", lang), "good")
    return say("plan gap", lang, gap=say("not there", lang) if result.gap is None else percent_text(result.gap))


def _refused(result: plan.Plan, book: Rulebook, lang: str) -> list[tuple[str, str]]:
    most = say("plan farthest none", lang) if result.most is None else points_gain(result.most, lang)
    facing = [("total", plan_total(result.before, result, lang)), ("plan farthest", most)]
    names = [hindrance_text(element, result, book, lang) for element in result.hindrances]
    if not names:
        return [*facing, ("plan why", say("plan beyond", lang))]
    key = "plan forbids" if len(names) > 1 else "plan forbids alone"
    enough = [hindrance_text(element, result, book, lang) for element in result.enough]
    said = say("plan enough is", lang, names=joined_texts(enough, lang)) if enough else say("plan enough none", lang)
    why = say(key, lang, count=len(names), names=joined_texts(names, lang))
    return [*facing, ("plan why", why), ("plan enough", said)]


def hindrance_text(element: Hindrance, result: AnyPlan, book: Rulebook, lang: str) -> str:
    """What helps to forbid a goal, in words."""
    if element.what == CLAUSE:
        tested = book.clauses[element.name].kind == clauses_rulebook.TESTED
        key = "plan clause open" if element.name in result.open else "plan clause test" if tested else "plan clause"
        return say(key, lang, clause=clause_title(element.name, book, lang))
    if element.what in (BUDGET, AT_MOST):
        return _limit(element, result, lang)
    lever = target_title(element.name, book, lang)
    if element.what == PACE:
        return say("calendar pace", lang, lever=lever)
    if element.what == HOLD:
        return say("plan hold", lang, lever=lever)
    low, high = (target_amount(end, element.name, book, lang) for end in result.goal.limits[element.name])
    return say("plan limit", lang, lever=lever, low=low, high=high)


def plan_tests_table(result: plan.Plan, book: Rulebook, lang: str = "zh") -> Table:
    """The tests that are not passed now or after the plan."""
    rows = [
        (clause_title(clause, book, lang), *(toned_outcome(met, lang, CHANGED_VERDICTS) for met in (before, after)))
        for clause, before, after in result.tests.iter_rows()
        if before is not True or after is not True
    ]
    heads = table_columns((say("clause id", lang), "name"), (say("now", lang), "mark"), (say("after", lang), "mark"))
    return Table(say("plan tests", lang), heads, tuple(rows), lang, empty=say("plan tests still", lang))


def _notes(result: plan.Plan, book: Rulebook, lang: str) -> Iterable[str]:
    yield from plan_notes(result, book, lang, [row["low"] for row in (result.before, result.after) if row])


def plan_notes(result: Any, book: Rulebook, lang: str, lows: Iterable[float | None] = ()) -> Iterable[str]:
    """What an answer about plans is judged by, what it leaves out, and what it takes for granted."""
    yield say("plan upper note" if result.upper else "certain", lang)
    yield from floor_notes(lows, lang, "not floored")
    if result.open:
        yield say("plan open note", lang, clauses=joined_texts(result.open, lang))
    for clause, zh, en in result.outside:
        title = clause_title(clause, book, lang)
        yield say("plan outside note", lang, clause=title, why=zh if lang == "zh" else en)
    if result.unpriced:
        yield say("plan unpriced note", lang, count=len(result.unpriced))
    yield assumptions_text(result, lang)


def plan_total(row: Any, result: AnyPlan, lang: str) -> str:
    """The total as the card prints it; where figures are missing, what the plan is judged by."""
    if row["points"] is None:
        return plan_points_text(row["high" if result.upper else "low"], lang)
    return total_span(row, lang)


def plan_points_text(points: float | None, lang: str) -> str:
    """Points as the card prints them, never below 0."""
    return say("not there", lang) if points is None else rounded_text(max(0.0, points))


def plan_cost_text(result: AnyPlan, lang: str) -> str:
    """What the plan takes: its cost, or effort."""
    return say("plan cost is" if result.priced else "plan effort is", lang, amount=plan_amount_text(result, lang))


def plan_amount_text(result: AnyPlan, lang: str) -> str:
    """The bare amount of it."""
    amount = result.cost or 0.0
    return money_text(amount, lang) if result.priced else points_gain(amount, lang)


def money_text(amount: float, lang: str) -> str:
    """An amount of money."""
    return unit_amount(amount, YUAN, lang)

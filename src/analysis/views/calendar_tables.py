"""Tables of a plan over months: what is done when and by whom, the total month by month, the outcome (排期表)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.departments import load_departments
from analysis.questions import plan_calendar
from analysis.questions.planning import CLAUSE, STEADY
from analysis.rulebooks import Rulebook
from analysis.views.amounts import points_change, points_gain, target_amount, target_change, target_title
from analysis.views.comparison_tables import CHANGED_VERDICTS, toned_outcome
from analysis.views.plan_tables import (
    hindrance_text,
    money_text,
    plan_amount_text,
    plan_cost_text,
    plan_goal_text,
    plan_notes,
    plan_points_text,
    plan_proof_text,
    plan_total,
)
from analysis.views.view_objects import Table, ViewSequence, table_columns
from analysis.views.words import joined_texts, month_title, rounded_text, say

KINDS = {"lever": "name", "calendar month": "", "clauses": "", "plan who": "", "plan payer": "", "calendar counts": ""}


def calendar_tables(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str = "zh") -> list[Table]:
    """The calendar where there is one, the total month by month, and the outcome."""
    steps = [calendar_steps_table(result, book, lang)] if result.steps.height else []
    months = [calendar_months_table(result, book, lang)] if result.possible else []
    return [*steps, *months, calendar_outcome_table(result, book, lang)]


def calendar_views(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str = "zh") -> ViewSequence:
    """The same one after another, as a notebook shows them."""
    return ViewSequence(tuple(calendar_tables(result, book, lang)))


def calendar_title(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str) -> str:
    """The answer in one sentence."""
    said = {"month": month_title(result.by, lang), "goal": plan_goal_text(result, book, lang)}
    if not result.possible:
        return say("calendar impossible", lang, **said)
    if not result.steps.height:
        return say("calendar alone", lang, **said)
    totals = {"before": plan_total(result.before, result, lang), "after": plan_total(result.after, result, lang)}
    count, cost = result.levers.height, plan_cost_text(result, lang)
    return say("calendar found", lang, month=said["month"], count=count, cost=cost, **totals)


def acting_names(city: str, codes: Iterable[str], lang: str) -> list[str]:
    """The departments' names; a code that none bears as it is."""
    units = load_departments(city)
    return [units[code].name(lang) if code in units else code for code in codes]


def calendar_steps_table(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str = "zh") -> Table:
    """Month by month: what is done of which figure, from when until when it counts, who acts, who pays."""
    cost = "plan cost" if result.priced else "plan effort"
    paid = ["plan payer"] if any(result.steps["payer"]) else []
    keys = ["calendar month", "plan who", "lever", "calendar done", "calendar figure", "calendar counts", cost, *paid]
    keys += ["clauses"]
    rows = [_step(row, result, book, lang) for row in result.steps.iter_rows(named=True)]
    heads = table_columns(*((say(key, lang), KINDS.get(key, "number")) for key in keys))
    notes = [say("calendar soonest note", lang), *([] if result.priced else [say("plan effort note", lang)])]
    cells = tuple(tuple(row[key] for key in keys) for row in rows)
    title, empty = calendar_title(result, book, lang), say("calendar nothing", lang)
    return Table(title, heads, cells, lang, notes=tuple(notes), empty=empty)


def _step(row: dict[str, Any], result: plan_calendar.PlanCalendar, book: Rulebook, lang: str) -> dict[str, str]:
    fact, who = row["fact"], acting_names(result.city, row["departments"], lang)
    return {
        "calendar month": month_title(row["month"], lang), "lever": target_title(fact, book, lang),
        "plan who": joined_texts(who, lang) if who else say("not there", lang),
        "calendar done": target_change(row["change"], fact, book, lang),
        "calendar figure": target_amount(row["figure"], fact, book, lang),
        "calendar counts": _counts(row, lang), "plan cost": money_text(row["cost"], lang),
        "plan effort": points_gain(row["cost"], lang), "plan payer": row["payer"] or say("not there", lang),
        "clauses": joined_texts(row["clauses"], lang),
    }  # fmt: skip


def _counts(row: dict[str, Any], lang: str) -> str:
    begin = month_title(row["counts_from"], lang)
    if row["counts_until"] is None:
        return say("calendar counts from", lang, begin=begin)
    return say("calendar counts until", lang, begin=begin, end=month_title(row["counts_until"], lang))


def calendar_months_table(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str = "zh") -> Table:
    """Today and each month: the total as scored, what it gains, the verdict, what the month costs, and all so far."""
    cost = say("plan cost" if result.priced else "plan effort", lang)
    tested = [(say("verdict", lang), "mark")] if any(met is not None for met in result.months["passes"]) else []
    gained = say("calendar gained", lang, month=month_title(result.month, lang))
    heads = table_columns(
        (say("calendar month", lang), "name"), (say("calendar total month", lang), "number"), (gained, "number"),
        *tested, (cost, "number"), (say("calendar spent", lang), "number"),
    )  # fmt: skip
    sums = result.months["cost"].cum_sum().to_list()
    rows = [
        _month(row, so_far, result, bool(tested), lang)
        for row, so_far in zip(result.months.iter_rows(named=True), sums, strict=True)
    ]
    notes = (say("calendar months note", lang),)
    return Table(say("calendar months", lang), heads, tuple(rows), lang, notes=notes)


def _month(
    row: dict[str, Any], so_far: float, result: plan_calendar.PlanCalendar, tested: bool, lang: str
) -> tuple[str, ...]:
    part, now = "high" if result.upper else "low", row["month"] == result.month
    title = month_title(row["month"], lang)
    gain = row[part] - result.before[part]
    amounts = [money_text(cost, lang) if result.priced else points_gain(cost, lang) for cost in (row["cost"], so_far)]
    return (
        say("calendar today", lang, month=title) if now else title, plan_points_text(row[part], lang),
        say("not there", lang) if now else points_change(gain, lang),
        *([toned_outcome(row["passes"], lang, CHANGED_VERDICTS)] if tested else []), *amounts,
    )  # fmt: skip


def calendar_outcome_table(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str = "zh") -> Table:
    """The goal, the month, the total, cost and proof; or the earliest month, and why it is not sooner."""
    facing = [("plan goal", plan_goal_text(result, book, lang)), ("calendar by", month_title(result.by, lang))]
    facing += _reached(result, lang) if result.possible else _refused(result, book, lang)
    title = say("steps plan title", lang) if result.steps.height else calendar_title(result, book, lang)
    heads, rows = (
        table_columns(say("item", lang), say("result", lang)),
        [(say(key, lang), text) for key, text in facing],
    )
    return Table(title, heads, tuple(rows), lang, notes=tuple(_notes(result, book, lang)), kind="facing")


def _reached(result: plan_calendar.PlanCalendar, lang: str) -> list[tuple[str, str]]:
    totals = {key: plan_total(row, result, lang) for key, row in (("before", result.before), ("after", result.after))}
    facing = [("total", say("arrow", lang, **totals))]
    if any(met is not None for met in result.months["passes"]):
        verdicts = {
            key: toned_outcome(row["passes"], lang, CHANGED_VERDICTS)
            for key, row in (("before", result.before), ("after", result.after))
        }
        facing.append(("verdict", say("arrow", lang, **verdicts)))
    facing.append(("plan cost" if result.priced else "plan effort", plan_amount_text(result, lang)))
    if result.worst is not None:
        facing.append(("plan worst", rounded_text(result.worst)))
    return [*facing, ("plan proof", plan_proof_text(result, lang))]


def _refused(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str) -> list[tuple[str, str]]:
    most = say("plan farthest none", lang) if result.most is None else points_gain(result.most, lang)
    earliest = _earliest(result, lang)
    why = why_not_sooner(result, book, lang)
    return [
        ("total", plan_total(result.before, result, lang)), ("plan farthest", most), ("calendar earliest", earliest),
        ("calendar why", why),
    ]  # fmt: skip


def _earliest(result: plan_calendar.PlanCalendar, lang: str) -> str:
    if result.earliest is None:
        return say("calendar earliest none", lang, until=month_title(result.until, lang))
    month = month_title(result.earliest, lang)
    return month if result.earliest_proven else say("calendar earliest unsure", lang, month=month)


def why_not_sooner(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str = "zh") -> str:
    """What forbids the month before the earliest, or the last that was looked at."""
    month = month_title(result.forbidden, lang)
    if not result.hindrances:
        return say("calendar beyond", lang, month=month)
    clauses = any(element.what == CLAUSE for element in result.hindrances)
    names = [hindrance_text(element, result, book, lang) for element in result.hindrances]
    key = "calendar forbids clauses" if clauses else "calendar forbids"
    return say(key, lang, month=month, names=joined_texts(names, lang))


def _notes(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str) -> Iterable[str]:
    if result.rolling:
        key = "calendar steady note" if result.routine == STEADY else "calendar fading note"
        yield say(key, lang, count=len(result.rolling), window=result.window)
    if result.monthly:
        yield say("calendar month note", lang)
    if result.unpaced:
        names = joined_texts([target_title(name, book, lang) for name in result.unpaced], lang)
        yield say("calendar unpaced note", lang, names=names)
    yield from plan_notes(result, book, lang, [row["low"] for row in (result.before, result.after) if row])

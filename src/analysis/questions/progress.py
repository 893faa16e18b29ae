"""How a year's plan stands in a month: progress, lateness, and the tasks behind each clause (任务进度)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analysis.calendars import month_end, parse_month
from analysis.facts import long_facts
from analysis.workplans import SHARE, PlanGoal, PlanTask, WorkPlan

REACHED, OPEN, LATE, UNKNOWN, UNKNOWN_LATE = STATES = ("reached", "open", "late", "unknown", "unknown late")
REPORTED, FACT = "reported", "fact"
FIRST_MONTH, FIRST_DAY = 1, 1
GOALS: dict[str, pl.DataType | type[pl.DataType]] = {
    "area": pl.String, "task": pl.String, "goal": pl.String, "target": pl.Float64, "unit": pl.String,
    "value": pl.Float64, "on": pl.String, "basis": pl.String, "status": pl.String, "source": pl.String,
    "share": pl.Float64, "pace": pl.Float64, "due": pl.String, "due_basis": pl.String, "state": pl.String,
    "late": pl.Int64, "owners": pl.List(pl.String),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Progress:
    """A plan as of the last day of a month.

    `goals`: one row a goal: `value` (null where nothing is delivered), `on` which day, `basis` (`reported` or `fact`),
    `status` and `source` of it; `share` of the target; `pace`: the share of the time to the due day that has passed;
    `state`: reached, open, late, unknown, or unknown though its day has passed; `late`: days past due and not reached.
    `links`: one row a task and clause: `rulebook, clause, task, basis, said` (quotation, or why assumed), `said_en`.
    """

    plan: WorkPlan
    month: str
    day: date
    goals: pl.DataFrame
    links: pl.DataFrame

    def state(self, task: str) -> str:
        """A task's state: the worst of its goals."""
        states = set(self.goals.filter(pl.col("task") == task)["state"])
        return next(state for state in (LATE, UNKNOWN_LATE, UNKNOWN, OPEN, REACHED) if state in states)


def progress(plan: WorkPlan, facts: Any, reports: pl.DataFrame, month: str) -> Progress:
    """The plan as of the month's end: the latest report of each goal up to that day, else the month's fact.

    What is reported later does not count yet. A goal without either is unknown, never zero. Lateness is told by the
    month asked for.
    """
    month = parse_month(month)
    day = month_end(month)
    of_month = long_facts(facts).filter(pl.col("city") == plan.city, pl.col("month") == month)
    latest = reports.filter(pl.col("on") <= day.isoformat()).sort("on").unique("goal", keep="last")
    latest_rows = {row["goal"]: row for row in latest.iter_rows(named=True)}
    figures = {row["fact"]: row for row in of_month.drop_nulls("value").iter_rows(named=True)}
    rows = [_row(task, goal, latest_rows, figures, month, day) for task, goal in plan.goals().values()]
    links = [
        (link.rulebook, link.clause, task.id, link.basis, link.quote or link.zh, link.quote or link.en)
        for task in plan.tasks.values()
        for link in task.links
    ]
    columns = dict.fromkeys(("rulebook", "clause", "task", "basis", "said", "said_en"), pl.String)
    return Progress(
        plan,
        month,
        day,
        pl.DataFrame(rows, schema=GOALS, orient="row"),
        pl.DataFrame(links, schema=columns, orient="row"),
    )


def _row(
    task: PlanTask,
    goal: PlanGoal,
    reports: dict[str, dict[str, Any]],
    facts: dict[str, dict[str, Any]],
    month: str,
    day: date,
) -> tuple[Any, ...]:
    value, on, basis, status, source = _figure(goal, reports, facts, month)
    state = _state(value, goal.target, day, task.due)
    late = (day - task.due).days if state in (LATE, UNKNOWN_LATE) else None
    return (
        task.area, task.id, goal.id, goal.target, goal.unit, value, on, basis, status, source,
        None if value is None else value / goal.target, _pace(day, task.due), task.due.isoformat(), task.due_basis,
        state, late, [state.code for state in task.owners],
    )  # fmt: skip


def _figure(goal: PlanGoal, reports: dict[str, Any], facts: dict[str, Any], month: str) -> tuple[Any, ...]:
    """The figure of a goal, its day, and on what it rests: a report first, else the month's fact."""
    if row := reports.get(goal.id):
        return row["value"], row["on"], REPORTED, None, row["source"]
    if row := facts.get(goal.fact):
        return row["value"], month, FACT, row["status"] or "supplied", row["source"]
    return None, None, None, None, None


def _state(value: float | None, target: float, day: date, due: date) -> str:
    if value is None:
        return UNKNOWN_LATE if day > due else UNKNOWN
    if value >= target:
        return REACHED
    return LATE if day > due else OPEN


def _pace(day: date, due: date) -> float:
    """The share of the year, to the due day, that has passed: all of it after."""
    start = date(due.year, FIRST_MONTH, FIRST_DAY)
    return min(1.0, max(0.0, ((day - start).days + 1) / ((due - start).days + 1)))


def is_behind_pace(row: dict[str, Any]) -> bool:
    """Whether an open goal in numbers lags behind even progress; an assumption, as the plan sets no pace."""
    return row["state"] == OPEN and row["unit"] != SHARE and row["share"] < row["pace"]


def linked_tasks(result: Progress, rulebook: str, clause: str) -> Iterator[dict[str, Any]]:
    """The links of a clause, those that the text names first."""
    own = result.links.filter(pl.col("rulebook") == rulebook, pl.col("clause") == clause)
    return own.sort(pl.col("basis") != "text", maintain_order=True).iter_rows(named=True)

"""Work plans: a year's tasks of a city, who does them, by when, and which clauses they serve (年度工作任务)."""

from analysis.workplans.plan_files import (
    ASSUMED,
    DONE,
    SHARE,
    TEXT,
    ClauseLink,
    PlanArea,
    PlanGoal,
    PlanTask,
    WorkPlan,
    has_plan,
    load,
    read_plan,
    workplan_names,
)
from analysis.workplans.plan_workbooks import blank_plan, keep_plan, read_filled_plan
from analysis.workplans.progress_reports import REPORTS, plan_reports, write_blank_report

__all__ = [
    "ASSUMED",
    "DONE",
    "REPORTS",
    "SHARE",
    "TEXT",
    "ClauseLink",
    "PlanArea",
    "PlanGoal",
    "PlanTask",
    "WorkPlan",
    "blank_plan",
    "has_plan",
    "keep_plan",
    "load",
    "plan_reports",
    "read_filled_plan",
    "read_plan",
    "workplan_names",
    "write_blank_report",
]

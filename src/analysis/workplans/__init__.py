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
    "has_plan",
    "load",
    "plan_reports",
    "read_plan",
    "workplan_names",
    "write_blank_report",
]

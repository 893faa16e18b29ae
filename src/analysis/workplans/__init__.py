"""Work plans: a year's tasks of a city, who does them, by when, and which clauses they serve (年度工作任务)."""

from analysis.workplans.plans import (
    ASSUMED,
    DONE,
    SHARE,
    TEXT,
    Area,
    Goal,
    Link,
    Plan,
    Task,
    load,
    names,
    read,
    there_is,
)
from analysis.workplans.reports import REPORTS, blank, reported

__all__ = [
    "ASSUMED",
    "DONE",
    "REPORTS",
    "SHARE",
    "TEXT",
    "Area",
    "Goal",
    "Link",
    "Plan",
    "Task",
    "blank",
    "load",
    "names",
    "read",
    "reported",
    "there_is",
]

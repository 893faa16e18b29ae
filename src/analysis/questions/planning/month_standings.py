"""Where each month ahead stands, its earlier months still open to the plan (各月起点)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields

import polars as pl

from analysis.formulas import Node
from analysis.questions.planning.base_courses import BaseCourses
from analysis.questions.starting_points import StartingPoint, starting_point
from analysis.rulebooks import Clause, clauses
from analysis.scenarios import case_frame

AT = "@"


def month_name(fact: str, month: str) -> str:
    """What a figure of an earlier month is called in a formula."""
    return f"{fact}{AT}{month}"


@dataclass(frozen=True, eq=False)
class MonthStanding(StartingPoint):
    """A month ahead. `earlier`: the earlier months' figures that a plan can move, by their names in formulas, each as
    it comes by itself.
    """

    earlier: Mapping[str, float | None] = field(default_factory=dict)

    def names(self, clause: Clause) -> case_frame.Literals:
        """As of any month, the earlier months' figures beside it."""
        return {**super().names(clause), **self.earlier}

    def earlier_months(self, clause: Clause, history: clauses.History) -> list[Node | None]:
        """As of any month; figures that the plan can move stand by name."""
        length = int(clause.values[history.months].amount or 1)
        own, within = pl.col("city") == self.city, case_frame.in_window(self.month, length)
        months = self.cases.frame.filter(own & within)["month"].to_list()
        standing = super().earlier_months(clause, history)
        names = [month_name(history.of, month) for month in months]
        return [
            Node("name", value=name) if name in self.earlier else node
            for name, node in zip([*names, *[""] * (len(standing) - len(names))], standing, strict=True)
        ]


def month_standings(courses: BaseCourses, facts: pl.DataFrame, moved: Collection[str]) -> Mapping[str, MonthStanding]:
    """The standing of each month ahead by the facts as they are projected. `moved`: the figures a plan can move."""
    return {month: _standing(courses, facts, month, moved) for month in courses.months}


def _standing(courses: BaseCourses, facts: pl.DataFrame, month: str, moved: Collection[str]) -> MonthStanding:
    here = courses.here
    standing = starting_point(facts, here.book, here.city, month, courses.rules)
    earlier = {
        month_name(fact, before): courses.courses[fact].figures[place]
        for place, before in enumerate(courses.months)
        for fact in moved
        if before < month and fact in courses.courses
    }
    return MonthStanding(**{part.name: getattr(standing, part.name) for part in fields(standing)}, earlier=earlier)

"""The next steps of a brief as a plan: the cheapest set that comes to the goal, and who acts (简报中的计划)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.questions import decisions, plan
from analysis.rulebooks import Rulebook
from analysis.views import brief_sentences
from analysis.views.amounts import points_gain, target_amount, target_change, target_title
from analysis.views.comparison_tables import CHANGED_VERDICTS, toned_outcome
from analysis.views.links import clause_anchor, fact_anchor, linked_text
from analysis.views.plan_tables import plan_goal_text
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import say, total_span


@dataclass(frozen=True)
class BriefPlan:
    """What the plan comes to, its steps, and what is to be known of them."""

    sentences: tuple[str, ...]
    table: Table
    notes: tuple[str, ...]


def plan_parts(decision: decisions.MonthDecision, lang: str) -> BriefPlan:
    """The plans of a decision, a rulebook after another; there is one at least."""
    books = decision.duties.books()
    rows = [
        _step(row, books[name], decision, lang)
        for name, found in decision.plans.items()
        for row in found.steps.iter_rows(named=True)
    ]
    heads = table_columns((say("step work", lang), "name"), (say("step pays", lang), "number"), say("veto owner", lang))
    said = tuple(_said(found, books[name], lang) for name, found in decision.plans.items())
    gained = tuple(_gained(books[name], place, decision, lang) for name, place in decision.places.items())
    table = Table(say("brief plan table", lang, count=len(rows)), heads, tuple(rows), lang)
    return BriefPlan((*said, *gained), table, (say("brief plan note", lang),))


def _said(found: plan.Plan, book: Rulebook, lang: str) -> str:
    after = found.after or found.before
    return say(
        "brief plan", lang, book=book.title_in(lang), goal=plan_goal_text(found, book, lang), count=found.steps.height,
        before=total_span(found.before, lang), after=total_span(after, lang),
        verdict=toned_outcome(after["passes"], lang, CHANGED_VERDICTS),
    )  # fmt: skip


def _gained(book: Rulebook, place: int, decision: decisions.MonthDecision, lang: str) -> str:
    """The place that a plan takes, and how far that is proven."""
    line = points_gain(decision.plans[book.id].goal.reach, lang)
    return say("brief plan place", lang, book=book.title_in(lang), place=place, total=line)


def _step(row: Mapping[str, Any], book: Rulebook, decision: decisions.MonthDecision, lang: str) -> tuple[str, ...]:
    lever, clause = row["fact"], row["clauses"][0]
    flag = book.dictionary[lever].unit in ("flag", "choice")
    change = target_amount(row["to"], lever, book, lang) if flag else target_change(row["change"], lever, book, lang)
    said = say("step said", lang, lever=target_title(lever, book, lang), change=change)
    return (
        linked_text(said, fact_anchor(lever)),
        linked_text(points_gain(row["points"], lang), clause_anchor(book.id, clause)),
        brief_sentences.owners_text(_owners(row, book, decision), decision.duties.city, lang),
    )


def _owners(row: Mapping[str, Any], book: Rulebook, decision: decisions.MonthDecision) -> list[str]:
    """Who answers for the clauses of a step, as everywhere in the brief."""
    judging = pl.col("clause").is_in(row["clauses"])
    owners = decision.duties.clauses.filter(pl.col("rulebook") == book.id, judging)
    return list(dict.fromkeys(owners["unit"]))

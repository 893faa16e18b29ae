"""Tables of a year's plan: progress and lateness, the tasks behind each clause, texts kept twice (任务进度表)."""

from __future__ import annotations

from typing import Any

from analysis.formulas import number_text
from analysis.questions import progress
from analysis.rulebooks import Clause
from analysis.scorecards import Card
from analysis.views import result_texts
from analysis.views.amounts import numbered_title
from analysis.views.glosses import glossed_text
from analysis.views.sections import scenarios_beside
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import joined_texts, percent_text, say
from analysis.workplans import ASSUMED, SHARE, PlanGoal, WorkPlan

STATE_TONES = {
    progress.REACHED: "good",
    progress.LATE: "bad",
    progress.UNKNOWN: "missing",
    progress.UNKNOWN_LATE: "bad",
}


def goals_table(result: progress.Progress, lang: str = "zh", unit: str | None = None) -> Table:
    """Every goal of the plan, or of one department's tasks: target, progress and its day, time passed, state."""
    plan, goals = result.plan, result.plan.goals()
    shown = [row for row in result.goals.iter_rows(named=True) if unit is None or unit in row["owners"]]
    rows = tuple(_goal(row, goals[row["goal"]][1], plan, lang) for row in shown)
    heads = table_columns(
        (say("task", lang), "name"), say("goal head", lang), (say("progress", lang), "number"),
        (say("done share", lang), "number"), (say("time passed", lang), "number"), (say("due", lang), "mark"),
        say("state", lang), say("owners", lang),
    )  # fmt: skip
    return Table(goals_title(result, lang, unit), heads, rows, lang, notes=_notes(shown, plan, lang))


def goals_title(result: progress.Progress, lang: str, unit: str | None = None) -> str:
    """How many tasks are reached, late, unknown."""
    tasks = [
        task.id for task in result.plan.tasks.values() if unit is None or unit in {own.code for own in task.owners}
    ]
    states = [result.state(task) for task in tasks]
    return say(
        "plan title", lang, title=result.plan.title_in(lang), day=result.day.isoformat(), count=len(tasks),
        reached=states.count(progress.REACHED), late=states.count(progress.LATE),
        unknown=states.count(progress.UNKNOWN) + states.count(progress.UNKNOWN_LATE),
    )  # fmt: skip


def _goal(row: dict[str, Any], goal: PlanGoal, plan: WorkPlan, lang: str) -> tuple[str, ...]:
    task = plan.tasks[row["task"]]
    return (
        say("numbered task", lang, id=task.id, title=task.title_in(lang)),
        _target(goal, lang),
        _value(row, goal, lang),
        TonedText(say("not there", lang), "missing") if row["share"] is None else percent_text(row["share"]),
        percent_text(row["pace"]),
        row["due"] if row["due_basis"] != ASSUMED else TonedText(row["due"], "assumed"),
        _state(row, lang),
        joined_texts((owner.name(lang) for owner in task.owners), lang),
    )


def _target(goal: PlanGoal, lang: str) -> str:
    if goal.unit == SHARE:
        return say("all done", lang)
    return f"{goal.name(lang)} {_amount(goal.target, goal, lang)}"


def _amount(value: float, goal: PlanGoal, lang: str) -> str:
    if goal.unit == SHARE:
        return percent_text(value)
    return f"{number_text(value, lang)}{'' if lang == 'zh' else ' '}{goal.unit_in(lang)}"


def _value(row: dict[str, Any], goal: PlanGoal, lang: str) -> str:
    if row["value"] is None:
        return TonedText(say("missing", lang), "missing")
    fields = {"value": _amount(row["value"], goal, lang), "on": row["on"]}
    if row["basis"] == progress.FACT:
        return TonedText(say("by fact", lang, status=say(row["status"], lang), **fields), "assumed")
    return say("of target", lang, **fields)


def _state(row: dict[str, Any], lang: str) -> str:
    if progress.is_behind_pace(row):
        return TonedText(say("state behind", lang), "assumed")
    return TonedText(say(f"state {row['state']}", lang, days=row["late"]), STATE_TONES.get(row["state"], ""))


def _notes(rows: list[dict[str, Any]], plan: WorkPlan, lang: str) -> tuple[str, ...]:
    """How to read the rows that are shown; where their progress comes from, and why a fact may stand for it."""
    sources = list(dict.fromkeys(glossed_text(row["source"], lang) for row in rows if row["source"]))
    sentences = [say("plan sources", lang, sources=joined_texts(sources, lang, "semicolon"))] if sources else []
    goals = [plan.goals()[row["goal"]][1] for row in rows if row["basis"] == progress.FACT]
    return (
        say("plan note", lang),
        *sentences,
        *(say("plan fact note", lang, goal=goal.name(lang), why=goal.why) for goal in goals),
    )


def task_names(plan: WorkPlan, unit: str, most: int, lang: str = "zh") -> str:
    """A department's tasks by name, in one line; the first few of many. Empty where it has none."""
    tasks = [task for task in plan.tasks.values() if unit in {owner.code for owner in task.owners}]
    names = joined_texts(
        (say("numbered task", lang, id=task.id, title=task.title_in(lang)) for task in tasks[:most]), lang
    )
    shown = names if len(tasks) <= most else say("and others", lang, names=names, count=len(tasks))
    return say("tasks of the year", lang, count=len(tasks), names=shown) if tasks else ""


def clause_tasks(result: progress.Progress, card: Card, lang: str = "zh") -> Table:
    """Each clause of a card with its points and the tasks that serve it; what the text says, and what is assumed."""
    clauses = card.clauses()
    rows = tuple(_clause(result, card, clause, row, lang) for clause, row in clauses)
    others = [(scenario.title_in(lang), "number") for scenario in scenarios_beside(card)]
    heads = table_columns(
        (say("clause id", lang), "name"), (say("earned", lang), "number"), *others, say("tasks head", lang)
    )
    served = {clause for book, clause in result.links.select("rulebook", "clause").rows() if book == card.book.id}
    title = say("links title", lang, count=len(served), bare=len(clauses) - len(served))
    return Table(title, heads, rows, lang, notes=(say("links note", lang),))


def _clause(result: progress.Progress, card: Card, clause: Clause, row: dict[str, Any], lang: str) -> tuple[str, ...]:
    links = [_link(result, link, lang) for link in progress.linked_tasks(result, card.book.id, clause.id)]
    under = [result_texts.clause_row(card, clause, scenario.name) for scenario in scenarios_beside(card)]
    return (
        numbered_title(clause, lang),
        _points(row, lang),
        *(TonedText(_points(row, lang), "assumed") for row in under),
        joined_texts(links, lang, "semicolon") if links else TonedText(say("no task", lang), "quiet"),
    )


def _points(row: dict[str, Any], lang: str) -> str:
    return result_texts.test_outcome(row, lang) if row["kind"] == "test" else result_texts.points_cell(row, lang)


def _link(result: progress.Progress, link: dict[str, Any], lang: str) -> str:
    task = result.plan.tasks[link["task"]]
    name = say("numbered task", lang, id=task.id, title=task.title_in(lang))
    return say(f"link {link['basis']}", lang, task=name, said=link["said" if lang == "zh" else "said_en"])


def task_texts(plan: WorkPlan, lang: str = "zh") -> Table:
    """Every task word for word, as the annex prints it; where the body differs, both."""
    rows = tuple(
        (say("numbered task", lang, id=task.id, title=task.title_in(lang)), task.text,
         task.body or TonedText(say("same text", lang), "quiet"), task.responsible_printed)
        for task in plan.tasks.values()
    )  # fmt: skip
    heads = table_columns(
        (say("task", lang), "name"), say("annex text", lang), say("body text", lang), say("owners", lang)
    )
    count = len([task for task in plan.tasks.values() if task.body])
    notes = tuple(area.note_zh if lang == "zh" else area.note for area in plan.areas.values() if area.note)
    return Table(say("texts title", lang, count=count), heads, rows, lang, notes=notes)

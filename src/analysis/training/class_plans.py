"""The class's plans for a shared what-if task: each lever's spread and the best, scored in one pass (全班方案)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analysis import scenarios, scorecards
from analysis.catalogue import training_phrase as phrase
from analysis.facts import dictionary
from analysis.problems import InputError, Problem, did_you_mean
from analysis.scenarios import BASELINE, Scenario
from analysis.training import course, trainee_plans
from analysis.training.city_exercises import ExampleCity
from analysis.training.class_board import ClassBoard
from analysis.views import view_objects, words

FOUR = ("before", "least", "median", "most")


@dataclass(frozen=True, eq=False)
class ClassPlans:
    """The class's plans for a shared task, scored in one pass.

    `totals`: `trainee, points, before, reached, changes`, the best first. `spread`: `target, before, least, median,
    most, people`: of those who touched a lever, in the order of the task. `faults`: files left out.
    """

    task: course.SharedTask
    place: ExampleCity
    totals: pl.DataFrame
    spread: pl.DataFrame
    faults: tuple[Problem, ...]
    best: Scenario | None
    lang: str


def load_class_plans(
    board: ClassBoard, lesson: str = "what_if", where: str = "320281", when: str = "2021-03"
) -> ClassPlans:
    """The class's plans for a lesson's shared task on a city and month (code, YYYY-MM).

    Raises `InputError` for a lesson without a shared task.
    """
    part = course.course_lessons().get(lesson)
    if part is None or part.plan is None:
        zh, en = did_you_mean(
            lesson, [name for name, lesson_part in course.course_lessons().items() if lesson_part.plan]
        )
        raise InputError([Problem(f"lesson {lesson}", f"没有共做的方案。{zh}", f"It has no shared task. {en}")])
    place = ExampleCity(where, when, board.lang, part.plan.rulebook)
    plans, faults = trainee_plans.load(board.folder, lesson, part.plan)
    sound, more = _sound(plans, place)
    totals, spread = _totals(sound, part.plan, place), _spread(sound, part.plan, place)
    first = totals["trainee"][0] if totals.height else None
    best = next((plan for plan in sound if plan.name == first), None)
    return ClassPlans(part.plan, place, totals, spread, (*faults, *more), best, board.lang)


def _sound(plans: Sequence[Scenario], place: ExampleCity) -> tuple[list[Scenario], list[Problem]]:
    """The plans that can be; looked at one by one only where together they cannot."""
    try:
        scenarios.build_cases(place.figures, place.book, [BASELINE, *plans])
    except InputError:
        faults = {plan.name: _impossible(plan, place) for plan in plans}
        return [plan for plan in plans if not faults[plan.name]], [said for found in faults.values() for said in found]
    return list(plans), []


def _impossible(plan: Scenario, place: ExampleCity) -> list[Problem]:
    try:
        scenarios.build_cases(place.figures, place.book, plan)
    except InputError as error:
        return list(error.problems)
    return []


def _totals(plans: Sequence[Scenario], task: course.SharedTask, place: ExampleCity) -> pl.DataFrame:
    """Each plan's total; the best first, of equals the one with fewer changes."""
    scored = scorecards.total(place.figures, place.book, [BASELINE, *plans]).filter(month=place.month)
    before = scored.filter(scenario=BASELINE.name)["low"][0]
    counts = {plan.name: len({change.target for change in plan.changes}) for plan in plans}
    rows = scored.filter(pl.col("scenario").is_in(list(counts)))
    return rows.select(
        pl.col("scenario").alias("trainee"), pl.col("low").alias("points"), pl.lit(before).alias("before"),
        (pl.col("low") >= task.goal - trainee_plans.HAIR).alias("reached"),
        pl.col("scenario").replace_strict(counts, default=0, return_dtype=pl.Int64).alias("changes"),
    ).sort("points", "changes", "trainee", descending=[True, False, False])  # fmt: skip


def _spread(plans: Sequence[Scenario], task: course.SharedTask, place: ExampleCity) -> pl.DataFrame:
    """Where the class put each lever, of those who touched it."""
    touched = pl.DataFrame(
        [(plan.name, change.target) for plan in plans for change in plan.changes],
        schema={"scenario": pl.String, "target": pl.String}, orient="row",
    ).unique()  # fmt: skip
    frame = scenarios.build_cases(place.figures, place.book, [BASELINE, *plans]).frame.filter(month=place.month)
    levers = [name for name in task.levers if name in frame.columns]
    long = frame.select("scenario", *levers).unpivot(index="scenario", variable_name="target", value_name="value")
    before = long.filter(scenario=BASELINE.name).select("target", pl.col("value").alias("before"))
    held_to = touched.join(long, on=["scenario", "target"]).group_by("target").agg(
        pl.col("value").min().alias("least"), pl.col("value").median().alias("median"),
        pl.col("value").max().alias("most"), pl.len().alias("people"),
    )  # fmt: skip
    listed = pl.DataFrame({"target": list(task.levers)})
    spread = listed.join(before, on="target", how="left", maintain_order="left")
    joined = spread.join(held_to, on="target", how="left", maintain_order="left")
    return joined.with_columns(pl.col("people").fill_null(0))


def plans_spread(plans: ClassPlans) -> view_objects.Table:
    """The spread of the class's plans: least, median and most of each lever, and how many touched it."""
    lang = plans.lang
    heads = view_objects.table_columns(
        (phrase("lever", lang), "name"), (phrase("now", lang), "number"), (phrase("least", lang), "number"),
        (phrase("median", lang), "number"), (phrase("most", lang), "number"), (phrase("people", lang), "number"),
    )  # fmt: skip
    rows = tuple(
        (_lever(row["target"], lang), *(_amount(row[key], row["target"]) for key in FOUR),
         str(row["people"]))
        for row in plans.spread.rows(named=True)
    )  # fmt: skip
    title = phrase("spread", lang, task=plans.task.title_in(lang), people=plans.totals.height)
    return view_objects.Table(title, heads, rows, lang, notes=_notes(plans))


def plans_ranking(plans: ClassPlans) -> view_objects.Table:
    """Each plan's total, the best first."""
    lang = plans.lang
    heads = view_objects.table_columns(
        (phrase("trainee", lang), "name"), (phrase("total", lang), "number"), (phrase("gain", lang), "number"),
        (phrase("changes", lang), "number"), phrase("goal", lang),
    )  # fmt: skip
    rows = tuple(
        (row["trainee"], words.floored_points(row["points"]), words.points_text(row["points"] - row["before"], lang),
        str(row["changes"]),
         view_objects.TonedText(phrase("met" if row["reached"] else "not met", lang),
         "good" if row["reached"] else "quiet"))
        for row in plans.totals.rows(named=True)
    )  # fmt: skip
    return view_objects.Table(phrase("plans", lang), heads, rows, lang, empty=phrase("no plans", lang))


def best_plan(plans: ClassPlans) -> view_objects.Passage:
    """The best plan spelt out: whose it is, what it changes, what it comes to."""
    lang = plans.lang
    where = f"{words.city_title(plans.place.city, lang)} {words.month_title(plans.place.month, lang)}"
    if plans.best is None:
        return view_objects.Passage(phrase("best plan", lang, where=where), (phrase("no plans", lang),), lang)
    row = plans.totals.row(0, named=True)
    now = dict(plans.spread.select("target", "before").iter_rows())
    said = [
        phrase("changed to", lang, lever=_lever(change.target, lang), before=_amount(now[change.target], change.target),
               after=_amount(_reached(plans, change.target), change.target))
        for change in plans.best.changes
    ]  # fmt: skip
    first = phrase(
        "whose",
        lang,
        name=row["trainee"],
        total=words.floored_points(row["points"]),
        goal=words.points_text(plans.task.goal, lang),
    )
    return view_objects.Passage(phrase("best plan", lang, where=where), (first, *dict.fromkeys(said)), lang)


def _reached(plans: ClassPlans, target: str) -> float | None:
    frame = scenarios.build_cases(plans.place.figures, plans.place.book, plans.best).frame
    return frame.filter(month=plans.place.month)[target][0]


def _lever(name: str, lang: str) -> str:
    fact = dictionary()[name]
    return fact.zh if lang == "zh" else fact.en


def _amount(value: float | None, name: str, lang: str = "zh") -> str:
    return (
        view_objects.TonedText("–", "quiet")
        if value is None
        else words.unit_amount(value, dictionary()[name].unit, lang)
    )


def _notes(plans: ClassPlans) -> tuple[str, ...]:
    return () if not plans.faults else (phrase("left out", plans.lang, count=len(plans.faults)),)

"""The class board: who has done what, the commonest mistakes of each clause, the teacher's key (班级看板)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import plotly.graph_objects as go
import polars as pl

from analysis import rulebooks
from analysis.catalogue import training_phrase as phrase
from analysis.problems import Problem
from analysis.rulebooks import Rulebook
from analysis.training import answer_records, course
from analysis.training.course import CourseLesson
from analysis.training.mistakes import MISTAKES, find_mistake
from analysis.views import chart_contents, chart_drawing, view_objects

SHOWN = 12
"""How many bars a chart has at most."""


@dataclass(frozen=True, eq=False)
class ClassBoard:
    """What a class has handed in: `frame`, a row an answer (see `results`); `faults`, the files left out."""

    folder: Path
    frame: pl.DataFrame
    faults: tuple[Problem, ...]
    lang: str = "zh"

    @cached_property
    def people(self) -> list[str]:
        """The pseudonyms, sorted."""
        return self.frame["trainee"].unique().sort().to_list()


def load(folder: str = "", lang: str = "zh") -> ClassBoard:
    """The board of a shared folder (`data/training` where none is named); what is no result is told, not taken."""
    place = answer_records.training_folder(folder)
    kept = answer_records.load(place)
    return ClassBoard(place, kept.frame, kept.faults, lang)


def solved_counts(board: ClassBoard) -> pl.DataFrame:
    """Per trainee and lesson: `trainee, lesson, right` (exercises solved), `tried`, `answers`."""
    each = board.frame.group_by("trainee", "lesson", "task").agg(
        (pl.col("outcome") == "right").any().alias("right"), pl.len().alias("answers")
    )
    counted = each.group_by("trainee", "lesson").agg(
        pl.col("right").sum(), pl.len().alias("tried"), pl.col("answers").sum()
    )
    return counted.sort("trainee", "lesson")


def mistake_counts(board: ClassBoard) -> pl.DataFrame:
    """Per clause and mistake: `book, clause, mistake, people, times`, the commonest first."""
    rows = board.frame.explode("mistakes", empty_as_null=True).drop_nulls("mistakes").rename({"mistakes": "mistake"})
    counted = rows.group_by("book", "clause", "mistake").agg(
        pl.col("trainee").n_unique().alias("people"), pl.len().alias("times")
    )
    return counted.sort("people", "times", "book", "clause", "mistake", descending=[True, True, False, False, False])


def class_progress(board: ClassBoard) -> view_objects.Table:
    """Who has done what: exercises solved of each lesson's, and with how many answers."""
    lang, parts = board.lang, course.course_lessons()
    counts = {(row["trainee"], row["lesson"]): row for row in solved_counts(board).rows(named=True)}
    heads = view_objects.table_columns(
        (phrase("trainee", lang), "name"), *((part.title_in(lang), "number") for part in parts.values())
    )
    rows = tuple(
        (name, *(_solved(counts.get((name, part.name)), part, lang) for part in parts.values()))
        for name in board.people
    )
    notes = () if not board.faults else (phrase("left out", lang, count=len(board.faults)),)
    return view_objects.Table(phrase("who did what", lang), heads, rows, lang, notes, phrase("nobody yet", lang))


def _solved(row: Mapping[str, int] | None, part: CourseLesson, lang: str) -> str:
    if row is None:
        return view_objects.TonedText("–", "quiet")
    text = phrase("solved of", lang, right=row["right"], all=len(part.tasks), answers=row["answers"])
    return view_objects.TonedText(text, "good" if row["right"] >= len(part.tasks) else "")


def mistakes_table(board: ClassBoard) -> view_objects.Table:
    """The commonest mistakes of each clause: how many people made them, how often, what to look at again."""
    lang = board.lang
    heads = view_objects.table_columns(
        (phrase("clause", lang), "name"), phrase("mistake", lang), (phrase("people", lang), "number"),
        (phrase("times", lang), "number"), phrase("look again", lang),
    )  # fmt: skip
    rows = tuple(
        (_clause(row, lang), _called(row, lang), str(row["people"]), str(row["times"]), _look(row, lang))
        for row in mistake_counts(board).rows(named=True)
    )
    return view_objects.Table(phrase("commonest", lang), heads, rows, lang, empty=phrase("no mistakes", lang))


def mistakes_chart(board: ClassBoard) -> chart_contents.Chart:
    """The commonest mistakes as bars of people; the title names the first."""
    lang, rows = board.lang, mistake_counts(board).head(SHOWN).rows(named=True)
    bars = [
        chart_contents.Bar(f"{_clause(row, lang)} · {_called(row, lang)}", phrase("so many", lang,
        people=row["people"]),
            (float(row["people"]),))
        for row in rows
    ]  # fmt: skip
    title = phrase("no mistakes", lang)
    if rows:
        parts = {"clause": _clause(rows[0], lang), "mistake": _called(rows[0], lang), "people": rows[0]["people"]}
        title = phrase("chart mistakes", lang, **parts, all=len(board.people))
    chart = chart_drawing.bar_chart(
        title, bars, [chart_contents.Layer(phrase("people", lang), chart_contents.EARNED)], lang
    )
    figure = go.Figure(chart.figure).update_layout(xaxis_title_text=phrase("people", lang))
    return chart_contents.Chart(title, figure, chart.bars and replace(chart.bars, axis=phrase("people", lang)))


def _clause(row: Mapping[str, str], lang: str) -> str:
    """A clause with its title; the name of an exercise that is no clause's own; else what the file says."""
    book = _book(row["book"])
    if book and row["clause"] in book.clauses:
        return f"{row['clause']} {book.clauses[row['clause']].title_in(lang)}"
    is_task = row["clause"] in course.MAKERS or row["clause"].replace(" ", "_") in course.MAKERS
    return phrase(f"title {row['clause']}", lang) if is_task else row["clause"]


def _book(name: str) -> Rulebook | None:
    return rulebooks.load(name) if name in rulebooks.rulebook_ids() else None


def _mistake(row: Mapping[str, str]):  # type: ignore[no-untyped-def]
    book = _book(row["book"])
    own = book.clauses.get(row["clause"]) if book else None
    is_mistake = row["mistake"] in MISTAKES or (own and row["mistake"].removeprefix("reading ") in own.readings)
    return find_mistake(row["mistake"], own) if is_mistake else None  # type: ignore[arg-type]


def _called(row: Mapping[str, str], lang: str) -> str:
    found = _mistake(row)
    return found.called(lang) if found else row["mistake"]


def _look(row: Mapping[str, str], lang: str) -> str:
    found = _mistake(row)
    return found.look(lang) if found else ""


def answer_key(where: str = "320281", when: str = "2021-03", lang: str = "zh") -> view_objects.Table:
    """The teacher's key: the answer to every exercise of the course, as the exercises themselves give it."""
    heads = view_objects.table_columns((phrase("lesson", lang), "name"), (phrase("task", lang), "id"), phrase("title",
    lang),
                    (phrase("the answer", lang), "name"))  # fmt: skip
    rows = tuple(
        (part.title_in(lang), str(number), exercise.title, exercise.answer())
        for part in course.course_lessons().values()
        for number, task in enumerate(part.tasks, start=1)
        for exercise in [course.task_exercise(task, where, when, lang)]
    )
    return view_objects.Table(phrase("key", lang), heads, rows, lang)

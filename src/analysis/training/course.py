"""The course: its lessons and their exercises, as `params/training.toml` has them (课程)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.toml_tables import parsed_toml, unreadable_toml
from analysis.training import city_exercises, clause_exercises, fault_exercises, month_exercises
from analysis.training.city_exercises import ExampleCity
from analysis.training.exercises import Exercise

Maker = Callable[..., Exercise]
MAKERS: Mapping[str, Maker] = {
    "verdict": city_exercises.verdict_exercise, "certain": city_exercises.certain_total_exercise,
    "goal": city_exercises.goal_exercise, "pays": city_exercises.lever_step_exercise,
    "best": city_exercises.best_lever_exercise,
    "lacking": month_exercises.missing_figures_exercise, "moved": month_exercises.moved_clause_exercise,
    "moved_by": month_exercises.clause_change_exercise, "moved_why": month_exercises.driver_exercise,
    "delivery": fault_exercises.delivery_exercise, "code": fault_exercises.code_exercise,
}  # fmt: skip
CLAUSE = "clause"


@dataclass(frozen=True)
class SharedTask:
    """The class's shared what-if task: a total to reach, with at most so many changes of the levers named."""

    zh: str
    en: str
    rulebook: str
    goal: float
    most: int
    levers: tuple[str, ...]

    def title_in(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class CourseLesson:
    """One lesson: its notebook's name, its title, its exercises, and the shared task where it has one."""

    name: str
    zh: str
    en: str
    tasks: tuple[Mapping[str, Any], ...]
    plan: SharedTask | None = None

    def title_in(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


def course_lessons() -> Mapping[str, CourseLesson]:
    """The lessons by name, in their order. Raises `InputError` with every fault of the file at once."""
    path = root() / "params" / "training.toml"
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


def task_exercise(task: Mapping[str, Any], city: str, month: str, lang: str, more: int = 0) -> Exercise:
    """The exercise of a task; `more` is added to the seed of one that can be made on another city."""
    left = ("make", "focus") if more else ("make",)
    given = {name: setting for name, setting in task.items() if name not in left}
    if more:
        given["seed"] = given["seed"] + more
    if task["make"] == CLAUSE:
        return clause_exercises.exercise(**given, lang=lang)
    place = ExampleCity(city, month, lang, given.pop("rulebook", "hard-2019"))
    return MAKERS[task["make"]](place, **given)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Mapping[str, CourseLesson]:
    try:
        content = parsed_toml(path)
    except (OSError, ValueError) as error:
        why_zh, why = unreadable_toml(error)
        zh, en = f"课程文件无法读取：{why_zh}。", f"The course can't be read: {why}."
        raise InputError([Problem(display_path(path), zh, en)]) from None
    problems = Problems()
    for lesson in content.get("lesson", []):
        for place, task in enumerate(lesson.get("task", []), start=1):
            _check(f"{display_path(path)}, {lesson.get('name')}, task {place}", task, problems)
    problems.raise_any()
    return {lesson["name"]: _part(lesson) for lesson in content.get("lesson", [])}


def _check(where: str, task: Mapping[str, Any], problems: Problems) -> None:
    makers = [CLAUSE, *MAKERS]
    if task.get("make") not in makers:
        zh, en = did_you_mean(str(task.get("make")), makers)
        problems.report(where, f"make 不认识。{zh}", f"make is not known. {en}".rstrip())


def _part(lesson: Mapping[str, Any]) -> CourseLesson:
    plan = lesson.get("plan")
    shared = None if plan is None else SharedTask(**{**plan, "levers": tuple(plan["levers"])})
    return CourseLesson(lesson["name"], lesson["zh"], lesson["en"], tuple(lesson.get("task", [])), shared)

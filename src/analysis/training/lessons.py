"""A lesson as its notebook uses it: exercises asked, answers checked and kept, a plan handed in (课堂)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.catalogue import training_phrase as phrase
from analysis.problems import InputError, Problem, did_you_mean
from analysis.training import answer_records, course, trainee_plans, trainees
from analysis.training.city_exercises import ExampleCity
from analysis.training.course import CourseLesson
from analysis.training.exercises import CheckedAnswer, Exercise, exercise_style
from analysis.training.trainee_plans import JudgedPlan
from analysis.views import view_objects

KEPT = ("right", "mistake", "other")


@dataclass(frozen=True)
class StyledPassage:
    """A view with the style of exercises before it, for notebooks."""

    shown: view_objects.Passage

    def _repr_html_(self) -> str:
        return exercise_style() + self.shown._repr_html_()

    def __repr__(self) -> str:
        return repr(self.shown)


class Lesson:
    """One lesson in one notebook; `pseudonym` empty keeps nothing."""

    def __init__(
        self, part: CourseLesson, city: str, month: str, pseudonym: str, folder: Path, boxes: bool, lang: str
    ) -> None:
        self.part, self.folder, self.boxes, self.lang = part, folder, boxes, lang
        self.place = ExampleCity(city, month, lang)
        self.pseudonym = trainees.pseudonym(pseudonym) if pseudonym else ""
        self._made: dict[int, Exercise] = {}
        self._tries: dict[tuple[str, int], int] = {}

    def desk(self) -> Any:
        """Whose answers these are and where they go; in the app a box for the pseudonym."""
        if self.boxes:
            from analysis.training.exercise_widgets import PseudonymWidget  # only the app has widgets

            return PseudonymWidget(self)
        key = "named" if self.pseudonym else "unnamed"
        said = view_objects.Passage(
            self.part.title_in(self.lang), (phrase(key, self.lang, name=self.pseudonym),), self.lang
        )
        return StyledPassage(said)

    def ask(self, number: int) -> Any:
        """The exercise of a number; in the app with a box for the answer."""
        exercise = self.exercise(number)
        if self.boxes:
            from analysis.training.exercise_widgets import ExerciseWidget  # as above

            return ExerciseWidget(self, number)
        return exercise

    def exercise(self, number: int, more: int = 0) -> Exercise:
        """The exercise of a number, made once; `more`: on another city. Raises `InputError` where there is none."""
        tasks = self.part.tasks
        if not 1 <= number <= len(tasks):
            texts = (phrase("no task", lang, count=len(tasks)) for lang in ("zh", "en"))
            raise InputError([Problem(f"{self.part.name} {number}", *texts)])
        if more or number not in self._made:
            place = self.place
            self._made[number] = course.task_exercise(tasks[number - 1], place.city, place.month, self.lang, more)
        return self._made[number]

    def renewable(self, number: int) -> bool:
        """Whether the exercise can be made on another city."""
        return "seed" in self.part.tasks[number - 1]

    def check(self, number: int, answer: Any = ...) -> CheckedAnswer:
        """Whether an answer is right, or which mistake it looks like; kept where there is a pseudonym."""
        exercise = self.exercise(number)
        checked = exercise.check(answer)
        if self.pseudonym and checked.outcome in KEPT:
            self._keep(number, exercise, checked)
        return checked

    def hint(self, number: int, count: int = 1) -> view_objects.Passage:
        """The first so many hints to an exercise."""
        return self.exercise(number).hint(count)

    def answer(self, number: int) -> view_objects.Passage:
        """The answer with its working: asked for, it is told."""
        return self.exercise(number).working()

    def submit(self, plan: Any = ...) -> JudgedPlan:
        """Hand in a plan for the class's shared task: a scenario, or the panel's state; kept under the pseudonym."""
        if self.part.plan is None:
            texts = (phrase("no plan", lang) for lang in ("zh", "en"))
            raise InputError([Problem(self.part.name, *texts)])
        if plan is ... or plan is None:
            return JudgedPlan(False, phrase("plan none", self.lang), self.lang)
        scenario = trainee_plans.plan_scenario(plan)
        place = ExampleCity(self.place.city, self.place.month, self.lang, self.part.plan.rulebook)
        judged = trainee_plans.judge_plan(self.part.plan, scenario, place)
        if not self.pseudonym or not judged.sound or not scenario.changes:
            return judged
        trainee_plans.save(self.pseudonym, self.part.name, self.part.plan, scenario, self.folder)
        return JudgedPlan(judged.reached, phrase("plan kept", self.lang, said=judged.message), self.lang)

    def hand_in(self, plan: Any) -> Any:
        """A button that hands in what the panel holds when it is pressed."""
        from analysis.training.exercise_widgets import HandInButton  # as above

        return HandInButton(self, plan)

    def progress(self) -> view_objects.Table:
        """How far this trainee is in the lesson, as far as it is kept."""
        lang = self.lang
        rows = tuple((f"{number}", self._state(number)) for number in range(1, len(self.part.tasks) + 1))
        heads = view_objects.table_columns((phrase("task", lang), "id"), (phrase("state", lang), "name"))
        return view_objects.Table(phrase("my progress", lang), heads, rows, lang)

    def _state(self, number: int) -> str:
        records = answer_records.load(self.folder).frame if self.pseudonym else None
        own = [] if records is None else records.filter(
            trainee=self.pseudonym, lesson=self.part.name, task=number
        )["outcome"].to_list()  # fmt: skip
        if "right" in own:
            return view_objects.TonedText(phrase("solved", self.lang, attempts=own.index("right") + 1), "good")
        return phrase("tried" if own else "untried", self.lang, attempts=len(own))

    def _keep(self, number: int, exercise: Exercise, checked: CheckedAnswer) -> None:
        key = (self.pseudonym, number)
        if key not in self._tries:
            before = answer_records.load(self.folder).frame.filter(
                trainee=self.pseudonym, lesson=self.part.name, task=number
            )
            self._tries[key] = before.height
        self._tries[key] += 1
        record = answer_records.answer_record(
            self.pseudonym, self.part.name, number, exercise, checked, self._tries[key]
        )
        answer_records.save(record, self.folder)


def lesson(
    name: str, city: str = "320281", month: str = "2021-03", pseudonym: str = "", folder: str = "",
    boxes: bool = False, lang: str = "zh",
) -> Lesson:  # fmt: skip
    """A lesson of the course by its name.

    `city`, `month`: of the worked examples. `pseudonym`: under which results are kept in `folder` (`data/training`
    where none is named); none, and nothing is kept. `boxes`: answers are given in boxes, as in the app.
    Raises `InputError` for a lesson that is not there and for a pseudonym that will not do.

    >>> from analysis import training
    >>> what_if = training.lesson("what_if", lang="en")
    >>> what_if.check(1, 0.5).outcome
    'other'
    """
    lessons = course.course_lessons()
    if name not in lessons:
        near = did_you_mean(name, lessons)
        texts = (
            phrase("no lesson", tongue, name=name, near=hint) for tongue, hint in zip(("zh", "en"), near, strict=True)
        )
        raise InputError([Problem(f"lesson {name}", *texts)])
    return Lesson(lessons[name], city, month, pseudonym, answer_records.training_folder(folder), boxes, lang)

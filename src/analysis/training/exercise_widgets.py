"""The exercise as widgets: a box for the answer, checks, hints, another city; a box for the pseudonym (作答框)."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any, Protocol

import ipywidgets as widgets

from analysis.catalogue import panel_phrase
from analysis.catalogue import training_phrase as phrase
from analysis.problems import InputError
from analysis.training.answers import CHOICE, VERDICT
from analysis.training.exercises import CheckedAnswer, Exercise, exercise_style
from analysis.training.trainee_plans import JudgedPlan
from analysis.training.trainees import pseudonym
from analysis.views import view_objects
from analysis.views.panels import page_inputs, widget_layout


class AnswerableLesson(Protocol):
    """What a lesson gives to be answered on the page."""

    lang: str
    pseudonym: str

    def renewable(self, number: int) -> bool:
        """Whether the exercise can be made on another city."""

    def exercise(self, number: int, more: int = 0) -> Exercise:
        """The exercise of a number; `more`: on another city."""

    def check(self, number: int, answer: Any) -> CheckedAnswer:
        """Whether an answer is right."""

    def hint(self, number: int, count: int) -> view_objects.Passage:
        """The first so many hints."""

    def answer(self, number: int) -> view_objects.Passage:
        """The answer with its working."""

    def submit(self, plan: Any) -> JudgedPlan:
        """Hand in a plan."""


class ExerciseWidget:
    """One exercise of a lesson to be answered on the page."""

    def __init__(self, lesson: AnswerableLesson, number: int) -> None:
        self.lesson, self.number, self._more, self._hints = lesson, number, 0, 0
        lang = lesson.lang
        self.shown, self.said = widgets.HTML(), widget_layout.with_classes(widgets.HTML(), "wb-said")
        self.helped = widget_layout.with_classes(widgets.HTML(), "wb-said")
        self.answer = widgets.Box()
        verbs = {"check": self.check, "a hint": self.hint, "show": self.tell}
        if lesson.renewable(number):
            verbs["next city"] = self.renew
        self.buttons = {key: widget_layout.push_button(phrase(key, lang), verb) for key, verb in verbs.items()}
        widget_layout.with_classes(self.buttons["check"], "wb-first")
        row = widget_layout.button_row(self.answer, *self.buttons.values())
        self.box = widget_layout.with_classes(widgets.VBox([self.shown, row, self.said, self.helped]), "wb-ask")
        self._show()
        page_inputs.when_refused(self.box, self._refused)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    @property
    def given(self) -> Any:
        """What stands in the box."""
        return self.answer.children[0].value

    def check(self) -> None:
        """Check what stands in the box."""
        self.said.value = answer_message(self.lesson, lambda: self.lesson.check(self.number, self.given)._repr_html_())

    def hint(self) -> None:
        """One hint more, below what was said of the answer."""
        self._hints += 1
        self.helped.value = self.lesson.hint(self.number, self._hints)._repr_html_()

    def tell(self) -> None:
        """The answer with its working, below what was said of the one given."""
        self.helped.value = self.lesson.answer(self.number)._repr_html_()

    def renew(self) -> None:
        """The same on another city."""
        self._more += 1
        self._hints = 0
        self.lesson.exercise(self.number, self._more)
        self.said.value = self.helped.value = ""
        self._show()

    def _show(self) -> None:
        exercise = self.lesson.exercise(self.number)
        self.shown.value = exercise._repr_html_()
        self.answer.children = (self._control(exercise),)
        page_inputs.when_refused(self.answer, self._refused)

    def _refused(self) -> None:
        self.said.value = refused_html(self.lesson.lang)

    def _control(self, exercise: Exercise) -> widgets.Widget:
        lang, name = self.lesson.lang, phrase("your answer", self.lesson.lang)
        words = [phrase(key, lang) for key in (*exercise.words, "unknown")]
        offered = {VERDICT: words, CHOICE: list(exercise.choices)}.get(exercise.kind)
        if offered:
            return page_inputs.RadioChoice(options=offered, value=None, tooltip=name)
        return page_inputs.TextBox(description=name, style={"description_width": "initial"}, continuous_update=False)


class PseudonymWidget:
    """Whose answers these are: a box for the pseudonym, and what is kept under it."""

    def __init__(self, lesson: AnswerableLesson) -> None:
        self.lesson, lang = lesson, lesson.lang
        self.name = page_inputs.TextBox(value=lesson.pseudonym, placeholder=phrase("your name", lang))
        self.said = widgets.HTML()
        row = widget_layout.button_row(self.name, widget_layout.push_button(phrase("name it", lang), self.set))
        label = widgets.HTML(f"<p>{html.escape(phrase('your name', lang))}</p>")
        self.box = widget_layout.with_classes(
            widgets.VBox([widgets.HTML(exercise_style()), label, row, self.said]), "wb-ask", "wb-desk"
        )
        page_inputs.when_refused(self.box, self._refused)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    def set(self) -> None:
        """Take the pseudonym that stands in the box; an empty one keeps nothing."""
        lang = self.lesson.lang
        try:
            self.lesson.pseudonym = pseudonym(self.name.value) if self.name.value.strip() else ""
        except InputError as error:
            text = error.problems[0].zh if lang == "zh" else error.problems[0].en
            self.said.value = widget_layout.paragraph_html(text, "missing")
            return
        name = self.lesson.pseudonym
        self.said.value = widget_layout.paragraph_html(phrase("named", lang, name=name), "good") if name else ""

    def _refused(self) -> None:
        self.said.value = refused_html(self.lesson.lang)


class HandInButton:
    """A button that hands in a plan as it stands then."""

    def __init__(self, lesson: AnswerableLesson, plan: Any) -> None:
        self.lesson, self.plan, self.said = lesson, plan, widget_layout.with_classes(widgets.HTML(), "wb-said")
        press = widget_layout.push_button(phrase("hand in", lesson.lang), self.submit)
        self.box = widget_layout.with_classes(widgets.VBox([widget_layout.button_row(press), self.said]), "wb-ask")

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    def submit(self) -> None:
        """Hand in the plan."""
        self.said.value = answer_message(self.lesson, lambda: self.lesson.submit(self.plan)._repr_html_())


def refused_html(lang: str) -> str:
    """What is said where a page sent what none of its boxes can give."""
    return widget_layout.paragraph_html(panel_phrase("page strange", lang), "missing")


def answer_message(lesson: AnswerableLesson, verb: Callable[[], str]) -> str:
    """What a verb says, or why it could not be kept."""
    try:
        return verb()
    except InputError as error:
        text = "；".join(problem.zh if lesson.lang == "zh" else problem.en for problem in error.problems)
    except OSError as error:
        text = str(error.strerror)
    return widget_layout.paragraph_html(phrase("not kept", lesson.lang, text=text), "missing")

"""An exercise: what is asked and given, its answer with the working, hints in steps, mistakes recognised (练习)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.catalogue import TAGS
from analysis.catalogue import training_phrase as phrase
from analysis.formulas import number_text
from analysis.training import answers
from analysis.training.answers import AMOUNT, CHOICE, COUNT, POINTS, VERDICT, Answer
from analysis.training.mistakes import MISTAKES, NOT_WORKED_OUT, Mistake
from analysis.views import view_objects
from analysis.views import words as view_words

RIGHT, MISTAKEN, OTHER = "right", "mistake", "other"
NEAR, EXACT = 0.005 + 1e-9, 1e-6
"""Answers are right to two decimals; of two that are near, the nearer holds."""


@dataclass(frozen=True)
class CheckedAnswer:
    """What is said of an answer: `outcome` right, mistake, other, blank or strange; never the answer itself."""

    outcome: str
    mistakes: tuple[Mistake, ...]
    message: str
    lang: str
    value: float | None = None

    def __bool__(self) -> bool:
        return self.outcome == RIGHT

    @property
    def tone(self) -> str:
        return {RIGHT: "good", answers.BLANK: "quiet"}.get(self.outcome, "missing")

    def _repr_html_(self) -> str:
        return exercise_html("checked.html", checked=self)

    def __repr__(self) -> str:
        return self.message


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise. `right`: the answer as a number (a verdict 1 or 0, a choice its place), None where it is unknown.

    `kind`: points, verdict, count, amount (in `unit`) or choice. `wrong`: each known mistake with what it would answer.
    `book`, `clause`, `seed` and `ask` say where it comes from: with them it can be made again.
    """

    book: str
    clause: str
    seed: int
    ask: str
    title: str
    lines: tuple[str, ...]
    given: tuple[view_objects.Table, ...]
    question: str
    kind: str
    right: float | None
    wrong: tuple[tuple[Mistake, float | None], ...]
    hints: tuple[str, ...]
    steps: tuple[str, ...]
    lang: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    words: tuple[str, str] = ("pass", "fail")
    quotes: tuple[str, ...] = field(default=())

    @property
    def language(self) -> str:
        return TAGS[self.lang]

    def check(self, answer: Any = ...) -> CheckedAnswer:
        """Whether an answer is right, or which mistake it looks like; the answer itself is not told."""
        read = answers.read(answer, self.kind, self.unit, self.choices)
        if read.status == answers.BLANK:
            return self._said(answers.BLANK, phrase("not answered", self.lang))
        if read.status == answers.STRANGE:
            return self._said(answers.STRANGE, phrase("strange", self.lang, example=self._example()))
        if self._is(read, self.right):
            return self._said(RIGHT, phrase("right", self.lang), value=read.value)
        return self._mistaken(read)

    def hint(self, number: int = 1) -> view_objects.Passage:
        """The first so many hints, from the text of the clause to the last step but one."""
        shown = self.hints[: max(1, number)]
        more = () if number <= len(self.hints) else (phrase("no more hints", self.lang),)
        return view_objects.Passage(self.title, (*shown, *more), self.lang)

    def answer(self) -> str:
        """The answer, as a reader writes it."""
        if self.right is None:
            return phrase("unknown", self.lang)
        if self.kind == VERDICT:
            return phrase(self.words[0] if self.right else self.words[1], self.lang)
        if self.kind == CHOICE:
            return self.choices[int(self.right)]
        if self.kind == COUNT:
            return number_text(self.right, self.lang)
        return self._pointed() if self.kind == POINTS else view_words.unit_amount(self.right, self.unit, self.lang)

    def working(self) -> view_objects.Passage:
        """How the answer comes about, step by step."""
        last = phrase("answer", self.lang, answer=self.answer())
        return view_objects.Passage(phrase("working", self.lang), (*self.steps, last), self.lang)

    def same(self, answer: float | None, other: float | None) -> bool:
        """Whether two outcomes are one and the same answer; two unknown ones are."""
        return answer is other if answer is None or other is None else abs(answer - other) <= 2 * self._room(other)

    def _repr_html_(self) -> str:
        return exercise_html("exercise.html", exercise=self)

    def __repr__(self) -> str:
        return "\n".join([self.title, *self.lines, *self.quotes, *map(repr, self.given), self.question])

    def _pointed(self) -> str:
        return phrase("points", self.lang, points=view_words.points_text(self.right, self.lang))

    def _is(self, read: Answer, wanted: float | None) -> bool:
        if read.value is None or wanted is None:
            return read.value is None and wanted is None
        return abs(read.value - wanted) <= self._room(wanted)

    def _room(self, wanted: float) -> float:
        """How far an answer may be off: points half a hundredth, amounts half of the last of four digits."""
        return abs(wanted) * NEAR / 10 + EXACT if self.kind == AMOUNT else NEAR if self.kind == POINTS else EXACT

    def _mistaken(self, read: Answer) -> CheckedAnswer:
        found = tuple(mistake for mistake, outcome in self.wrong if self._is(read, outcome))
        if not found and read.value is None:
            found = (MISTAKES[NOT_WORKED_OUT],)
        if not found:
            return self._said(OTHER, phrase("wrong", self.lang), value=read.value)
        return self._said(MISTAKEN, self._like(found), found, read.value)

    def _like(self, found: Sequence[Mistake]) -> str:
        remarks = [(mistake.called(self.lang), mistake.look(self.lang)) for mistake in found]
        if len(remarks) == 1:
            return phrase("wrong like", self.lang, mistake=remarks[0][0], look=remarks[0][1])
        each = [phrase("each look", self.lang, mistake=called, look=look.rstrip("。.")) for called, look in remarks]
        return phrase("wrong either", self.lang, mistakes=view_words.joined_texts(each, self.lang, "semicolon"))

    def _said(
        self, outcome: str, message: str, found: tuple[Mistake, ...] = (), value: float | None = None
    ) -> CheckedAnswer:
        return CheckedAnswer(outcome, found, message, self.lang, value)

    def _example(self) -> str:
        return phrase(f"example {self.kind}", self.lang, choices=view_words.joined_texts(self.choices, self.lang))


def exercise_html(template: str, **parts: Any) -> str:
    """A template of this package with its parts put in; every text is escaped."""
    return view_objects.template_environment(Path(__file__).parent / "templates").get_template(template).render(**parts)


def exercise_style() -> str:
    """The style of exercises and their boxes, beside that of tables."""
    css = (Path(__file__).parent / "templates" / "lesson.css").read_text("utf-8")
    return f"{view_objects.Style()._repr_html_()}<style>\n{css}</style>"

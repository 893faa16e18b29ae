"""Exercises asked of a city's own card: its verdict, what is certain, what a step pays (城市练习)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from analysis import facts, rulebooks, scenarios, scorecards
from analysis.catalogue import training_phrase as phrase
from analysis.questions import goal as goals
from analysis.questions import levers
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE
from analysis.training.answers import AMOUNT, CHOICE, POINTS, VERDICT
from analysis.training.exercises import Exercise
from analysis.training.mistakes import MISTAKES, Mistake
from analysis.views import view_objects, words


@dataclass(frozen=True)
class ExampleCity:
    """The city and month of a worked example; a rulebook beside it."""

    city: str
    month: str
    lang: str = "zh"
    rulebook: str = "hard-2019"

    @cached_property
    def book(self) -> Rulebook:
        return rulebooks.load(self.rulebook, self.month)

    @cached_property
    def figures(self) -> pl.DataFrame:
        return facts.up_to(self.city, self.month)

    @property
    def here(self) -> tuple[pl.DataFrame, Rulebook, str, str]:
        """What questions are asked of."""
        return self.figures, self.book, self.city, self.month

    def name(self) -> str:
        """The city's name."""
        return words.city_title(self.city, self.lang)

    def total(self, *changed: tuple[str, str]) -> dict[str, Any]:
        """The totals of the month, after changes written as texts."""
        parts = scenarios.parse_scenarios(list(changed), self.book) if changed else []
        scenario = scenarios.stack_scenarios(parts) if parts else BASELINE
        total = scorecards.total(self.figures, self.book, scenario)
        return total.row(by_predicate=pl.col("month") == self.month, named=True)


def build_exercise(
    place: ExampleCity, ask: str, kind: str, right: float | None, wrong: Mapping[str, float | None],
    steps: tuple[str, ...], question: str, hint: str, given: tuple[view_objects.Table, ...] = (), seed: int = 0,
    **more: Any,
) -> Exercise:  # fmt: skip
    """An exercise that is no clause's own; mistakes that would give the right answer are left out."""
    lang = place.lang
    title = phrase("asked", lang, title=phrase(f"title {ask}", lang))
    exercise = Exercise(
        place.rulebook, ask, seed, ask, title, more.pop("lines", _lines(place)), given, question, kind, right,
        (), (phrase("hint", lang, number=1, text=hint),), steps, lang, **more,
    )  # fmt: skip
    return _with(exercise, {MISTAKES[key]: outcome for key, outcome in wrong.items()})


def _with(exercise: Exercise, wrong: dict[Mistake, float | None]) -> Exercise:
    kept = tuple((mistake, outcome) for mistake, outcome in wrong.items() if not exercise.same(outcome, exercise.right))
    return replace(exercise, wrong=kept)


def _lines(place: ExampleCity) -> tuple[str, ...]:
    return (phrase("sample", place.lang, city=place.name(), month=words.month_title(place.month, place.lang)),)


def verdict_exercise(place: ExampleCity) -> Exercise:
    """Whether the city passes; a failed test ignored would let it."""
    lang = place.lang
    passes = place.total()["passes"]
    right = None if passes is None else float(passes)
    judged = scorecards.score(place.figures, place.book).filter((pl.col("month") == place.month) & ~pl.col("met"))
    failed = judged.filter(pl.col("kind") == "test")["clause"].to_list()
    titles = tuple(f"{name} {place.book.clauses[name].title_in(lang)}：{phrase('fail', lang)}" for name in failed)
    question = phrase("ask verdict", lang, book=place.book.title_in(lang), city=place.name())
    wrong = {"veto": 1.0, "missing as full": 1.0} if right is None else {"veto": 1.0}
    return build_exercise(place, "verdict", VERDICT, right, wrong, titles, question, phrase("hint verdict", lang))


def certain_total_exercise(place: ExampleCity) -> Exercise:
    """The total that is certain."""
    lang, total = place.lang, words.floored_total(place.total())
    question = phrase("ask certain", lang, book=place.book.title_in(lang), city=place.name())
    steps = (
        phrase(
            "total of", lang, before=words.points_text(total["low"], lang), after=words.points_text(total["high"], lang)
        ),
    )
    wrong = {"high for low": total["high"]}
    return build_exercise(place, "certain", POINTS, total["low"], wrong, steps, question, phrase("hint certain", lang))


def goal_exercise(place: ExampleCity, lever: str, clause: str) -> Exercise:
    """How much of one figure earns a clause's full marks."""
    lang = place.lang
    found = goals.seek(*place.here, lever, f"{clause}:cap")
    sought, needed = found.lever, found.lever.now if found.reached else found.needed
    named, unit = (sought.zh if lang == "zh" else sought.en), sought.unit
    most = place.book.clauses[clause]
    worth = rulebooks.clause_limit(most, "possible")
    steps = (phrase("needs", lang, lever=named, now=_shown(sought.now, unit, lang), needed=_shown(needed, unit, lang)),)
    question = phrase("ask goal", lang, lever=named, clause=clause)
    wrong = {"change for level": found.change, "ten thousand": needed and needed / 10_000}
    hint = phrase("hint goal", lang, most=words.points_text(worth, lang))
    return build_exercise(place, "goal", AMOUNT, needed, wrong, steps, question, hint, unit=unit)


def _shown(amount: float | None, unit: str, lang: str) -> str:
    return phrase("unknown", lang) if amount is None else words.unit_amount(amount, unit, lang)


def lever_step_exercise(place: ExampleCity, lever: str, change: str) -> Exercise:
    """What a change of one figure adds to the total."""
    lang = place.lang
    before, after = place.total()["low"], place.total(("set", f"{lever}={change}"))["low"]
    fact = place.book.dictionary[lever]
    named = fact.zh if lang == "zh" else fact.en
    steps = (phrase("total of", lang, before=words.points_text(before, lang), after=words.points_text(after, lang)),)
    question = phrase("ask pays", lang, lever=named, change=change)
    wrong = {"level for change": after}
    return build_exercise(place, "pays", POINTS, after - before, wrong, steps, question, phrase("hint pays", lang))


def best_lever_exercise(place: ExampleCity, names: list[str]) -> Exercise:
    """Which of some levers pays most with its next step."""
    lang = place.lang
    rows = levers.board(*place.here, names=names).levers.sort("lever").rows(named=True)
    facts_of = [place.book.dictionary[row["lever"]] for row in rows]
    choices = tuple(fact.zh if lang == "zh" else fact.en for fact in facts_of)
    gains, opens = ([row[key] or 0.0 for row in rows] for key in ("pays", "open"))
    steps = tuple(
        phrase(
            "pays of",
            lang,
            lever=name,
            step=_shown(row["step"], row["unit"], lang),
            pays=words.points_text(row["pays"], lang),
        )
        for name, row in zip(choices, rows, strict=True)
    )
    wrong = {"points for lever": float(opens.index(max(opens)))}
    right = float(gains.index(max(gains)))
    return build_exercise(
        place, "best", CHOICE, right, wrong, steps, phrase("ask best", lang), phrase("hint best", lang), choices=choices
    )

"""An exercise made from a clause of a rulebook: a made-up city, what the engine says of it, and what mistakes would
(条款练习)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis import rulebooks
from analysis.catalogue import training_phrase as phrase
from analysis.formulas import evaluate, number_text, substituted_formula
from analysis.problems import InputError, Problem, did_you_mean
from analysis.rulebooks import DEFAULT, Clause, Rulebook
from analysis.rulebooks.clauses import DEDUCTED, SCORED, TESTED
from analysis.scorecards import Working
from analysis.scorecards.working_steps import case_row, clause_calculation, formula_labels
from analysis.training import city_choice, synthetic_figures
from analysis.training.answers import POINTS, VERDICT
from analysis.training.city_choice import MisreadOutcomes
from analysis.training.exercises import Exercise
from analysis.training.mistakes import Mistake, find_mistake
from analysis.training.random_draws import RandomDraws
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import amount_text, joined_texts, month_title, rule_value_text, shortened_working

ASKS = ("points", "target")
YEARS, MONTHS = (2019, 2020, 2021), 12


@dataclass(frozen=True, eq=False)
class ExerciseInputs:
    """What an exercise is made of: the clause, the chosen city's figures, the rule values given, the working."""

    book: Rulebook
    clause: Clause
    ask: str
    facts: pl.DataFrame
    given: Mapping[str, float]
    done: Working
    lang: str

    @property
    def month(self) -> str:
        return str(self.facts["month"].max())

    @property
    def speaks(self) -> tuple[str, ...]:
        """The names that the formula asked about speaks of."""
        tree = self.clause.reading().whole("met" if self.ask == "target" else self.part)
        return tree.names if tree else ()

    @property
    def part(self) -> str:
        return "met" if self.clause.kind == TESTED else "points"


def exercise(
    clause: str, seed: int = 1, rulebook: str | Rulebook = "hard-2019", ask: str = "points", focus: str = "",
    lang: str = "zh",
) -> Exercise:  # fmt: skip
    """An exercise on a clause, the same everywhere for the same seed; another seed is another city.

    `ask`: `points` (for a test its verdict, for a deduction what is deducted), or `target`: whether the clause's
    headline target is met. `focus`: the key of a mistake that must show, such as `cap`, `percent`, `ten thousand`,
    `veto`, `linear`, `past possible`, `strict`, `missing as zero`.
    The right answer and what each mistake would answer come from the engine: a mistake is one more reading of the
    clause. Raises `InputError` for a clause, ask or focus that is not there, and a clause that is not filled in.

    >>> from analysis import training
    >>> asked = training.exercise("18.3", seed=7)
    >>> asked.check("1.5 分")
    还不对，也不像常见的错。再读一遍条文，或看提示。
    >>> asked.check("2 分")
    对了！
    >>> asked.answer()
    '2.00 分'
    """
    book = rulebooks.load(rulebook) if isinstance(rulebook, str) else rulebook
    held = _refused(book, clause, ask)
    chance = RandomDraws("exercise", book.id, clause, ask, seed)
    when = f"{chance.one(YEARS)}-{chance.one(range(1, MONTHS + 1)):02d}"
    given = synthetic_figures.working_values(held, chance)
    facts = synthetic_figures.synthetic_cities(held, book, when, chance)
    told = city_choice.misread_outcomes(book, held, facts, given, ask)
    place = city_choice.choose_city(told, chance, _focus(focus, told, held))
    city = told.cities[place]
    own = facts.filter(pl.col("city") == city)
    cases = city_choice.clause_cases(book, held, own, given)
    done = clause_calculation(
        held, city_choice.single_clause_book(book, held), cases, case_row(cases, DEFAULT, city, when), lang
    )
    made = ExerciseInputs(book, held, ask, own, given, done, lang)
    return _exercise(made, told, place, seed, chance.one(synthetic_figures.NAMES))


def _exercise(made: ExerciseInputs, told: MisreadOutcomes, place: int, seed: int, city: str) -> Exercise:
    clause, lang = made.clause, made.lang
    wrong = _wrong(told, place, clause)
    verdict = clause.kind == TESTED or made.ask == "target"
    return Exercise(
        made.book.id, clause.id, seed, made.ask,
        phrase("exercise", lang, clause=clause.id, title=clause.title_in(lang)),
        (phrase("made up", lang, city=city, month=month_title(made.month, lang)),),
        (_given(made),), phrase(f"ask {_asked(made)}", lang), VERDICT if verdict else POINTS,
        _number(told.right[place]), wrong, _hints(made, wrong), _steps(made), lang,
        words=("met", "not met") if made.ask == "target" else ("pass", "fail"),
        quotes=tuple(clause.text.splitlines()),
    )  # fmt: skip


def _asked(made: ExerciseInputs) -> str:
    kind = {TESTED: "test", DEDUCTED: "deduction", SCORED: "points"}[made.clause.kind]
    return "target" if made.ask == "target" else kind


def _wrong(told: MisreadOutcomes, place: int, clause: Clause) -> tuple[tuple[Mistake, float | None], ...]:
    """The mistakes that give this city another answer."""
    differ = told.differ[place]
    held = [(key, told.wrong[place, at]) for at, key in enumerate(told.keys) if differ[at]]
    return tuple((find_mistake(key, clause), _number(outcome)) for key, outcome in held)


def _number(outcome: Any) -> float | None:
    return None if np.isnan(outcome) else float(outcome)


def _given(made: ExerciseInputs) -> Table:
    lang = made.lang
    heads = table_columns((phrase("name", lang), "name"), (phrase("value", lang), "number"), phrase("meaning", lang))
    return Table(phrase("given", lang), heads, (*_figures(made), *_assumed(made)), lang)


def _figures(made: ExerciseInputs) -> list[tuple[str, ...]]:
    facts, lang = made.facts.sort("month"), made.lang
    held = [(made.book.dictionary[name], row) for name in made.clause.facts() for row in facts.rows(named=True)]
    return [
        (_titled(fact, row["month"], facts.height > 1, lang), _shown(row[fact.name], fact, lang),
         fact.meaning_zh if lang == "zh" else fact.meaning)
        for fact, row in held
    ]  # fmt: skip


def _titled(fact: Any, when: str, several: bool, lang: str) -> str:
    name = fact.zh if lang == "zh" else fact.en
    return phrase("of month", lang, name=name, month=month_title(when, lang)) if several else name


def _shown(figure: float | None, fact: Any, lang: str) -> str:
    return TonedText(phrase("missing", lang), "missing") if figure is None else amount_text(figure, fact, lang)


def _assumed(made: ExerciseInputs) -> list[tuple[str, ...]]:
    lang, values = made.lang, made.clause.values
    return [
        (values[name].zh if lang == "zh" else name, rule_value_text(held, values[name].unit, lang),
         TonedText(phrase("assumed", lang), "assumed"))
        for name, held in made.given.items()
        if name in made.speaks
    ]  # fmt: skip


def _hints(made: ExerciseInputs, wrong: tuple[tuple[Mistake, float | None], ...]) -> tuple[str, ...]:
    """From the text to the last step but one; never a result."""
    lang = made.lang
    names = [
        fact.zh if lang == "zh" else fact.en for fact in map(made.book.dictionary.get, made.clause.facts()) if fact
    ]
    told = [phrase("hint text", lang), phrase("hint figures", lang, names=joined_texts(names, lang)), _formula(made)]
    told += [phrase("hint step", lang, step=step) for step in _lets(made, results=False)]
    told += [mistake.look(lang) for mistake, _ in wrong[:1]]
    return tuple(phrase("hint", lang, number=place, text=text) for place, text in enumerate(told, start=1))


def _formula(made: ExerciseInputs) -> str:
    lang, clause = made.lang, made.clause
    target = made.ask == "target"
    formula = made.done.target if target else made.done.formula
    spoken = {name: value for name, value in clause.values.items() if name in made.speaks and value.unit != "choice"}
    values = [
        f"{value.zh if lang == 'zh' else name.replace('_', ' ')} = "
        f"{rule_value_text(made.given.get(name, value.amount), value.unit, lang)}"
        for name, value in spoken.items()
    ]
    key = ("hint target" if target else "hint formula") if values else "hint formula alone"
    return phrase(key, lang, formula=formula, values=joined_texts(values, lang, "semicolon"))


def _lets(made: ExerciseInputs, results: bool) -> list[str]:
    """The named parts worked out, with or without what they come to; none where a whole is zero."""
    if made.done.empty:
        return []
    reading, known = made.done.reading, {**_values(made), **made.done.facts}
    labels, lines = formula_labels(made.clause, made.book, reading, made.lang), []
    for let in reading.lets.values():
        known[let.name] = evaluate(let.tree, known)
        if set(let.tree.names) <= {*made.speaks, *reading.lets}:
            line = f"{labels[let.name]} = {substituted_formula(let.tree, known, made.lang)}"
            lines.append(shortened_working(f"{line} = {number_text(known[let.name], made.lang)}") if results else line)
    return lines


def _values(made: ExerciseInputs) -> dict[str, float | None]:
    return {name: made.given.get(name, value.amount) for name, value in made.clause.values.items()}


def _steps(made: ExerciseInputs) -> tuple[str, ...]:
    """The working as the card shows it, and what keeps it from an answer."""
    done = made.done
    if made.ask == "target":
        lines = [*_lets(made, results=True), *([done.empty] if done.empty else []), done.target]
    else:
        lines = [done.formula, *map(shortened_working, done.steps)]
    unknown = done.met if made.ask == "target" else done.outcome
    return (*lines, *([_lacking(made)] if unknown is None else []))


def _lacking(made: ExerciseInputs) -> str:
    """What is missing, or that a whole is zero."""
    last = made.facts.filter(pl.col("month") == made.month).row(0, named=True)
    names = [made.book.dictionary[name] for name in made.clause.facts() if last[name] is None]
    each = [fact.zh if made.lang == "zh" else fact.en for fact in names]
    return phrase("lacking", made.lang, names=joined_texts(each, made.lang)) if each else phrase("zero", made.lang)


def _focus(focus: str, told: MisreadOutcomes, clause: Clause) -> str:
    if focus and focus not in told.keys:
        zh, en = did_you_mean(focus, told.keys)
        known = {lang: joined_texts(told.keys, lang) for lang in ("zh", "en")}
        parts = {"clause": clause.id, "focus": focus}
        raise _error("no focus", clause.id, {**parts, "near": zh, "known": known["zh"]},
                     {**parts, "near": en, "known": known["en"]})  # fmt: skip
    return focus


def _refused(book: Rulebook, clause: str, ask: str) -> Clause:
    if clause not in book.clauses:
        zh, en = did_you_mean(clause, book.clauses)
        parts = {"book": book.id, "clause": clause}
        raise _error("no clause", clause, {**parts, "near": zh}, {**parts, "near": en})
    held = book.clauses[clause]
    if held.blank or not held.trees():
        raise _error("blank clause", clause, {"clause": clause})
    if ask not in ASKS:
        raise _error("no ask", clause, {})
    if ask == "target" and (held.kind != SCORED or held.reading().met is None):
        raise _error("no target", clause, {"clause": clause})
    return held


def _error(key: str, where: str, zh: dict[str, Any], en: dict[str, Any] | None = None) -> InputError:
    told = phrase(key, "zh", **zh), phrase(key, "en", **(zh if en is None else en))
    return InputError([Problem(f"exercise {where}", *told)])

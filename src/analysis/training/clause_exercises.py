"""An exercise made from a clause of a rulebook: a made-up city, what the engine says of it, and what mistakes would
(条款练习)."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from analysis import rulebooks
from analysis.catalogue import training_phrase as phrase
from analysis.formulas import evaluate, number_text, substituted_formula
from analysis.problems import InputError, Problem, did_you_mean
from analysis.rulebooks import DEFAULT, Clause, Rulebook, clauses
from analysis.scorecards import clause_calculation, working_steps
from analysis.training import city_choice, synthetic_figures
from analysis.training.answers import POINTS, VERDICT
from analysis.training.city_choice import MisreadOutcomes
from analysis.training.clause_inputs import ExerciseInputs, clause_quotes, given_tables, rule_values
from analysis.training.exercises import Exercise
from analysis.training.mistakes import Mistake, find_mistake
from analysis.training.random_draws import RandomDraws
from analysis.views import words

ASKS = ("points", "target")
YEARS, MONTHS = (2019, 2020, 2021), 12


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
    book = rulebooks.load(rulebook).newest
    asked = _refused(book, clause, ask)
    chance = RandomDraws("exercise", book.id, clause, ask, seed)
    when = f"{chance.choice(YEARS)}-{chance.choice(range(1, MONTHS + 1)):02d}"
    given = synthetic_figures.working_values(asked, chance)
    facts = synthetic_figures.synthetic_cities(asked, book, when, chance)
    outcomes = city_choice.misread_outcomes(book, asked, facts, given, ask)
    place = city_choice.choose_city(outcomes, chance, _focus(focus, outcomes, asked))
    city = outcomes.cities[place]
    own = facts.filter(pl.col("city") == city)
    cases = city_choice.clause_cases(book, asked, own, given)
    done = clause_calculation(
        asked,
        city_choice.single_clause_book(book, asked),
        cases,
        working_steps.case_row(cases, DEFAULT, city, when),
        lang,
    )
    inputs = ExerciseInputs(book, asked, ask, own, given, done, lang)
    return _exercise(inputs, outcomes, place, seed, chance.choice(synthetic_figures.NAMES))


def _exercise(inputs: ExerciseInputs, outcomes: MisreadOutcomes, place: int, seed: int, city: str) -> Exercise:
    clause, lang = inputs.clause, inputs.lang
    wrong = _wrong(outcomes, place, clause)
    verdict = clause.kind == clauses.TESTED or inputs.ask == "target"
    return Exercise(
        inputs.book.id, clause.id, seed, inputs.ask,
        phrase("exercise", lang, clause=clause.id, title=clause.title_in(lang)),
        (phrase("made up", lang, city=city, month=words.month_title(inputs.month, lang)),),
        given_tables(inputs), phrase(f"ask {_asked(inputs)}", lang), VERDICT if verdict else POINTS,
        _number(outcomes.right[place]), wrong, _hints(inputs, wrong), _steps(inputs), lang,
        words=("met", "not met") if inputs.ask == "target" else ("pass", "fail"),
        quotes=clause_quotes(clause, lang),
    )  # fmt: skip


def _asked(inputs: ExerciseInputs) -> str:
    kind = {clauses.TESTED: "test", clauses.DEDUCTED: "deduction", clauses.SCORED: "points"}[inputs.clause.kind]
    return "target" if inputs.ask == "target" else kind


def _wrong(outcomes: MisreadOutcomes, place: int, clause: Clause) -> tuple[tuple[Mistake, float | None], ...]:
    """The mistakes that give this city another answer."""
    differ = outcomes.differ[place]
    wrong = [(key, outcomes.wrong[place, at]) for at, key in enumerate(outcomes.keys) if differ[at]]
    return tuple((find_mistake(key, clause), _number(outcome)) for key, outcome in wrong)


def _number(outcome: Any) -> float | None:
    return None if np.isnan(outcome) else float(outcome)


def _hints(inputs: ExerciseInputs, wrong: tuple[tuple[Mistake, float | None], ...]) -> tuple[str, ...]:
    """From the text to the last step but one; never a result."""
    lang = inputs.lang
    names = [
        fact.zh if lang == "zh" else fact.en for fact in map(inputs.book.dictionary.get, inputs.clause.facts()) if fact
    ]
    hints = [
        phrase("hint text", lang),
        phrase("hint figures", lang, names=words.joined_texts(names, lang)),
        _formula(inputs),
    ]
    hints += [phrase("hint step", lang, step=step) for step in _lets(inputs, results=False)]
    hints += [mistake.look(lang) for mistake, _ in wrong[:1]]
    return tuple(phrase("hint", lang, number=place, text=text) for place, text in enumerate(hints, start=1))


def _formula(inputs: ExerciseInputs) -> str:
    lang, target = inputs.lang, inputs.ask == "target"
    formula = inputs.done.target if target else inputs.done.formula
    values = [f"{name} = {text}" for name, text in rule_values(inputs)]
    key = ("hint target" if target else "hint formula") if values else "hint formula alone"
    return phrase(key, lang, formula=formula, values=words.joined_texts(values, lang, "semicolon"))


def _lets(inputs: ExerciseInputs, results: bool) -> list[str]:
    """The named parts worked out, with or without what they come to; none where a whole is zero."""
    if inputs.done.empty:
        return []
    reading, figures = inputs.done.reading, {**_values(inputs), **inputs.done.facts}
    labels, lines = working_steps.formula_labels(inputs.clause, inputs.book, reading, inputs.lang), []
    for let in reading.lets.values():
        figures[let.name] = evaluate(let.tree, figures)
        if set(let.tree.names) <= {*inputs.speaks, *reading.lets}:
            line = f"{labels[let.name]} = {substituted_formula(let.tree, figures, inputs.lang)}"
            lines.append(
                words.shortened_working(f"{line} = {number_text(figures[let.name], inputs.lang)}") if results else line
            )
    return lines


def _values(inputs: ExerciseInputs) -> dict[str, float | None]:
    return {name: inputs.given.get(name, value.amount) for name, value in inputs.clause.values.items()}


def _steps(inputs: ExerciseInputs) -> tuple[str, ...]:
    """The working as the card shows it, and what keeps it from an answer."""
    done = inputs.done
    if inputs.ask == "target":
        lines = [*_lets(inputs, results=True), *([done.empty] if done.empty else []), done.target]
    else:
        lines = [done.formula, *map(words.shortened_working, done.steps)]
    unknown = done.met if inputs.ask == "target" else done.outcome
    return (*lines, *([_lacking(inputs)] if unknown is None else []))


def _lacking(inputs: ExerciseInputs) -> str:
    """What is missing, or that a whole is zero."""
    last = inputs.facts.filter(pl.col("month") == inputs.month).row(0, named=True)
    names = [inputs.book.dictionary[name] for name in inputs.clause.facts() if last[name] is None]
    each = [fact.zh if inputs.lang == "zh" else fact.en for fact in names]
    return (
        phrase("lacking", inputs.lang, names=words.joined_texts(each, inputs.lang))
        if each
        else phrase("zero", inputs.lang)
    )


def _focus(focus: str, outcomes: MisreadOutcomes, clause: Clause) -> str:
    if focus and focus not in outcomes.keys:
        zh, en = did_you_mean(focus, outcomes.keys)
        keys = {lang: words.joined_texts(outcomes.keys, lang) for lang in ("zh", "en")}
        parts = {"clause": clause.id, "focus": focus}
        raise _error("no focus", clause.id, {**parts, "near": zh, "known": keys["zh"]},
                     {**parts, "near": en, "known": keys["en"]})  # fmt: skip
    return focus


def _refused(book: Rulebook, clause: str, ask: str) -> Clause:
    if clause not in book.clauses:
        zh, en = did_you_mean(clause, book.clauses)
        parts = {"book": book.id, "clause": clause}
        raise _error("no clause", clause, {**parts, "near": zh}, {**parts, "near": en})
    asked = book.clauses[clause]
    if asked.blank or not asked.trees():
        raise _error("blank clause", clause, {"clause": clause})
    if ask not in ASKS:
        raise _error("no ask", clause, {})
    if ask == "target" and (asked.kind != clauses.SCORED or asked.reading().met is None):
        raise _error("no target", clause, {"clause": clause})
    return asked


def _error(key: str, where: str, zh: dict[str, Any], en: dict[str, Any] | None = None) -> InputError:
    texts = phrase(key, "zh", **zh), phrase(key, "en", **(zh if en is None else en))
    return InputError([Problem(f"exercise {where}", *texts)])

"""Exercises on a made-up city's months: what is missing, which clause moved, and by how much (月份练习)."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from analysis import calendars, scorecards
from analysis.catalogue import training_phrase as phrase
from analysis.questions import change
from analysis.simulations import Nation, cities_in_month, simulated_figures
from analysis.simulations import figure_settings as settings
from analysis.training import clause_inputs
from analysis.training.answers import CHOICE, COUNT, POINTS
from analysis.training.city_choice import APART
from analysis.training.city_exercises import ExampleCity, build_exercise
from analysis.training.exercises import Exercise
from analysis.training.random_draws import RandomDraws
from analysis.training.synthetic_figures import NAMES
from analysis.views import view_objects, words

OFFERED = 5
"""Among how many clauses the one that moved most is sought."""


@lru_cache(maxsize=32)
def two_month_facts(city: str, last: str, seed: int) -> pl.DataFrame:
    """FACTS of two months of a made-up city: as large as the city named, with figures of its own."""
    there = cities_in_month(last).filter(pl.col("code") == city)
    return simulated_figures(Nation(there, calendars.months_back(last, 2), seed, settings()))


def missing_figures_exercise(place: ExampleCity, seed: int) -> Exercise:
    """How many figures a month lacks that the rulebook asks for."""
    lang, wide, dictionary = place.lang, _wide(place, seed), place.book.dictionary
    lacking = [dictionary[name] for name, _, now in wide if now is None]
    names = tuple(fact.zh if lang == "zh" else fact.en for fact in lacking)
    zeros = sum(now == 0 and dictionary[name].unit != "flag" for name, _, now in wide)
    table = _table(place, [(name, (now,)) for name, _, now in wide], (place.month,))
    right, wrong = float(len(names)), {"zero for missing": float(len(names) + zeros)}
    return build_exercise(
        place, "lacking", COUNT, right, wrong, names, phrase("ask lacking", lang), phrase("hint lacking", lang),
        (table,), seed, lines=_lines(place, seed),
    )  # fmt: skip


def moved_clause_exercise(place: ExampleCity, seed: int) -> Exercise:
    """Which clause's points changed most between two months; figures may change more where points do not."""
    lang, scored = place.lang, _scored(place, seed)
    changes = scored.drop_nulls().with_columns((pl.col("after") - pl.col("before")).abs().alias("by"))
    top = changes.sort("by", descending=True, maintain_order=True).row(0, named=True)
    rest = changes.filter(pl.col("by") < top["by"] - APART)["clause"].to_list()
    order = RandomDraws("moved", place.rulebook, seed).shares(len(rest)).argsort()[: OFFERED - 1]
    choices = tuple(name for name in changes["clause"] if name in {top["clause"], *(rest[at] for at in order)})
    shifts = [_shift(place, seed, name) for name in choices]
    by = {row["clause"]: row for row in changes.rows(named=True)}
    steps = tuple(_points(name, by[name]["before"], by[name]["after"], lang) for name in choices)
    right, wrong = float(choices.index(top["clause"])), {"figures for points": float(shifts.index(max(shifts)))}
    return build_exercise(
        place, "moved", CHOICE, right, wrong, steps, phrase("ask moved", lang), phrase("hint moved", lang),
        (_of_clauses(place, seed, choices),), seed, choices=choices, lines=_lines(place, seed),
    )  # fmt: skip


def clause_change_exercise(place: ExampleCity, seed: int, clause: str) -> Exercise:
    """By how many points a clause changed; unknown where a month lacks a figure."""
    lang = place.lang
    row = _scored(place, seed).row(by_predicate=pl.col("clause") == clause, named=True)
    before, after = row["before"], row["after"]
    right = None if None in (before, after) else after - before
    first, last = (words.month_title(month, lang) for month in calendars.months_back(place.month, 2))
    question = phrase("ask moved by", lang, clause=clause, before=first, after=last)
    wrong = {"level for change": after, "missing as zero": (after or 0.0) - (before or 0.0)}
    return build_exercise(
        place, "moved by", POINTS, right, wrong, (_points(clause, before, after, lang),), question,
        phrase("hint moved", lang), (_of_clauses(place, seed, (clause,)),), seed, lines=_lines(place, seed),
        quotes=clause_inputs.clause_quotes(place.book.clauses[clause], lang),
    )  # fmt: skip


def driver_exercise(place: ExampleCity, seed: int) -> Exercise:
    """Which figure moved the certain total most between two months; another may have changed more in itself."""
    lang, dictionary = place.lang, place.book.dictionary
    rows = total_change(place, seed).drivers.filter(pl.col("kind") == change.FACT).rows(named=True)
    listed = [row for row in rows if len(row["names"]) == 1][:OFFERED]
    listed = sorted(listed, key=lambda row: list(dictionary).index(row["names"][0]))
    facts = [dictionary[row["names"][0]] for row in listed]
    choices = tuple(fact.zh if lang == "zh" else fact.en for fact in facts)
    effects = [abs(row["low"]) for row in listed]
    shifts = [abs(row["after"] / row["before"] - 1) if row["before"] else 0.0 for row in listed]
    steps = tuple(
        phrase("moved by of", lang, name=name, points=words.points_text(row["low"], lang))
        for name, row in zip(choices, listed, strict=True)
    )
    table = _table(place, [(fact.name, (row["before"], row["after"])) for fact, row in zip(facts, listed, strict=True)],
                   calendars.months_back(place.month, 2))  # fmt: skip
    right, wrong = float(effects.index(max(effects))), {"figures for points": float(shifts.index(max(shifts)))}
    return build_exercise(
        place, "moved why", CHOICE, right, wrong, steps, phrase("ask moved why", lang), phrase("hint moved why", lang),
        (table,), seed, choices=choices, lines=_lines(place, seed),
    )  # fmt: skip


def total_change(place: ExampleCity, seed: int) -> change.ScoreChange:
    """Why the total of a made-up city moved between its two months."""
    before, after = calendars.months_back(place.month, 2)
    return change.between_months(two_month_facts(place.city, place.month, seed), place.book, place.city, before, after)


def _points(clause: str, before: float | None, after: float | None, lang: str) -> str:
    return phrase(
        "points of", lang, clause=clause, before=words.points_text(before, lang), after=words.points_text(after, lang)
    )


def _lines(place: ExampleCity, seed: int) -> tuple[str, ...]:
    name = RandomDraws("city", seed).choice(NAMES)
    return (phrase("made up", place.lang, city=name, month=words.month_title(place.month, place.lang)),)


def _wide(place: ExampleCity, seed: int) -> list[tuple[str, float | None, float | None]]:
    """The rulebook's facts with both months' figures."""
    figures = two_month_facts(place.city, place.month, seed).filter(pl.col("fact").is_in(list(place.book.facts())))
    wide = figures.pivot(on="month", index="fact", values="value", maintain_order=True)
    return wide.select("fact", *calendars.months_back(place.month, 2)).rows()


def _scored(place: ExampleCity, seed: int) -> pl.DataFrame:
    """Each scored clause with its points of both months."""
    scored = scorecards.score(two_month_facts(place.city, place.month, seed), place.book).filter(
        pl.col("kind") == "score"
    )
    wide = scored.pivot(on="month", index="clause", values="points", maintain_order=True)
    return wide.select("clause", *(pl.col(month).alias(name) for month, name in _months(place)))


def _months(place: ExampleCity) -> list[tuple[str, str]]:
    return list(zip(calendars.months_back(place.month, 2), ("before", "after"), strict=True))


def _shift(place: ExampleCity, seed: int, clause: str) -> float:
    """The largest change of a clause's figures, in proportion."""
    own = place.book.clauses[clause].facts()
    pairs = [(before, now) for name, before, now in _wide(place, seed) if name in own and before and now is not None]
    return max((abs(now / before - 1) for before, now in pairs), default=0.0)


def _of_clauses(place: ExampleCity, seed: int, clauses: tuple[str, ...]) -> view_objects.Table:
    facts = [name for clause in clauses for name in place.book.clauses[clause].facts()]
    pairs = {name: (before, now) for name, before, now in _wide(place, seed)}
    return _table(place, [(name, pairs[name]) for name in dict.fromkeys(facts)], calendars.months_back(place.month, 2))


def _table(
    place: ExampleCity, rows: list[tuple[str, tuple[float | None, ...]]], when: tuple[str, ...]
) -> view_objects.Table:
    lang, dictionary = place.lang, place.book.dictionary
    heads = view_objects.table_columns(
        (phrase("name", lang), "name"), *((words.month_title(month, lang), "number") for month in when)
    )
    shown = tuple(
        (
            dictionary[name].zh if lang == "zh" else dictionary[name].en,
            *(_cell(value, dictionary[name], lang) for value in values),
        )
        for name, values in rows
    )
    return view_objects.Table(phrase("given", lang), heads, shown, lang)


def _cell(value: float | None, fact, lang: str) -> str:  # type: ignore[no-untyped-def]
    return (
        view_objects.TonedText(phrase("missing", lang), "missing")
        if value is None
        else words.amount_text(value, fact, lang)
    )

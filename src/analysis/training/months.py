"""Exercises on a made-up city's months: what is missing, which clause moved, and by how much (月份练习)."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from analysis import calendars, scorecards
from analysis.questions import change
from analysis.questions.change import Change
from analysis.simulations.figures import Nation, drawn
from analysis.simulations.nation import standing
from analysis.simulations.settings import figures as settings
from analysis.training.answers import CHOICE, COUNT, POINTS
from analysis.training.asked import Place, made
from analysis.training.chance import Chance
from analysis.training.choosing import APART
from analysis.training.exercises import Exercise
from analysis.training.figures import NAMES
from analysis.training.phrases import phrase
from analysis.views.sheets import Table, Toned, columns
from analysis.views.words import amount, month, points

OFFERED = 5
"""Among how many clauses the one that moved most is sought."""


@lru_cache(maxsize=32)
def figures(city: str, last: str, seed: int) -> pl.DataFrame:
    """FACTS of two months of a made-up city: as large as the city named, with figures of its own."""
    there = standing(last).filter(pl.col("code") == city)
    return drawn(Nation(there, calendars.months_back(last, 2), seed, settings()))


def lacking(place: Place, seed: int) -> Exercise:
    """How many figures a month lacks that the rulebook asks for."""
    lang, held, known = place.lang, _wide(place, seed), place.book.dictionary
    lacking = [known[name] for name, _, now in held if now is None]
    names = tuple(fact.zh if lang == "zh" else fact.en for fact in lacking)
    zeros = sum(now == 0 and known[name].unit != "flag" for name, _, now in held)
    table = _table(place, [(name, (now,)) for name, _, now in held], (place.month,))
    right, wrong = float(len(names)), {"zero for missing": float(len(names) + zeros)}
    return made(
        place, "lacking", COUNT, right, wrong, names, phrase("ask lacking", lang), phrase("hint lacking", lang),
        (table,), seed, lines=_lines(place, seed),
    )  # fmt: skip


def moved(place: Place, seed: int) -> Exercise:
    """Which clause's points changed most between two months; figures may change more where points do not."""
    lang, scored = place.lang, _scored(place, seed)
    known = scored.drop_nulls().with_columns((pl.col("after") - pl.col("before")).abs().alias("by"))
    top = known.sort("by", descending=True, maintain_order=True).row(0, named=True)
    rest = known.filter(pl.col("by") < top["by"] - APART)["clause"].to_list()
    order = Chance("moved", place.rulebook, seed).shares(len(rest)).argsort()[: OFFERED - 1]
    choices = tuple(name for name in known["clause"] if name in {top["clause"], *(rest[at] for at in order)})
    shifts = [_shift(place, seed, name) for name in choices]
    by = {row["clause"]: row for row in known.rows(named=True)}
    steps = tuple(_points(name, by[name]["before"], by[name]["after"], lang) for name in choices)
    right, wrong = float(choices.index(top["clause"])), {"figures for points": float(shifts.index(max(shifts)))}
    return made(
        place, "moved", CHOICE, right, wrong, steps, phrase("ask moved", lang), phrase("hint moved", lang),
        (_of_clauses(place, seed, choices),), seed, choices=choices, lines=_lines(place, seed),
    )  # fmt: skip


def moved_by(place: Place, seed: int, clause: str) -> Exercise:
    """By how many points a clause changed; unknown where a month lacks a figure."""
    lang = place.lang
    row = _scored(place, seed).row(by_predicate=pl.col("clause") == clause, named=True)
    before, after = row["before"], row["after"]
    right = None if None in (before, after) else after - before
    first, last = (month(held, lang) for held in calendars.months_back(place.month, 2))
    question = phrase("ask moved by", lang, clause=clause, before=first, after=last)
    wrong = {"level for change": after, "missing as zero": (after or 0.0) - (before or 0.0)}
    return made(
        place, "moved by", POINTS, right, wrong, (_points(clause, before, after, lang),), question,
        phrase("hint moved", lang), (_of_clauses(place, seed, (clause,)),), seed, lines=_lines(place, seed),
        quotes=tuple(place.book.clauses[clause].text.splitlines()),
    )  # fmt: skip


def moved_why(place: Place, seed: int) -> Exercise:
    """Which figure moved the certain total most between two months; another may have changed more in itself."""
    lang, known = place.lang, place.book.dictionary
    rows = why(place, seed).drivers.filter(pl.col("kind") == change.FACT).rows(named=True)
    listed = [row for row in rows if len(row["names"]) == 1][:OFFERED]
    listed = sorted(listed, key=lambda row: list(known).index(row["names"][0]))
    facts = [known[row["names"][0]] for row in listed]
    choices = tuple(fact.zh if lang == "zh" else fact.en for fact in facts)
    effects = [abs(row["low"]) for row in listed]
    shifts = [abs(row["after"] / row["before"] - 1) if row["before"] else 0.0 for row in listed]
    steps = tuple(
        phrase("moved by of", lang, name=name, points=points(row["low"], lang))
        for name, row in zip(choices, listed, strict=True)
    )
    table = _table(place, [(fact.name, (row["before"], row["after"])) for fact, row in zip(facts, listed, strict=True)],
                   calendars.months_back(place.month, 2))  # fmt: skip
    right, wrong = float(effects.index(max(effects))), {"figures for points": float(shifts.index(max(shifts)))}
    return made(
        place, "moved why", CHOICE, right, wrong, steps, phrase("ask moved why", lang), phrase("hint moved why", lang),
        (table,), seed, choices=choices, lines=_lines(place, seed),
    )  # fmt: skip


def why(place: Place, seed: int) -> Change:
    """Why the total of a made-up city moved between its two months."""
    return change.months(
        figures(place.city, place.month, seed), place.book, place.city, *calendars.months_back(place.month, 2)
    )


def _points(clause: str, before: float | None, after: float | None, lang: str) -> str:
    return phrase("points of", lang, clause=clause, before=points(before, lang), after=points(after, lang))


def _lines(place: Place, seed: int) -> tuple[str, ...]:
    name = Chance("city", seed).one(NAMES)
    return (phrase("made up", place.lang, city=name, month=month(place.month, place.lang)),)


def _wide(place: Place, seed: int) -> list[tuple[str, float | None, float | None]]:
    """The rulebook's facts with both months' figures."""
    held = figures(place.city, place.month, seed).filter(pl.col("fact").is_in(list(place.book.facts())))
    wide = held.pivot(on="month", index="fact", values="value", maintain_order=True)
    return wide.select("fact", *calendars.months_back(place.month, 2)).rows()


def _scored(place: Place, seed: int) -> pl.DataFrame:
    """Each scored clause with its points of both months."""
    told = scorecards.score(figures(place.city, place.month, seed), place.book).filter(pl.col("kind") == "score")
    wide = told.pivot(on="month", index="clause", values="points", maintain_order=True)
    return wide.select("clause", *(pl.col(held).alias(name) for held, name in _months(place)))


def _months(place: Place) -> list[tuple[str, str]]:
    return list(zip(calendars.months_back(place.month, 2), ("before", "after"), strict=True))


def _shift(place: Place, seed: int, clause: str) -> float:
    """The largest change of a clause's figures, in proportion."""
    own = place.book.clauses[clause].facts()
    pairs = [(before, now) for name, before, now in _wide(place, seed) if name in own and before and now is not None]
    return max((abs(now / before - 1) for before, now in pairs), default=0.0)


def _of_clauses(place: Place, seed: int, clauses: tuple[str, ...]) -> Table:
    facts = [name for clause in clauses for name in place.book.clauses[clause].facts()]
    held = {name: (before, now) for name, before, now in _wide(place, seed)}
    return _table(place, [(name, held[name]) for name in dict.fromkeys(facts)], calendars.months_back(place.month, 2))


def _table(place: Place, rows: list[tuple[str, tuple[float | None, ...]]], when: tuple[str, ...]) -> Table:
    lang, known = place.lang, place.book.dictionary
    heads = columns((phrase("name", lang), "name"), *((month(held, lang), "number") for held in when))
    shown = tuple(
        (known[name].zh if lang == "zh" else known[name].en, *(_cell(held, known[name], lang) for held in values))
        for name, values in rows
    )
    return Table(phrase("given", lang), heads, shown, lang)


def _cell(held: float | None, fact, lang: str) -> str:  # type: ignore[no-untyped-def]
    return Toned(phrase("missing", lang), "missing") if held is None else amount(held, fact, lang)

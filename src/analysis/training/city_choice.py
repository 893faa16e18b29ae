"""One city of many: the figures at which a mistake gives another answer than the rule (选题)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis import scenarios, scorecards
from analysis.rulebooks import DEFAULT, Clause, Rulebook
from analysis.scenarios import Cases, Change, Scenario
from analysis.training.mistakes import MISSING_AS_FULL, MISSING_AS_ZERO, with_misreadings
from analysis.training.random_draws import RandomDraws

APART = 0.01
"""Answers this near to each other are taken for one: points are given to two decimals."""
UNKNOWN, SELDOM = (MISSING_AS_ZERO, MISSING_AS_FULL), 0.2
PART = {"points": "points", "target": "met"}
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MisreadOutcomes:
    """What each city's answer is, and what each mistake would make of it; NaN where that is unknown.

    `cities`: in the order of the rows. `wrong`: a column a mistake, by its key.
    """

    cities: list[str]
    right: Floats
    keys: list[str]
    wrong: Floats

    @property
    def differ(self) -> NDArray[np.bool_]:
        """Where a mistake gives another answer."""
        return answers_differ(self.wrong, self.right[:, None])


def answers_differ(answer: Floats, other: Floats) -> NDArray[np.bool_]:
    """Whether answers differ; two unknown ones do not."""
    gone = np.isnan(answer) | np.isnan(other)
    return np.where(gone, np.isnan(answer) != np.isnan(other), np.abs(answer - other) > APART)


def single_clause_book(book: Rulebook, clause: Clause) -> Rulebook:
    """A rulebook of this one clause."""
    return replace(book, clauses={clause.id: replace(clause, group="")}, groups={}, possible=None)


@lru_cache(maxsize=128)
def _misread(book: Rulebook, clause: str) -> Rulebook:
    return single_clause_book(book, with_misreadings(book.clauses[clause], book))


def misread_outcomes(
    book: Rulebook, clause: Clause, facts: pl.DataFrame, given: Mapping[str, float], part: str
) -> MisreadOutcomes:
    """The engine's answers for all cities under the clause and every misreading of it, in one pass.

    `facts`: wide. `given`: rule values set for the exercise. `part`: `points` or `target`.
    """
    misread = _misread(book, clause.id)
    last = pl.col("month") == facts["month"].max()
    keys = [key for key in misread.clauses[clause.id].readings if key != DEFAULT]
    scored = scorecards.score(facts, misread, [_scenario(clause, given, key) for key in (DEFAULT, *keys)]).filter(last)
    filled = facts.with_columns(pl.exclude("city", "month").fill_null(0.0))
    zero = scorecards.score(filled, misread, _scenario(clause, given, DEFAULT)).filter(last)
    wide = _answers(scored, part).pivot(on="scenario", index="city", values="answer")
    right = wide[DEFAULT].to_numpy()
    wrong = np.column_stack([*(wide[key].to_numpy() for key in keys), _answers(zero, part)["answer"].to_numpy()])
    return _distinct(MisreadOutcomes(wide["city"].to_list(), right, [*keys, MISSING_AS_ZERO], wrong))


def _scenario(clause: Clause, given: Mapping[str, float], reading: str) -> Scenario:
    values = tuple(Change(f"{clause.id}.{name}", "set", amount) for name, amount in given.items())
    return Scenario(reading, (*values, Change(f"{clause.id}.reading", "set", reading)))


def _answers(scored: pl.DataFrame, part: str) -> pl.DataFrame:
    kind = scored["kind"][0]
    column = "met" if kind == "test" else PART[part]
    return scored.select("scenario", "city", pl.col(column).cast(pl.Float64).fill_null(float("nan")).alias("answer"))


def _distinct(outcomes: MisreadOutcomes) -> MisreadOutcomes:
    """Full marks for what is known is no mistake of this name; a mistake that never differs, or always as an
    earlier one does, is left out."""
    wrong = outcomes.wrong.copy()
    if MISSING_AS_FULL in outcomes.keys:
        place = outcomes.keys.index(MISSING_AS_FULL)
        wrong[:, place] = np.where(np.isnan(outcomes.right), wrong[:, place], outcomes.right)
    kept: list[int] = []
    for place in range(len(outcomes.keys)):
        differs = answers_differ(wrong[:, place], outcomes.right).any()
        if differs and all(answers_differ(wrong[:, place], wrong[:, other]).any() for other in kept):
            kept.append(place)
    return replace(outcomes, keys=[outcomes.keys[place] for place in kept], wrong=wrong[:, kept])


def choose_city(outcomes: MisreadOutcomes, chance: RandomDraws, focus: str = "") -> int:
    """The row of one city: a mistake is drawn (or given), then a city at which it shows, and others beside it."""
    differ = _showing(outcomes)
    shown = [key for key, differs in zip(outcomes.keys, np.any(differ, axis=0).tolist(), strict=True) if differs]
    key = focus if focus in shown else _drawn(shown, chance)
    worth = np.where(differ[:, outcomes.keys.index(key)], _worth(outcomes, differ), -1)
    best = np.flatnonzero(worth >= worth.max() - 1)
    return int(chance.choice(best.tolist()))


def _showing(outcomes: MisreadOutcomes) -> NDArray[np.bool_]:
    """Where a mistake shows: those of what is missing where the answer is unknown, all others where it is known."""
    unknown = np.array([key in UNKNOWN for key in outcomes.keys])
    return outcomes.differ & (np.isnan(outcomes.right)[:, None] == unknown)


def _drawn(shown: list[str], chance: RandomDraws) -> str:
    """One of the mistakes; those of missing figures now and then."""
    unknown = [key for key in shown if key in UNKNOWN]
    spoken = [key for key in shown if key not in UNKNOWN]
    seldom = bool(chance.shares(1)[0] < SELDOM)
    return chance.choice(unknown if unknown and (seldom or not spoken) else spoken)


def _worth(outcomes: MisreadOutcomes, differ: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many different wrong answers a city has; two more where the right one lies between the least and the most."""
    fresh = differ.copy()
    for place in range(1, len(outcomes.keys)):
        for before in range(place):
            fresh[:, place] &= answers_differ(outcomes.wrong[:, place], outcomes.wrong[:, before]) | ~differ[:, before]
    points = outcomes.right[~np.isnan(outcomes.right)]
    between = (
        answers_differ(outcomes.right, points.min())
        & answers_differ(outcomes.right, points.max())
        & ~np.isnan(outcomes.right)
    )
    return fresh.sum(axis=1) + 2 * between


def clause_cases(book: Rulebook, clause: Clause, facts: pl.DataFrame, given: Mapping[str, float]) -> Cases:
    """The cases of a city's figures under the clause as it stands."""
    return scenarios.build_cases(facts, single_clause_book(book, clause), _scenario_of(clause, given))


def _scenario_of(clause: Clause, given: Mapping[str, float]) -> Scenario:
    return Scenario(DEFAULT, tuple(Change(f"{clause.id}.{name}", "set", amount) for name, amount in given.items()))

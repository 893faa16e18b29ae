"""Tournament: many scenarios × cities × readings in one pass: who wins however it is read, who loses (多方案比选).

Every combination of readings is weighed, exactly, without going through all of them (`reading_parts`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from analysis import rulebooks, scenarios, scorecards
from analysis.calendars import parse_month
from analysis.facts import is_whole_unit
from analysis.problems import InputError, Problem
from analysis.questions.reading_parts import Floats, Reading, ScoredRounds, reading_parts
from analysis.questions.starting_points import ASSUMPTION
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scenarios import BASELINE, Change, Scenario, ScenarioName, changes, group_targets

HAIR, DIGITS = 1e-9, 9
FIXED_UNITS, FIGURES = ("flag", "choice", "rank", "share"), 2
COUNTED, MEASURED, WEIGHED = ("+0", "+1", "+3"), ("*1", "*1.2", "*1.5"), ("*0.9", "*1")
"""Settings of counts, of amounts and of a group's weight where none are given."""


@dataclass(frozen=True, eq=False)
class Tournament:
    """Scenarios against each other in several cities of a month, under every combination of readings.

    Points are those that are certain. `each`: `scenario, city, points` (readings as the scenario has them), `least`,
    `most` (over all readings), `passes` (under every reading; null where it hangs on the reading or on missing
    figures), `wins` (no other is above it under any reading), `regret` (the most that the best of the same reading is
    above it). `scenarios`: a row a scenario: `scenario, wins, passes` (in how many cities), `mean, least, most, regret`
    (its largest), `regret_city, dominated_by`: another that is nowhere below it, whatever the city and reading, and
    somewhere above; null where there is none. `readings`: how many combinations there are.
    """

    rulebook: str
    month: str
    cities: tuple[str, ...]
    names: tuple[str, ...]
    readings: int
    each: pl.DataFrame
    scenarios: pl.DataFrame
    assumption: tuple[str, str] = ASSUMPTION

    def ranked(self) -> pl.DataFrame:
        """The scenarios, the best first: undominated, best in most cities, the least regret, the highest mean."""
        order = (pl.col("dominated_by").is_not_null(), -pl.col("wins"), pl.col("regret"), -pl.col("mean"))
        return self.scenarios.sort(*order, maintain_order=True)

    @property
    def best(self) -> str:
        """The name of the best scenario."""
        return str(self.ranked()["scenario"][0])


def play(
    facts: Any,
    book: RulebookName,
    month: str,
    listed: ScenarioName | Sequence[ScenarioName],
    cities: Sequence[str] | None = None,
) -> Tournament:
    """Each scenario in each city under every combination of readings.

    `facts`: FACTS of the cities; earlier months serve histories. `cities`: all of the month, or these by code or name.
    A clause whose reading a scenario itself chooses keeps it. Where clauses compare units, a scenario is made in all of
    them at once. Raises `InputError` for what `scenarios.build_cases` refuses, for scenarios of one name, where there
    are no facts of the month, and where a capped group has too many combinations of readings.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import tournament
    >>> from analysis.scenarios import Change, Scenario
    >>> less, more = (Scenario(f"{by:g}", (Change("xinyidai_loans", "scale", by),)) for by in (0.5, 1.5))
    >>> played = tournament.play(figures, book, "2021-03", [less, more])
    >>> played.readings, played.best, played.scenarios["scenario", "dominated_by"].rows()
    (15552, '1.5', [('0.5', '1.5'), ('1.5', None)])
    """
    book, when = rulebooks.load(book), parse_month(month)
    frame = scenarios.city_month_frame(facts, book).filter(pl.col("month") <= when)
    wanted = _cities(frame, when, cities)
    frame = frame if book.is_relative else frame.filter(pl.col("city").is_in(wanted))
    fitting = _fitting(listed, book)
    scored = _scored(frame, book, when, wanted, fitting)
    return _judged(book, when, wanted, fitting, scored)


def best_scenario(played: Tournament, listed: Sequence[ScenarioName]) -> Scenario:
    """Of the scenarios that were played the best."""
    return next(scenario for scenario in map(scenarios.load, listed) if scenario.name == played.best)


def settings_of(book: RulebookName, settings: Mapping[str, Sequence[str]] | None = None) -> Mapping[str, Sequence[str]]:
    """The settings; where none are given, two figures of the rulebook raised, and its first weighed group lightened."""
    if settings:
        return settings
    book = rulebooks.load(book)
    wholes = {fact.within for fact in book.dictionary.values()}
    meant = [book.dictionary[name] for name in book.facts() if name not in wholes]
    free = [fact for fact in meant if not fact.within and fact.unit not in FIXED_UNITS][:FIGURES]
    raised = {fact.name: COUNTED if is_whole_unit(fact.unit) else MEASURED for fact in free}
    weights = [
        target for target in group_targets.group_targets(book) if target.endswith(f".{group_targets.GROUP_WEIGHT}")
    ]
    return {**raised, **dict.fromkeys(weights[:1], WEIGHED)}


def _cities(frame: pl.DataFrame, month: str, cities: Sequence[str] | None) -> list[str]:
    there = frame.filter(pl.col("month") == month)["city"].sort().to_list()
    if cities is None and there:
        return there
    if cities is not None and (listed := list(dict.fromkeys(cities))):
        return sorted({scenarios.place_in_frame(frame, city, month)[0] for city in listed})
    raise InputError([Problem(month, "没有当月的数据。", "There are no facts of this month.")])


def _fitting(listed: ScenarioName | Sequence[ScenarioName], book: Rulebook) -> list[Scenario]:
    if isinstance(listed, ScenarioName) or not isinstance(listed, Sequence):
        return [scenarios.fitting_scenario(listed, book)]
    return [scenarios.fitting_scenario(each, book) for each in listed] or [BASELINE]


def _scored(
    frame: pl.DataFrame, book: Rulebook, month: str, cities: Sequence[str], listed: Sequence[Scenario]
) -> ScoredRounds:
    """The cases as the scenarios have them, then under each round of readings: in it every part takes its next."""
    parts = reading_parts(book)

    def scored(read: Reading) -> pl.DataFrame:
        cases = scenarios.build_cases(frame, book, [_reading(scenario, read) for scenario in listed])
        totals = scorecards.total_cases(cases, book, (*book.clauses, *book.groups))
        return totals.filter(pl.col("month") == month, pl.col("city").is_in(cities))

    most = max((len(part.options) for part in parts), default=1)
    rounds = [scored({name: how for part in parts for name, how in part.option(at).items()}) for at in range(most)]
    return ScoredRounds((len(listed), len(cities)), parts, scored({}), rounds)


def _reading(scenario: Scenario, read: Reading) -> Scenario:
    """The scenario with other clauses read so; what it reads itself stays."""
    own = {change.target for change in scenario.changes}
    more = [(f"{clause}.{changes.READING}", how) for clause, how in read.items()]
    added = tuple(Change(target, changes.SET, how) for target, how in more if target not in own)
    return replace(scenario, changes=(*scenario.changes, *added))


def _judged(
    book: Rulebook, month: str, cities: Sequence[str], listed: Sequence[Scenario], scored: ScoredRounds
) -> Tournament:
    names = tuple(scenario.name for scenario in listed)
    least, most = scored.extremes()
    regret, above = scored.regrets()
    each = scored.plain.select("scenario", "city", pl.col("low").alias("points")).with_columns(
        pl.Series("least", least.ravel()),
        pl.Series("most", most.ravel()),
        pl.Series("passes", scored.passes(), dtype=pl.Boolean),
        pl.Series("wins", (regret <= HAIR).ravel()),
        pl.Series("regret", np.where(regret <= HAIR, 0.0, regret).ravel()).round(DIGITS),
    )
    count = math.prod(len(clause.readings) for clause in book.clauses.values())
    summed = _summed(each, names).with_columns(pl.Series("dominated_by", dominators(names, above), dtype=pl.String))
    return Tournament(book.id, month, tuple(cities), names, count, each, summed)


def _summed(each: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """What each scenario comes to over all cities."""
    worst = pl.col("city").get(pl.col("regret").arg_max()).alias("regret_city")
    parts = (
        pl.col("wins").sum().cast(pl.Int64), pl.col("passes").fill_null(False).sum().cast(pl.Int64),
        pl.col("points").mean().alias("mean"), pl.col("least").min(), pl.col("most").max(), worst,
        pl.col("regret").max(),
    )  # fmt: skip
    grouped = each.group_by("scenario", maintain_order=True).agg(*parts)
    return grouped.select("scenario", "wins", "passes", "mean", "least", "most", "regret", "regret_city")


def dominators(names: Sequence[str], above: Floats) -> list[str | None]:
    """For each scenario another that is nowhere below it and somewhere above; `above`: the most that each row's
    scenario is above each column's, whatever the city and the reading."""
    beaten = (above <= HAIR) & (above.T > HAIR)
    strength = beaten.sum(axis=0)
    return [names[int(max(np.flatnonzero(row), key=lambda at: strength[at]))] if row.any() else None for row in beaten]

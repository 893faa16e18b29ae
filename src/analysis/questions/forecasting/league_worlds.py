"""A league's figures ahead, as worlds: in each all units go along one path, compared among themselves (同组走势).

The errors of a month of the back-test are taken by all units together, so that what moves them all moves them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis import scorecards
from analysis.facts import wide_frame
from analysis.questions.forecasting.figure_forecasts import FigureForecasts
from analysis.questions.forecasting.figure_series import Floats
from analysis.rulebooks import Rulebook
from analysis.scenarios import Scenario, build_worlds

MIDDLE_WORLD = "middle"
WORLD = "{kind} {number:04d}"
EVERY, OWN, OTHERS = "all", "own", "others"
"""Worlds in which all go along their paths; the unit alone, the others in the middle; the others alone."""


@dataclass(frozen=True, eq=False)
class LeagueFigures:
    """What comes of every unit of a league: `units`; those of them `short`, of which nothing can be forecast; `facts`
    that any has; `middle` and `paths` by unit, fact, month ahead (and path); NaN where it cannot be told."""

    city: str
    month: str
    months: tuple[str, ...]
    units: tuple[str, ...]
    short: tuple[str, ...]
    facts: tuple[str, ...]
    middle: Floats
    paths: Floats


def league_figures(every: FigureForecasts, found: FigureForecasts, city: str, units: Sequence[str]) -> LeagueFigures:
    """All units of the league ahead: the others as forecast together, the city as forecast (and planned) by itself."""
    others = every.keys["city"] != city
    keys = pl.concat([every.keys.filter(others).select("city", "fact"), found.keys.select("city", "fact")])
    names, at = sorted(set(keys["fact"])), {unit: place for place, unit in enumerate(units)}
    rows = keys["city"].replace_strict(at, return_dtype=pl.Int64).to_numpy()
    columns = keys["fact"].replace_strict({name: n for n, name in enumerate(names)}, return_dtype=pl.Int64).to_numpy()
    paths = np.concatenate([every.paths[others.to_numpy()], _lengthened(found.paths, every.paths.shape[2])])
    middle = np.concatenate([every.middle[others.to_numpy()], found.middle])
    placed = np.full((len(units), len(names), *paths.shape[1:]), np.nan)
    centred = np.full((len(units), len(names), middle.shape[1]), np.nan)
    placed[rows, columns], centred[rows, columns] = paths, middle
    short = tuple(unit for unit in units if unit not in set(keys["city"]))
    return LeagueFigures(city, found.month, found.months, tuple(units), short, tuple(names), centred, placed)


def _lengthened(paths: Floats, count: int) -> Floats:
    """As many paths as the league has: months before the city's own history take its first error."""
    more = (count - paths.shape[2]) // 2
    halves = np.split(paths, 2, axis=2)
    return np.concatenate([np.pad(half, ((0, 0), (0, 0), (more, 0)), mode="edge") for half in halves], axis=2)


def league_totals(
    facts: pl.DataFrame, league: LeagueFigures, book: Rulebook, scenario: Scenario, kinds: Sequence[str], ahead: int
) -> pl.DataFrame:
    """The totals of every unit in every world of some kinds and in the middle one, all scored in one pass.

    `facts`: FACTS of the league. Returns `scenario, city, month, low, high`, the world's name as the scenario, of the
    month itself and so many months ahead.
    """
    names = [MIDDLE_WORLD, *(WORLD.format(kind=kind, number=number) for kind in kinds for number in _numbers(league))]
    worlds = pl.DataFrame({"scenario": names}, schema={"scenario": pl.String})
    back = wide_frame(facts.filter(pl.col("month").is_in(list(scorecards.lookback_months(book, league.month)))))
    earlier = worlds.join(back.select("city", "month", *_judged(back.columns, book)), how="cross")
    every = pl.concat([earlier, _later(league, worlds, kinds, book, ahead)], how="diagonal_relaxed")
    cases = build_worlds(every.sort("scenario", "city", "month"), book, scenario)
    totals = scorecards.total_cases(cases, book)
    return totals.filter(pl.col("month") >= league.month).select("scenario", "city", "month", "low", "high")


def _numbers(league: LeagueFigures) -> range:
    return range(league.paths.shape[3])


def _judged(names: Sequence[str], book: Rulebook) -> list[str]:
    used = {*book.facts(), *(drawn.of for clause in book.clauses.values() for drawn in clause.histories.values())}
    return [name for name in names if name in used]


def _later(
    league: LeagueFigures, worlds: pl.DataFrame, kinds: Sequence[str], book: Rulebook, ahead: int
) -> pl.DataFrame:
    """The months ahead of every unit in every world: rows by world, unit and month."""
    units, months = pl.DataFrame({"city": list(league.units)}), pl.DataFrame({"month": list(league.months[:ahead])})
    keys = worlds.join(units, how="cross", maintain_order="left_right").join(
        months, how="cross", maintain_order="left_right"
    )
    columns = [
        pl.Series(name, _along(league, league.facts.index(name), kinds, ahead), nan_to_null=True)
        for name in _judged(league.facts, book)
    ]
    return keys.with_columns(columns)


def _along(league: LeagueFigures, fact: int, kinds: Sequence[str], ahead: int) -> Floats:
    """A fact of every world, unit and month, in the order of the rows."""
    middle, paths = league.middle[:, fact, :ahead, None], league.paths[:, fact, :ahead]
    own = (np.array(league.units) == league.city)[:, None, None]
    moved = {EVERY: paths, OWN: np.where(own, paths, middle), OTHERS: np.where(own, middle, paths)}
    stacked = np.concatenate([middle, *(moved[kind] for kind in kinds)], axis=2)
    return np.moveaxis(stacked, 2, 0).reshape(-1)

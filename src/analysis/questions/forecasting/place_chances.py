"""How likely a place in the league is some months ahead, the others forecast too, not standing still (名次可能性).

A unit of which nothing can be forecast may stand before or behind: the chance then is an interval, by its best and
its worst total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from analysis.facts import Fact, unit_table, valid_in
from analysis.questions import league as leagues
from analysis.questions.forecasting.figure_forecasts import FigureForecasts, forecast_figures
from analysis.questions.forecasting.forecast_rules import ForecastRules
from analysis.questions.forecasting.league_worlds import (
    EVERY,
    MIDDLE_WORLD,
    OTHERS,
    OWN,
    LeagueFigures,
    league_figures,
    league_totals,
)
from analysis.rulebooks import Rulebook
from analysis.scenarios import Scenario

CHANCES: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "scenario": pl.String, "plan": pl.Boolean, "month": pl.String, "ahead": pl.Int64,
    "place": pl.Int64, "units": pl.Int64, "short": pl.Int64, "absent": pl.Int64, "now_best": pl.Int64,
    "now_worst": pl.Int64, "best": pl.Int64, "worst": pl.Int64, "least": pl.Float64, "most": pl.Float64,
    "paths": pl.Int64,
}  # fmt: skip
"""`least`, `most`: the chance of `place` or better, the others that cannot be told all before the unit, and all behind;
`best`, `worst`: the place in the middle. `units` have figures, nothing of `short` of them can be forecast; `absent` of
the league have no figures at all: they too may stand before it or behind."""
PLACE_DRIVERS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "scenario": pl.String, "place": pl.Int64, "mover": pl.String, "turns": pl.Float64,
}  # fmt: skip
"""In what share of paths the unit's own figures alone, or the others' alone, turn whether the place is reached."""


@dataclass(frozen=True, eq=False)
class LeagueRequest:
    """Whose place is asked for (`place`: None: the demanded one), by which rulebooks, each under its scenario."""

    city: str
    place: int | None
    cases: Sequence[tuple[Rulebook, Scenario]]
    dictionary: Mapping[str, Fact]

    def judging(self) -> list[tuple[Rulebook, Scenario]]:
        """The rulebooks by whose totals the place is judged: of a demanded one those that do not demand it."""
        return [(book, scenario) for book, scenario in self.cases if self.place or not leagues.rank_clauses(book)]

    def wanted(self, group: int | None) -> int | None:
        """The last place that will do in a league."""
        return self.place or demanded_place([book for book, _ in self.cases], group)


@dataclass(frozen=True, eq=False)
class LeagueAhead:
    """The league of a unit: its FACTS, every unit forecast, and the demanded place."""

    city: str
    place: int
    facts: pl.DataFrame
    every: FigureForecasts
    units: tuple[str, ...]
    absent: int


def league_places(
    facts: pl.DataFrame, ways: Mapping[bool, FigureForecasts], asked: LeagueRequest | None, rules: ForecastRules
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """CHANCES and PLACE_DRIVERS under every rulebook, without a plan and with it; the league is forecast once."""
    league = _league_ahead(facts, ways[False], asked, rules) if asked and asked.judging() else None
    cases = asked.judging() if asked and league else []
    found = [_place_chances(league, way, *case, plan) for plan, way in ways.items() for case in cases if league]
    chances = [pl.DataFrame(schema=CHANCES), *(rows for rows, _ in found)]
    return pl.concat(chances), pl.concat([pl.DataFrame(schema=PLACE_DRIVERS), *(rows for _, rows in found)])


def _league_ahead(
    facts: pl.DataFrame, found: FigureForecasts, asked: LeagueRequest, rules: ForecastRules
) -> LeagueAhead | None:
    """The unit's league, forecast in one pass; None where no place is wanted or it has none."""
    listed = unit_table().filter(valid_in(found.month)).unique("code", keep="last", maintain_order=True)
    group = next(iter(listed.filter(code=asked.city)["league"]), None)
    wanted = None if group is None else asked.wanted(group)
    members = listed.filter(pl.col("league") == group)["code"]
    there = facts.filter(pl.col("city").is_in(members.implode()), pl.col("month") <= found.month)
    units = tuple(there["city"].unique().sort())
    if wanted is None:
        return None
    every = forecast_figures(there, found.month, len(found.months), rules, asked.dictionary)
    return LeagueAhead(asked.city, wanted, there, every, units, len(members) - len(units))


def demanded_place(books: Sequence[Rulebook], group: int | None) -> int | None:
    """The last place that passes in a league, as the first of some rulebooks that demands one has it."""
    named = [(clause.values, name) for book in books for clause in leagues.rank_clauses(book) for name in clause.values]
    limits = [
        values.get(leagues.LIMIT.format(name=name))
        for values, name in named
        if values[name].unit == leagues.CHOICE and values[name].amount == group
    ]
    return next((int(limit.amount) for limit in limits if limit is not None and limit.amount is not None), None)


def _place_chances(
    league: LeagueAhead, found: FigureForecasts, book: Rulebook, scenario: Scenario, plan: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """CHANCES of every month ahead, and PLACE_DRIVERS of the next; with a plan the others' paths are the same."""
    figures = league_figures(league.every, found, league.city, league.units)
    places = _places(league_totals(league.facts, figures, book, scenario, [EVERY], len(found.months)), league)
    key = {"rulebook": book.id, "scenario": scenario.name, "place": league.place}
    chances = _chances(places, figures, league).with_columns(
        **{name: pl.lit(value) for name, value in {**key, "plan": plan}.items()}
    )
    drivers = pl.DataFrame(schema=PLACE_DRIVERS) if plan else _turned(league, figures, book, scenario)
    drivers = drivers.with_columns(**{name: pl.lit(value) for name, value in key.items()})
    return (
        chances.select(pl.col(name).cast(kind) for name, kind in CHANCES.items()),
        drivers.select(pl.col(name).cast(kind) for name, kind in PLACE_DRIVERS.items()),
    )


def _places(totals: pl.DataFrame, league: LeagueAhead) -> pl.DataFrame:
    """`scenario, month, best, worst`: the unit's places in each world; equal totals share the better one.

    Units of the league without any figure may all stand before it.
    """
    ends = totals.with_columns(
        pl.col("low").round(leagues.SAME).fill_null(-float("inf")),
        pl.col("high").round(leagues.SAME).fill_null(float("inf")),
    )
    own = ends.filter(pl.col("city") == league.city).drop("city")
    others = ends.filter(pl.col("city") != league.city)
    beside = own.join(others, on=["scenario", "month"], how="left", maintain_order="left", suffix=" other")
    before = beside.group_by("scenario", "month", maintain_order=True).agg(
        (1 + (pl.col("low other") > pl.col("high")).sum()).cast(pl.Int64).alias("best"),
        (1 + league.absent + (pl.col("high other") > pl.col("low")).sum()).cast(pl.Int64).alias("worst"),
    )
    return before.with_columns(
        (pl.col("worst") <= league.place).alias("sure"), (pl.col("best") <= league.place).alias("perhaps")
    )


def _chances(places: pl.DataFrame, figures: LeagueFigures, league: LeagueAhead) -> pl.DataFrame:
    middle, paths = (places.filter((pl.col("scenario") == MIDDLE_WORLD) == same) for same in (True, False))
    now = middle.filter(month=figures.month).row(0, named=True)
    steps = pl.DataFrame({"month": list(figures.months), "ahead": list(range(1, len(figures.months) + 1))})
    shares = paths.group_by("month").agg(pl.col("sure").mean().alias("least"), pl.col("perhaps").mean().alias("most"))
    counts = {
        "units": len(league.units), "short": len(figures.short), "absent": league.absent, "now_best": now["best"],
        "now_worst": now["worst"], "paths": figures.paths.shape[3],
    }  # fmt: skip
    rows = steps.join(shares, on="month", how="left").join(middle.select("month", "best", "worst"), on="month")
    return rows.with_columns(**{name: pl.lit(count) for name, count in counts.items()}).sort("ahead")


def _turned(league: LeagueAhead, figures: LeagueFigures, book: Rulebook, scenario: Scenario) -> pl.DataFrame:
    """How often the unit alone, and the others alone, turn next month whether the place is reached."""
    totals = league_totals(league.facts, figures, book, scenario, [OWN, OTHERS], 1)
    places = _places(totals, league).filter(month=figures.months[0])
    reached = places.filter(scenario=MIDDLE_WORLD)["sure"].item()
    moved = places.filter(pl.col("scenario") != MIDDLE_WORLD)
    mover = pl.col("scenario").str.split(" ").list.first().alias("mover")
    turns = moved.group_by(mover, maintain_order=True).agg((pl.col("sure") != reached).mean().alias("turns"))
    return turns.filter(pl.col("turns") > 0).sort("turns", descending=True, maintain_order=True)

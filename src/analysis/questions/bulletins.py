"""A month's circular: places and movers, who is best where, who fails or lags in what, what is owed (月度通报).

All that a circular says of many units, as frames; nothing is worded here. Units are compared within their league only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from analysis import rulebooks, scenarios, scorecards
from analysis.calendars import months_back, parse_month
from analysis.facts import code_of, league_group, long_facts
from analysis.problems import InputError, Problem
from analysis.questions import league as leagues
from analysis.questions import shortfalls
from analysis.rulebooks import Rulebook, RulebookName, clauses
from analysis.scenarios import BASELINE, Scenario, ScenarioName

DETAILED = 5
"""How many units' gaps are worked out one by one: as many as the pages of a circular have room for."""
PRINTED = 0.005
"""Points that show as they are printed, at two decimals."""
BEFORE = ("points", "low", "high", "rank", "best", "worst", "cities")
GROUP, CLAUSE = "group", "clause"
TOP = 1


@dataclass(frozen=True, eq=False)
class MonthBulletin:
    """What a month's circular says of the units compared; every frame goes by league and then place, or by city.

    `places`: a unit a row, `league.standings` and the same of the month before (`…_before`), `change` (points; null
    where a total is open), `change_low, change_high`, `up_low, up_high` (places gained, at least and at most; null
    where there is no month before), `failed, undecided` (tests that fail and that lack data), `behind` (clauses at
    which it certainly lags), `owed` (figures that are missing). `best`: for each league and scored clause or group,
    the units that are certainly first (at most half of them), with what they earn and the mean of the league.
    `failed`: `city, clause`, tests that certainly fail. `behind`: clauses at which a unit certainly has less than the
    mean of the others, `behind_low, behind_high`; where it is alone, what it certainly loses. `owed`: `city, fact,
    clauses`. `lacking`: what the failed tests of the units `detailed` lack, `shortfalls.SHORTFALLS` by city.
    `figures`: the FACTS of the month.
    `absent`: units that have no figures of the month, though named, or though they had some the month before.
    `unset`: rule values that clauses wait for and that nobody owes.
    """

    month: str
    before: str
    book: Rulebook = field(metadata={"inner": True})
    scenario: Scenario = field(metadata={"inner": True})
    places: pl.DataFrame
    best: pl.DataFrame
    failed: pl.DataFrame
    behind: pl.DataFrame
    owed: pl.DataFrame
    lacking: pl.DataFrame
    detailed: tuple[str, ...]
    absent: tuple[str, ...]
    unset: int
    figures: pl.DataFrame = field(metadata={"inner": True})

    def of_league(self, league: int | None) -> pl.DataFrame:
        """The places of one league."""
        return self.places.filter(pl.col("league").eq_missing(league))

    def leagues(self) -> list[int | None]:
        """The leagues compared, in order; units that no league has last."""
        found: list[int | None] = self.places["league"].unique(maintain_order=True).to_list()
        return found


def unit_rows(result: MonthBulletin) -> pl.DataFrame:
    """A unit a row: `places`, with its failed tests, the clauses at which it lags and the figures it owes by name."""
    rows = result.places.drop("failed", "behind", "owed")
    for name, frame, column in (
        ("failed", result.failed, "clause"),
        ("behind", result.behind, "clause"),
        ("owed", result.owed, "fact"),
    ):
        listed = frame.group_by("city", maintain_order=True).agg(pl.col(column).alias(name))
        rows = rows.join(listed, on="city", how="left", maintain_order="left")
    return rows


def month_bulletin(
    facts: Any,
    book: RulebookName,
    month: str,
    scenario: ScenarioName = BASELINE,
    earlier: Any = None,
    cities: Sequence[str] | None = None,
    league: int | None = None,
) -> MonthBulletin:
    """The circular of the units in FACTS that have figures of a month.

    `earlier`: FACTS of the month before, where they are not in `facts`. `cities`: the units compared, by code or name;
    `league`: those of one class of cities, or of one group of other units. Places are among the units compared. Raises
    `InputError` where none of them has figures of the month.

    >>> from analysis import facts
    >>> from analysis.questions import bulletins
    >>> month = bulletins.month_bulletin(facts.up_to("江阴", "2021-03"), "hard-2019", "2021-03")
    >>> month.places.select("city", "rank", "cities", "failed").row(0)
    ('320281', 1, 1, 4)
    """
    whole, month = rulebooks.load(book), parse_month(month)
    book = whole.at(month)
    before, scenario = months_back(month, 2)[0], scenarios.load(scenario)
    codes = None if cities is None else [code_of(city, month) for city in cities]
    figures = _chosen(long_facts(facts, book.dictionary), codes, league, month)
    then = _chosen(long_facts(facts if earlier is None else earlier, book.dictionary), codes, league, before)
    _must_have_figures(figures, month)
    points = _scored(figures, book, month, scenario)
    places = _with_before(
        leagues.standings(figures, book, month, scenario), _standings_before(then, whole, before, scenario)
    )
    failed, owed, behind = _failed(points), _owed(points, book), _behind(points, book)
    counted = _counted(places, {"failed": failed, "behind": behind, "owed": owed}, points)
    detailed = _worst(counted)
    return MonthBulletin(
        month, before, book, scenario, counted, _best(_items(figures, points, book, month, scenario)), failed, behind,
        owed, _lacking(figures, book, month, scenario, detailed), detailed,
        _absent(figures, then, codes, month, before), _unset(points, book), figures.filter(pl.col("month") == month),
    )  # fmt: skip


def _standings_before(then: pl.DataFrame, book: Rulebook, before: str, scenario: Scenario) -> pl.DataFrame:
    """The places of the month before; none where the rulebook was not in force yet."""
    if book.judges(before):
        return leagues.standings(then, book, before, scenario)
    return leagues.standings(then.clear(), book.periods[0], before, scenario)


def _chosen(figures: pl.DataFrame, codes: Sequence[str] | None, league: int | None, month: str) -> pl.DataFrame:
    """The figures of the units compared: those named, those of the league as it was in the month."""
    own = figures if codes is None else figures.filter(pl.col("city").is_in(list(codes)))
    if league is None:
        return own
    units = leagues.with_league(own.select("city").unique(), month).filter(league_group(pl.col("league")) == league)
    return own.filter(pl.col("city").is_in(units["city"].to_list()))


def _must_have_figures(figures: pl.DataFrame, month: str) -> None:
    if figures.filter(pl.col("month") == month).is_empty():
        zh = f"没有一个所选城市有 {month} 的数据，无从通报。请先数出当月指标，或放入填好的数据文件；"
        en = f"None of these cities has figures of {month}. Measure the month, or put filled files there; "
        zh_do, en_do = "也可换月份、类别或城市。", "or choose another month, league or cities."
        raise InputError([Problem(str(Path("data", "facts", "*", f"{month}.*")), zh + zh_do, en + en_do)])


def _scored(figures: pl.DataFrame, book: Rulebook, month: str, scenario: Scenario) -> pl.DataFrame:
    """POINTS of the month, with each unit's league."""
    points = scorecards.score(figures, book, scenario).filter(pl.col("month") == month)
    return leagues.with_league(points, month)


def _with_before(places: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """The places beside those of the month before: points and places gained, or the range of what they may be."""
    old = earlier.select("city", *(pl.col(name).alias(f"{name}_before") for name in BEFORE))
    change = pl.col("points") - pl.col("points_before")
    return places.join(old, on="city", how="left", maintain_order="left").with_columns(
        change.alias("change"),
        pl.coalesce(change, pl.col("low") - pl.col("high_before")).alias("change_low"),
        pl.coalesce(change, pl.col("high") - pl.col("low_before")).alias("change_high"),
        (pl.col("best_before") - pl.col("worst")).alias("up_low"),
        (pl.col("worst_before") - pl.col("best")).alias("up_high"),
    )


def _failed(points: pl.DataFrame) -> pl.DataFrame:
    """The tests that certainly fail."""
    return points.filter((pl.col("kind") == clauses.TESTED) & ~pl.col("met")).select("city", "league", "clause")


def _undecided(points: pl.DataFrame) -> pl.DataFrame:
    return points.filter((pl.col("kind") == clauses.TESTED) & pl.col("met").is_null()).select("city", "clause")


def _owed(points: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """The figures that clauses wait for, with the clauses."""
    waiting = points.select("city", "clause", pl.col("missing").alias("fact")).explode("fact", empty_as_null=True)
    figures = waiting.filter(pl.col("fact").is_in(list(book.dictionary)))
    return figures.group_by("city", "fact", maintain_order=True).agg(pl.col("clause").alias("clauses"))


def _unset(points: pl.DataFrame, book: Rulebook) -> int:
    waiting = points["missing"].explode(empty_as_null=True).drop_nulls().unique()
    return int(waiting.is_in(list(book.amounts())).sum())


def _behind(points: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """By how much a unit has less than the mean of the others of its league; alone, than the most."""
    scored = points.filter((pl.col("kind") != clauses.TESTED) & pl.col("league").is_not_null())
    most = pl.when(pl.col("kind") == clauses.DEDUCTED).then(0.0).otherwise(pl.col("possible"))
    peers = pl.len().over("league", "clause")
    others = {end: (pl.col(end).sum().over("league", "clause") - pl.col(end)) / (peers - 1) for end in ("low", "high")}
    alone = peers == 1
    compared = scored.with_columns(
        (pl.when(alone).then(most).otherwise(others["low"]) - pl.col("high")).alias("behind_low"),
        (pl.when(alone).then(most).otherwise(others["high"]) - pl.col("low")).alias("behind_high"),
        alone.alias("alone"),
    )
    columns = ("city", "league", "clause", "points", "low", "high", "possible", "behind_low", "behind_high", "alone")
    order = (pl.col("behind_low").round(leagues.SAME), "clause_order")
    return (
        compared.filter(pl.col("behind_low") >= PRINTED)
        .join(_order(book), on="clause")
        .sort("city", *order, descending=[False, True, False])
        .select(columns)
    )


def _order(book: Rulebook) -> pl.DataFrame:
    return pl.DataFrame({"clause": list(book.clauses), "clause_order": range(len(book.clauses))})


def _items(figures: pl.DataFrame, points: pl.DataFrame, book: Rulebook, month: str, scenario: Scenario) -> pl.DataFrame:
    """What units are compared in: the scored clauses, and the top groups where several of them score."""
    columns = ("city", "league", "item", "level", "low", "high", "possible")
    scored = points.filter(pl.col("kind") == clauses.SCORED)
    by_clause = scored.select(pl.col("clause").alias("item"), pl.lit(CLAUSE).alias("level"), pl.exclude("clause"))
    nodes = scorecards.score_nodes(figures, book, scenario).filter(
        (pl.col("month") == month) & (pl.col("possible") > 0)
    )
    top = leagues.with_league(nodes.filter(pl.col("level") == TOP).drop("level"), month)
    groups = top.select(pl.col("node").alias("item"), pl.lit(GROUP).alias("level"), pl.exclude("node"))
    several = groups["item"].n_unique() > 1
    return pl.concat([(groups if several else groups.clear()).select(columns), by_clause.select(columns)])


def _best(items: pl.DataFrame) -> pl.DataFrame:
    """Who is certainly first in each clause and group, where that is at most half; none of them where it is open."""
    top = pl.col("high").max().round(leagues.SAME)
    first = pl.col("city").filter(pl.col("low").round(leagues.SAME) >= top)
    grouped = items.filter(pl.col("league").is_not_null()).group_by("league", "level", "item", maintain_order=True)
    each = grouped.agg(
        pl.col("high").max().alias("points"), pl.col("possible").max(), first.alias("leaders"),
        pl.col("low").mean().alias("average_low"), pl.col("high").mean().alias("average_high"),
        pl.len().cast(pl.Int64).alias("units"),
    )  # fmt: skip
    differing = each.filter((pl.col("points") >= PRINTED) & (2 * pl.col("leaders").list.len() <= pl.col("units")))
    lead = (pl.col("points") - pl.col("average_high")).round(leagues.SAME)
    ordered = differing.sort(
        "league", pl.col("level") == CLAUSE, pl.col("leaders").list.len() == 0, -lead, maintain_order=True
    )
    return ordered.with_columns(
        pl.when(pl.col("leaders").list.len() > 0).then("points").alias("points"),
    )


def _counted(places: pl.DataFrame, frames: dict[str, pl.DataFrame], points: pl.DataFrame) -> pl.DataFrame:
    """The places with how many rows each unit has in some frames."""
    for name, frame in {**frames, "undecided": _undecided(points)}.items():
        counts = frame.group_by("city").agg(pl.len().cast(pl.Int64).alias(name))
        places = places.join(counts, on="city", how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(0)
        )
    return places


def _worst(places: pl.DataFrame) -> tuple[str, ...]:
    """The units whose problems are told one by one: most failed tests first, then the lowest."""
    troubled = places.filter((pl.col("failed") > 0) | (pl.col("behind") > 0))
    ordered = troubled.sort("failed", "worst", descending=True, nulls_last=True, maintain_order=True)
    return tuple(ordered["city"].head(DETAILED))


def _lacking(
    figures: pl.DataFrame, book: Rulebook, month: str, scenario: Scenario, units: Sequence[str]
) -> pl.DataFrame:
    """What the failed tests of a few units lack."""
    shape = pl.DataFrame(schema={"city": pl.String, **shortfalls.SHORTFALLS})
    parts = [
        shortfalls.shortfalls(figures.filter(pl.col("city") == unit), book, unit, month, scenario).select(
            pl.lit(unit).alias("city"), pl.all()
        )
        for unit in units
    ]
    return pl.concat([shape, *parts])


def _absent(
    figures: pl.DataFrame, then: pl.DataFrame, codes: Sequence[str] | None, month: str, before: str
) -> tuple[str, ...]:
    """The units without figures of the month: those named, else those that had some the month before."""
    here = set(figures.filter(pl.col("month") == month)["city"].unique())
    earlier = then.filter(pl.col("month") == before)["city"].unique().sort().to_list()
    return tuple(code for code in dict.fromkeys(codes if codes is not None else earlier) if code not in here)

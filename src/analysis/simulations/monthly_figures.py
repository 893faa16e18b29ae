"""The monthly figures of many made-up cities at once, without registers, all `estimated` (虚构指标)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from analysis.contracts import FACTS
from analysis.facts import Fact, dictionary, is_whole_unit
from analysis.simulations.keyed_random import KeyedRandom
from analysis.simulations.simulation_settings import Settings

LEAGUE, COUNTIES, RANK, YEAR = "league", "counties", "monitoring_rank", 12
MOST_EVENTS = 80
BEGIN = 2021 * YEAR
"""From here growth and progress are counted."""
SOURCE, NOTE = "合成数据 synthetic：scorecard simulate，种子 seed {seed}", "虚构数据，不代表真实城市 made up"
ALWAYS = {LEAGUE, COUNTIES}


@dataclass(frozen=True, eq=False)
class Nation:
    """All cities of a time, a row each: `code, league, counties`; the months a figure is wanted for."""

    cities: pl.DataFrame
    months: Sequence[str]
    seed: int
    settings: Settings

    @property
    def general(self) -> Mapping[str, float]:
        """What holds for all figures."""
        return self.settings["general"]

    @cached_property
    def months_run(self) -> np.ndarray:
        """The months as running numbers."""
        return np.array([int(month[:4]) * YEAR + int(month[5:]) - 1 for month in self.months])

    @cached_property
    def lots(self) -> KeyedRandom:
        """The draws of these cities and months."""
        return KeyedRandom(self.seed, self.cities["code"].cast(pl.Int64).to_numpy(), self.months_run)

    @cached_property
    def quality(self) -> np.ndarray:
        """How well each city works in each month: mean 0, rising slowly everywhere."""
        return self.standing("quality") + self.general["progress"] * (self.months_run - BEGIN)[None, :]

    def standing(self, purpose: str) -> np.ndarray:
        """How a city stands beside others: for the most part lasting, some of it passing."""
        window = int(self.general["window"])
        passing = self.general["passing"] * self.lots.passing(purpose, window)
        return self.general["lasting"] * self.lots.lasting(f"{purpose}, lasting") + passing


def simulated_figures(nation: Nation) -> pl.DataFrame:
    """FACTS of every city and month: a figure for each fact of the dictionary that is not derived; some are missing.

    No part is above its whole; counts are whole. Equal settings, seed, city and month give equal figures.
    """
    figures: dict[str, np.ndarray] = {}
    for name, fact in dictionary().items():
        if not fact.derived:
            _draw(nation, name, figures)
    return _frame(nation, {name: figures[name] for name, fact in dictionary().items() if not fact.derived})


def _draw(nation: Nation, name: str, figures: dict[str, np.ndarray]) -> None:
    """Draw a fact into `held`, and before it those that it depends on."""
    if name in figures:
        return
    given, fact = nation.settings["figures"].get(name, {}), dictionary()[name]
    asked = [given.get("of"), given.get("when"), fact.within, *given.get("sum", ())]
    for other in filter(None, asked):
        _draw(nation, other, figures)
    figures[name] = _figure(nation, fact, given, figures)


def _figure(nation: Nation, fact: Fact, given: Mapping[str, Any], figures: Mapping[str, np.ndarray]) -> np.ndarray:
    if fact.name in (LEAGUE, COUNTIES):
        return _told(nation, nation.cities[fact.name].to_numpy())
    if fact.name == RANK:
        return _ranks(nation)
    if "sum" in given:
        return np.sum([figures[name] for name in given["sum"]], axis=0)
    if "chance" in given:
        return _yes(nation, fact, given)
    if "mean" in given:
        return _events(nation, fact, given)
    values = _share(nation, fact, given, figures) if "share" in given else _amount(nation, fact, given, figures)
    return np.round(values) if is_whole_unit(fact.unit) or fact.unit == "yuan" else np.round(values, 1)


def _told(nation: Nation, each: np.ndarray) -> np.ndarray:
    return np.repeat(each.astype(float)[:, None], len(nation.months), axis=1)


def _ranks(nation: Nation) -> np.ndarray:
    """Each city's rank by quality in its league, of all cities there are."""
    leagues = nation.cities["league"].to_numpy()
    ranks = np.zeros_like(nation.quality)
    for league in np.unique(leagues):
        own = leagues == league
        order = np.argsort(-nation.quality[own], axis=0, kind="stable")
        ranks[own] = np.argsort(order, axis=0, kind="stable") + 1
    return ranks


def _pulled(nation: Nation, fact: Fact, given: Mapping[str, Any]) -> np.ndarray:
    """How far quality and the city's own way move a figure."""
    return given.get("pull", 0) * nation.quality + given.get("spread", 0) * nation.standing(fact.name)


def _yes(nation: Nation, fact: Fact, given: Mapping[str, Any]) -> np.ndarray:
    moved = _logit(given["chance"]) + given.get("pull", 0) * nation.quality
    return (_logit(nation.lots.even(fact.name)) < moved).astype(float)


def _share(nation: Nation, fact: Fact, given: Mapping[str, Any], figures: Mapping[str, np.ndarray]) -> np.ndarray:
    own = {"spread": 0.6, **given}
    share = 1 / (1 + np.exp(-_logit(given["share"]) - _pulled(nation, fact, own)))
    values = _finished(nation, share) * (given["most"] if "most" in given else figures[fact.within or ""])
    return values * figures[given["when"]] if "when" in given else values


def _finished(nation: Nation, share: np.ndarray) -> np.ndarray:
    """Whoever comes so far does the rest too: otherwise no large city would ever reach a demand of all."""
    return np.where(share >= nation.general["finishing"], 1.0, share)


def _amount(nation: Nation, fact: Fact, given: Mapping[str, Any], figures: Mapping[str, np.ndarray]) -> np.ndarray:
    return _middle(nation, given, figures) * np.exp(_pulled(nation, fact, given))


def _middle(nation: Nation, given: Mapping[str, Any], figures: Mapping[str, np.ndarray]) -> np.ndarray:
    """What a city of middling quality has; people grow by the month, and with them all that depends on them."""
    if "of" in given:
        return given["rate"] * figures[given["of"]]
    if "people" in given:
        growth = (1 + nation.general["growth"]) ** (nation.months_run - BEGIN)
        people = np.array([given["people"][str(league)] for league in nation.cities["league"]])
        return people[:, None] * growth[None, :]
    return np.full(nation.quality.shape, float(given["fixed"]))


def _events(nation: Nation, fact: Fact, given: Mapping[str, Any]) -> np.ndarray:
    """Numbers of events with a mean that quality moves: the inverse of Poisson's distribution."""
    mean = given["mean"] * np.exp(given.get("pull", 0) * nation.quality)
    even = nation.lots.monthly(fact.name)
    term, below, count = np.exp(-mean), np.zeros_like(mean), np.zeros_like(mean)
    for number in range(1, MOST_EVENTS):
        below += term
        count += even > below
        term = term * mean / number
    return count


def _logit(share: Any) -> Any:
    return np.log(share / (1 - share))


def _frame(nation: Nation, figures: Mapping[str, np.ndarray]) -> pl.DataFrame:
    count, months = len(nation.cities), len(nation.months)
    keys = nation.cities.select(pl.col("code").alias("city")).join(
        pl.DataFrame({"month": list(nation.months)}), how="cross"
    )
    columns = {
        name: pl.Series(np.broadcast_to(values, (count, months)).reshape(-1)) for name, values in figures.items()
    }
    gone = {name: pl.Series(_gone(nation, name).reshape(-1)) for name in figures if name not in ALWAYS}
    wide = keys.with_columns(**columns).with_columns(
        pl.when(~gone[name]).then(pl.col(name)).alias(name) for name in gone
    )
    present = pl.col("value").is_not_null()
    long = wide.unpivot(index=["city", "month"], variable_name="fact").with_columns(
        pl.when(present).then(pl.lit("estimated")).otherwise(pl.lit("missing")).alias("status"),
        pl.lit(SOURCE.format(seed=nation.seed)).alias("source"),
        pl.lit(NOTE).alias("note"),
    )
    return FACTS.take(long.sort("city", "month", maintain_order=True))


def _gone(nation: Nation, name: str) -> np.ndarray:
    return nation.lots.monthly(f"{name}, missing") < nation.general["missing"]

"""The monthly figures of many made-up cities at once, without registers, all `estimated` (虚构指标).

They hold together over months as real ones do: twelve months' figures are sums of months, parts are counted within
their wholes, what adds up never falls, and what leaves a list is no less than the list loses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from analysis.contracts import FACTS
from analysis.facts import Fact, dictionary, is_whole_unit
from analysis.simulations.courses import YEAR, Floats, Nation, over_window
from analysis.simulations.flow_figures import falls, month_amounts, month_events, month_levels, month_parts
from analysis.simulations.stock_figures import Given, flags, league_ranks, level, stock_share

LEAGUE, COUNTIES, RANK = "league", "counties", "monitoring_rank"
SOURCE, NOTE = "合成数据 synthetic：scorecard simulate，种子 seed {seed}", "虚构数据，不代表真实城市 made up"
NEVER_MISSING = {LEAGUE, COUNTIES}
FROZEN = "2021-01"
"""What no longer changes stands as it did in this month."""


def simulated_figures(nation: Nation) -> pl.DataFrame:
    """FACTS of every city and month: a figure for each fact of the dictionary that is not derived; some are missing.

    No part is above its whole; counts are whole; nothing that adds up falls. Equal settings, seed, city and month give
    equal figures.
    """
    draft, facts = _Draft(nation), [name for name, fact in dictionary().items() if not fact.derived]
    for name in facts:
        draft.draw(name)
    return _frame(nation, {name: draft.figures[name][:, nation.places] for name in facts})


@dataclass(frozen=True, eq=False)
class _Draft:
    """The figures drawn so far, and of those that are counted over months what each month has of its own."""

    nation: Nation
    figures: dict[str, Floats] = field(default_factory=dict)
    monthly: dict[str, Floats] = field(default_factory=dict)

    def draw(self, name: str) -> None:
        """Draw a fact, and before it those that it depends on."""
        if name in self.figures:
            return
        given, fact = self.nation.settings["figures"].get(name, {}), dictionary()[name]
        for other in _drawn_before(fact, given):
            self.draw(other)
        values = self._figure(fact, given)
        self.figures[name] = values * (self.figures[given["when"]] > 0) if "when" in given else values

    def _figure(self, fact: Fact, given: Given) -> Floats:
        nation, name = self.nation, fact.name
        if name in NEVER_MISSING:
            return np.repeat(nation.cities[name].to_numpy().astype(float)[:, None], nation.shape[1], axis=1)
        if name == RANK:
            return league_ranks(nation)
        if "chance" in given:
            return flags(nation, name, given)
        if self._by_month(fact, given):
            return self._windowed(fact, given)
        values = self._stock(fact, given)
        return np.round(values) if is_whole_unit(fact.unit) or fact.unit == "yuan" else np.round(values, 1)

    def _by_month(self, fact: Fact, given: Given) -> bool:
        """Whether a figure is counted month by month: a flow, and all that it is the sum or a part of."""
        parts = [*given.get("sum", ()), *_whole(fact, given), *given.get("less", ())]
        alone = fact.nature == "flow" and not {"most", "fixed", "average"} & set(given)
        return alone and all(part in self.monthly for part in parts)

    def _windowed(self, fact: Fact, given: Given) -> Floats:
        months = YEAR if fact.window == "twelve_months" else 1
        self.monthly[fact.name] = self._month(fact, given, months)
        return over_window(self.monthly[fact.name], months)

    def _month(self, fact: Fact, given: Given, months: int) -> Floats:
        if "sum" in given:
            return np.sum([self.monthly[part] for part in given["sum"]], axis=0)
        if "mean" in given:
            return month_events(self.nation, fact.name, given, months)
        if "share" in given:
            return month_parts(self.nation, fact.name, given, self._of(fact, given, self.monthly))
        counted = is_whole_unit(fact.unit)
        drawn = month_amounts(self.nation, fact.name, given, self.figures, counted=counted, months=months)
        return np.maximum(drawn, falls(self.figures[given["falls"]])) if "falls" in given else drawn

    def _stock(self, fact: Fact, given: Given) -> Floats:
        if "sum" in given:
            return np.sum([self.figures[part] for part in given["sum"]], axis=0)
        if "share" in given:
            return stock_share(self.nation, fact.name, given, self._of(fact, given, self.figures))
        if given.get("average"):
            return month_levels(self.nation, fact.name, given, self.figures)
        return level(self.nation, fact.name, given, self._standing(given))

    def _of(self, fact: Fact, given: Given, figures: Mapping[str, Floats]) -> Floats:
        """What a share is taken of."""
        if "most" in given:
            return np.full(self.nation.shape, float(given["most"]))
        whole = np.sum([figures[name] for name in _whole(fact, given)], axis=0)
        return whole - np.sum([figures[name] for name in given.get("less", ())], axis=0)

    def _standing(self, given: Given) -> Mapping[str, Floats]:
        """The figures a level depends on; of what no longer changes, those of one month."""
        if not given.get("frozen"):
            return self.figures
        then = _Draft(self.nation.at(FROZEN))
        then.draw(given["of"])
        return {given["of"]: then.figures[given["of"]][:, then.nation.places]}


def _drawn_before(fact: Fact, given: Given) -> list[str]:
    """The facts that must be drawn before."""
    single = [given.get(key) for key in ("when", "plus", "falls", *([] if given.get("frozen") else ["of"]))]
    return [name for name in single if name] + [*_whole(fact, given), *given.get("less", ()), *given.get("sum", ())]


def _whole(fact: Fact, given: Given) -> list[str]:
    """The facts a share is taken of: those named, else the whole by the dictionary."""
    if "share" not in given or "most" in given:
        return []
    return list(given["in"]) if "in" in given else [fact.within or ""]


def _frame(nation: Nation, figures: Mapping[str, Floats]) -> pl.DataFrame:
    count, months = len(nation.cities), len(nation.months)
    keys = nation.cities.select(pl.col("code").alias("city")).join(
        pl.DataFrame({"month": list(nation.months)}), how="cross"
    )
    columns = {
        name: pl.Series(np.broadcast_to(values, (count, months)).reshape(-1)) for name, values in figures.items()
    }
    gone = {name: pl.Series(_missing_cells(nation, name).reshape(-1)) for name in figures if name not in NEVER_MISSING}
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


def _missing_cells(nation: Nation, name: str) -> np.ndarray:
    return (nation.lots.monthly(f"{name}, missing") < nation.general["missing"])[:, nation.places]

"""Many made-up cities kept as monthly figures, never over what stands there already (虚构多城指标)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis import calendars
from analysis.calendars import parse_month
from analysis.facts import SIMULATED, code_of, file_origin, month_paths, valid_in
from analysis.facts import city_table as known_cities
from analysis.identifiers import division_codes
from analysis.paths import replace_file, root
from analysis.problems import InputError, Problem
from analysis.simulations.courses import Nation
from analysis.simulations.keyed_random import KeyedRandom
from analysis.simulations.monthly_figures import simulated_figures
from analysis.simulations.simulation_settings import figure_settings as settings

COUNTY, MUNICIPALITY, ALL = "county", "municipality", "all"


@dataclass(frozen=True)
class SimulatedNation:
    """What was written, and the city-months left as they were because figures stand there that nobody simulated."""

    cities: tuple[str, ...]
    months: tuple[str, ...]
    files: tuple[Path, ...]
    left: tuple[str, ...]


def simulate_nation(cities: int | str | Sequence[str], month: str, months: int, seed: int) -> SimulatedNation:
    """Write the figures of made-up cities as `data/facts/<code>/<month>.parquet`, every one marked `estimated`.

    `cities`: how many, chosen by the seed among those of the time; `all`; or codes and names. `month`: the last of so
    many `months`. The same arguments give the same bytes. Raises `InputError`: unknown cities, numbers out of range.
    """
    last = parse_month(month)
    _in_range(months, seed)
    there = cities_in_month(last)
    listed = _chosen(cities, there, last, seed)
    span = calendars.months_back(last, months)
    frame = simulated_figures(Nation(there, span, seed, settings())).filter(pl.col("city").is_in(listed))
    left = {(code, when) for code in listed for when in span if _has_real_figures(code, when)}
    parts = frame.partition_by("city", "month", as_dict=True)
    files = [_saved_month(code, when, part) for (code, when), part in parts.items() if (code, when) not in left]
    return SimulatedNation(tuple(listed), span, tuple(files), tuple(sorted(f"{code} {when}" for code, when in left)))


def cities_in_month(month: str) -> pl.DataFrame:
    """The cities of a month by code: `code, league, counties` (how many counties and districts are below)."""
    table = known_cities().filter(valid_in(month)).unique("code", keep="last").sort("code")
    table = table.with_columns(
        pl.when(pl.col("level") == MUNICIPALITY).then(2).otherwise(4).alias("digits"),
    ).with_columns(pl.col("code").str.slice(0, pl.col("digits")).alias("above"))
    counties = division_codes().filter((pl.col("level") == COUNTY) & valid_in(month)).unique("code")
    below = pl.concat(
        counties.select(pl.col("code").str.slice(0, digits).alias("above")).group_by("above").len("counties")
        for digits in (2, 4)
    )
    counted = table.join(below, on="above", how="left").with_columns(
        pl.when(pl.col("level") == COUNTY).then(0).otherwise(pl.col("counties").fill_null(0)).alias("counties")
    )
    return counted.select("code", "league", "counties").sort("code")


def _chosen(cities: int | str | Sequence[str], there: pl.DataFrame, month: str, seed: int) -> list[str]:
    codes = there["code"].to_list()
    if cities == ALL:
        return codes
    if isinstance(cities, int):
        return _drawn_cities(cities, there, seed)
    named = [cities] if isinstance(cities, str) else list(cities)
    return sorted({code_of(name, month) for name in named})


def _drawn_cities(count: int, there: pl.DataFrame, seed: int) -> list[str]:
    if not 1 <= count <= len(there):
        zh, en = f"须在 1 与 {len(there)} 之间。", f"Between 1 and {len(there)}."
        raise InputError([Problem("--cities", zh, en)])
    lots = KeyedRandom(seed, there["code"].cast(pl.Int64).to_numpy(), there["league"].to_numpy())
    drawn_by = there.with_columns(pl.Series("lot", lots.even("chosen").reshape(-1)))
    return sorted(drawn_by.sort("lot").head(count)["code"].to_list())


def _in_range(months: int, seed: int) -> None:
    least = {"--months": (months, 1), "--seed": (seed, 0)}
    wrong = [
        Problem(name, f"须不小于 {bound}。", f"At least {bound}.")
        for name, (given, bound) in least.items()
        if given < bound
    ]
    if wrong:
        raise InputError(wrong)


def _has_real_figures(code: str, month: str) -> bool:
    """Whether figures of a city's month stand there that no simulation wrote."""
    return any(file_origin(path) != SIMULATED for path in month_paths(code, month))


def _saved_month(code: str, month: str, facts: pl.DataFrame) -> Path:
    buffer = io.BytesIO()
    facts.write_parquet(buffer, compression="zstd", statistics=False, metadata=SIMULATED)
    return replace_file(root() / "data" / "facts" / code / f"{month}.parquet", buffer.getvalue())

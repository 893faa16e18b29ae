"""A month measured from start to end: deliveries read, facts counted, what was set aside listed (当月计量)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.facts import measured
from analysis.facts.attempts import Attempts
from analysis.facts.counting import moment
from analysis.facts.delivered import Deliveries, Each, refresh
from analysis.facts.engines import POLARS, frames
from analysis.places import root, shown
from analysis.problems import InputError, Problem
from analysis.registers import REGISTERS, quarantine, store


@dataclass(frozen=True)
class Measured:
    """What a month's measuring gave: FACTS, the deliveries they rest on, and the lists of rows set aside.

    `uncounted`: a problem for each fact that the engine could not count; among the FACTS it is missing.
    """

    facts: pl.DataFrame
    deliveries: Deliveries
    quarantines: tuple[Path, ...]
    uncounted: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every file was read, no row was set aside, and every fact could be counted."""
        aside = int(self.deliveries.tables["set_aside"].sum())
        return not self.deliveries.unread and not aside and not self.uncounted


def run(
    cities: Sequence[str], month: str, engine: str = POLARS, master: str = "", each: Each = lambda *_: None
) -> Measured:
    """Measure a month for some cities, by code.

    Writes the sorted registers and, for each city, `quarantine.csv` under `data/encoded`; the facts are given back.
    Raises `InputError` where a city delivered nothing for the month.
    """
    when, attempts = moment(month), Attempts()
    held = refresh(cities, when, each)
    _refuse_empty(cities, month, held.tables)
    with frames(engine, master, cities, when) as registers:
        made = measured.measure(cities, when, held.tables, registers, attempts)
    listed = tuple(_quarantine(city, month, held.tables.filter(pl.col("city") == int(city))) for city in cities)
    return Measured(made, held, listed, tuple(attempts.problems()))


def _refuse_empty(cities: Sequence[str], month: str, tables: pl.DataFrame) -> None:
    there = tables.filter(pl.col("month") == month)["city"].unique().to_list()
    problems = [_nothing(city, month) for city in cities if int(city) not in there]
    if problems or not cities:
        raise InputError(problems or [_nothing("all", month)])


def _nothing(city: str, month: str) -> Problem:
    place = root() / "data" / "registers" / city / month
    months_there = sorted(path.name for path in place.parent.glob("*") if path.is_dir())
    named = "、".join(months_there) or "无"
    return Problem(
        shown(place),
        f"没有可读的登记簿；请把各登记簿放进这个文件夹，文件名以登记簿名称开头。已有月份：{named}。",
        f"No register can be read here; put the registers in this folder. Months there: {', '.join(months_there) or 'none'}.",
    )


def _quarantine(city: str, month: str, tables: pl.DataFrame) -> Path:
    held = tables.select("month", "register").unique().sort("month", "register").rows()
    parts = [store.aside(city, own, REGISTERS[register]) for own, register in held]
    return quarantine.save(store.folder(city, month) / "quarantine.csv", parts)



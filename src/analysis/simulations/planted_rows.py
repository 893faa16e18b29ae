"""Rows that must not be used, planted among those that are: set aside with a known reason, or a person's (埋行)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from analysis import calendars
from analysis.registers import AMOUNT, CHOICE, COUNT, DATE, FLAG, FLOW, Register
from analysis.simulations.delivery_styles import BESIDE, OWN, FileStyle
from analysis.simulations.fault_rates import fault_count
from analysis.simulations.people import simulated_people
from analysis.simulations.scenes import Scene

USED, NATURAL, NO_UNIT = "used", "natural", "no unit"
BROKEN_MARK, CUT_MARK, MORE_MARK = "@broken@", "@cut@", "@more@"
TORN = ("broken quotes", "too few cells", "too many cells")
"""Rows that are at fault as such; only delimited files have them."""

NO_DATES = ("2021-02-30", "日期待补", "20211301", "三月五日", "2021年2月30日")
NO_YEAR = date(2099, 12, 31)
"""A year whose days off nobody knows."""

NO_AMOUNT, NO_COUNT, NO_CHOICE, NO_FLAG, MINUS, BARE = "若干", "无数", "待定", "也许", "-3", "12000"


@dataclass(frozen=True)
class PlantedRow:
    """What a planted row becomes: its outcome, and the cell that is spoilt with what stands there instead."""

    outcome: str
    wound: str = ""
    bad: str = ""


@dataclass(frozen=True, eq=False)
class PlantingSite:
    """Where a row is planted: the city, the register, the month, and how its file is written."""

    scene: Scene
    register: Register
    month: str
    style: FileStyle
    draw: np.random.Generator

    def named(self, *kinds: str) -> list[str]:
        """The register's columns of some kinds."""
        return [column.name for column in self.register.columns if column.kind in kinds]

    def one_of(self, names: Sequence[str]) -> str:
        """One of several, by chance."""
        return names[int(self.draw.integers(0, len(names)))]


Spoilt = tuple[pl.DataFrame, PlantedRow] | None
Spoil = Callable[[pl.DataFrame, PlantingSite], Spoilt]


def with_planted_rows(
    scene: Scene, register: Register, month: str, rows: pl.DataFrame, styles: Mapping[int, FileStyle]
) -> pl.DataFrame:
    """The rows with those planted among them, in an order of chance.

    Adds `outcome` (used, natural, or the reason for setting aside), `wound` and `bad` (the spoilt cell and its text),
    `identity` (a person's number). `styles`: how each file (`part`) is written.
    """
    used = rows.with_columns(
        pl.lit(USED).alias("outcome"),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in ("wound", "bad", "identity")),
    )
    draw = scene.draw("planting", register.name, month)
    places = {part: PlantingSite(scene, register, month, style, draw) for part, style in styles.items()}
    whole = pl.concat(
        [used, *_spoilt_rows(scene, used, places, draw), *_persons(scene, register, used, draw)], how="diagonal"
    )
    return whole[pl.Series(draw.permutation(whole.height), dtype=pl.UInt32)] if whole.height > used.height else whole


def _spoilt_rows(
    scene: Scene, used: pl.DataFrame, places: Mapping[int, PlantingSite], draw: np.random.Generator
) -> Iterator[pl.DataFrame]:
    """Copies of used rows, each spoilt in one way; a way that a file does not allow is passed over."""
    for kind, spoil in SPOILERS.items():
        for _ in range(fault_count(scene.faults[kind], used.height, draw)):
            row = used[int(draw.integers(0, used.height))]
            outcome = spoil(row, places[row["part"][0]])
            if outcome:
                spoilt, what = outcome
                marks = {"outcome": what.outcome, "wound": what.wound or None, "bad": what.bad}
                yield spoilt.with_columns(pl.lit(text, dtype=pl.String).alias(name) for name, text in marks.items())


def _dates(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    names = [place.register.dated] if place.register.dated else place.named(DATE)
    return (row, PlantedRow("not a date", names[0], place.one_of(NO_DATES))) if names else None


def _empty(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    return row, PlantedRow("empty", place.one_of([column.name for column in place.register.columns if column.required]))


def _strangers(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    dated, flow = place.register.dated, place.register.kind == FLOW
    if dated is None:
        return None
    days = timedelta(days=int(place.draw.integers(1, 28)))
    day = calendars.month_start(place.month) - days if flow else calendars.month_end(place.month) + days
    later = [column.name for column in place.register.columns if column.after and not flow]
    emptied = row.with_columns(pl.lit(day).alias(dated), *(pl.lit(None, dtype=pl.Date).alias(name) for name in later))
    return emptied, PlantedRow("another month" if flow else "in the future")


def _backwards(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    columns = [column for column in place.register.columns if column.after]
    early = [(pl.col(column.after) - pl.duration(days=1)).alias(column.name) for column in columns]
    return (row.with_columns(early), PlantedRow("before the start")) if columns else None


def _units(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    bare = [name for name, unit in place.style.units.items() if unit in (OWN, BESIDE)]
    return (row, PlantedRow(NO_UNIT, bare[0], BARE)) if bare else None


def _amounts(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    amounts, counts = place.named(AMOUNT), place.named(COUNT)
    if amounts:
        plain = place.style.units[amounts[0]] not in (OWN, BESIDE)
        return row, PlantedRow("negative", amounts[0], MINUS) if plain else PlantedRow(
            "not an amount", amounts[0], NO_AMOUNT
        )
    return (row, PlantedRow("not a count", counts[0], NO_COUNT)) if counts else None


def _numbers(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    names = place.named(AMOUNT, COUNT)
    return (
        (row, PlantedRow("a person's number", names[0], simulated_people(place.scene, place.draw, 1)["phone"][0]))
        if names
        else None
    )


def _years(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    names = [column.name for column in place.register.columns if column.worked and column.after]
    return (
        (row.with_columns(pl.lit(NO_YEAR).alias(name) for name in names), PlantedRow("unknown year")) if names else None
    )


def _choices(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    choices, flags = place.named(CHOICE), place.named(FLAG)
    if not (choices or flags):
        return None
    name = place.one_of(choices + flags)
    return row, PlantedRow("not a choice", name, NO_CHOICE) if name in choices else PlantedRow(
        "not yes or no", name, NO_FLAG
    )


def _repeated(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    return row, PlantedRow("repeated")


def _broken(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    return (
        (row, PlantedRow(TORN[0], next(iter(place.style.columns.values())), BROKEN_MARK))
        if place.style.delimited
        else None
    )


def _cut(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    return (
        (row, PlantedRow(TORN[1], next(iter(place.style.columns.values())), CUT_MARK))
        if place.style.delimited
        else None
    )


def _crowded(row: pl.DataFrame, place: PlantingSite) -> Spoilt:
    return (
        (row, PlantedRow(TORN[2], list(place.style.columns.values())[-1], MORE_MARK)) if place.style.delimited else None
    )


SPOILERS: Mapping[str, Spoil] = {
    "dates": _dates, "empty": _empty, "strangers": _strangers, "backwards": _backwards, "units": _units,
    "amounts": _amounts, "numbers": _numbers, "years": _years, "choices": _choices, "repeated": _repeated,
    "broken": _broken, "cut": _cut, "crowded": _crowded,
}  # fmt: skip


def _persons(scene: Scene, register: Register, used: pl.DataFrame, draw: np.random.Generator) -> list[pl.DataFrame]:
    """Natural persons' rows: called so, by an identity number for a code, or by one in the column for such."""
    code = next((column.name for column in register.columns if column.name in ("code", "party_code")), None)
    count = fault_count(scene.faults["natural"], used.height, draw) if code else 0
    if code is None or not count:
        return []
    who = simulated_people(scene, draw, count)
    rows = used[pl.Series(draw.integers(0, used.height, count), dtype=pl.UInt32)]
    classed = "party_kind" in {column.name for column in register.columns}
    way = pl.Series(draw.integers(0 if classed else 1, 3, count))
    names = [name for name in ("name", "party_name") if name in rows.columns]
    rows = rows.with_columns(who["person"].alias(name) for name in names)
    kinds = [pl.when(way == 0).then(pl.lit(NATURAL)).alias("party_kind")] if classed else []
    return [
        rows.with_columns(
            *kinds,
            pl.when(way == 1).then(who["person_number"]).alias(code),
            pl.when(way == 2).then(who["person_number"]).alias("identity"),
            pl.lit(NATURAL).alias("outcome"),
        )
    ]

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
    """What a planted row becomes: its outcome, and the cell that is spoilt with what stands there instead.

    `day`: the day that it bears where that is what is wrong.
    """

    outcome: str
    wound: str = ""
    bad: str = ""
    day: date | None = None


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


Spoil = Callable[[PlantingSite], PlantedRow | None]
Change = Callable[[Register, pl.Series], list[pl.Expr]]


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
        [used, *_spoilt_rows(scene, register, used, places, draw), *_persons(scene, register, used, draw)],
        how="diagonal",
    )
    return whole[pl.Series(draw.permutation(whole.height), dtype=pl.UInt32)] if whole.height > used.height else whole


def _spoilt_rows(
    scene: Scene, register: Register, used: pl.DataFrame, places: Mapping[int, PlantingSite], draw: np.random.Generator
) -> Iterator[pl.DataFrame]:
    """Copies of used rows, each kind spoilt in one way; a way that a file does not allow is passed over."""
    parts = used["part"].to_list()
    for kind, spoil in SPOILERS.items():
        drawn = []
        for _ in range(fault_count(scene.faults[kind], used.height, draw)):
            place = int(draw.integers(0, used.height))
            drawn.append((place, spoil(places[parts[place]])))
        if spoilt := {at: what for at, (_, what) in enumerate(drawn) if what}:
            copies = used[pl.Series([drawn[at][0] for at in spoilt], dtype=pl.UInt32)]
            yield _spoilt(copies, list(spoilt.values()), CHANGES.get(kind, _unchanged), register)


def _spoilt(copies: pl.DataFrame, planted: Sequence[PlantedRow], change: Change, register: Register) -> pl.DataFrame:
    """Copies of rows with what each becomes."""
    days = pl.Series([what.day for what in planted], dtype=pl.Date)
    marks: Mapping[str, list[str | None]] = {
        "outcome": [what.outcome for what in planted],
        "wound": [what.wound or None for what in planted],
        "bad": [what.bad for what in planted],
    }
    changed = copies.with_columns(change(register, days))
    return changed.with_columns(pl.Series(name, texts, dtype=pl.String) for name, texts in marks.items())


def _unchanged(_register: Register, _days: pl.Series) -> list[pl.Expr]:
    return []


def _moved(register: Register, days: pl.Series) -> list[pl.Expr]:
    """Dated otherwise; what came after in a register of stock has not come yet."""
    later = [column.name for column in register.columns if column.after and register.kind != FLOW]
    return [pl.lit(days).alias(str(register.dated)), *(pl.lit(None, dtype=pl.Date).alias(name) for name in later)]


def _before_start(register: Register, _days: pl.Series) -> list[pl.Expr]:
    columns = [column for column in register.columns if column.after]
    return [(pl.col(str(column.after)) - pl.duration(days=1)).alias(column.name) for column in columns]


def _beyond_calendar(register: Register, _days: pl.Series) -> list[pl.Expr]:
    return [pl.lit(NO_YEAR).alias(name) for name in _worked_names(register)]


def _worked_names(register: Register) -> list[str]:
    """The columns whose days are counted in working days from another's."""
    return [column.name for column in register.columns if column.worked and column.after]


def _dates(place: PlantingSite) -> PlantedRow | None:
    names = [place.register.dated] if place.register.dated else place.named(DATE)
    return PlantedRow("not a date", names[0], place.one_of(NO_DATES)) if names else None


def _empty(place: PlantingSite) -> PlantedRow | None:
    return PlantedRow("empty", place.one_of([column.name for column in place.register.columns if column.required]))


def _strangers(place: PlantingSite) -> PlantedRow | None:
    flow = place.register.kind == FLOW
    if place.register.dated is None:
        return None
    days = timedelta(days=int(place.draw.integers(1, 28)))
    day = calendars.month_start(place.month) - days if flow else calendars.month_end(place.month) + days
    return PlantedRow("another month" if flow else "in the future", day=day)


def _backwards(place: PlantingSite) -> PlantedRow | None:
    return PlantedRow("before the start") if any(column.after for column in place.register.columns) else None


def _units(place: PlantingSite) -> PlantedRow | None:
    bare = [name for name, unit in place.style.units.items() if unit in (OWN, BESIDE)]
    return PlantedRow(NO_UNIT, bare[0], BARE) if bare else None


def _amounts(place: PlantingSite) -> PlantedRow | None:
    amounts, counts = place.named(AMOUNT), place.named(COUNT)
    if not amounts:
        return PlantedRow("not a count", counts[0], NO_COUNT) if counts else None
    if place.style.units[amounts[0]] in (OWN, BESIDE):
        return PlantedRow("not an amount", amounts[0], NO_AMOUNT)
    return PlantedRow("negative", amounts[0], MINUS)


def _numbers(place: PlantingSite) -> PlantedRow | None:
    names = place.named(AMOUNT, COUNT)
    if not names:
        return None
    return PlantedRow("a person's number", names[0], simulated_people(place.scene, place.draw, 1)["phone"][0])


def _years(place: PlantingSite) -> PlantedRow | None:
    return PlantedRow("unknown year") if _worked_names(place.register) else None


def _choices(place: PlantingSite) -> PlantedRow | None:
    choices, flags = place.named(CHOICE), place.named(FLAG)
    if not (choices or flags):
        return None
    name = place.one_of(choices + flags)
    return (
        PlantedRow("not a choice", name, NO_CHOICE) if name in choices else PlantedRow("not yes or no", name, NO_FLAG)
    )


def _repeated(_place: PlantingSite) -> PlantedRow | None:
    return PlantedRow("repeated")


def _torn(outcome: str, mark: str, at: int) -> Spoil:
    """A row torn at the first or last column of a file of delimited text."""

    def spoil(place: PlantingSite) -> PlantedRow | None:
        return PlantedRow(outcome, list(place.style.columns.values())[at], mark) if place.style.delimited else None

    return spoil


SPOILERS: Mapping[str, Spoil] = {
    "dates": _dates, "empty": _empty, "strangers": _strangers, "backwards": _backwards, "units": _units,
    "amounts": _amounts, "numbers": _numbers, "years": _years, "choices": _choices, "repeated": _repeated,
    "broken": _torn(TORN[0], BROKEN_MARK, 0), "cut": _torn(TORN[1], CUT_MARK, 0),
    "crowded": _torn(TORN[2], MORE_MARK, -1),
}  # fmt: skip
CHANGES: Mapping[str, Change] = {"strangers": _moved, "backwards": _before_start, "years": _beyond_calendar}
"""The kinds that change more of a row than the one cell."""


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

"""Registers of hundreds of cities, made up straight in the form they are kept in once read: to measure against."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from analysis import identifiers
from analysis.calendars import MonthWindow, month_start
from analysis.facts.measuring.register_deliveries import TABLES
from analysis.registers import REGISTERS, Register, sorted_registers
from bench import measuring

PROJECT = Path(__file__).resolve().parents[2]
MONTH, SEED = "2021-03", 20
DAYS, ABSENT = 28, 0.05
FAULTY, SHARED, SEVERAL = 0.01, 0.001, 0.001
LETTERS = list(identifiers.standards.CODE_ALPHABET)
WORDS = ("商贸", "科技", "物流", "建筑工程", "餐饮管理", "机械制造", "信息咨询", "纺织")

Draw = Callable[[str, str, int, np.random.Generator], pl.DataFrame]


@dataclass(frozen=True)
class Size:
    """How many rows of each register there are in all, and of how many cities."""

    penalties: int
    codes: int
    loans: int
    cities: int

    def share(self, part: float) -> Size:
        """The same, smaller: as many rows a city, of fewer cities."""
        cities = max(1, round(self.cities * part))
        rows = (count * cities // self.cities for count in (self.penalties, self.codes, self.loans))
        return Size(*rows, cities)


FULL = Size(penalties=4_000_000, codes=4_000_000, loans=400_000, cities=60)
"""A fifth of the nation: the ratios are those of the whole, which takes too long to make up and to read by Spark."""
FEW = Size(penalties=24_000, codes=24_000, loans=3_000, cities=4)
MONTHS = {"penalties": MonthWindow(MONTH, 12).months, "loans": MonthWindow(MONTH, 12).months, "codes": (MONTH,)}
"""A year of what happens; what stands, as it stands at the end."""


def wanted() -> Size:
    """The size to measure: the share wanted of the full one, no less than a few."""
    share = measuring.share()
    return FEW if FULL.cities * share < FEW.cities else FULL.share(share)


def cities(size: Size) -> tuple[str, ...]:
    return tuple(sorted(identifiers.code_standard().divisions)[: size.cities])


@contextmanager
def home(size: Size) -> Iterator[tuple[str, ...]]:
    """Within, the registers stand in the project's folder; given are the cities. Made once, removed at the end."""
    before = os.environ.get("CITY_CREDIT_HOME")
    os.environ["CITY_CREDIT_HOME"] = _folder(size).name
    try:
        yield cities(size)
    finally:
        del os.environ["CITY_CREDIT_HOME"]
        if before is not None:
            os.environ["CITY_CREDIT_HOME"] = before


def paths(register: str, size: Size) -> list[Path]:
    """The files of a register, within `home`."""
    return sorted_registers.sorted_paths(cities(size), MONTHS[register], REGISTERS[register])


def scan(register: str, size: Size) -> pl.LazyFrame:
    """A register as the project reads it, within `home`."""
    return sorted_registers.scan_sorted_rows(cities(size), MONTHS[register], REGISTERS[register])


def delivered(size: Size) -> pl.DataFrame:
    """The TABLES frame that tells of the registers, as if each were delivered whole in one file a month."""
    rows = []
    for register, months in MONTHS.items():
        names = [column.name for column in REGISTERS[register].columns]
        each = _shares(getattr(size, register), size.cities * len(months))
        places = [(int(city), month) for city in cities(size) for month in months]
        rows += [
            (*place, register, f"{register}.xlsx", "", names, count, count, 0, 0, 0, 0, [], True)
            for place, count in zip(places, each, strict=True)
        ]
    return pl.DataFrame(rows, schema=TABLES, orient="row")


@lru_cache(maxsize=2)
def _folder(size: Size) -> tempfile.TemporaryDirectory[str]:
    """A folder with the tables that measuring needs and the registers, which goes when the process ends."""
    folder = tempfile.TemporaryDirectory(prefix="city-credit-bench-")
    shutil.copytree(PROJECT / "params", Path(folder.name) / "params")
    (Path(folder.name) / "data").mkdir()
    shutil.copy(PROJECT / "data" / "divisions.csv", Path(folder.name) / "data" / "divisions.csv")
    for register, draw in DRAWN.items():
        _fill(Path(folder.name), register, draw, size)
    return folder


def _fill(folder: Path, register: str, draw: Draw, size: Size) -> None:
    random, months = np.random.default_rng(SEED), MONTHS[register]
    each = iter(_shares(getattr(size, register), size.cities * len(months)))
    for city in cities(size):
        for month in months:
            place = folder / "data" / "encoded" / city / month
            place.mkdir(parents=True, exist_ok=True)
            rows = _encoded(draw(city, month, next(each), random), city, month, REGISTERS[register])
            rows.write_parquet(place / f"{register}.parquet", compression="zstd", statistics=True)


def _shares(rows: int, parts: int) -> list[int]:
    return [rows * (part + 1) // parts - rows * part // parts for part in range(parts)]


def _encoded(drawn: pl.DataFrame, city: str, month: str, register: Register) -> pl.DataFrame:
    """The drawn rows with where they came from, in the register's columns and types."""
    came = {"city": int(city), "month": month, "file": f"{register.name}.xlsx", "sheet": ""}
    lines = pl.int_range(2, drawn.height + 2, dtype=pl.Int32, eager=True).alias("line")
    whole = drawn.with_columns(lines, *(pl.lit(value).alias(name) for name, value in came.items()))
    absent = [name for name in register.schema() if name not in whole.columns]
    full = whole.with_columns(pl.lit(None).alias(name) for name in absent)
    return full.select(list(register.schema())).cast(register.schema())


def _penalties(city: str, month: str, count: int, random: np.random.Generator) -> pl.DataFrame:
    decided, waits = _days(month, count, random), random.integers(0, 30, count)
    reported = _holed(_dates(decided + waits), random, 0.1)
    waited = pl.when(pl.col("reported_on").is_not_null()).then(pl.Series(waits * 5 // 7))
    return pl.DataFrame(
        {
            "record": _numbered(f"{city}罚决〔{month[:4]}〕", count, random),
            "party_kind": pl.repeat("organisation", count, eager=True),
            "party_code": _holed(codes(city, count, random), random),
            "decided_on": _dates(decided),
            "fine": random.integers(1, 500, count) * 10_000,
            "reported_on": reported,
            "concealed": _holed(pl.Series(random.random(count) < 0.02), random),
            "compliant": random.random(count) < 0.9,
        }
    ).with_columns(waited.alias("waited"))


def _loans(city: str, month: str, count: int, random: np.random.Generator) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "record": _numbered(f"{city}贷", count, random),
            "party_code": codes(city, count, random),
            "amount": random.integers(1, 50_000, count) * 10_000,
            "platform": random.random(count) < 0.6,
            "granted_on": _dates(_days(month, count, random)),
        }
    )


def _codes(city: str, month: str, count: int, random: np.random.Generator) -> pl.DataFrame:
    """Valid codes each of one body, but some: wrong in one character, on two bodies, or the second of a body."""
    code, name = codes(city, count, random), _names(city, count)
    code = code.zip_with(pl.Series(random.random(count) >= FAULTY), _spoiled(code, random))
    code = _twice(code, SHARED, random)
    name = _twice(name, SEVERAL, random)
    drawn = pl.DataFrame(
        {
            "code": code,
            "name": name,
            "kind": _any(["company", "enterprise", "cooperative", "household", "public"], count, random),
            "status": _any(["operating", "operating", "operating", "deregistered"], count, random),
            "division": pl.repeat(city, count, eager=True),
            "legacy": _holed(pl.Series(random.integers(10**8, 10**9, count)).cast(pl.String), random, 0.8),
            "converted_on": _holed(_dates(_days(month, count, random)), random, 0.8),
            "corrected_on": _holed(_dates(_days(month, count, random)), random, 0.95),
            "genuine": pl.repeat(None, count, dtype=pl.Boolean, eager=True),
        }
    )
    return REGISTERS["codes"].derive(drawn)


def codes(city: str, count: int, random: np.random.Generator) -> pl.Series:
    """Codes of a city's bodies that pass every check."""
    heads = _any([pair + city for pair in ("91", "91", "92", "93", "12", "52")], count, random)
    bodies = pl.select(pl.concat_str(_any(LETTERS, count, random) for _ in range(8))).to_series()
    stems = heads + bodies + identifiers.inner_check_digit(bodies)
    return stems + identifiers.check_character(stems)


def _spoiled(code: pl.Series, random: np.random.Generator) -> pl.Series:
    """Each code with another letter at its end, or its last letter gone."""
    wrong = code.str.head(17) + _any(LETTERS, len(code), random)
    return wrong.zip_with(pl.Series(random.random(len(code)) < 0.9), code.str.head(17))


def _twice(values: pl.Series, part: float, random: np.random.Generator) -> pl.Series:
    """The values, some of them replaced by the one before."""
    return values.zip_with(pl.Series(random.random(len(values)) >= part), values.shift(1, fill_value=values[0]))


def _names(city: str, count: int) -> pl.Series:
    number = pl.int_range(count)
    words = pl.Series(WORDS).gather(pl.select(number % len(WORDS)).to_series())
    return pl.select(pl.format("{}市第{}号{}有限公司", pl.lit(city), number, words)).to_series()


def _numbered(start: str, count: int, random: np.random.Generator) -> pl.Series:
    return start + pl.Series(random.integers(10**7, 10**8, count)).cast(pl.String)


def _days(month: str, count: int, random: np.random.Generator) -> np.ndarray:
    """Days of the month, as numbers."""
    first = (month_start(month) - date(1970, 1, 1)).days
    return random.integers(first, first + DAYS, count)


def _dates(days: np.ndarray) -> pl.Series:
    return pl.Series(days).cast(pl.Int32).cast(pl.Date)


def _holed(values: pl.Series, random: np.random.Generator, part: float = ABSENT) -> pl.Series:
    """The values, a part of them missing."""
    return values.zip_with(pl.Series(random.random(len(values)) >= part), pl.Series([None], dtype=values.dtype))


def _any(choices: list[str], count: int, random: np.random.Generator) -> pl.Series:
    return pl.Series(choices).gather(random.integers(0, len(choices), count))


DRAWN: dict[str, Draw] = {"penalties": _penalties, "codes": _codes, "loans": _loans}

"""City-months as a wide frame of the facts a rulebook judges, checked at the door; many in blocks (宽表指标)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import polars as pl

from analysis import facts as figures
from analysis.contracts import FACTS, ascending_expression, is_ascending, non_finite_among, polars_frame, repeated_keys
from analysis.facts import PLACE_KEYS, Fact
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.rulebooks import Rulebook
from analysis.scenarios import changes as changed

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_KEY_STATE = (
    ascending_expression(PLACE_KEYS).alias("in order"),
    pl.col("month").unique().implode().alias("all months"),
)
"""Looked at in one pass with all figures, so that no core waits."""
BLOCK_ROWS = 131_072
"""About how many city-months are read, checked and worked through together."""
CELLS_A_ROW = 8
"""How many times as many places as rows are still marked one by one."""


def city_month_frame(facts: Any, book: Rulebook) -> pl.DataFrame:
    """City-months as rows, the rulebook's facts as Float64 columns, sorted by city and month; missing is null."""
    wide, used = every_fact_frame(facts, book), _used(book)
    return wide[[*PLACE_KEYS, *(name for name in wide.columns if name in used)]]


def every_fact_frame(facts: Any, book: Rulebook) -> pl.DataFrame:
    """The same with every fact that is there, also those that only other rulebooks judge."""
    frame = figures.named_columns(polars_frame(facts), _meanings(book))
    return _wide_rows(frame, book) if "fact" in frame.columns else _checked(frame, book)


def _meanings(book: Rulebook) -> dict[str, Fact]:
    return {**figures.dictionary(), **book.dictionary}


def _used(book: Rulebook) -> set[str]:
    return {*book.facts(), *changed.history_names(book)}


def _refuse_months(months: Iterable[str]) -> None:
    strange = [month for month in sorted(months) if not MONTH.fullmatch(month)]
    if strange:
        zh, en = "应写作 2021-03 这样的年月。", "This is not a month; write it as 2021-03."
        raise InputError([Problem(f"FACTS, month {month}", zh, en) for month in strange])


def _wide_rows(frame: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """Long facts as wide rows; what is out of the ordinary goes through the contract, which says what is wrong."""
    facts = frame if _is_plain(frame) else FACTS.take(frame)
    (cities, at_city), (months, at_month), (names, at_fact) = (_numbered(facts[key]) for key in FACTS.key)
    cells, places = _row_numbers(_ranks(cities).gather(at_city) * len(months) + _ranks(months).gather(at_month))
    if renamed := _renamed(frame, names, book):
        return _wide_rows(renamed[0], book)
    if foreign := _foreign(names.to_list(), book):
        return _wide_rows(frame.filter(~pl.col("fact").is_in(foreign)), book)
    positions = at_fact * len(places) + cells
    if _named_places(positions, len(names) * len(places)).sum() < facts.height:
        FACTS.take(frame)
    _refuse_unknown(names.to_list(), book)
    _refuse_months(months)
    keys = [cities.sort().gather(places // len(months)), months.sort().gather(places % len(months))]
    cells = pl.repeat(None, len(names) * len(places), dtype=pl.Float64, eager=True).scatter(positions, facts["value"])
    columns = [cells.slice(number * len(places), len(places)).alias(name) for number, name in enumerate(names)]
    return pl.DataFrame([*(key.alias(name) for key, name in zip(keys, PLACE_KEYS, strict=True)), *columns])


def _renamed(frame: pl.DataFrame, names: pl.Series, book: Rulebook) -> tuple[pl.DataFrame, ...]:
    """The frame with facts by other names under their own; nothing where all are so already, or none is known."""
    meanings = _meanings(book)
    if all(name in meanings for name in names):
        return ()
    named = figures.named_facts(frame, meanings)
    return () if named is frame else (named,)


def _foreign(names: list[str], book: Rulebook) -> list[str]:
    """Facts that only other rulebooks of the project bring: passed over, as in a month's files."""
    meanings = _meanings(book)
    strange = [name for name in names if name not in meanings]
    others = figures.facts_of_rulebooks() if strange else frozenset()
    return [name for name in strange if name in others]


def _is_plain(frame: pl.DataFrame) -> bool:
    """Whether the frame has the contract's types already, no key is missing, and every figure is finite."""
    typed = all(frame.schema.get(name, kind) == kind for name, kind in FACTS.columns.items())
    whole = typed and all(name in frame.columns and not frame[name].null_count() for name in FACTS.key)
    return whole and "value" in frame.columns and bool(frame["value"].is_finite().all())


def _numbered(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The texts of a column, each once in order of first appearance, and for each row the place of its own."""
    codes = column.cast(pl.Categorical(pl.Categories.random())).to_physical()
    first = codes.arg_unique()
    numbers = pl.int_range(len(first), dtype=pl.Int64, eager=True)
    table = pl.zeros(_largest(codes) + 1, dtype=pl.Int64, eager=True).scatter(codes.gather(first), numbers)
    return column.gather(first), table.gather(codes)


def _ranks(texts: pl.Series) -> pl.Series:
    """The place of each text among all in order."""
    places = pl.int_range(len(texts), dtype=pl.Int64, eager=True)
    return pl.zeros(len(texts), dtype=pl.Int64, eager=True).scatter(texts.arg_sort(), places)


def _row_numbers(keys: pl.Series) -> tuple[pl.Series, pl.Series]:
    """For each number the place of its own among the different ones in order, and those."""
    size = _largest(keys) + 1
    if size > CELLS_A_ROW * len(keys):
        return keys.rank("dense").cast(pl.Int64) - 1, keys.unique().sort()
    there = _named_places(keys, size)
    return (there.cum_sum().cast(pl.Int64) - 1).gather(keys), there.arg_true().cast(pl.Int64)


def _largest(numbers: pl.Series) -> int:
    """The largest of whole numbers; 0 where there are none."""
    return cast(int, numbers.max() or 0)


def _named_places(places: pl.Series, size: int) -> pl.Series:
    """Which of so many places are named."""
    return pl.repeat(False, size, dtype=pl.Boolean, eager=True).scatter(places, True)


def _checked(frame: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    problems = Problems()
    for key in [key for key in PLACE_KEYS if key not in frame.columns or frame[key].null_count()]:
        problems.report(f"FACTS, {key}", "缺少此列或此列有空值。", "This column is missing, or holds empty values.")
    problems.raise_any()
    frame = frame.drop(_foreign(frame.columns, book))
    names = [name for name in frame.columns if name not in PLACE_KEYS]
    _refuse_unknown(names, book)
    texts = [frame[key].cast(pl.String) for key in PLACE_KEYS]
    typed = pl.DataFrame([*texts, *(frame[name].cast(pl.Float64, strict=False) for name in names)])
    *sums, ordered, months = typed.select(pl.col(names).sum(), *_KEY_STATE).row(0)
    for name, zh, en in _value_faults(frame, typed, dict(zip(names, sums, strict=True))):
        problems.report(f"FACTS, {name}", zh, en)
    if not ordered and (twice := repeated_keys(typed, PLACE_KEYS)):
        problems.report("FACTS, city × month", f"主键重复 {twice} 行。", f"{twice} rows repeat a city and month.")
    problems.raise_any()
    _refuse_months(months)
    return typed if ordered else typed.sort(PLACE_KEYS)


def _value_faults(frame: pl.DataFrame, typed: pl.DataFrame, sums: Mapping[str, float]) -> list[tuple[str, str, str]]:
    lost = [name for name in sums if typed[name].null_count() > frame[name].null_count()]
    texts = [(name, "含有不是数值的内容。", "It holds something that is no number.") for name in lost]
    return texts + [
        (name, "含 NaN 或无穷大；缺失请留空。", "It holds NaN or infinity; leave missing empty.")
        for name in non_finite_among(typed, sums)
    ]


def _refuse_unknown(names: list[str], book: Rulebook) -> None:
    meanings = _meanings(book)
    names_in_use = {*meanings, *changed.history_names(book)}
    strange = [name for name in names if name not in names_in_use]
    if strange:
        called = names_in_use | {fact.zh for fact in meanings.values()}
        raise InputError([_unknown(name, called) for name in strange])


def _unknown(name: str, names: set[str]) -> Problem:
    zh, en = did_you_mean(name, sorted(names))
    return Problem(f"FACTS, {name}", f"不是已知指标。{zh}", f"This is not a known fact. {en}".rstrip())


def is_block_readable(facts: Any) -> bool:
    """Whether facts are better read in blocks: lazy, wide, more than one block, in order of city and month.

    Rows out of order, or that repeat a city and month, are not: all must be in memory to be sorted or refused.
    """
    if not isinstance(facts, pl.LazyFrame):
        return False
    names = facts.collect_schema().names()
    if "fact" in names or not {*PLACE_KEYS} <= {*names}:
        return False
    keys = facts.select(pl.col(PLACE_KEYS).cast(pl.String)).collect(engine="streaming")
    return keys.height > BLOCK_ROWS and is_ascending(keys, PLACE_KEYS)


def whole_city_blocks(facts: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows in order, each city's months in one block, as its histories need them; for what is `readable`."""
    begun = pl.DataFrame()
    for read in facts.collect_batches(chunk_size=BLOCK_ROWS, maintain_order=True):
        rows = pl.concat([begun, read]) if begun.height else read
        whole = rows.height - (rows["city"] == rows["city"][-1]).sum()
        if whole:
            yield rows.head(whole)
        begun = rows.slice(whole)
    yield begun

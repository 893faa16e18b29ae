"""A month's facts measured from a city's registers, or from those of many cities (计量指标)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from analysis.contracts import FACTS
from analysis.facts.dictionary import dictionary
from analysis.facts.measured.registry import MEAN, MEASURES, Measure, Moment, doubted_name
from analysis.facts.measuring.attempts import CountingAttempts
from analysis.facts.measuring.evidence import evidence_files, undelivered_needs
from analysis.facts.measuring.passes import count_measures
from analysis.facts.measuring.register_deliveries import delivery_months
from analysis.registers import REGISTERS, is_synthetic, sorted_registers

INCOMPLETE = "记录不全：期内应有 {} 条，实有 {} 条"
NONE_COUNTED = "窗口内没有可计算的记录"
UNCOUNTABLE = "所用的计算引擎无法计量：{}"
FIGURE = ("fact", "value", "records", "status", "source", "note")
SYNTHETIC = "由合成台账计量，不是真实数据"
ASIDE = "所依据的台账另有 {} 行搁置，未计入"
TOGETHER = 500_000
"""Records counted at a time: of half a million memory is 0.4 of that of two, as fast; of a quarter, half slower."""

Each = Callable[[int, int], None]


def register_frames(cities: Sequence[str], moment: Moment) -> dict[str, nw.LazyFrame[Any]]:
    """Every register's kept rows of the months that count, as lazy polars frames."""
    return {
        name: nw.from_native(sorted_registers.scan_sorted_rows(cities, delivery_months(name, moment), register))
        for name, register in REGISTERS.items()
    }


def measure_cities(
    cities: Sequence[str],
    moment: Moment,
    tables: pl.DataFrame,
    registers: Mapping[str, nw.LazyFrame[Any]] | None = None,
    attempts: CountingAttempts | None = None,
    each: Each = lambda *_: None,
) -> pl.DataFrame:
    """FACTS of the month for each city: every fact that some register gives, by city and in the dictionary's order.

    A figure is missing, never zero, where a register, a month of its window, or a column it needs was not delivered
    whole; `note` says what. `records`: how many records are behind a figure. `source`: the files they stand in.
    `tables`: what `register_deliveries.refresh_deliveries` found. `registers`: frames of
    any engine; where none are given, those kept here
    are counted a few cities at a time, and `each` is told how many cities of how many are done.
    `attempts`: told of each fact that the engine cannot count, which is then missing; without it these are raised.
    """
    measures = sorted(MEASURES.values(), key=_place)
    if registers:
        counted = count_measures(_with_doubted(measures), registers, moment, attempts)
    else:
        counted = _in_turn(cities, moment, tables, attempts, each)
    wanted = pl.DataFrame({"city": [int(city) for city in cities]}, schema={"city": pl.Int32})
    failed = {fact: attempts.reason(fact) for fact in attempts.failed} if attempts else {}
    figures = pl.concat(
        _failed(measure, wanted, failed[measure.fact])
        if measure.fact in failed
        else _figures(measure, wanted, counted, tables, moment)
        for measure in measures
    )
    whole = figures.with_columns(pl.col("city").cast(pl.String), pl.lit(moment.month).alias("month"))
    return FACTS.take(whole.sort("city", maintain_order=True))


def _with_doubted(measures: Iterable[Measure]) -> list[Measure]:
    """The measures, and those of records that are told of beside a figure."""
    listed = list(measures)
    return [*listed, *filter(None, (measure.of_doubted() for measure in listed))]


def _place(measure: Measure) -> int:
    """The fact's place in the dictionary, so that the order does not hang on which module was loaded first."""
    places = {name: place for place, name in enumerate(dictionary())}
    return places.get(measure.fact, len(places))


def _in_turn(
    cities: Sequence[str], moment: Moment, tables: pl.DataFrame, attempts: CountingAttempts | None, each: Each
) -> pl.DataFrame:
    """What the measures count, in as many cities at a time as have `TOGETHER` records: memory stays small."""
    parts, done = [], 0
    for batch in _batches(cities, tables):
        parts.append(count_measures(_with_doubted(MEASURES.values()), register_frames(batch, moment), moment, attempts))
        done += len(batch)
        each(done, len(cities))
    return pl.concat(parts)


def _batches(cities: Sequence[str], tables: pl.DataFrame) -> list[list[str]]:
    """The cities in their order, parted where the records of a part would be more than `TOGETHER`."""
    records: dict[int, int] = dict(tables.group_by("city").agg(pl.col("used").sum()).iter_rows())
    parts: list[list[str]] = [[]]
    records_in_part = 0
    for city in cities:
        own = records.get(int(city), 0)
        if parts[-1] and records_in_part + own > TOGETHER:
            parts, records_in_part = [*parts, []], 0
        parts[-1].append(city)
        records_in_part += own
    return parts


def _figures(
    measure: Measure, cities: pl.DataFrame, counted: pl.DataFrame, tables: pl.DataFrame, moment: Moment
) -> pl.DataFrame:
    """One measure's figure for each city, with what it rests on."""
    own = counted.filter(pl.col("fact") == measure.fact).drop("fact")
    joined = cities
    for beside in (
        own,
        _doubted(measure, counted),
        undelivered_needs(measure, cities, tables, moment),
        evidence_files(measure, tables, moment),
    ):
        joined = joined.join(beside, on="city", how="left", maintain_order="left")
    filled = joined.with_columns(pl.col("records").fill_null(0), _value(measure).alias("value"))
    gap = pl.coalesce("lacking", _gap(measure, moment))
    aside = pl.when(pl.col("aside") > 0).then(pl.format(ASIDE, "aside"))
    return filled.with_columns(gap.alias("gap")).select(
        "city",
        pl.lit(measure.fact).alias("fact"),
        *(pl.when(pl.col("gap").is_null()).then(name).alias(name) for name in ("value", "records")),
        pl.when(pl.col("gap").is_null()).then(_status(cities)).otherwise(pl.lit("missing")).alias("status"),
        pl.when(pl.col("gap").is_null()).then("files").alias("source"),
        pl.coalesce("gap", _remarks(_synthetic(cities), aside, pl.col("remarks"), pl.col("doubt"))).alias("note"),
    )


def _doubted(measure: Measure, counted: pl.DataFrame) -> pl.DataFrame:
    """How many records are told of beside a measure's figure, and in which words: `city, doubt`."""
    own = counted.filter(pl.col("fact") == doubted_name(measure.fact), pl.col("value") > 0)
    number = pl.col("value").cast(pl.Int64)
    return own.select(
        "city", pl.format(measure.doubt, number).alias("doubt") if measure.doubt else pl.lit("").alias("doubt")
    )


def _remarks(*said: pl.Expr) -> pl.Expr:
    """The remarks that apply, joined; null where none does."""
    joined = pl.concat_list(said).list.drop_nulls()
    return pl.when(joined.list.len() > 0).then(joined.list.join("；"))


def _status(cities: pl.DataFrame) -> pl.Expr:
    """Measured; estimated where the city's registers are made up: such a figure is nobody's real one."""
    return pl.when(_of_made_up(cities)).then(pl.lit("estimated")).otherwise(pl.lit("measured"))


def _synthetic(cities: pl.DataFrame) -> pl.Expr:
    return pl.when(_of_made_up(cities)).then(pl.lit(SYNTHETIC))


def _of_made_up(cities: pl.DataFrame) -> pl.Expr:
    return pl.col("city").is_in([city for city in cities["city"] if is_synthetic(str(city))])


def _failed(measure: Measure, cities: pl.DataFrame, reason: str) -> pl.DataFrame:
    """A fact that the engine could not count: missing in every city, with the reason."""
    empty = {"value": pl.Float64, "records": pl.Int64, "source": pl.String}
    nothing = {name: pl.lit(None, kind).alias(name) for name, kind in empty.items()}
    said = {"fact": measure.fact, "status": "missing", "note": UNCOUNTABLE.format(reason)}
    words = {name: pl.lit(text).alias(name) for name, text in said.items()}
    return cities.with_columns(**nothing, **words).select("city", *FIGURE)


def _value(measure: Measure) -> pl.Expr:
    """The figure: nothing counted is 0, but the mean of nothing is unknown."""
    return pl.col("value") if measure.how == MEAN else pl.col("value").fill_null(0.0)


def _gap(measure: Measure, moment: Moment) -> pl.Expr:
    """Why a figure is unknown though all was delivered: too few records, or none of which a mean could be taken."""
    due = measure.due(moment.over(measure.span)) if measure.due else None
    short = pl.when(pl.col("records") != due).then(pl.format(INCOMPLETE, pl.lit(due), "records")) if due else None
    none = pl.when(pl.col("value").is_null()).then(pl.lit(NONE_COUNTED))
    return none if short is None else pl.coalesce(short, none)

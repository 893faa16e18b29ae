"""Registers measured into facts: one pass over each register, for all cities at once (台账计量).

The frames may be of any engine that narwhals knows; the figures come back as polars.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import narwhals as nw
import polars as pl

from analysis.facts.measured.registry import (
    BODIES,
    COUNT,
    MEAN,
    SUM,
    Frames,
    Measure,
    Moment,
    register_with_lookups,
)
from analysis.facts.measuring.attempts import CountingAttempts
from analysis.facts.scopes import TWELVE_MONTHS
from analysis.registers import FLOW, REGISTERS

FIGURES = pl.Schema({"city": pl.Int32, "fact": pl.String, "value": pl.Float64, "records": pl.Int64})


def count_measures(
    measures: Iterable[Measure], frames: Frames, moment: Moment, attempts: CountingAttempts | None = None
) -> pl.DataFrame:
    """What the measures count, by city: `city, fact, value, records`; a city without a record has no row.

    `frames`: the registers by name, as lazy frames of one engine. `attempts`: told of each fact that the engine cannot
    count, whose rows are left out; without it these are raised together as `InputError`.
    """
    listed, tries = list(measures), attempts or CountingAttempts()
    parts = [pl.DataFrame(schema=FIGURES)]
    for register in dict.fromkeys(name for measure in listed for name in measure.registers):
        own = [measure for measure in listed if register in measure.registers]
        parts += tries.count(own, partial(_of_register, register, frames, moment))
    if attempts is None:
        tries.raise_any()
    counted = {measure.fact: measure for measure in listed if measure.fact not in tries.failed}
    figures = pl.concat(parts).filter(pl.col("fact").is_in(list(counted)))
    return _added(figures, counted) if counted else figures


def _of_register(register: str, frames: Frames, moment: Moment, measures: Sequence[Measure]) -> pl.DataFrame:
    """What the measures count in one register; without any, the register is only read."""
    frame = register_with_lookups(register, frames, moment)
    if not measures:
        return _collected(frame.select(nw.len()))
    columns = dict.fromkeys(measure.column for measure in measures if measure.how == BODIES)
    bodies = (
        _bodies([measure for measure in measures if measure.how == BODIES and measure.column == of], of, frame, moment)
        for of in columns
    )
    return pl.concat([_in_one(measures, frame, moment), *bodies])


def _in_one(measures: Sequence[Measure], frame: nw.LazyFrame[Any], moment: Moment) -> pl.DataFrame:
    """All sums and counts of a register in one pass."""
    plain = [measure for measure in measures if measure.how != BODIES]
    if not plain:
        return pl.DataFrame(schema=FIGURES)
    marked = frame.with_columns(*(_met(measure, moment).alias(f"met {measure.fact}") for measure in plain))
    counts = [_sum(nw.col(f"met {measure.fact}"), frame).alias(f"n {measure.fact}") for measure in plain]
    amounts = [_amount(measure).sum().alias(f"v {measure.fact}") for measure in plain if measure.how in (SUM, MEAN)]
    summed = _collected(marked.group_by("city").agg(*counts, *amounts)).with_columns(pl.exclude("city").fill_null(0))
    return pl.concat([pl.DataFrame(schema=FIGURES), *(_figure(measure, summed) for measure in plain)])


def _sum(truth: nw.Expr, frame: nw.LazyFrame[Any]) -> nw.Expr:
    """How often a truth holds. polars sums truths as they are, twice as fast; other engines sum only numbers."""
    return truth.sum() if frame.implementation.is_polars() else truth.cast(nw.Int64).sum()


def _met(measure: Measure, moment: Moment) -> nw.Expr:
    """Whether a record counts; unknown (null) does not. Of a whole register, the month's delivery alone counts."""
    met = measure.met(moment)
    monthly = all(REGISTERS[name].kind == FLOW for name in measure.registers)
    return met if monthly and measure.span == TWELVE_MONTHS else met & (nw.col("month") == moment.month)


def _amount(measure: Measure) -> nw.Expr:
    return nw.when(nw.col(f"met {measure.fact}")).then(nw.col(measure.column))


def _figure(measure: Measure, summed: pl.DataFrame) -> pl.DataFrame:
    records = pl.col(f"n {measure.fact}").cast(pl.Int64)
    value = records if measure.how == COUNT else pl.col(f"v {measure.fact}")
    return _fact_figures(summed, measure, value.cast(pl.Float64), records)


def _bodies(measures: Sequence[Measure], of: str, frame: nw.LazyFrame[Any], moment: Moment) -> pl.DataFrame:
    """Different bodies in a column among the records that count, each once: all measures of the column in one pass."""
    met = {f"met {measure.fact}": _met(measure, moment) for measure in measures}
    records = frame.filter(~nw.col(of).is_null()).select(
        "city", of, *(condition.alias(name) for name, condition in met.items())
    )
    marked = records.filter(nw.any_horizontal(*met, ignore_nulls=True))
    each = marked.group_by("city", of).agg(
        *(_sum(nw.col(f"met {measure.fact}"), frame).alias(f"n {measure.fact}") for measure in measures)
    )
    some = each.with_columns(*((nw.col(f"n {measure.fact}") > 0).alias(f"some {measure.fact}") for measure in measures))
    bodies = [_sum(nw.col(f"some {measure.fact}"), frame).alias(f"v {measure.fact}") for measure in measures]
    rows = [nw.col(f"n {measure.fact}").sum() for measure in measures]
    summed = _collected(some.group_by("city").agg(*bodies, *rows))
    return pl.concat(_figure(measure, summed.filter(pl.col(f"n {measure.fact}") > 0)) for measure in measures)


def _fact_figures(summed: pl.DataFrame, measure: Measure, value: pl.Expr, records: pl.Expr) -> pl.DataFrame:
    figures = summed.select("city", pl.lit(measure.fact).alias("fact"), value.alias("value"), records.alias("records"))
    return figures.cast(FIGURES)


def _added(figures: pl.DataFrame, measures: Mapping[str, Measure]) -> pl.DataFrame:
    """The figures over all registers of a measure: sums added, means taken, units turned into the fact's."""
    added = figures.group_by("city", "fact").agg(pl.col("value", "records").sum()).sort("city", "fact")
    divisors = {name: float(measure.divisor) for name, measure in measures.items()}
    means = [name for name, measure in measures.items() if measure.how == MEAN]
    mean = pl.when(pl.col("records") > 0).then(pl.col("value") / pl.col("records"))
    scaled = pl.col("value") / pl.col("fact").replace_strict(divisors, return_dtype=pl.Float64)
    return added.with_columns(pl.when(pl.col("fact").is_in(means)).then(mean).otherwise(scaled).alias("value"))


def _collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """A small result as polars; polars itself works through its rows in blocks."""
    native = frame.to_native()
    return (
        native.collect(engine="streaming") if isinstance(native, pl.LazyFrame) else frame.collect("polars").to_native()
    )


def measure_records(measure: Measure, frames: Frames, moment: Moment) -> Iterable[tuple[str, Any]]:
    """The records that a measure counts, register by register."""
    for register in measure.registers:
        yield register, register_with_lookups(register, frames, moment).filter(_met(measure, moment)).to_native()

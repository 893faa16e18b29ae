"""What a measured figure rests on, and why one cannot be known: registers, months, columns, files (依据)."""

from __future__ import annotations

import polars as pl

from analysis.facts.measured.registry import Measure, Moment
from analysis.facts.measuring.register_deliveries import delivery_months
from analysis.registers import REGISTERS, register_wordings

NAMED_FILES = 3
KEYS = ["city", "month", "register"]
IN_PART = "（有文件无法读取，或没有记录又未写明“零报告”）"
NEED = pl.Schema({"register": pl.String, "month": pl.String, "own": pl.Boolean})


def measure_needs(measure: Measure, moment: Moment) -> pl.DataFrame:
    """The deliveries a measure needs: `register, month, own`; not `own` where it only looks a body up there."""
    own = [(name, month, True) for name in measure.registers for month in delivery_months(name, moment, measure.span)]
    also = [(name, moment.month, False) for name in measure.also]
    return pl.DataFrame(own + also, schema=NEED, orient="row")


def undelivered_needs(measure: Measure, cities: pl.DataFrame, tables: pl.DataFrame, moment: Moment) -> pl.DataFrame:
    """For each city what a measure lacks, in words: `city, lacking`; no row for a city that lacks nothing.

    `cities`: one Int32 column `city`. `tables`: the TABLES frame.
    """
    every = cities.join(measure_needs(measure, moment), how="cross")
    there = tables.filter("whole").select("city", "month", "register", "columns")
    deliveries = every.join(there, on=KEYS, how="left")
    there_in_part = tables.filter(~pl.col("whole")).select("city", "month", "register").unique()
    absent = deliveries.filter(pl.col("columns").is_null())
    partly = absent.join(there_in_part.with_columns(pl.lit(IN_PART).alias("column")), on=KEYS, how="left")
    gone = partly.with_columns(pl.col("column").fill_null(""))
    parts = [gone, *(_without(deliveries, name) for name in measure.needed_columns(moment))]
    return _worded(pl.concat([part.select("city", "register", "month", "column") for part in parts]).unique())


def _without(deliveries: pl.DataFrame, column: str) -> pl.DataFrame:
    """The tables that were delivered without a column that the measure needs."""
    return deliveries.filter("own", ~pl.col("columns").list.contains(column)).with_columns(
        pl.lit(column).alias("column")
    )


def _worded(gaps: pl.DataFrame) -> pl.DataFrame:
    names = {name: wording.zh for name, wording in register_wordings().items()}
    first, last, count = pl.col("month").min(), pl.col("month").max(), pl.col("month").n_unique()
    ends = (first.alias("first"), last.alias("last"), count.alias("count"))
    spans = gaps.group_by("city", "register", "column").agg(*ends).sort("city", "register", "column")
    several = pl.format("{} 至 {} 间 {} 个月", "first", "last", "count")
    month = pl.when(pl.col("count") == 1).then("first").otherwise(several)
    column = (
        pl.when(pl.col("column") == IN_PART)
        .then("column")
        .when(pl.col("column") != "")
        .then(pl.format("（缺 {} 列）", "column"))
        .otherwise(pl.lit(""))
    )
    named = pl.col("register").replace_strict(names, return_dtype=pl.String)
    said = spans.select("city", pl.format("{} {}{}", named, month, column).alias("said"))
    return said.group_by("city", maintain_order=True).agg(("缺 " + pl.col("said").str.join("；")).alias("lacking"))


def evidence_files(measure: Measure, tables: pl.DataFrame, moment: Moment) -> pl.DataFrame:
    """For each city the files behind a figure, how many of their rows were set aside, and what is remarked of the
    columns that the figure needs: `city, files, aside, remarks`."""
    used = tables.join(measure_needs(measure, moment).select("register", "month").unique(), on=["register", "month"])
    listed = (
        used.sort("city", "month", "register", "file")
        .group_by("city")
        .agg(pl.col("file").unique(maintain_order=True), pl.col("set_aside").sum().alias("aside"))
    )
    count, first = pl.col("file").list.len(), pl.col("file").list.head(NAMED_FILES).list.join("；")
    more = pl.when(count > NAMED_FILES).then(pl.format("{} 等 {} 个文件", first, count)).otherwise(first)
    files = listed.select("city", more.alias("files"), "aside")
    return files.join(_remarks(measure, used), on="city", how="left", maintain_order="left")


def _remarks(measure: Measure, tables: pl.DataFrame) -> pl.DataFrame:
    """The first remarks on the columns that a measure needs, each once: `city, remarks`."""
    required = [column.name for name in measure.registers for column in REGISTERS[name].columns if column.required]
    every = tables.select("city", "month", "register", "remarks").explode("remarks").drop_nulls("remarks")
    own = every.unnest("remarks").filter(pl.col("column").is_in(["", *measure.columns, *required]))
    said = pl.col("said").unique(maintain_order=True).head(NAMED_FILES).str.join("，")
    return own.sort("city", "month", "register", maintain_order=True).group_by("city").agg(said.alias("remarks"))

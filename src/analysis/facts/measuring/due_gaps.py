"""What the registers do not tell of what falls due: months, columns, files and rows that lack (缺报与搁置)."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import polars as pl

from analysis.facts.measured.matters import MATTERS
from analysis.facts.measured.registry import Measure, Moment, load_moment
from analysis.facts.measuring.evidence import undelivered_needs
from analysis.facts.measuring.register_deliveries import delivery_months
from analysis.facts.scopes import MONTH_END, RECORD, TWELVE_MONTHS
from analysis.registers import FLOW, REGISTERS, register_wordings

GAPS = pl.Schema({"matter": pl.String(), "lacking": pl.String()})
SET_ASIDE = "{register} 有 {rows} 行因日期缺报、不可用、晚于当月等被搁置，请补正后重送"
UNREAD = "{register} {months} 有文件或表无法读取，请按表样补正后重送"


def counting_months(register: str, own: Moment, newest: Mapping[str, str]) -> tuple[str, ...]:
    """The months of a register whose deliveries count: of a flow those of the window, of a stock the newest."""
    if REGISTERS[register].kind == FLOW:
        return delivery_months(register, own)
    return (newest[register],) if register in newest else ()


def due_gaps(city: str, tables: pl.DataFrame, newest: Mapping[str, str], now: Moment) -> pl.DataFrame:
    """What was not delivered, or not read, of what a matter is told by, in words: `matter, lacking`."""
    cities = pl.DataFrame({"city": [int(city)]}, schema={"city": pl.Int32})
    parts = [pl.DataFrame(schema=GAPS)]
    for matter in MATTERS:
        for register, columns in ((matter.register, matter.needs), *((name, ()) for name in matter.also)):
            moment = load_moment(newest.get(register, now.month))
            lacking = undelivered_needs(_as_measure(matter.name, register, columns), cities, tables, moment)
            read = tables.filter(
                pl.col("register") == register, pl.col("month").is_in(counting_months(register, now, newest))
            )
            parts += [lacking.select(pl.lit(matter.name).alias("matter"), "lacking"), _unread(matter.name, read)]
    return pl.concat(parts).group_by("matter", maintain_order=True).agg(pl.col("lacking").str.join("；"))


def _unread(matter: str, tables: pl.DataFrame) -> pl.DataFrame:
    """Rows set aside for their dates or other faults, and files that could not be read: of these nothing is told."""
    said = register_wordings()[tables["register"][0]].zh if tables.height else ""
    aside, unread = tables["set_aside"].sum(), tables.filter(~pl.col("whole"))["month"].unique().sort().to_list()
    texts = [SET_ASIDE.format(register=said, rows=aside)] if aside else []
    texts += [UNREAD.format(register=said, months="、".join(unread))] if unread else []
    return pl.DataFrame([(matter, text) for text in texts], schema=GAPS, orient="row")


def _as_measure(matter: str, register: str, columns: tuple[str, ...]) -> Measure:
    """A matter as a measure of one of the registers it looks into, for what it needs there."""
    span = TWELVE_MONTHS if REGISTERS[register].kind == FLOW else MONTH_END
    return Measure(matter, (register,), lambda moment: nw.lit(True), columns=columns, window=span, counted=RECORD)

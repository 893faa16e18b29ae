"""The records behind a measured figure (指标溯源)."""

from __future__ import annotations

import polars as pl

from analysis import identifiers
from analysis.facts.dictionary import dictionary
from analysis.facts.measured.registry import MEASURES, Measure, Moment, load_moment
from analysis.facts.measuring.city_facts import register_frames
from analysis.facts.measuring.evidence import undelivered_needs
from analysis.facts.measuring.passes import measure_records
from analysis.facts.measuring.register_deliveries import Deliveries, refresh_deliveries
from analysis.problems import InputError, Problem, did_you_mean
from analysis.registers import CODE, DATE, REGISTERS, Register
from analysis.registers.definitions import codes

PLACE = ("register", "file", "sheet", "line")
NAMED = ("record", "agency", "hall", "county", "item", "department", "domain")
DUPLICATES = {codes.SHARED: "一码多赋", codes.SEVERAL: "一主体多码"}


def trace_records(fact: str, city: str, month: str) -> pl.DataFrame:
    """Every record that a fact counted in a month: `register, file, sheet, line` and what tells the record.

    `fact`: its name or Chinese name. Bodies are told by their codes, never by their names. For faulty codes `why`
    names each fault, and `repair` is a near code that passes, where there is one: a hint, never applied.
    Raises `InputError` for a fact that no register gives, or whose registers were not delivered.
    """
    measure, when = _measure(fact), load_moment(month)
    _refuse_empty(measure, city, refresh_deliveries([city], when), when)
    parts = [
        _record_columns(rows.collect(), REGISTERS[name])
        for name, rows in measure_records(measure, register_frames([city], when), when)
    ]
    return pl.concat(parts, how="diagonal_relaxed").sort(*PLACE)


def _measure(fact: str) -> Measure:
    by_zh = {fact.zh: name for name, fact in dictionary().items()}
    name = by_zh.get(fact, fact)
    if name in MEASURES:
        return MEASURES[name]
    zh, en = did_you_mean(fact, [*MEASURES, *(zh for zh, own in by_zh.items() if own in MEASURES)])
    raise InputError(
        [Problem(f"--fact {fact}", f"没有可计量此指标的台账。{zh}", f"No register gives this fact. {en}".rstrip())]
    )


def _refuse_empty(measure: Measure, city: str, deliveries: Deliveries, when: Moment) -> None:
    """Refuse where the figure is unknown, with what is lacking: no record would look like none to be counted."""
    wanted = pl.DataFrame({"city": [int(city)]}, schema={"city": pl.Int32})
    gaps = undelivered_needs(measure, wanted, deliveries.tables, when)["lacking"].to_list()
    if gaps:
        zh, en = f"此指标未能计量：{gaps[0]}。", f"This figure could not be measured: {gaps[0]}."
        raise InputError([*deliveries.unread, Problem(f"--fact {measure.fact}", zh, en)])


def _record_columns(rows: pl.DataFrame, register: Register) -> pl.DataFrame:
    own = [column.name for column in register.columns if column.kept and _tells(column.name, column.kind)]
    why = (
        [_why().alias("why"), identifiers.suggested_repair(pl.col("code")).alias("repair")]
        if "faults" in rows.columns
        else []
    )
    return rows.select(pl.lit(register.name).alias("register"), *PLACE[1:], *own, *why)


def _tells(name: str, kind: str) -> bool:
    return kind in (CODE, DATE) or name in NAMED


def _why() -> pl.Expr:
    """The faults of a code in words, the check's first, then what the search for duplicates found."""
    words = {failure.bit: failure.zh for failure in identifiers.FAILURES} | DUPLICATES
    each = [pl.when(pl.col("faults") & bit != 0).then(pl.lit(zh)) for bit, zh in words.items()]
    return pl.concat_list(each).list.drop_nulls().list.join("、")

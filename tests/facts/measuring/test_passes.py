"""One pass over each register, for all cities at once: counts, sums, means, bodies, and the records behind them."""

from __future__ import annotations

import narwhals as nw
import polars as pl
import pytest

from analysis.facts.measured.registry import (
    PREPARED,
    Measure,
    Moment,
    declare_preparation,
    register_with_lookups,
)
from analysis.facts.measured.rule_values import measuring_values
from analysis.facts.measuring.passes import FIGURES, count_measures, measure_records
from analysis.facts.scopes import AMOUNT, AVERAGE, MONTH, NAMED, TWELVE_MONTHS

WHEN = Moment("2021-03", measuring_values())
ROWS = pl.DataFrame(
    {
        "city": pl.Series([1, 1, 1, 1, 2, 2], dtype=pl.Int32),
        "month": ["2021-03", "2021-03", "2021-02", "2021-03", "2021-03", "2021-03"],
        "party": ["甲", "甲", "乙", None, "甲", "丙"],
        "amount": [10, 20, 40, None, 5, None],
        "kept": [True, True, True, True, None, False],
    }
)
FRAMES = {"loans": nw.from_native(ROWS.lazy()), "permits": nw.from_native(ROWS.head(1).lazy())}


def measure(counted="record", of="", window=TWELVE_MONTHS, registers=("loans",), **more):
    return Measure("fact", registers, lambda _: nw.col("kept"), counted=counted, of=of, window=window, **more)


def figures(*measures):
    return count_measures(measures, FRAMES, WHEN).select("city", "value", "records").rows()


@pytest.mark.parametrize(
    ("measure_counted", "expected"),
    [
        (measure(), [(1, 4, 4), (2, 0, 0)]),
        (measure(window=MONTH), [(1, 3, 3), (2, 0, 0)]),
        (measure(AMOUNT, "amount"), [(1, 70, 4), (2, 0, 0)]),
        (measure(AMOUNT, "amount", divisor=100), [(1, 0.7, 4), (2, 0, 0)]),
        (measure(AVERAGE, "amount", window=MONTH), [(1, 10, 3), (2, None, 0)]),
        (measure(NAMED, "party"), [(1, 2, 3)]),
        (measure(registers=("loans", "permits")), [(1, 5, 5), (2, 0, 0)]),
    ],
)
def test_what_is_counted(measure_counted, expected):
    """Unknown (null) does not count; a record without a body is no body."""
    assert figures(measure_counted) == expected


def test_several_facts_of_one_register_do_not_disturb_each_other():
    other = Measure(
        "other", ("loans",), lambda _: nw.col("amount") > 10, counted=AMOUNT, of="amount", window=TWELVE_MONTHS
    )
    counted = count_measures(
        [measure(), other, Measure("third", ("permits",), lambda _: nw.lit(True), counted="record", window=MONTH)],
        FRAMES,
        WHEN,
    )
    assert counted.select("city", "fact", "value").rows() == [
        (1, "fact", 4), (1, "other", 60), (1, "third", 1), (2, "fact", 0), (2, "other", 0),
    ]  # fmt: skip


def test_no_measures_give_no_figures():
    assert count_measures([], FRAMES, WHEN).schema == FIGURES


def test_a_register_may_be_prepared_with_what_others_say(monkeypatch):
    monkeypatch.setattr("analysis.facts.measured.registry.PREPARED", dict(PREPARED))
    declare_preparation("loans")(
        lambda frames, moment: frames["loans"].with_columns(nw.lit(moment.month).alias("when"))
    )
    assert register_with_lookups("loans", FRAMES, WHEN).collect_schema().names()[-1] == "when"
    assert register_with_lookups("permits", FRAMES, WHEN) is FRAMES["permits"]


def test_the_trace_holds_exactly_the_records_counted():
    ((name, rows),) = measure_records(measure(window=MONTH), FRAMES, WHEN)
    assert name == "loans" and rows.collect()["amount"].to_list() == [10, 20, None]

"""A fact that cannot be counted is named with the reason, and no other is lost with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import random_registers
from analysis.facts.measured.registry import MEASURES, Measure, load_moment
from analysis.facts.measuring import city_facts
from analysis.facts.measuring.attempts import LONGEST, CountingAttempts
from analysis.facts.measuring.passes import count_measures
from analysis.problems import InputError
from analysis.registers import REGISTERS, sorted_registers

ROOT = Path(__file__).resolve().parents[3]
CITY, MONTH = "320281", "2021-03"


@pytest.fixture
def kept(home):
    """A moment and the frames of a city's random registers."""
    shutil.copytree(ROOT / "params", home / "params")
    when = load_moment(MONTH)
    random_registers.keep([CITY], when, seed=3, rows=40)
    return when, city_facts.register_frames([CITY], when)


def odd(name: str, *registers: str) -> Measure:
    """A measure of a column that no register has."""
    return Measure(
        name, registers or ("penalties",), lambda _: nw.col(f"column of {name}") > 0, window="month", counted="record"
    )


def test_where_all_can_be_counted_nothing_is_told(kept):
    when, frames = kept
    attempts = CountingAttempts()
    found = count_measures(MEASURES.values(), frames, when, attempts)
    assert not attempts.failed and not attempts.problems()
    assert_frame_equal(found, count_measures(MEASURES.values(), frames, when))


def test_two_bad_facts_are_both_named_and_the_others_counted(kept):
    when, frames = kept
    attempts = CountingAttempts()
    found = count_measures([odd("first"), *MEASURES.values(), odd("second", "loans")], frames, when, attempts)
    assert set(attempts.failed) == {"first", "second"}
    assert "column of first" in attempts.reason("first")
    assert_frame_equal(found, count_measures(MEASURES.values(), frames, when))


def test_half_a_fact_is_no_fact(kept):
    """One that stands in two registers and can be counted in one of them only."""
    when, frames = kept
    whole = MEASURES["disclosure_records"]
    half = Measure(
        "half", ("permits", "penalties"), lambda _: nw.col("fine") >= 0, window="twelve_months", counted="record"
    )
    attempts = CountingAttempts()
    assert set(count_measures([whole, half], frames, when, attempts)["fact"]) == {whole.fact}
    assert set(attempts.failed) == {"half"}


def test_a_register_that_cannot_be_read_takes_its_own_facts_along(kept, home):
    when, frames = kept
    before = count_measures(MEASURES.values(), frames, when)
    (path,) = sorted_registers.sorted_paths([CITY], [MONTH], REGISTERS["lists"])
    path.write_bytes(b"no Parquet")
    attempts = CountingAttempts()
    found = count_measures(MEASURES.values(), city_facts.register_frames([CITY], when), when, attempts)
    assert set(attempts.failed) == {name for name, measure in MEASURES.items() if "lists" in measure.registers}
    assert_frame_equal(found, before.filter(~pl.col("fact").is_in(attempts.failed)))
    assert str(home) not in str(InputError(attempts.problems()))


def test_without_attempts_every_bad_fact_is_raised(kept):
    when, frames = kept
    with pytest.raises(InputError) as caught:
        count_measures([odd("first"), odd("second", "loans")], frames, when)
    assert [problem.where for problem in caught.value.problems] == ["指标 fact first", "指标 fact second"]
    assert caught.value.__cause__ is not None


def test_a_long_reason_is_cut_to_one_line():
    attempts = CountingAttempts({"odd": ValueError("a\n" * 1000)})
    assert attempts.reason("odd") == f"ValueError: {('a ' * 1000)[:LONGEST]}…"

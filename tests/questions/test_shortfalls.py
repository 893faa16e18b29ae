"""What failed tests still lack: exactly so much passes, by the engine; one less does not."""

from __future__ import annotations

import polars as pl
import pytest

import made_up
from analysis import rulebooks, scorecards
from analysis.questions import shortfalls

from .conftest import CITY, MONTH

BOOK = "hard-2019"


def standing(**figures):
    return made_up.long(made_up.row(**figures))


def lacking(**figures):
    return shortfalls.shortfalls(standing(**figures), rulebooks.load(BOOK), CITY, MONTH)


def met(facts: pl.DataFrame, clause: str):
    found = scorecards.score(facts, rulebooks.load(BOOK), columns=("met",))
    return found.filter(clause=clause)["met"][0]


def moved(facts: pl.DataFrame, changes: dict[str, float]) -> pl.DataFrame:
    new = pl.col("fact").replace_strict(changes, default=None, return_dtype=pl.Float64)
    return facts.with_columns(pl.coalesce(new, "value").alias("value"))


def test_each_condition_of_a_test_says_what_it_lacks():
    found = lacking(permits=500.0, permits_reported=497.0, penalties=80.0, penalties_reported=79.0)
    assert found.select("clause", "lever", "change").rows() == [
        ("5", "permits_reported", 3.0), ("5", "penalties_reported", 1.0),
    ]  # fmt: skip


def test_a_veto_on_a_bare_yes_or_no_lacks_its_yes():
    """10.2 asks for a plan and nothing else: its condition is a figure, not a comparison."""
    found = lacking(township_plan=0.0)
    assert found.select("clause", "lever", "now", "needed").rows() == [("10.2", "township_plan", 0.0, 1.0)]
    assert met(moved(standing(township_plan=0.0), {"township_plan": 1.0}), "10.2") is True


@pytest.mark.parametrize("seed", range(12))
def test_every_test_that_fails_has_a_row(seed):
    facts = made_up.long(made_up.cities(rulebooks.load(BOOK), 1, seed).with_columns(pl.lit(CITY).alias("city")))
    found = scorecards.score(facts, rulebooks.load(BOOK), columns=("met",))
    tests = [clause.id for clause in rulebooks.load(BOOK).of_kind("test")]
    failed = found.filter(pl.col("met").not_(), pl.col("clause").is_in(tests))["clause"].to_list()
    named = shortfalls.shortfalls(facts, rulebooks.load(BOOK), CITY, MONTH)["clause"].unique(maintain_order=True)
    assert sorted(named) == sorted(failed)


def test_a_condition_that_holds_lacks_nothing():
    found = lacking(permits=500.0, permits_reported=500.0, penalties=80.0, penalties_reported=79.0)
    assert found["lever"].to_list() == ["penalties_reported"]


def test_what_lacks_data_is_not_called_short():
    assert lacking(permits=500.0, permits_reported=500.0, penalties=80.0).is_empty()


@pytest.mark.parametrize("seed", range(12))
def test_all_rows_of_a_test_pass_it_and_one_less_does_not(seed):
    facts = made_up.long(made_up.cities(rulebooks.load(BOOK), 1, seed).with_columns(pl.lit(CITY).alias("city")))
    found = shortfalls.shortfalls(facts, rulebooks.load(BOOK), CITY, MONTH)
    for (clause,), rows in found.partition_by("clause", as_dict=True, maintain_order=True).items():
        needed = dict(rows.drop_nulls("lever").select("lever", "needed").iter_rows())
        if rows["lever"].null_count():
            continue
        assert met(facts, clause) is False
        assert met(moved(facts, needed), clause) is True
        for lever, unit, amount, change in rows.select("lever", "unit", "needed", "change").iter_rows():
            step = 0.01 if unit == "yuan" else 0.0001 if unit == "share" else 1.0
            less = amount - step if change > 0 else amount + step
            assert met(moved(facts, needed | {lever: less}), clause) is False


@pytest.mark.parametrize("seed", range(12))
def test_a_margin_is_the_nearest_figure_that_fails(seed):
    facts = made_up.long(made_up.cities(rulebooks.load(BOOK), 1, seed).with_columns(pl.lit(CITY).alias("city")))
    for row in shortfalls.margins(facts, rulebooks.load(BOOK), CITY, MONTH).iter_rows(named=True):
        assert met(facts, row["clause"]) is True
        assert met(moved(facts, {row["lever"]: row["needed"]}), row["clause"]) is False
        one = 1.0 if row["change"] < 0 else -1.0
        assert met(moved(facts, {row["lever"]: row["needed"] + one}), row["clause"]) is True


def test_what_is_complete_has_no_margin():
    figures = standing(permits=500.0, permits_reported=500.0, penalties=80.0, penalties_reported=80.0)
    assert shortfalls.margins(figures, rulebooks.load(BOOK), CITY, MONTH).is_empty()


def test_a_condition_without_data_has_no_row_beside_one_that_fails_and_the_test_then_stays_open():
    figures = {"permits": 500.0, "permits_reported": 497.0, "penalties": 80.0}
    found = lacking(**figures)
    assert found.select("lever", "change").rows() == [("permits_reported", 3.0)]
    assert met(standing(**figures | {"permits_reported": 500.0}), "5") is None


@pytest.mark.parametrize(
    ("figures", "missing"),
    [
        ({"penalties": 80.0}, [("5", ["penalties_reported"])]),
        ({}, [("5", ["penalties_reported", "penalties"])]),
        ({"penalties": 80.0, "penalties_reported": 79.0}, []),
    ],
)
def test_what_a_failed_test_waits_for_besides_is_named(figures, missing):
    facts = standing(permits=500.0, permits_reported=497.0, **figures)
    found = shortfalls.open_conditions(facts, rulebooks.load(BOOK), CITY, MONTH)
    assert [(clause, sorted(names)) for clause, names in found.rows()] == [
        (clause, sorted(names)) for clause, names in missing
    ]


def test_a_test_that_only_lacks_data_is_none_of_these():
    facts = standing(permits=500.0, permits_reported=500.0, penalties=80.0)
    assert shortfalls.open_conditions(facts, rulebooks.load(BOOK), CITY, MONTH).is_empty()
    assert met(facts, "5") is None

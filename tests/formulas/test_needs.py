"""What is missing is named only where the outcome waits for it."""

import polars as pl
import pytest

from analysis.formulas import missing_inputs, parse_formula


def waiting(text, **row):
    """The names that one row's outcome waits for."""
    frame = pl.DataFrame({name: pl.Series([held], dtype=pl.Float64) for name, held in row.items()})
    flags = missing_inputs(parse_formula(text), {name: pl.col(name) for name in row})
    found = frame.select([flag.alias(name) for name, flag in flags.items()]).row(0, named=True)
    return {name for name, needed in found.items() if needed}


@pytest.mark.parametrize(
    ("text", "row", "wanted"),
    [
        ("a + b", {"a": None, "b": 1}, {"a"}),
        ("a + b", {"a": None, "b": None}, {"a", "b"}),
        ("a + b", {"a": 1, "b": 1}, set()),
        ("min(a, b)", {"a": None, "b": 0}, {"a"}),
        # a branch not taken waits for nothing
        ("when(a > 0, b, c)", {"a": 1, "b": None, "c": None}, {"b"}),
        ("when(a > 0, b, c)", {"a": 0, "b": None, "c": None}, {"c"}),
        ("when(a > 0, b, 0)", {"a": 0, "b": None}, set()),
        # an unknown condition waits for itself and for what either branch lacks
        ("when(a > 0, b, c)", {"a": None, "b": None, "c": 1}, {"a", "b"}),
        # decided truths wait for nothing
        ("a and b", {"a": 0, "b": None}, set()),
        ("a and b", {"a": 1, "b": None}, {"b"}),
        ("a or b", {"a": 1, "b": None}, set()),
        ("a or b", {"a": 0, "b": None}, {"b"}),
        ("not a", {"a": None}, {"a"}),
        ("a > b", {"a": None, "b": 1}, {"a"}),
        # a denominator or a step of zero counts as missing
        ("a / b", {"a": 1, "b": 0}, {"b"}),
        ("a / (b + c)", {"a": 1, "b": 0, "c": 0}, {"b", "c"}),
        ("a / b", {"a": None, "b": 0}, {"a", "b"}),
        ("steps(a, b, c)", {"a": 1, "b": 0, "c": 0}, {"c"}),
        ("when(b == 0, 0, a / b)", {"a": None, "b": 0}, set()),
    ],
)
def test_only_what_the_outcome_waits_for_is_named(text, row, wanted):
    assert waiting(text, **row) == wanted


def test_a_missing_literal_is_named_in_every_row():
    flags = missing_inputs(parse_formula("a / full"), {"a": pl.col("a"), "full": None})
    frame = pl.DataFrame({"a": [1.0, None]}).with_columns([flag.alias(name) for name, flag in flags.items()])
    assert frame["full"].to_list() == [True, True]
    assert frame["a"].to_list() == [False, True]

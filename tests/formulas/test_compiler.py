"""A compiled formula means the same over columns as over plain numbers, missing figures included."""

import math

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from analysis.formulas import evaluate, expression, missing_inputs, parse_formula
from formulas.random_formulas import FLAGS, NUMBERS, at_an_edge, numbers, row, truths

TRUTH = {"yes": 1.0, "no": 0.0, "unknown": None}
KLEENE = [
    ("yes", "yes", True, True),
    ("yes", "no", False, True),
    ("yes", "unknown", None, True),
    ("no", "no", False, False),
    ("no", "unknown", False, None),
    ("unknown", "unknown", None, None),
]


def over(text, **columns):
    """A formula over columns given as lists."""
    frame = pl.DataFrame({name: pl.Series(figures, dtype=pl.Float64) for name, figures in columns.items()})
    tree = parse_formula(text)
    return frame.select(expression(tree, {name: pl.col(name) for name in tree.names}).alias("made"))["made"].to_list()


def test_min_of_a_missing_figure_is_missing_not_the_cap():
    """`min_horizontal(missing, cap)` gives the cap: a city without data would get full marks."""
    assert over("min(a, b)", a=[None, 1.0], b=[4.0, 4.0]) == [None, 1.0]
    assert over("max(a, b)", a=[None, 1.0], b=[4.0, 4.0]) == [None, 4.0]


def test_min_with_a_literal_bound_keeps_missing_missing():
    frame = pl.DataFrame({"a": [None, 1.0, 9.0]})
    bounded = expression(parse_formula("min(cap, a)"), {"a": pl.col("a"), "cap": 4.0})
    assert frame.select(bounded.alias("made"))["made"].to_list() == [None, 1.0, 4.0]


def test_a_missing_bound_makes_the_outcome_missing():
    """`clip` with a missing bound drops the bound."""
    assert over("min(a, b)", a=[9.0], b=[None]) == [None]
    bounded = expression(parse_formula("min(a, b)"), {"a": pl.col("a"), "b": None})
    assert pl.DataFrame({"a": [9.0]}).select(bounded).item() is None


def test_when_of_a_missing_condition_is_missing_not_the_other_branch():
    """`when(missing > 0)` takes the other branch: a veto silently not applied."""
    assert over("when(a > 0, 1, 0)", a=[None, 0.0, 2.0]) == [None, 0.0, 1.0]


@pytest.mark.parametrize(
    "text", ["when(whole == 0, 1, share)", "when(part == 0, 1, share)", "when(share < 1, 1, other)"]
)
def test_a_named_part_stands_for_its_formula_also_where_figures_are_missing(text):
    figures = [None, 0.0, 1.0, 2.0]
    rows = [{"part": part, "whole": whole, "other": 3.0} for part in figures for whole in figures]
    share = parse_formula("part / whole")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("part", "whole", "other"), pl.Float64))
    names = {name: pl.col(name) for name in frame.columns} | {
        "share": expression(share, {n: pl.col(n) for n in frame.columns})
    }
    found = frame.select(expression(parse_formula(text), names, {"share": share}).alias("found"))["found"].to_list()
    wanted = [evaluate(parse_formula(text.replace("share", "(part / whole)")), row) for row in rows]
    assert found == wanted


def test_when_looks_only_at_the_branch_it_takes():
    assert over("when(a > 0, b, 0)", a=[0.0, 1.0, 1.0], b=[None, None, 5.0]) == [0.0, None, 5.0]


def test_sums_do_not_count_missing_as_zero():
    assert over("a + b", a=[1.0, None], b=[2.0, 2.0]) == [3.0, None]


def test_49_of_49_is_the_whole():
    """Dividing a column by a constant goes through its reciprocal: 49/49 = 0.9999999999999999."""
    frame = pl.DataFrame({"part": [49.0]})
    for names in ({"part": pl.col("part"), "whole": 49.0}, {"part": 49.0, "whole": pl.col("part")}):
        assert frame.select(expression(parse_formula("part / whole"), names)).item() == 1.0
        assert frame.select(expression(parse_formula("part / whole >= 1"), names)).item() is True


@pytest.mark.parametrize("whole", range(1, 200))
def test_division_by_a_literal_is_exact(whole):
    parts = [float(part) for part in range(whole + 1)]
    frame = pl.DataFrame({"part": parts})
    shares = expression(parse_formula("part / whole"), {"part": pl.col("part"), "whole": float(whole)})
    assert frame.select(shares.alias("made"))["made"].to_list() == [part / whole for part in parts]


def test_steps_do_not_slip_below_a_whole_step():
    """`floor((0.7 - 0.5) / 0.1)` is 1, not 2."""
    shares = [0.5, 0.59, 0.6, 0.7, 0.8, 0.9, 1.0, None]
    assert over("steps(a, b, c)", a=shares, b=[0.5] * 8, c=[0.1] * 8) == [0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, None]


def test_comparisons_carry_a_tolerance():
    """0.1 + 0.2 is 0.30000000000000004: neither above 0.3 nor apart from it."""
    sums, limits = [0.1 + 0.2, 0.3 - 1e-6, 0.3 + 1e-6], [0.3] * 3
    outcomes = {">": [False, False, True], ">=": [True, False, True], "<": [False, True, False],
                "<=": [True, True, False], "==": [True, False, False], "!=": [False, True, True]}  # fmt: skip
    for sign, wanted in outcomes.items():
        assert over(f"a {sign} b", a=sums, b=limits) == wanted, sign


def test_a_zero_denominator_is_missing_neither_infinite_nor_nan():
    assert over("a / b", a=[1.0, 0.0, -1.0], b=[0.0, 0.0, 0.0]) == [None] * 3
    assert over("steps(a, b, c)", a=[1.0], b=[0.0], c=[0.0]) == [None]


@pytest.mark.parametrize(("left", "right", "both", "either"), KLEENE)
def test_and_or_are_three_valued(left, right, both, either):
    """A test certainly failed decides `and`, whatever is missing beside it."""
    for first, second in ((left, right), (right, left)):
        assert over("a and b", a=[TRUTH[first]], b=[TRUTH[second]]) == [both]
        assert over("a or b", a=[TRUTH[first]], b=[TRUTH[second]]) == [either]


def test_not_of_unknown_is_unknown():
    assert over("not a", a=[1.0, 0.0, None]) == [False, True, None]


def test_missing_literals_in_both_branches_make_a_missing_outcome():
    frame, tree = pl.DataFrame({"a": [1.0, 0.0]}), parse_formula("min(when(a, b, c), 1)")
    outcome = frame.with_columns(expression(tree, {"a": pl.col("a"), "b": None, "c": None}).alias("made"))
    assert outcome["made"].to_list() == [None, None]


def same(left, right):
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)


@settings(max_examples=300, deadline=None)
@given(numbers | truths, st.lists(row, min_size=1, max_size=5), st.sets(st.sampled_from(NUMBERS + FLAGS)))
@example(tree=parse_formula("a / b >= 1"), rows=[dict.fromkeys(NUMBERS + FLAGS, 49.0)], literals={"b"})
@example(tree=parse_formula("when(p, a, b) - c"), rows=[dict.fromkeys(NUMBERS + FLAGS)], literals={"a", "b"})
def test_any_formula_means_the_same_over_columns_as_over_numbers(tree, rows, literals):
    """Random formulas, with missing figures, zero denominators, and any names held as literals."""
    shared = {name: rows[0][name] for name in literals}
    rows = [row | shared for row in rows]
    assume(not any(at_an_edge(tree, row) for row in rows))
    wanted = [evaluate(tree, row) for row in rows]
    assume(all(outcome is None or math.isfinite(outcome) for outcome in wanted))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.Float64))
    names = {name: shared[name] if name in shared else pl.col(name) for name in rows[0]}
    outcomes = frame.with_columns(expression(tree, names).alias("made"))["made"].to_list()
    assert all(same(outcome, expected) for outcome, expected in zip(outcomes, wanted, strict=True)), (outcomes, wanted)


@settings(max_examples=100, deadline=None)
@given(tree=numbers, rows=st.lists(row, min_size=2, max_size=6))
def test_a_row_alone_equals_the_row_in_a_batch_bit_for_bit(tree, rows):
    names = {name: pl.col(name) for name in rows[0]}
    schema = dict.fromkeys(rows[0], pl.Float64)

    def outcome_of(some):
        outcome = expression(tree, names).cast(pl.Float64).alias("made")
        return pl.DataFrame(some, schema=schema).with_columns(outcome)["made"]

    assert outcome_of(rows).equals(pl.concat([outcome_of([row]) for row in rows]), null_equal=True)


def waiting(text, **row):
    """The names that one row's outcome waits for."""
    frame = pl.DataFrame({name: pl.Series([figure], dtype=pl.Float64) for name, figure in row.items()})
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

"""Jumps against history and slipped units: found where planted, and not told of what only grows."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.facts import dictionary
from analysis.questions.audit import audit_rules
from analysis.questions.audit.figure_history import figures_with_history
from analysis.questions.audit.jumps import jump_findings, slip_findings
from honest import PARTS, WHOLES, figure, months, named, planted

MONTHS = named(24)
LARGE = sorted({*WHOLES, *PARTS} - {"objections_valid", "publicity_events", "codes_faulty", "codes_faulty_corrected"})


def with_history(facts):
    return figures_with_history(facts, dictionary())


def jump_places(found: pl.DataFrame) -> list[tuple[str, str, str]]:
    return [(row["city"], row["facts"][0], row["month"]) for row in found.iter_rows(named=True)]


def test_honest_months_are_let_be_within_the_rate_that_is_stated():
    """20 cities × 24 months: of all figures with enough history, not more than one in a hundred is named."""
    history = with_history(months(24, seed=7, cities=20))
    tested = history.filter(
        "amount", pl.int_range(pl.len()).over("city", "fact") > audit_rules().values["jump_changes"]
    ).height
    assert tested > 5_000
    assert jump_findings(history, audit_rules()).height <= audit_rules().values["false_alarm"] * tested
    assert slip_findings(history, audit_rules()).is_empty()


def test_changes_drawn_from_a_bell_curve_pass_at_the_stated_rate():
    """Money has no chance of its own: its spread is what history shows, or the floor. Changes of 10 % and 6 of them."""
    import numpy as np

    random = np.random.default_rng(5)
    levels = 1e9 * np.exp(np.cumsum(random.normal(0, 0.1, (4_000, 8)), axis=1))
    rows = [
        (f"{200_000 + city}", month, "xinyidai_loans", float(level))
        for city, own in enumerate(levels)
        for month, level in zip(named(8), own, strict=True)
    ]
    history = with_history(pl.DataFrame(rows, schema=["city", "month", "fact", "value"], orient="row"))
    last = jump_findings(history, audit_rules()).filter(pl.col("month") == named(8)[-1])
    # 4,000 trials at 1 %: 40 expected at most, and chance adds three times its root
    assert last.height <= 4_000 * audit_rules().values["false_alarm"] + 3 * 40**0.5


@settings(max_examples=25, deadline=None)
@given(
    fact=st.sampled_from(LARGE), times=st.sampled_from([3.0, 5.0, 0.2]), at=st.integers(10, 23), seed=st.integers(0, 99)
)
def test_a_planted_jump_is_found_and_only_it(fact, times, at, seed):
    facts = months(24, seed)
    jumped = planted(facts, fact, MONTHS[at], round(figure(facts, fact, MONTHS[at]) * times))
    clean = set(jump_places(jump_findings(with_history(facts), audit_rules())))
    fresh = set(jump_places(jump_findings(with_history(jumped), audit_rules()))) - clean
    assert fresh == {("320281", fact, MONTHS[at])}


def test_a_level_that_is_kept_is_told_once():
    """A new scope: three times the figure from one month on. The month of the change is named, those after are not."""
    facts = months(24, seed=3)
    step = (pl.col("fact") == "permits") & (pl.col("month") >= MONTHS[15])
    stepped = facts.with_columns(pl.when(step).then(pl.col("value") * 3).otherwise(pl.col("value")).alias("value"))
    found = [row for row in jump_places(jump_findings(with_history(stepped), audit_rules())) if row[1] == "permits"]
    assert found == [("320281", "permits", MONTHS[15])]


def test_the_figure_it_would_have_been_is_told():
    facts = months(24, seed=3)
    usual = figure(facts, "permits", MONTHS[20])
    row = jump_findings(with_history(planted(facts, "permits", MONTHS[20], usual * 4)), audit_rules()).row(
        0, named=True
    )
    assert row["expected"] == pytest.approx(usual, rel=0.05) and row["since"] == MONTHS[19]


@settings(max_examples=25, deadline=None)
@given(
    fact=st.sampled_from(LARGE), times=st.sampled_from([1e4, 1e-4, 1e8, 1e2, 1e-2]), at=st.integers(1, 23),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_a_slipped_unit_is_found_and_nothing_else(fact, times, at, seed):
    facts = months(24, seed)
    meant = figure(facts, fact, MONTHS[at])
    slipped = meant * times
    assume(min(meant, slipped) >= {1e2: 10, 1e-2: 10}.get(times, 1))
    found = slip_findings(with_history(planted(facts, fact, MONTHS[at], slipped)), audit_rules())
    assert jump_places(found) == [("320281", fact, MONTHS[at])]
    assert found["expected"].item() == pytest.approx(meant)


def test_the_return_from_a_slip_is_none():
    """The second month was filed in 10,000s: the third, right again, is not named for it."""
    facts = planted(months(3, seed=1), "permits", MONTHS[1], 4.8)
    assert [
        month for _, fact, month in jump_places(slip_findings(with_history(facts), audit_rules())) if fact == "permits"
    ] == [MONTHS[1]]


def test_another_city_or_figure_of_another_scale_is_not_named():
    """A city a thousand times as large, or a fact counted in 10,000s all along, is its own measure."""
    facts = months(12, seed=2, cities=2)
    other = (pl.col("city") == "320282") | (pl.col("fact") == "permits")
    mistyped = facts.with_columns(
        pl.when(other).then(pl.col("value") * 10_000).otherwise(pl.col("value")).alias("value")
    )
    assert slip_findings(with_history(mistyped), audit_rules()).is_empty()


@pytest.mark.parametrize(
    ("yuan", "odd"), [(1_500.0, True), (9_999.0, True), (10_000.0, False), (0.0, False), (15e9, False)]
)
def test_a_sum_too_small_for_a_city_may_have_been_typed_in_ten_thousands(yuan, odd):
    loans = pl.DataFrame({"city": ["320281"], "month": ["2021-03"], "fact": ["xinyidai_loans"], "value": [yuan]})
    found = slip_findings(with_history(loans), audit_rules())
    assert found["rule"].to_list() == (["money"] if odd else [])


def test_looking_at_one_month_finds_what_looking_at_all_finds_there():
    facts = planted(months(24, seed=3), "permits", MONTHS[20], 4.0)
    every = jump_findings(with_history(facts), audit_rules()).filter(pl.col("month") == MONTHS[20])
    assert jump_findings(with_history(facts), audit_rules(), [MONTHS[20]]).equals(every) and every.height == 1


def test_states_neither_jump_nor_slip():
    ranks = pl.DataFrame(
        [("320281", month, "monitoring_rank", 3.0 if month < MONTHS[20] else 300.0) for month in MONTHS],
        schema=["city", "month", "fact", "value"], orient="row",
    )  # fmt: skip
    assert jump_findings(with_history(ranks), audit_rules()).is_empty()
    assert slip_findings(with_history(ranks), audit_rules()).is_empty()

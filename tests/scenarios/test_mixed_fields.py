"""Which other units differ between two states, and what mixtures of the two see of them; worked by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis import rulebooks, scorecards
from analysis.scenarios import city_states
from published_kinds import Kind, book_of

UNIT, BEFORE, AFTER = "320281", "2021-02", "2021-03"
VALUES = {"most": (10, "point"), "enough": (2, "entity")}
MORE = 'field = { of = "all", fewest = "enough" }'


@pytest.fixture
def book(tmp_path):
    return rulebooks.load(book_of(tmp_path / "book", **{"1": Kind("比较。", "most * loans / highest(loans)",
                                                                values=VALUES, more=MORE)}))  # fmt: skip


def states(book, before, after):
    rows = [(unit, month, amount, 1.0) for month, part in ((BEFORE, before), (AFTER, after))
            for unit, amount in part.items()]  # fmt: skip
    facts = pl.DataFrame(rows, schema=["city", "month", "loans", "answered"], orient="row")
    return [city_states.city_state(facts, book, UNIT, month) for month in (BEFORE, AFTER)]


@pytest.mark.parametrize(
    ("after", "differs"),
    [
        ({UNIT: 4.0, "320205": 8.0}, ()),
        ({UNIT: 5.0, "320205": 8.0}, ("loans",)),
        ({UNIT: 4.0, "320205": 9.0}, ("1.field",)),
        ({UNIT: 4.0, "320205": 8.0, "320206": 1.0}, ("1.field",)),
        ({UNIT: 4.0, "320205": None}, ("1.field",)),
    ],
)
def test_the_field_differs_by_others_figures_or_by_who_they_are(book, after, differs):
    first, two = states(book, {UNIT: 4.0, "320205": 8.0}, after)
    assert city_states.differing_targets(first, two) == differs


def test_each_mixture_sees_its_own_figure_among_the_others_of_its_month(book):
    """Of 4 then 5 among a best of 8 then 16: each of the four, by hand."""
    first, two = states(book, {UNIT: 4.0, "320205": 8.0}, {UNIT: 5.0, "320205": 16.0})
    taken = np.array([[False, False], [True, False], [False, True], [True, True]])
    cases = city_states.mixed_cases(first, two, ("loans", "1.field"), taken)
    assert scorecards.total_cases(cases, book)["points"].to_list() == [5.0, 6.25, 2.5, 3.125]


def test_no_mixture_at_all_has_the_words_columns_still(book):
    first, two = states(book, {UNIT: 4.0, "320205": 8.0}, {UNIT: 4.0, "320205": 8.0})
    cases = city_states.mixed_cases(first, two, (), np.zeros((0, 0), dtype=bool))
    assert cases.frame.is_empty() and "1.highest(loans)" in cases.columns

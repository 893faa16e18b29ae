"""Why a total moved where clauses do not apply: every order of what changed, each mixture scored by itself."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import polars as pl
import pytest

from analysis import scorecards
from analysis.questions import change
from inapplicable_books import book, drawn_units

CITY, MONTHS = "320281", ("2021-02", "2021-03")
CHANGED = ("has_a1", "x_a1", "x_a2", "has_b1", "x_b1")


def states(rules, seed):
    """The unit before and after; a missing figure stays missing in neither."""
    drawn = drawn_units(2, seed, 0.0).drop("city", "month")
    ends = [dict(row) for row in drawn.rows(named=True)]
    return [{**ends[0], **{name: end[name] for name in CHANGED if name in end}} for end in ends]


def rows(*ends):
    return pl.DataFrame([{"city": CITY, "month": month, **end} for month, end in ends])


def total(rules, figures):
    return scorecards.total(rows((MONTHS[1], figures)), rules)["low"][0]


def recounted(rules, before, after):
    """Each figure's mean gain over all orders."""
    moved = [name for name in before if before[name] != after[name]]
    gains, orders = dict.fromkeys(moved, 0.0), list(permutations(moved))
    for order in orders:
        figures, worth = dict(before), total(rules, before)
        for name in order:
            figures[name] = after[name]
            now = total(rules, figures)
            gains[name] += float(Fraction(now) - Fraction(worth)) / len(orders)
            worth = now
    return gains


@pytest.mark.parametrize("over", ["group", "total"])
@pytest.mark.parametrize("seed", range(6))
def test_points_left_by_others_move_a_total_by_what_lets_them_go(tmp_path, over, seed):
    rules = book(tmp_path / "rules", over)
    before, after = states(rules, seed)
    found = change.between_months(rows((MONTHS[0], before), (MONTHS[1], after)), rules, CITY, *MONTHS)
    shares = {names[0]: low for names, low in found.drivers.select("names", "low").iter_rows() if len(names) == 1}
    for name, gain in recounted(rules, before, after).items():
        assert shares.get(name, 0.0) == pytest.approx(gain, abs=1e-9), name

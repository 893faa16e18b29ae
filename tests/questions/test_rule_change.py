"""What a change of rules does to a total between two months: shares worked by hand, exact and in no order."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import polars as pl
import pytest

import dated_books
from analysis import scorecards
from analysis.questions import change

CITY = "320281"


@pytest.fixture
def book(tmp_path):
    return dated_books.loaded(tmp_path / "dated")


def months(**ends):
    """Two months of figures: of each fact what it was and what it is."""
    rows = [
        {"city": CITY, "month": month, **{fact: float(pair[place]) for fact, pair in ends.items()}}
        for place, month in enumerate(("2020-12", "2021-01"))
    ]
    return pl.DataFrame(rows)


def shares(found):
    return {row["driver"]: (row["kind"], round(row["low"], 9)) for row in found.drivers.to_dicts()}


def test_where_no_figure_moves_all_is_due_to_the_rules(book):
    figures = months(joint_domains=(3, 3), campaign_activities=(4, 4), approval_departments_tolerant=(2, 2))
    found = change.between_months(figures, book, CITY, "2020-12", "2021-01")
    assert shares(found) == {"1.each": ("value", 3), "2.rule": ("rule", -2), "3.rule": ("rule", 2)}
    assert (found.before["points"], found.after["points"]) == (7, 10)


def test_figure_and_rule_that_move_together_share_what_they_do_together(book):
    """Clause 1 from 1×3 to 2×4: 1 or 2 more for the domain, 3 or 4 for the rule; 1.5 and 3.5 on the mean."""
    figures = months(joint_domains=(3, 4), campaign_activities=(4, 3), approval_departments_tolerant=(0, 2))
    found = change.between_months(figures, book, CITY, "2020-12", "2021-01")
    by_hand = {
        "joint_domains": ("fact", 1.5), "1.each": ("value", 3.5),
        "campaign_activities": ("fact", -1.0), "2.rule": ("rule", -2.0),
        "approval_departments_tolerant": ("fact", 1.0), "3.rule": ("rule", 1.0),
    }  # fmt: skip
    assert shares(found) == by_hand


@pytest.mark.parametrize("ends", list(product([(3, 4), (6, 1)], [(4, 3), (0, 9)], [(0, 2), (2, 2)])))
def test_the_shares_add_up_to_the_last_digit_across_the_date(book, ends):
    names = ("joint_domains", "campaign_activities", "approval_departments_tolerant")
    figures = months(**dict(zip(names, ends, strict=True)))
    found = change.between_months(figures, book, CITY, "2020-12", "2021-01")
    totals = scorecards.total(figures, book)["points"].to_list()
    for part in ("low", "high"):
        assert sum(found.shares[part].values()) == Fraction(totals[1]) - Fraction(totals[0])


CAPPED = dated_books.RULEBOOK + 'cap = { is = 8, unit = "point", source = "clause", zh = "封顶" }\n'


def test_under_a_cap_what_rules_and_figures_do_together_is_shared_out_too(tmp_path):
    """A group capped at 8: 7 before, 8 of 10 after; three rules move it, by the mean over all orders of adding them."""
    folder = dated_books.write(tmp_path / "capped", rulebook=CAPPED)
    figures = months(joint_domains=(3, 3), campaign_activities=(4, 4), approval_departments_tolerant=(2, 2))
    found = change.between_months(figures, folder, CITY, "2020-12", "2021-01")
    assert (found.before["points"], found.after["points"]) == (7, 8)
    steps = {"1.each": 3, "2.rule": -2, "3.rule": 2}
    assert {name: share[1] for name, share in shares(found).items()} == pytest.approx(_in_all_orders(7, steps, 8))


def _in_all_orders(start, steps, cap, later=None):
    """The mean step of each over all orders; `main.cap` makes the cap the later."""
    added = dict.fromkeys(steps, 0.0)
    orders = list(permutations(steps))
    for order in orders:
        total, caps = start, cap
        for name in order:
            before = min(caps, total)
            total, caps = total + steps[name], later if name == "main.cap" else caps
            added[name] += (min(caps, total) - before) / len(orders)
    return added


def test_a_cap_that_changes_has_its_own_share_beside_rules_and_figures(tmp_path):
    """A group capped at 8, then at 6: 7 before, 6 of 12 after; a figure moves too."""
    folder = dated_books.write(tmp_path / "dated", rulebook=dated_books.CAPPED)
    figures = months(joint_domains=(3, 3), campaign_activities=(4, 4), approval_departments_tolerant=(2, 2))
    found = change.between_months(figures, folder, CITY, "2020-12", "2021-01")
    assert (found.before["points"], found.after["points"]) == (7, 6)
    steps = {"1.each": 3, "2.rule": -2, "3.rule": 2, "main.cap": 0}
    by_hand = _in_all_orders(7, steps, 8, later=6)
    assert {name: share[1] for name, share in shares(found).items()} == pytest.approx(by_hand)
    (row,) = found.drivers.filter(kind="limit").to_dicts()
    assert (row["driver"], row["before"], row["after"]) == ("main.cap", 8, 6)


@pytest.mark.parametrize("limit", ["is = 6", "none = true"])
@pytest.mark.parametrize("ends", [(1, 9), (9, 1), (0, 4)])
def test_shares_across_a_changed_cap_add_up_to_the_last_digit(tmp_path, limit, ends):
    folder = dated_books.write(tmp_path / "dated", rulebook=dated_books.CAPPED.replace("is = 6", limit))
    figures = months(joint_domains=ends, campaign_activities=(4, 4), approval_departments_tolerant=(2, 3))
    found = change.between_months(figures, folder, CITY, "2020-12", "2021-01")
    totals = scorecards.total(figures, folder)["points"].to_list()
    for part in ("low", "high"):
        assert sum(found.shares[part].values()) == Fraction(totals[1]) - Fraction(totals[0])


def test_within_one_time_no_rule_is_named(book):
    figures = months(joint_domains=(3, 4), campaign_activities=(4, 4), approval_departments_tolerant=(2, 2))
    later = figures.with_columns(month=pl.Series(["2021-01", "2021-02"]))
    found = change.between_months(later, book, CITY, "2021-01", "2021-02")
    assert shares(found) == {"joint_domains": ("fact", 2)}

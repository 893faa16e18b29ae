"""What is not delivered, and who owes it: each owner is told of a shared figure, whole."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis import rulebooks
from analysis.departments import CityDepartments
from analysis.questions.audit import audit, delivery_due, overdue
from made_up import long, months

BOOK = rulebooks.load("monitoring-2021")


def owed(*figures, month="2021-02"):
    found = audit(long(months("2021-01", *figures)), [BOOK], [month]).findings
    return found.filter(pl.col("kind") == "missing")


def test_a_shared_figure_is_owed_by_each():
    """Indicator 17 (A级纳税人和海关高级认证企业) is printed for 税务局 and 海关 alike."""
    found = owed({"trusted_enterprises": 5.0}, {"publicity_events": 1.0})
    named = {unit for unit, facts in found.select("unit", "facts").iter_rows() if "trusted_enterprises" in facts}
    assert named == {"tax", "customs"}


def test_what_was_there_before_is_told_apart_from_what_never_was():
    found = owed({"trusted_enterprises": 5.0}, {"publicity_events": 1.0}).filter(pl.col("unit") == "tax")
    kinds = {row["rule"]: (row["facts"], row["since"], row["severity"]) for row in found.iter_rows(named=True)}
    assert kinds["lapsed"] == (["trusted_enterprises"], "2021-01", "medium")
    assert "trusted_enterprises" not in kinds["never"][0] and kinds["never"][1:] == (None, "low")


def test_a_figure_that_is_there_is_owed_by_nobody():
    found = owed({"publicity_events": 1.0}, {"trusted_enterprises": 5.0})
    assert "trusted_enterprises" not in {name for facts in found["facts"] for name in facts}


def test_a_figure_for_which_no_unit_is_printed_is_nobodys():
    """Indicator 16 (清欠) has no unit in the list."""
    found = owed({"publicity_events": 1.0}, {"publicity_events": 1.0})
    assert "arrears" in found.filter(pl.col("unit") == "")["facts"].explode().to_list()


def test_what_is_missing_costs_no_deduction():
    assert owed({"publicity_events": 1.0}, {"publicity_events": 1.0})["cost"].null_count() > 0


@pytest.mark.parametrize(("month", "day"), [("2021-03", date(2021, 4, 15)), ("2021-12", date(2022, 1, 15))])
def test_figures_are_due_in_the_next_month_by_the_day_that_the_city_has_set(month, day, monkeypatch):
    monkeypatch.setattr(overdue, "city_departments", lambda city: CityDepartments(city, {}, due_day=15))
    assert delivery_due(month, "320583") == day


@pytest.mark.parametrize("city", ["320281", "320583"])
def test_a_city_that_has_set_no_day_has_none(city):
    """The 20th is Harbin's own rule (哈信办函〔2018〕6号), nobody else's."""
    assert delivery_due("2021-03", city) is None

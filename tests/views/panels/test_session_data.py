"""A place scored under scenarios: the same as everywhere else, and quick."""

from __future__ import annotations

import pytest

from analysis import scorecards
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.views.panels.session_data import Selection, load_session_data
from panel_homes import CITY, LOANS, MONTH

HARD = Selection(CITY, MONTH, "hard-2019")
MORE = Scenario("more", (Change(LOANS, "set", 4e10), Change("codes_converted", "set", 0.0)))


def test_each_clause_is_as_the_card_has_it():
    ground = load_session_data(HARD)
    rows = scorecards.score(ground.rows, ground.book, MORE).filter(month=MONTH)
    outcome = ground.outcome(MORE)
    for row in rows.iter_rows(named=True):
        assert outcome.clause(row["clause"]) == {part: row[part] for part in ("points", "low", "high", "met")}


def test_shifts_tell_tests_first_and_add_up():
    ground = load_session_data(HARD)
    before, after = ground.outcome(BASELINE), ground.outcome(MORE)
    shifts = ground.shifts(before, after)
    assert [shift.clause for shift in shifts] == ["1", "18.3"]
    assert shifts[0].met_before and not shifts[0].met_after
    by = sum(shift.by for shift in shifts) + ground.unshared(before, after)
    assert by == pytest.approx(after.total["low"] - before.total["low"])


def test_a_group_that_caps_is_told_apart():
    """Item 19 pays its clauses together; where a group caps, the clauses' sum is more than the total's."""
    ground = load_session_data(HARD)
    many = Scenario("many", (Change("domains_recorded", "set", 0.0),))
    assert ground.unshared(ground.outcome(BASELINE), ground.outcome(many)) == 0.0


def test_a_month_without_figures_is_refused():
    with pytest.raises(InputError):
        load_session_data(Selection(CITY, "2019-01", "hard-2019"))

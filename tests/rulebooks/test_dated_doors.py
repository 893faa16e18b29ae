"""A rule that changes at a day, asked of working, workbook, levers and goal before and after: each month by its own."""

from __future__ import annotations

import polars as pl
import pytest

import dated_books
from analysis import scorecards
from analysis.problems import InputError
from analysis.questions import goal, levers
from analysis.reports import workbooks
from recalculating import names, recalculated

CITY, BEFORE, AFTER = "320281", "2020-12", "2021-01"
FIGURES = {"joint_domains": 3.0, "campaign_activities": 2.0, "approval_departments_tolerant": 1.0}
RULES = {
    (BEFORE, "1"): lambda unit: min(10, 1 * unit["joint_domains"]),
    (AFTER, "1"): lambda unit: min(10, 2 * unit["joint_domains"]),
    (BEFORE, "2"): lambda unit: min(5, unit["campaign_activities"]),
    (AFTER, "2"): lambda unit: min(5, max(0, unit["campaign_activities"] - 2)),
    (AFTER, "3"): lambda unit: min(3, unit["approval_departments_tolerant"]),
}
"""What each clause gives in a month, from its wording."""
LEVERS = {"1": "joint_domains", "2": "campaign_activities", "3": "approval_departments_tolerant"}
SOUGHT = {(BEFORE, "1:cap"): 10, (AFTER, "1:cap"): 5, (BEFORE, "2:3"): 3, (AFTER, "2:1"): 3, (AFTER, "3:cap"): 3}
"""What its lever must come to for full marks, or so many points."""
LACKING = [{}, *({fact: None} for fact in FIGURES)]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return dated_books.loaded(tmp_path_factory.mktemp("dated") / "book")


def facts(**changed):
    unit = {**FIGURES, **changed}
    columns = {name: pl.Series([figure] * 2, dtype=pl.Float64) for name, figure in unit.items()}
    return pl.DataFrame({"city": [CITY] * 2, "month": [BEFORE, AFTER], **columns})


def counted(month, clause, **changed):
    unit = {**FIGURES, **changed}
    return None if unit[LEVERS[clause]] is None else RULES[month, clause](unit)


@pytest.mark.parametrize("lacking", LACKING)
@pytest.mark.parametrize("month", [BEFORE, AFTER])
def test_the_working_is_that_of_the_month(book, month, lacking):
    card = scorecards.card(facts(**lacking), book, CITY, month)
    assert set(card.book.clauses) == {clause for own, clause in RULES if own == month}
    for clause in card.book.clauses:
        working = card.working(clause, "zh")
        assert working.outcome == counted(month, clause, **lacking)
        assert ("缺失" in working.steps[-1]) == (working.outcome is None) and not working.formula.isascii()


def test_the_cells_recalculated_are_those_of_the_month(book):
    asked = [(month, lacking) for month in (BEFORE, AFTER) for lacking in LACKING]
    contents = {
        f"c{place}": workbooks.workbook_bytes([scorecards.card(facts(**lacking), book, CITY, month)], "zh")
        for place, (month, lacking) in enumerate(asked)
    }
    again = recalculated(contents)
    for place, (month, lacking) in enumerate(asked):
        places = names(contents[f"c{place}"])
        for clause in (clause for own, clause in RULES if own == month):
            wanted = counted(month, clause, **lacking)
            found = again[f"c{place}"][places[f"book_{clause}_points_shown"]]
            assert found == ("待评定" if wanted is None else wanted), (month, clause, lacking)
        assert ("book_3_points_shown" in places) == (month == AFTER)


@pytest.mark.parametrize("month", [BEFORE, AFTER])
def test_a_step_of_a_lever_pays_by_the_rules_of_the_month(book, month):
    board = levers.board(facts(), book, CITY, month)
    rows = {row["lever"]: row for row in board.levers.rows(named=True)}
    for clause in (clause for own, clause in RULES if own == month):
        fact = LEVERS[clause]
        gain = counted(month, clause, **{fact: rows[fact]["next"]}) - counted(month, clause)
        assert rows[fact]["pays"] == pytest.approx(gain) and gain > 0
    assert (LEVERS["3"] in rows) == (month == AFTER)


@pytest.mark.parametrize(("month", "wanted"), SOUGHT)
def test_what_is_wanted_takes_what_the_rules_of_the_month_say(book, month, wanted):
    fact = LEVERS[wanted[0]]
    for figures in (facts(), facts(**{fact: None})):
        assert goal.seek(figures, book, CITY, month, fact, wanted).needed == SOUGHT[month, wanted]


def test_a_clause_that_is_not_in_force_in_the_month_is_said_to_be_so(book):
    with pytest.raises(InputError, match=r"2021-01-01.*2020-12 不施行"):
        goal.seek(facts(), book, CITY, BEFORE, "joint_domains", "3:cap")
    with pytest.raises(InputError, match="没有条款“9”"):
        goal.seek(facts(), book, CITY, BEFORE, "joint_domains", "9:cap")

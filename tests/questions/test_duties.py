"""Duties of departments: shared clauses stand whole under each, nothing is split, nothing missing is zero."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks, scenarios
from analysis.departments import resolve_departments
from analysis.problems import InputError
from analysis.questions.duties import duties
from duties_held import march_duties
from jiangyin import CITY, MONTH, known
from made_up import long, months

BOOKS = [rulebooks.load("hard-2019"), rulebooks.load("monitoring-2021")]
ASSUMED = scenarios.load("assumed-benchmarks")


def of(unit, scenario="baseline"):
    return march_duties().of(unit).clauses.filter(pl.col("scenario") == scenario)


def test_every_clause_stands_under_each_of_its_units_and_no_other():
    printed = {
        (book.id, clause.id, department.code)
        for book in BOOKS
        for clause in book.clauses.values()
        for department in resolve_departments(clause.responsible)
    }
    base = march_duties().clauses.filter(pl.col("scenario") == "baseline", ~pl.col("unassigned"))
    assert set(base.select("rulebook", "clause", "unit").rows()) == printed


def test_a_shared_clause_is_never_split():
    """Indicator 17 is the tax bureau's and customs': both are shown all of it, and each other."""
    rows = {unit: of(unit).filter(pl.col("clause") == "17").row(0, named=True) for unit in ("tax", "customs")}
    assert rows["tax"]["possible"] == rows["customs"]["possible"] == 3
    assert rows["tax"]["shared"] == ["customs"] and rows["customs"]["shared"] == ["tax"]
    assert rows["tax"]["at_most"] == rows["customs"]["at_most"]


def test_what_is_lost_is_known_only_where_points_are():
    """Without a benchmark indicator 17 may lose all of its 3 points; under the assumed one its loss is a number."""
    open_, judged = (
        of("tax", name).filter(pl.col("clause") == "17").row(0, named=True) for name in ("baseline", ASSUMED.name)
    )
    assert (open_["lost"], open_["at_most"]) == (None, 3.0)
    assert judged["lost"] == pytest.approx(judged["possible"] - judged["points"])


def test_a_deduction_loses_what_it_takes():
    facts = long(months("2021-03", {"security_incidents": 1.0}))
    result = duties(facts, BOOKS[1:], CITY, MONTH)
    row = result.of("towns").clauses.filter(pl.col("clause") == "40.2").row(0, named=True)
    assert (row["lost"], row["at_most"]) == (10.0, 10.0)


def test_steps_are_levers_of_the_departments_own_clauses():
    """公安局 answers for 23 and 39; of those only 23 has a lever that pays."""
    steps = march_duties().of("public-security").steps
    assert steps.select("lever", "clauses").rows() == [("punishment_domains", ["23"])]
    assert "court" in steps["shared"].item() and steps["scenario"].item() == ASSUMED.name


def test_steps_pay_what_the_board_says():
    board = march_duties().boards[1].levers
    for unit in march_duties().units:
        own = march_duties().of(unit).steps.filter(pl.col("rulebook") == "monitoring-2021")
        joined = own.join(board, on="lever", suffix="_board")
        assert joined.height == own.height and (joined["pays"] == joined["pays_board"]).all() and not own["veto"].any()
        assert own["open"].is_sorted(descending=True)


def test_a_figure_that_is_missing_is_owed_with_the_clauses_that_wait_for_it():
    """The made-up figures lack 超期核查数 (34) and 有效异议信息数 (35), both of the credit office."""
    rows = march_duties().of("development-reform").missing.select("fact", "clauses").rows()
    assert rows == [
        ("repair_reviews_overdue", ["monitoring-2021:34"]),
        ("objections_valid", ["monitoring-2021:35"]),
    ]


def test_what_has_no_printed_unit_is_nobodys_and_stands_last():
    assert march_duties().units[-1] == ""
    assert "16" in of("")["clause"].to_list() and "site_visits_daily" in march_duties().of("").missing["fact"].to_list()


def test_frames_without_clauses_to_judge_are_left_out():
    """The frame of 2025 is blank: it names no duty."""
    result = duties(known(), [rulebooks.load("demo-2025")], CITY, MONTH)
    assert result.units == () and result.clauses.is_empty()


def test_a_month_without_facts_is_told():
    with pytest.raises(InputError, match="no facts"):
        duties(known(), BOOKS, CITY, "2021-04")


def changed(**figures):
    here = pl.col("month") == MONTH
    value = pl.when(here).then(pl.col("fact").replace_strict(figures, default=None)).fill_null(pl.col("value"))
    return known().with_columns(value=value)


def test_a_figure_that_is_missing_is_no_step():
    """网站日均浏览量 is missing: it is owed, and nobody is told to raise it from nothing by one visit."""
    steps, owed = march_duties().steps, set(march_duties().missing["fact"])
    assert {"site_visits_daily", "repair_reviews_overdue"} <= owed
    assert not owed & set(steps["lever"]) and not steps["now"].null_count()


def test_a_step_pays_a_tenth_of_a_point_or_all_that_is_open():
    """0.1 point, as params/departments.toml says; a change that shows as 0.00 points is no step."""
    steps = march_duties().steps
    matters = (pl.col("pays") >= 0.1 - 1e-9) | ((pl.col("pays") - pl.col("open")).abs() < 1e-9)
    assert steps.select(matters.all()).item() and (steps["pays"] >= 0.005).all()
    step = steps.filter(pl.col("lever") == "xinyidai_loans").row(0, named=True)
    assert step["step"] == pytest.approx(1e9), "1 亿元 pays 0.01 point, so that a step is 10 of them"


def test_every_veto_has_an_owner_the_credit_office_where_none_is_printed():
    """The hard indicators print no units: their 15 vetoes are the credit office's, marked as still to be named."""
    tests = march_duties().clauses.filter(pl.col("kind") == "test", pl.col("scenario") == "baseline")
    assert tests.height == 15 and set(tests["unit"]) == {"development-reform"} and tests["unassigned"].all()


def test_a_failed_veto_that_a_figure_alone_would_pass_is_the_first_step():
    """Clause 10.3 asks for a place within the first 100: from 380 it is 280 places."""
    result = duties(changed(monitoring_rank=380.0), BOOKS[:1], CITY, MONTH)
    step = result.of("development-reform").steps.row(0, named=True)
    assert (step["lever"], step["veto"], step["clauses"], step["step"]) == ("monitoring_rank", True, ["10.3"], -280.0)

"""What figures come to by themselves: by hand, from what the dictionary says of their windows."""

from __future__ import annotations

import polars as pl
import pytest

import made_up
from analysis import rulebooks
from analysis.problems import InputError
from analysis.questions.planning import FADING, ROLLING, STEADY, PaceLine, later_month, window_length
from analysis.questions.planning.base_courses import (
    MONTHLY,
    STANDING,
    BaseCourses,
    checked_horizon,
    course_kind,
    figure_course,
    months_ahead,
)
from analysis.questions.starting_points import starting_point
from analysis.scenarios import BASELINE, Change, Scenario

BOOK = rulebooks.load("monitoring-2021")
FACTS = BOOK.dictionary
CITY, MONTH = "320281", "2021-03"


def test_the_dictionary_says_what_rolls_off():
    kinds = {name: course_kind(FACTS[name]) for name in ("policy_documents", "publicity_events", "fraud_findings",
                                                         "objection_days", "monitoring_rank")}  # fmt: skip
    assert kinds == {"policy_documents": STANDING, "publicity_events": ROLLING, "fraud_findings": MONTHLY,
                     "objection_days": STANDING, "monitoring_rank": STANDING}  # fmt: skip
    assert window_length(MONTH) == 12


def test_courses_by_hand():
    rolling, month, stock = (FACTS[name] for name in ("publicity_events", "fraud_findings", "policy_documents"))
    assert figure_course(rolling, 30.0, 3, 12, None, STEADY).figures == (30.0, 30.0, 30.0)
    assert figure_course(rolling, 30.0, 3, 12, None, STEADY).arisen == (2.5, 5.0, 7.5)
    assert figure_course(rolling, 30.0, 3, 12, None, FADING).figures == (27.0, 25.0, 22.0)
    assert figure_course(rolling, 30.0, 14, 12, None, FADING).figures[-3:] == (0.0, 0.0, 0.0)
    assert figure_course(rolling, 12.0, 13, 12, 2.0, STEADY).figures == (*(12.0 + step for step in range(1, 13)), 24.0)
    assert figure_course(month, 1.0, 2, 12, None, STEADY).figures == (0.0, 0.0)
    assert figure_course(month, 1.0, 2, 12, 3.0, STEADY).figures == (3.0, 3.0)
    assert figure_course(stock, 5.0, 2, 12, 2.0, STEADY).figures == (7.0, 9.0)
    assert figure_course(FACTS["objection_days"], 8.0217, 2, 12, None, STEADY).figures == (8.0217, 8.0217)
    assert figure_course(stock, None, 2, 12, 2.0, STEADY).figures == (None, None)


def test_months_ahead_are_counted_over_the_year():
    assert months_ahead("2021-11", "2022-02") == ("2021-12", "2022-01", "2022-02") and not months_ahead(MONTH, MONTH)
    assert later_month("2021-11", 3) == "2022-02" and later_month("2022-01", -1) == "2021-12"
    with pytest.raises(InputError, match="应晚于"):
        checked_horizon(MONTH, "2021-02")


def courses(figures, scenario=BASELINE, paces=None, reading=STEADY):
    here = starting_point(figures, BOOK, CITY, MONTH, scenario)
    return BaseCourses(here, figures, ("2021-04", "2021-05"), paces or {}, reading)


def test_the_projected_facts_keep_what_a_scenario_changes_and_what_a_plan_moves():
    figures = made_up.row(CITY, MONTH, policy_documents=5.0, publicity_events=24.0, fraud_findings=1.0)
    scenario = Scenario("more", (Change("policy_documents", "add", 2.0), Change("16.full", "set", 0.9)))
    found = courses(figures, scenario, reading=FADING)
    rows = found.projected({("policy_documents", "2021-05"): 9.0}).select(
        "month", "policy_documents", "publicity_events", "fraud_findings"
    )
    assert rows.rows() == [(MONTH, 7.0, 24.0, 1.0), ("2021-04", 7.0, 22.0, 0.0), ("2021-05", 9.0, 20.0, 0.0)]
    assert [change.target for change in found.rules.changes] == ["16.full"]


def test_a_supplied_deduction_ends_when_its_months_are_over():
    figures = made_up.row(CITY, MONTH, fraud_in_force=1.0)
    ahead = BaseCourses(
        starting_point(figures, BOOK, CITY, MONTH), figures, ("2021-04", "2021-05", "2021-06"), {}, STEADY
    )
    assert ahead.projected()["fraud_in_force"].to_list() == [1.0, 1.0, 1.0, 0.0]


def test_a_part_that_outgrows_its_whole_is_refused():
    figures = made_up.row(CITY, MONTH, codes_total=10.0, codes_faulty=9.0)
    with pytest.raises(InputError, match="重错码数"):
        courses(figures, paces={"codes_faulty": PaceLine("codes_faulty", routine=1.0)}).projected()


def test_other_cities_stand_as_they_do_today():
    own, other = made_up.row(CITY, MONTH, policy_documents=5.0), made_up.row("320282", MONTH, policy_documents=1.0)
    found = courses(pl.concat([own, other], how="diagonal"), paces={"policy_documents": PaceLine("", routine=1.0)})
    assert found.projected()["city"].unique().to_list() == [CITY]

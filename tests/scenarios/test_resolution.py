"""Places, scenarios and targets by name; every verb by every name stands in `test_names_at_every_door.py`."""

from __future__ import annotations

import polars as pl
import pytest

import jiangyin
from analysis import rulebooks, scenarios
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario
from small_books import BOOKS

HARD = rulebooks.load("hard-2019")
MONITORING = rulebooks.load("monitoring-2021")


@pytest.mark.parametrize("city", ["320281", "江阴", "Jiangyin", "江阴市"])
def test_a_place_is_code_and_month(city):
    assert scenarios.place_in_frame(jiangyin.known(), city, "2021年3月") == ("320281", "2021-03")


@pytest.mark.parametrize(
    ("city", "month", "there"),
    [("江阴", "2021-04", "2021-01、2021-02、2021-03"), ("昆山", "2021-03", "江阴市（320281）")],
)
def test_where_the_facts_hold_nothing_of_it_what_they_hold_is_said(city, month, there):
    with pytest.raises(InputError) as error:
        scenarios.place_in_frame(jiangyin.known(), city, month)
    [problem] = error.value.problems
    assert there in problem.zh and month in problem.where


def test_a_city_that_only_the_frame_has_is_taken_as_it_is():
    made_up = jiangyin.known().with_columns(pl.lit("甲").alias("city"))
    assert scenarios.place_in_frame(made_up, "甲", "2021-03") == ("甲", "2021-03")


def test_a_list_is_narrowed_to_the_rulebook_and_never_empty():
    assumed = scenarios.load("assumed-benchmarks")
    assert scenarios.fitting_scenarios(["baseline", "assumed-benchmarks"], HARD) == (BASELINE,)
    assert scenarios.fitting_scenarios([assumed], HARD) == (BASELINE,)
    assert scenarios.fitting_scenarios(["baseline", assumed], MONITORING) == (BASELINE, assumed)


def test_a_single_scenario_for_another_rulebook_is_refused_once():
    with pytest.raises(InputError, match="monitoring-2021") as error:
        scenarios.fitting_scenario("assumed-benchmarks", HARD)
    assert len(error.value.problems) == 1


def test_a_figure_of_the_rulebooks_own_is_called_by_its_chinese_name():
    """Only the rulebook knows it; the project's dictionary does not."""
    book = rulebooks.load(BOOKS / "judged-by-experts")
    name, fact = next((name, fact) for name, fact in book.dictionary.items() if name not in HARD.dictionary)
    plan = Scenario("plan", (Change(fact.zh, "set", 1.0),))
    assert [change.target for change in scenarios.fitting_scenario(plan, book).changes] == [name]
    with pytest.raises(InputError):
        scenarios.build_cases(jiangyin.known(), HARD, plan)

"""Plans over months: against every way to spread the steps, scored by the rulebook; by hand; on both rulebooks."""

from __future__ import annotations

import polars as pl
import pytest

import made_up
import small_calendars
from analysis import facts, rulebooks, scorecards
from analysis.problems import InputError
from analysis.questions import plan_calendar, readings
from analysis.questions.planning import (
    AT_MOST,
    COST,
    FADING,
    PACE,
    POINTS,
    STEPS,
    CostLine,
    Hindrance,
    PaceLine,
    PlanDemand,
)
from questions.conftest import COMPLETE, one_city

CITY, MONTH = "320281", "2021-03"
CASES, PARTS = 200, 20
HARD = rulebooks.load("hard-2019")
MONITORING = rulebooks.load("monitoring-2021")


@pytest.fixture(scope="module")
def jiangyin_facts():
    return facts.up_to("江阴", MONTH)


def by_when(figures, by, book=HARD, city="江阴", **goal):
    names = ("scenario", "costs", "paces", "routine", "until", "upper", "every_reading")
    beside = {name: goal.pop(name) for name in names if name in goal}
    return plan_calendar.by_when(figures, book, city, MONTH, by, PlanDemand(**goal), **beside)


def paced(**most):
    return {name: PaceLine(name, amount) for name, amount in most.items()}


@pytest.mark.parametrize("part", range(PARTS))
def test_a_calendar_is_the_best_of_all_ways(part):
    for seed in range(part, CASES, PARTS):
        case = small_calendars.small_calendar(seed)
        found = case.found(until="2021-09")
        assert not found.outside, seed
        assert found.possible is bool(case.reached().any()), seed
        if found.possible:
            assert found.exact and case.value(found) == pytest.approx(case.best(), abs=1e-9), seed
            _keeps(case, found, seed)


def _keeps(case, found, seed):
    """No month does more than its pace, and the plan comes to what one of all ways does."""
    for month, fact, change in found.steps.select("month", "fact", "change").iter_rows():
        line = case.paces.get(fact, PaceLine(fact))
        assert line.works(month) and abs(change) >= line.least - 1e-9, seed
        assert line.most is None or abs(change) <= line.most + 1e-9, seed
    assert (abs(case.total[case.reached()] - found.after["low"]) < 1e-9).any(), seed
    assert (abs(case.cost[case.reached()] - found.cost) < 1e-6).any(), seed


def test_agencies_at_three_a_month_by_hand(jiangyin_facts):
    """From 46, 0.5 points each: 36 needs seven (36.157), three a month: the third month does it."""
    found = by_when(jiangyin_facts, "2021-06", reach=36.0, paces=paced(agencies_connected=3.0))
    assert found.exact and found.steps.select("month", "change", "figure").rows() == [
        ("2021-04", 3.0, 49.0), ("2021-05", 3.0, 52.0), ("2021-06", 1.0, 53.0),
    ]  # fmt: skip
    assert found.months["low"].to_list() == pytest.approx([33.157273 + gain for gain in (0, 1.0, 2.5, 3.0)], abs=1e-6)
    assert found.cost == pytest.approx(7 / 46) and found.unpaced == ()


def test_each_month_is_scored_by_the_rulebook_and_the_programme_agrees(jiangyin_facts):
    paces = {"xinyi_domains": PaceLine("xinyi_domains", 1.0, begin="2021-05"),
             "agencies_connected": PaceLine("agencies_connected", 2.0, delay=1)}  # fmt: skip
    found = by_when(jiangyin_facts, "2021-08", reach=40.0, passes=True, paces=paces)
    assert found.exact and found.after["passes"] is True
    ahead = found.months.slice(1)
    assert (ahead["programme"] - ahead["low"]).abs().max() <= 1e-9
    last = scorecards.total(_done(jiangyin_facts, found), HARD).filter(month="2021-03").row(0, named=True)
    assert last["low"] == pytest.approx(found.after["low"], abs=1e-9)
    late = found.steps.filter(pl.col("fact") == "agencies_connected")
    assert all(
        later == plan_calendar.later_month(month, 1) for month, later in late.select("month", "counts_from").rows()
    )


def _done(figures, found):
    """Today's figures with the plan's in their place."""
    done = dict(found.levers.select("fact", "to").iter_rows())
    long = figures.with_columns(
        pl.when(pl.col("fact").is_in(list(done)) & (pl.col("month") == MONTH))
        .then(pl.col("fact").replace_strict(done, default=None))
        .otherwise(pl.col("value"))
        .alias("value")
    )
    return long.select("city", "month", "fact", "value")


def test_what_cannot_be_done_in_time_is_given_its_earliest_month(jiangyin_facts):
    """Seven agencies at one a month need until October; half a year from now only the pace forbids it."""
    hold = tuple(name for name in plan_calendar.lever_lattice.movable_facts(
        plan_calendar.starting_point(jiangyin_facts, HARD, CITY, MONTH)) if name != "agencies_connected")  # fmt: skip
    found = by_when(jiangyin_facts, "2021-06", reach=36.0, hold=hold, paces=paced(agencies_connected=1.0))
    six = by_when(jiangyin_facts, found.earliest, reach=36.0, hold=hold, paces=paced(agencies_connected=1.0))
    needed = six.steps.height
    assert not found.possible and found.earliest == plan_calendar.later_month(MONTH, needed) and found.earliest_proven
    assert Hindrance(PACE, "agencies_connected") in found.hindrances and found.enough
    assert found.most < 36.0 and six.exact
    sooner = by_when(jiangyin_facts, found.forbidden, reach=36.0, hold=hold, paces=paced(agencies_connected=1.0))
    assert not sooner.possible and sooner.earliest == found.earliest


def test_a_limit_that_no_month_lifts_is_named(jiangyin_facts):
    found = by_when(jiangyin_facts, "2021-05", reach=55.0, at_most=3, until="2021-07")
    assert not found.possible and found.earliest is None and found.hindrances == (Hindrance(AT_MOST),)


def test_a_fraud_deduction_lasts_as_long_as_the_clause_says():
    """Found in March, three months: minus 20 in April and May, gone in June, by itself."""
    figures = one_city("monitoring-2021", 3).with_columns(fraud_findings=pl.lit(1.0))
    found = by_when(figures, "2021-06", MONITORING, CITY, reach=0.0, scenario=COMPLETE["monitoring-2021"])
    lows = found.months["low"].to_list()
    clean = by_when(figures.with_columns(fraud_findings=pl.lit(0.0)), "2021-04", MONITORING, CITY, reach=0.0,
                    scenario=COMPLETE["monitoring-2021"]).after["low"]  # fmt: skip
    assert lows == pytest.approx([clean - 20, clean - 20, clean - 20, clean], abs=1e-9)
    assert found.monthly == ("fraud_findings", "security_incidents") and "publicity_events" in found.rolling


def test_records_of_a_window_roll_off_by_either_reading():
    """Events counted over twelve months: kept up where as much arises, a twelfth a month gone where nothing does."""
    figures = one_city("monitoring-2021", 3).with_columns(publicity_events=pl.lit(24.0))
    goal = {"scenario": COMPLETE["monitoring-2021"], "reach": 0.0}
    limits = {"publicity_events": (24.0, 30.0)}
    steady = by_when(figures, "2021-06", MONITORING, CITY, limits=limits, **goal)
    fading = by_when(figures, "2021-06", MONITORING, CITY, limits=limits, routine=FADING, **goal)
    assert steady.steps.is_empty()
    row = fading.levers.filter(pl.col("fact") == "publicity_events").row(0, named=True)
    assert (row["now"], row["alone"], row["to"], row["change"]) == (24.0, 18.0, 24.0, 6.0)
    assert set(fading.steps["counts_until"]) == {"2022-03"}


def test_what_stands_in_a_window_can_only_roll_off():
    """24 late events, two arise a month: by June at most six fewer."""
    figures = one_city("monitoring-2021", 3).with_columns(publicity_events=pl.lit(24.0))
    for least, possible in ((18.0, True), (17.0, False)):
        found = by_when(figures, "2021-06", MONITORING, CITY, limits={"publicity_events": (0.0, least)}, reach=0.0,
                        scenario=COMPLETE["monitoring-2021"], until="2021-07")  # fmt: skip
        assert found.possible is possible
    assert found.earliest == "2021-07" and found.hindrances[-1] == Hindrance(PACE, "publicity_events")


def test_costs_steps_and_points(jiangyin_facts):
    costs = {"xinyi_domains": CostLine("xinyi_domains", 10_000.0, 5_000.0, payer="市发改委"),
             "domains_listed": CostLine("domains_listed", 9_000.0)}  # fmt: skip
    paces = paced(xinyi_domains=2.0, domains_listed=1.0)
    found = by_when(jiangyin_facts, "2021-05", costs=costs, paces=paces, least=COST, reach=34.0)
    # 0.3 a domain, 0.2 listed: three domains reach 34.057 for 35,000; two and two only 34.157 for 43,000
    assert found.exact and found.cost == 35_000.0
    assert found.steps.select("month", "change", "cost", "payer").rows() == [
        ("2021-04", 2.0, 25_000.0, "市发改委"), ("2021-05", 1.0, 10_000.0, "市发改委"),
    ]  # fmt: skip
    most = by_when(jiangyin_facts, "2021-04", costs=costs, paces=paces, least=POINTS, budget=25_000.0)
    assert most.exact and most.steps.select("fact", "change").rows() == [("xinyi_domains", 2.0)]
    few = by_when(jiangyin_facts, "2021-05", least=STEPS, reach=40.0)
    assert few.levers["fact"].to_list() == ["agencies_connected", "domains_graded"] and few.exact


def test_under_every_reading(jiangyin_facts):
    found = by_when(jiangyin_facts, "2021-05", reach=38.0, every_reading=True)
    done = readings.every(_done(jiangyin_facts, found), HARD, "江阴", MONTH).low
    assert found.exact and found.worst == pytest.approx(done, abs=1e-9) and found.worst >= 38.0 - 1e-9


def test_the_same_question_has_the_same_answer_to_the_last_digit(jiangyin_facts):
    twice = [by_when(jiangyin_facts, "2021-07", reach=40.0, paces=paced(agencies_connected=2.0)) for _ in range(2)]
    assert twice[0].steps.equals(twice[1].steps) and twice[0].months.equals(twice[1].months)


@pytest.mark.parametrize("book", [*COMPLETE])
def test_few_figures_and_none(book):
    named = dict.fromkeys(rulebooks.load(book).facts(), None)
    found = by_when(
        made_up.row(CITY, MONTH, **named), "2021-05", rulebooks.load(book), CITY, reach=1.0, until="2021-06"
    )
    assert not found.possible and found.open and found.earliest is None and found.steps.is_empty()


def test_what_is_asked_in_vain_is_refused(jiangyin_facts):
    for by, more, words in (
        ("2021-03", {}, "应晚于"),
        ("2021-05", {"until": "2021-05"}, "--until"),
        ("年底", {}, "月"),
    ):
        with pytest.raises(InputError, match=words):
            by_when(jiangyin_facts, by, reach=36.0, **more)

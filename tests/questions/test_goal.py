"""Goals: exact thresholds, and why what cannot be reached cannot."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, strategies

import made_up
from analysis.problems import InputError
from analysis.questions import goal
from analysis.questions.goal import BindingLimit
from analysis.questions.starting_points import starting_point
from analysis.scenarios import Change, Scenario

from .conftest import BOTH, CITY, MONTH, SEEDS, SOME, asked, loaded, made_up_standing, some_lever


def test_the_cap_of_lending_takes_200_yi_at_200_000_entities():
    answer = asked(goal.seek, "xinyidai_loans", "18.3:cap")
    assert (answer.needed, answer.change, answer.reached) == (20_000_000_000, 18_770_000_000, False)
    assert answer.after - answer.before == pytest.approx(1.877)


def test_one_fen_less_does_not_reach_it():
    here = starting_point(asked_facts(), loaded("hard-2019"), CITY, MONTH)
    points = here.at("xinyidai_loans", np.array([20_000_000_000 - 0.01, 20_000_000_000]), ("18.3",))["points 18.3"]
    assert points[0] < 2.0 and points[1] == 2.0


def asked_facts():
    return made_up.long(made_up.row(xinyidai_loans=1e9, market_entities=200_000.0))


@pytest.mark.parametrize(
    ("target", "wanted", "needed"),
    [
        ("residents_scored", "17:target", 888_720),  # 70 % of 1,269,600
        ("residents_scored", "17:3", 1_015_680),  # the next step lies at exactly 80 %
        ("residents_scored", "17:cap", 1_269_600),
        ("notices_published", "14.1:cap", 346_000),  # 4 records for each of 86,500 bodies; the target of 2 is reached
        ("xinyi_domains", "18.1:cap", 20),  # the target lies at 10
        ("site_visits_daily", "14.2:target", 12_696),
        ("site_visits_daily", "14.2:cap", 25_392),
        ("xinyi_domains", "36.70", 12),
    ],
)
def test_thresholds_of_the_sample_city(target, wanted, needed):
    assert asked(goal.seek, target, wanted).needed == needed


def test_a_target_is_not_full_marks():
    assert asked(goal.seek, "notices_published", "14.1:target").reached
    assert not asked(goal.seek, "notices_published", "14.1:cap").reached


def test_what_cannot_be_reached_says_the_cap_and_the_most_it_adds():
    answer = asked(goal.seek, "xinyidai_loans", "60")
    assert not answer.possible
    assert answer.binds == (BindingLimit("cap", "18.3", 2.0),)
    assert answer.most - answer.before == pytest.approx(1.877) and answer.at == 20_000_000_000


def test_a_part_is_bound_by_its_whole():
    facts = made_up.long(made_up.row(residents_scored=10.0, registered_population=100.0, citizen_score_launched=1.0))
    plan = Scenario("stricter", (Change("17.half", "set", 0.9),))
    answer = asked(goal.seek, "residents_scored", "17:4", facts=facts, scenario=plan)
    assert answer.binds == (BindingLimit("whole", "residents_scored", 100.0),)


def test_a_clause_that_waits_for_other_figures_is_said_to():
    answer = asked(goal.seek, "xinyidai_loans", "18.3:cap", facts=made_up.long(made_up.row(xinyidai_loans=1e9)))
    assert answer.binds == (BindingLimit("missing", "18.3", None),)


def test_a_goal_the_figure_does_not_touch_is_said_to_be_so():
    assert asked(goal.seek, "xinyidai_loans", "17:target").binds == (BindingLimit("untouched", "17", None),)


def test_the_verdict_names_the_tests_that_stand_in_the_way():
    facts = made_up.long(made_up.row(service_halls=18.0, service_halls_connected=15.0, township_plan=0.0))
    answer = asked(goal.seek, "service_halls_connected", "passes", facts=facts)
    assert not answer.possible and BindingLimit("others", "10.2", None) in answer.binds
    assert asked(goal.seek, "service_halls_connected", "4:test", facts=facts).needed == 18


def test_a_total_may_be_reached_by_less():
    facts = made_up.long(made_up.row(security_incidents=1.0))
    answer = goal.seek(facts, loaded("monitoring-2021"), CITY, MONTH, "security_incidents", "40.2:0")
    assert (answer.needed, answer.change) == (0, -1)


def test_a_goal_already_reached_asks_for_nothing():
    answer = asked(goal.seek, "xinyi_domains", "18.1:target")
    assert answer.reached and answer.possible and answer.needed is None and answer.binds == ()


@pytest.mark.parametrize("wanted", ["much", "99:cap", "18.3:target", "18.3:most", "1:3", "nan", ""])
def test_what_is_no_goal_is_refused(wanted):
    with pytest.raises(InputError):
        asked(goal.seek, "xinyidai_loans", wanted)


@pytest.mark.parametrize("book", BOTH)
@SOME
@given(seed=SEEDS, share=strategies.floats(0, 1))
def test_the_threshold_reaches_it_and_one_unit_less_does_not(book, seed, share):
    here = made_up_standing(book, seed)
    lever = some_lever(here, seed)
    totals = here.at(lever.target, lever.amounts(np.array([lever.first, lever.last])))["low"]
    wanted = float(totals.min() + share * (totals.max() - totals.min()))
    answer = goal.seek(
        _facts(here), here.book, CITY, MONTH, lever.target, repr(wanted),
        scenario=here.scenario, low=lever.low, high=lever.high,
    )  # fmt: skip
    if answer.needed is not None:
        step = 1 / lever.per if answer.needed > (lever.now or 0) else -1 / lever.per
        before, at = here.at(lever.target, np.array([answer.needed - step, answer.needed]))["low"]
        assert at >= wanted - 1e-12
        assert (
            before < wanted or not lever.low <= answer.needed - step <= lever.high or answer.needed - step == lever.now
        )


def _facts(here):
    names = [name for name in here.book.facts() if here.values.get(name) is not None]
    drawn = [name for clause in here.book.clauses.values() for name in clause.histories]
    columns = {name: [here.values[name]] for name in dict.fromkeys([*names, *drawn])}
    return pl.DataFrame({"city": [CITY], "month": [MONTH], **columns})


def test_a_goal_never_asks_for_less_than_is_known_to_be_part_of_it():
    """Item 2 asks for less than 1 in 10,000: 4 of 50,000. 12 of the 23 are corrected and stay faulty."""
    figures = {"codes_total": 50_000.0, "codes_faulty": 23.0, "codes_faulty_corrected": 12.0}
    answer = asked(goal.seek, "codes_faulty", "2:test", facts=made_up.long(made_up.row(**figures)))
    assert not answer.possible and answer.lever.low == 12
    assert answer.binds == (BindingLimit("bound", "codes_faulty", 12.0),)
    del figures["codes_faulty_corrected"]
    assert asked(goal.seek, "codes_faulty", "2:test", facts=made_up.long(made_up.row(**figures))).needed == 4

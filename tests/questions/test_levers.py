"""The lever board: next steps, what is open, exchange rates; by hand and against every unit."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given

import made_up
from analysis.questions import lever_lattice, levers
from analysis.questions.starting_points import starting_point

from .conftest import CITY, MONTH, SEEDS, SOME, asked, each_unit, loaded, one_city


@pytest.fixture(scope="module")
def board():
    return asked(levers.board)


def row(board, lever):
    return board.levers.row(by_predicate=pl.col("lever") == lever, named=True)


def test_one_more_xinyi_domain_is_30_yi_of_lending_at_200_000_entities(board):
    domains = row(board, "xinyi_domains")
    assert (domains["next"], domains["step"], domains["pays"]) == (12, 1, pytest.approx(0.3))
    worth = dict(board.rates.filter(pl.col("lever") == "xinyi_domains").select("other", "worth").iter_rows())
    assert worth["xinyidai_loans"] == 3_000_000_000
    assert worth["residents_scored"] == 888_720 - 787_300
    assert worth["joint_domains"] is None


def test_lending_moves_by_yi_and_has_1_877_points_open(board):
    lending = row(board, "xinyidai_loans")
    assert (lending["step"], lending["pays"]) == (1e8, pytest.approx(0.01))
    assert (lending["open"], lending["best"], lending["point"]) == (pytest.approx(1.877), 2e10, 1e10)


def test_residents_pay_only_at_the_next_tenth(board):
    """62 % hold a score; the next step lies at exactly 70 %, one point at 80 %."""
    residents = row(board, "residents_scored")
    assert (residents["next"], residents["pays"], residents["point"]) == (
        888_720,
        pytest.approx(0.5),
        1_015_680 - 787_300,
    )


def test_a_switch_is_worth_its_points_at_once(board):
    lever = row(board, "judicial_lists")
    assert (lever["now"], lever["next"]) == (0, 1)
    assert (lever["pays"], lever["open"]) == (pytest.approx(2), pytest.approx(2))


def test_what_is_at_its_cap_has_nothing_open(board):
    assert [row(board, "campaign_activities")[key] for key in ("way", "next", "pays", "open")] == [None, None, None, 0]


def test_a_figure_that_is_missing_has_no_change_but_a_next_value(board):
    visits = row(board, "site_visits_daily")
    assert (visits["now"], visits["next"], visits["step"], visits["best"]) == (None, 1, None, 25_392)


def test_less_can_pay_too():
    facts = made_up.long(made_up.row(security_incidents=2.0, domains_graded=3.0))
    board = levers.board(facts, loaded("monitoring-2021"), CITY, MONTH, names=["security_incidents"])
    assert [row(board, "security_incidents")[key] for key in ("way", "next", "step", "pays")] == [-1, 0, -2, 10]


def test_failed_tests_and_what_would_pass_them_stand_apart():
    board = asked(levers.board, facts=made_up.long(made_up.row(service_halls=18.0, service_halls_connected=15.0)))
    assert board.tests.filter(pl.col("lever") == "service_halls_connected").rows() == [
        ("service_halls_connected", "4", 18, 3)
    ]


@SOME
@given(seed=SEEDS)
def test_a_next_step_pays_what_it_says_and_nothing_smaller_pays(seed):
    """Every whole unit between now and the next step, for each count that is not too far from it."""
    facts = one_city("hard-2019", seed)
    board = asked(levers.board, facts=facts)
    here = starting_point(facts, loaded("hard-2019"), CITY, MONTH)
    for found in board.levers.filter(pl.col("step").abs() <= 300, pl.col("unit") != "yuan").iter_rows(named=True):
        ends = sorted((found["now"], found["next"]))
        places, scored = each_unit(here, lever_lattice.lever_of(here, found["lever"], *ends))
        gains = (scored["low"] - here.total["low"]).to_list()
        paying = [place for place, gain in zip(places, gains, strict=True) if gain > levers.PAYS]
        assert paying == [found["next"]]
        assert gains[list(places).index(found["next"])] == pytest.approx(found["pays"])


@SOME
@given(seed=SEEDS)
def test_what_is_open_is_the_most_of_all_units_and_rates_are_the_nearest(seed):
    facts = one_city("hard-2019", seed)
    here = starting_point(facts, loaded("hard-2019"), CITY, MONTH)
    board = asked(levers.board, facts=facts)
    small = board.levers.filter(pl.col("unit").is_in(["domain", "agency", "department", "activity", "flag"]))
    for found in small.iter_rows(named=True):
        places, scored = each_unit(here, lever_lattice.lever_of(here, found["lever"]))
        gains = (scored["low"] - here.total["low"]).to_numpy()
        assert found["open"] == pytest.approx(max(0.0, gains.max()), abs=1e-9)
        for _, other, worth in board.rates.filter(pl.col("other") == found["lever"]).iter_rows():
            wanted = row(board, _)["pays"]
            paying = [
                int(place - found["now"]) for place, gain in zip(places, gains, strict=True) if gain >= wanted - 1e-12
            ]
            assert worth == (min(paying, key=abs) if paying else None), (_, other)


def test_without_worth_the_steps_are_the_same_and_nothing_is_held_against_another(board):
    quick = asked(levers.board, worth=False)
    assert quick.levers.drop("point").equals(board.levers.drop("point")) and quick.tests.equals(board.tests)
    assert quick.rates.is_empty() and quick.levers["point"].null_count() == quick.levers.height

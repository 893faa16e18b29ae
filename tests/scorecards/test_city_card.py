"""One city's card of a month: what it holds, what it refuses, and the sample city's cards as they were last agreed."""

from pathlib import Path

import polars as pl
import pytest

from analysis import facts as kept
from analysis import scorecards
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Scenario
from made_up import long, months, row

from .conftest import changing, complete, loaded
from .frozen.redraw import CARDS, CITY, MONTH, drawn

FROZEN = Path(__file__).parent / "frozen"
HALF = changing("half", ("residents_scored", "scale", 0.5))


@pytest.fixture(scope="module")
def card():
    """The sample city on the hard indicators, its visits not delivered, as it is and with half the residents scored."""
    facts = kept.up_to(CITY, MONTH).filter(pl.col("fact") != "site_visits_daily")
    return scorecards.card(facts, loaded("hard-2019"), CITY, MONTH, [BASELINE, HALF])


@pytest.mark.parametrize("name", CARDS)
def test_the_sample_citys_card_is_as_last_agreed(name):
    """To the last bit. Where a change is meant: `python tests/scorecards/frozen/redraw.py`, and read the diff."""
    assert drawn(name).splitlines() == (FROZEN / f"{name}.csv").read_text("utf-8").splitlines()


def test_every_frozen_card_is_compared():
    assert {path.stem for path in FROZEN.glob("*.csv")} == CARDS.keys()


def test_a_card_holds_one_row_a_clause_and_node_in_each_scenario(card):
    assert card.points.height == 2 * 36
    assert card.nodes.height == 2 * 7
    assert card.totals["scenario"].to_list() == ["baseline", "half"]
    assert card.points.select("city", "month").unique().rows() == [(CITY, MONTH)]
    assert set(card.facts["month"]) == {MONTH}


def test_a_card_stands_on_its_first_scenario(card):
    """787,300 of 1,269,600 residents are 62%: 1.5 and one step; half of them is 31%: nothing."""
    assert card.scenario is BASELINE
    assert card.total() == card.total("baseline")
    assert (card.total()["passes"], card.total()["possible"]) == (False, 56.4)
    points = {scenario: dict(pairs(card, scenario))["17"] for scenario in (None, "half")}
    assert points == {None: 2.0, "half": 0.0}
    assert card.total("half")["low"] == pytest.approx(card.total()["low"] - 2)
    assert card.node("leading", "half")["low"] == card.total("half")["low"]


def pairs(card, scenario):
    return [(clause.id, verdict["points"]) for clause, verdict in card.clauses(scenario=scenario)]


def test_clauses_of_a_group_come_in_the_rulebooks_order(card):
    assert [clause.id for clause, _ in card.clauses("18")] == ["18.1", "18.2", "18.3"]
    assert [clause.id for clause, _ in card.clauses("leading")][:3] == ["11", "12", "13"]
    assert len(card.clauses()) == 36
    assert all(clause.id == verdict["clause"] for clause, verdict in card.clauses())


def test_a_card_tells_the_figures_delivered_and_those_under_its_scenario(card):
    assert card.figure("residents_scored")["value"] == 787300
    assert (card.figure("residents_scored")["source"], card.figure("fraud_in_force")) == ("合成数据 synthetic", None)
    assert card.value("residents_scored") == 787300
    halved = scorecards.card(kept.up_to(CITY, MONTH), loaded("hard-2019"), CITY, MONTH, HALF)
    assert (halved.value("residents_scored"), halved.figure("residents_scored")["value"]) == (393650, 787300)
    assert card.value("site_visits_daily") is None


def test_a_card_shows_its_working_under_each_scenario(card):
    assert card.working("17", "en").steps[-1] == "1.5 + 0.5 × 1 = 2"
    assert card.working("17", "en", "half").steps[-1].endswith("> 50%: no → 0")


def test_what_a_clause_pays_at_its_own_target(card):
    """10 Xinyi+ domains reach the target and pay 3 of 6; 18.2 has no target."""
    clauses = card.book.clauses
    assert [card.at_target(clauses[name]) for name in ("18.1", "17", "14.1", "18.2", "1")] == [
        3.0,
        2.5,
        1.0,
        None,
        None,
    ]


def test_the_citys_name_is_known(card):
    assert card.city_name() == "江阴市"


def test_earlier_months_serve_histories_and_later_ones_are_left_out():
    """A finding in January still counts in March; what April found does not matter."""
    facts = long(months("2021-01", *({"fraud_findings": count} for count in (1, 0, 0, 1))))
    card = scorecards.card(facts, loaded("monitoring-2021"), CITY, "2021-03")
    assert dict(pairs(card, None))["40.1"] == -20.0
    assert set(card.cases.frame["month"]) == {"2021-01", "2021-02", "2021-03"}
    assert card.points["month"].unique().to_list() == ["2021-03"]


def test_other_cities_are_left_out():
    facts = long(pl.concat(row(city, joint_domains=40) for city in ("320281", "320282")))
    card = scorecards.card(facts, loaded("hard-2019"), "320282", MONTH)
    assert (card.points["city"].unique().to_list(), dict(pairs(card, None))["11"]) == (["320282"], 1.0)


def test_scenarios_for_another_rulebook_are_left_out():
    facts = long(row(joint_domains=40))
    own = Scenario("own", rulebook="hard-2019")
    card = scorecards.card(facts, loaded("hard-2019"), CITY, MONTH, [complete("monitoring-2021"), own])
    assert card.scenarios == (own,)
    card = scorecards.card(facts, loaded("hard-2019"), CITY, MONTH, [complete("monitoring-2021")])
    assert card.scenarios == (BASELINE,)


@pytest.mark.parametrize(("city", "month"), [("320281", "2021-04"), ("320282", "2021-03")])
def test_a_city_or_month_without_figures_is_refused(city, month):
    with pytest.raises(InputError, match="There are no facts of this city and month") as refused:
        scorecards.card(long(row(joint_domains=40)), loaded("hard-2019"), city, month)
    [problem] = refused.value.problems
    assert city in problem.where and month in problem.where
    assert ("2021-03" if city == "320281" else "江阴市") in problem.zh


def test_the_months_that_a_history_lacks_are_named():
    """Findings of January and March are known; of February there is a row without the figure."""
    figures = months("2021-01", {"fraud_findings": 0}, {"summoned": 0}, {"fraud_findings": 0})
    card = scorecards.card(long(figures), loaded("monitoring-2021"), "320281", "2021-03")
    assert card.unknown_months("fraud_in_force") == ("2021-02",)
    alone = scorecards.card(long(figures), loaded("monitoring-2021"), "320281", "2021-01")
    assert alone.unknown_months("fraud_in_force") == ("2020-11", "2020-12")

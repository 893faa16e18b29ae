"""Why a total moved: shares that add up to the last digit, in no order, on every pair of 24 months."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given

import jiangyin
import made_up
import small_books
from analysis import facts, rulebooks, scenarios, scorecards
from analysis.calendars import months_back
from analysis.problems import InputError
from analysis.questions import change
from analysis.scenarios import BASELINE, Scenario
from analysis.scenarios import Change as Step
from analysis.scenarios.city_states import city_state
from questions.conftest import BOTH, CITY, COMPLETE, SEEDS, SOME, loaded, sample

MONTHS = months_back("2021-12", 24)


@cache
def simulated(name):
    """24 months of one city with a tenth of all figures missing, and no rows at all for two months: its states."""
    figures = made_up.cities(loaded(name), len(MONTHS), seed=11, missing=0.1)
    figures = figures.with_columns(city=pl.lit(CITY), month=pl.Series(MONTHS))
    there = [month for month in MONTHS if month not in ("2020-08", "2021-05")]
    figures, scenario = figures.filter(pl.col("month").is_in(there)), scenarios.load(COMPLETE[name])
    return [city_state(figures, loaded(name), CITY, month, scenario) for month in there]


def adds_up(found):
    return [
        sum(shares.values()) == Fraction(found.after[part]) - Fraction(found.before[part])
        for part, shares in found.shares.items()
    ]


@pytest.mark.parametrize("name", BOTH)
def test_the_shares_add_up_exactly_on_every_pair_of_months(name):
    pairs = list(combinations(simulated(name), 2))
    assert len(pairs) == 231
    for before, after in pairs:
        assert adds_up(change.between_states(before, after)) == [True, True], (before.month, after.month)


@pytest.mark.parametrize("name", BOTH)
def test_there_and_back_again_are_opposite(name):
    for before, after in list(combinations(simulated(name), 2))[::23]:
        there, back = change.between_states(before, after), change.between_states(after, before)
        for part, shares in there.shares.items():
            assert shares == {driver: -share for driver, share in back.shares[part].items()}


@pytest.mark.parametrize("name", BOTH)
def test_the_order_in_which_things_are_named_changes_nothing(name):
    before, after = simulated(name)[3], simulated(name)[9]
    turned = [replace(end, values=dict(reversed(end.values.items()))) for end in (before, after)]
    assert change.between_states(before, after).shares == change.between_states(*turned).shares


@SOME
@given(seed=SEEDS)
def test_the_totals_are_those_of_any_other_scoring(seed):
    both = made_up.cities(loaded("hard-2019"), 2, seed).with_columns(
        city=pl.lit(CITY), month=pl.Series(["2021-02", "2021-03"])
    )
    found = change.between_months(both, loaded("hard-2019"), CITY, "2021-02", "2021-03")
    totals = scorecards.total(both, loaded("hard-2019")).rows(named=True)
    for total, own in zip((found.before, found.after), totals, strict=True):
        assert total == {part: own[part] for part in total}


def test_one_figure_alone_has_the_whole_difference():
    """Item 17 in whole steps: 60 of 100 give 2.0, 70 of 100 give 2.5."""
    given_ = {"registered_population": 100, "citizen_score_launched": 1}
    figures = made_up.months("2021-02", {"residents_scored": 60, **given_}, {"residents_scored": 70, **given_})
    found = change.between_months(figures, loaded("hard-2019"), CITY, "2021-02", "2021-03")
    (row,) = found.drivers.rows(named=True)
    assert (row["driver"], row["kind"], row["before"], row["after"]) == ("residents_scored", "fact", 60, 70)
    assert (row["low"], row["high"], row["clauses"]) == (0.5, 0.5, ["17"])


def test_two_alike_get_alike_and_what_nobody_uses_gets_nothing():
    """A column on line or a window, either gives the point; without a benchmark publicity moves nothing."""
    figures = made_up.months(
        "2021-02",
        {"repair_column_online": 0, "repair_window_offline": 0, "publicity_events": 3},
        {"repair_column_online": 1, "repair_window_offline": 1, "publicity_events": 5},
    )
    found = change.between_months(figures, loaded("monitoring-2021"), CITY, "2021-02", "2021-03")
    shares = found.shares["low"]
    assert shares[("repair_column_online",)] == shares[("repair_window_offline",)] == Fraction(1, 2)
    assert found.idle == ("publicity_events",) and not shares.get(("publicity_events",))


def test_a_deduction_that_begins_and_ends_is_told_as_such():
    """A finding in March: 20 points in March, April and May, none in June."""
    counts = [{"fraud_findings": count, "security_incidents": 0} for count in (0, 0, 1, 0, 0, 0)]
    figures = made_up.months("2021-01", *counts)
    drivers = {}
    for first, last in (("2021-02", "2021-03"), ("2021-03", "2021-05"), ("2021-05", "2021-06"), ("2021-01", "2021-03")):
        found = change.between_months(figures, loaded("monitoring-2021"), CITY, first, last)
        drivers[first, last] = [
            (row["driver"], row["kind"], row["low"], row["high"]) for row in found.drivers.to_dicts()
        ]
    assert drivers["2021-03", "2021-05"] == []
    assert drivers["2021-05", "2021-06"] == [("fraud_in_force", "ends", 20.0, 20.0)]
    assert found.drivers["found"].to_list() == [["2021-03"]]
    # in February the months before are not known: the least may have been deducted already
    assert drivers["2021-02", "2021-03"] == [("fraud_in_force", "earlier", 0.0, -20.0)]


def test_the_two_ends_of_an_interval_move_by_themselves():
    """Item 17 is delivered in March only: the least rises from 0 to 2.5, the most falls from 4 to 2.5."""
    given_ = {"registered_population": 100, "citizen_score_launched": 1}
    figures = made_up.months("2021-02", given_, {"residents_scored": 70, **given_})
    found = change.between_months(figures, loaded("hard-2019"), CITY, "2021-02", "2021-03")
    (row,) = found.drivers.rows(named=True)
    assert (row["kind"], row["low"], row["high"]) == ("delivered", 2.5, -1.5)
    assert not found.sure


def test_a_test_that_turns_stands_apart_with_what_it_judges():
    figures = made_up.months("2021-02", {"township_plan": 1}, {"township_plan": 0})
    found = change.between_months(figures, loaded("hard-2019"), CITY, "2021-02", "2021-03")
    assert found.drivers.is_empty()
    assert found.vetoes.rows() == [("10.2", True, False, ["township_plan"])]
    assert (found.before["passes"], found.after["passes"]) == (None, False)


def test_within_one_month_the_scenario_is_what_differs():
    """Item 17 at 75 of 100: whole steps give 2.5, the linear reading 2.75."""
    base = made_up.row(residents_scored=75, registered_population=100, citizen_score_launched=1)
    plan = Scenario("plan", (Step("17.reading", "set", "linear"),))
    found = change.between_months(base, loaded("hard-2019"), CITY, made_up.MONTH, made_up.MONTH, plan)
    (row,) = found.drivers.rows(named=True)
    assert (row["driver"], row["kind"]) == ("17.reading", "reading") and row["low"] == pytest.approx(0.25)


def test_two_readings_and_values_share_what_they_do_together():
    book = loaded("hard-2019")
    texts = [("reading", "17=linear"), ("set", "17.most=3"), ("set", "residents_scored=*1.1")]
    plan = scenarios.stack_scenarios(scenarios.parse_scenarios(texts, book))
    moved = change.between_months(sample(), book, CITY, "2021-03", "2021-03", plan)
    assert all(adds_up(moved)) and set(moved.drivers["kind"]) <= {"fact", "value", "reading"}


def test_what_was_published_by_other_formulas_is_told_apart():
    state = city_state(sample(), loaded("hard-2019"), CITY, "2021-03")
    own = change.between_states(state, state)
    assert own.drivers.is_empty()
    published = {**own.before, "points": None, "low": own.before["low"] - 0.5, "high": own.before["high"] - 0.5}
    found = change.between_states(state, state, published)
    (row,) = found.drivers.rows(named=True)
    assert (row["kind"], row["low"], row["high"]) == ("program", pytest.approx(0.5), pytest.approx(0.5))
    assert all(adds_up(found))


def test_by_clause_the_shares_add_up_to_what_the_clause_moved():
    before, after = simulated("monitoring-2021")[2], simulated("monitoring-2021")[7]
    found = change.between_states(before, after)
    ends = [change._scored(end) for end in (before, after)]
    for (clause,), rows in found.clauses.partition_by("clause", as_dict=True).items():
        for part in ("low", "high"):
            assert rows[part].sum() == pytest.approx(ends[1][f"{part} {clause}"] - ends[0][f"{part} {clause}"])


def test_more_than_a_dozen_under_one_cap_still_add_up(tmp_path):
    """Twelve clauses of 1 point a domain under a cap of 20, one of which comes to pay 2: of 39, 20 count."""
    names = [name for name, fact in facts.dictionary().items() if fact.unit == "domain"][:12]
    head = small_books.RULEBOOK.replace("possible = 5", 'cap = { is = 20, unit = "point", source = "made up" }')
    clauses = {f"{place + 1}": small_books.CLAUSE.replace("joint_domains", name) for place, name in enumerate(names)}
    book = rulebooks.load(small_books.written(tmp_path / "small", head, **clauses))
    plan = Scenario("plan", (*(Step(name, "set", 3) for name in names), Step("1.each", "set", 2)))
    base = made_up.row(**dict.fromkeys(names, 0.0))
    found = change.between_months(base, book, CITY, made_up.MONTH, made_up.MONTH, plan)
    assert all(adds_up(found)) and (found.before["low"], found.after["low"]) == (0, 20)
    drivers = [name for together in found.drivers["names"] for name in together]
    assert sorted(drivers) == sorted([*names, "1.each"])


def test_a_month_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="no facts of this city and month"):
        change.between_months(jiangyin.known(), loaded("hard-2019"), CITY, "2020-01", "2021-03", BASELINE)

"""Cases: every city-month under every scenario, with what the scenarios change and nothing else."""

import math

import pandas as pd
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis import rulebooks, scorecards
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario, build_cases, city_month_frame
from made_up import long, row

HARD = rulebooks.load("hard-2019")
MONITORING = rulebooks.load("monitoring-2021")
TWO = pl.concat(row(city, month, permits=10) for city in ("A", "B") for month in ("2021-01", "2021-02"))


def changing(*changes, name="trial"):
    return Scenario(name, tuple(Change(*change) for change in changes))


def column(facts, name, *changes):
    """A column of the cases under one scenario."""
    return build_cases(facts, HARD, changing(*changes)).frame[name].to_list()


def refused(facts, *changes, book=HARD):
    """What is said: where, and in which words."""
    with pytest.raises(InputError) as error:
        build_cases(facts, book, changing(*changes))
    return {problem.where: problem.en for problem in error.value.problems}


def test_cases_are_all_scenarios_as_given_over_cities_and_months():
    more = changing(("permits", "add", 1), name="more")
    labels = (
        build_cases(TWO.reverse(), HARD, [more, BASELINE]).frame.select("scenario", "city", "month", "permits").rows()
    )
    places = [(city, month) for city in "AB" for month in ("2021-01", "2021-02")]
    assert labels == [
        (name, *place, amount) for name, amount in (("more", 11.0), ("baseline", 10.0)) for place in places
    ]


def test_only_the_facts_of_the_rulebook_are_kept():
    """Other editions' facts may stand beside; their figures are simply not used."""
    frame = city_month_frame(row(permits=1, publicity_events=2), HARD)
    assert frame.columns == ["city", "month", "permits"]
    assert city_month_frame(row(publicity_events=2), HARD).columns == ["city", "month"]


def test_long_figures_become_a_row_a_city_month_even_where_none_is_of_the_rulebook():
    facts = pl.concat([row("A", permits=1), row("B", publicity_events=2)], how="diagonal")
    assert city_month_frame(long(facts), HARD).rows() == [("A", "2021-03", 1.0), ("B", "2021-03", None)]


def test_whole_numbers_texts_of_numbers_and_pandas_are_taken():
    frame = pd.DataFrame(
        {"city": ["A", "B"], "month": ["2021-03"] * 2, "permits": [1, None], "summoned": [True, False]}
    )
    assert city_month_frame(frame, HARD).rows() == [("A", "2021-03", 1.0, 1.0), ("B", "2021-03", None, 0.0)]
    assert city_month_frame(row(permits=1).with_columns(pl.lit("2").alias("permits")), HARD)["permits"].to_list() == [
        2.0
    ]


def test_what_a_scenario_changes_leaves_the_given_frame_as_it_was():
    facts = TWO.clone()
    build_cases(facts, HARD, changing(("permits", "set", 99)))
    assert_frame_equal(facts, TWO)


@pytest.mark.parametrize(
    ("steps", "amount"),
    [
        ([("add", 5)], 15),
        ([("scale", 2)], 20),
        ([("set", 3)], 3),
        ([("add", 5), ("scale", 2), ("add", 1)], 31),
        ([("scale", 2), ("add", 5)], 25),
        ([("set", 3), ("scale", 2), ("add", 1)], 7),
        ([("add", 5), ("set", 3)], 3),
        ([("set", 3), ("scale", 2), ("set", 4), ("add", 1), ("scale", 3)], 15),
        ([("scale", 0), ("add", 2)], 2),
    ],
)
def test_changes_of_one_figure_are_made_in_order(steps, amount):
    """From 10."""
    assert column(row(permits=10), "permits", *[("permits", how, by) for how, by in steps]) == [amount]


@pytest.mark.parametrize(
    ("steps", "amount"), [([("add", 5)], None), ([("scale", 0)], None), ([("set", 3), ("add", 1)], 4.0)]
)
def test_only_setting_makes_a_missing_figure_known(steps, amount):
    changes = [("permits", how, by) for how, by in steps]
    for facts in (row(permits=None), row()):
        assert column(facts, "permits", *changes) == [amount]


@pytest.mark.parametrize(
    ("city", "month", "amounts"),
    [
        (None, None, [11, 11, 11, 11]),
        ("B", None, [10, 10, 11, 11]),
        (None, "2021-02", [10, 11, 10, 11]),
        ("B", "2021-02", [10, 10, 10, 11]),
        ("C", None, [10, 10, 10, 10]),
    ],
)
def test_a_change_may_hold_for_one_city_or_month(city, month, amounts):
    assert column(TWO, "permits", ("permits", "add", 1, "", city, month)) == amounts


def test_narrow_and_general_changes_are_made_in_one_order():
    """Everywhere doubled, then 5 more in B, then everywhere 1 more."""
    steps = [("permits", "scale", 2), ("permits", "add", 5, "", "B"), ("permits", "add", 1)]
    assert column(TWO, "permits", *steps) == [21, 21, 26, 26]
    assert column(TWO, "permits", *reversed(steps)) == [22, 22, 32, 32]


def test_a_rule_value_is_a_number_until_a_scenario_changes_it():
    assert build_cases(TWO, HARD, BASELINE).term("17.target") == 0.7
    lower = changing(("17.target", "set", 0.6), ("18.3.rate", "scale", 0.5, "", "B"), name="lower")
    cases = build_cases(TWO, HARD, [BASELINE, lower])
    assert cases.frame["17.target"].to_list() == [0.7] * 4 + [0.6] * 4
    assert cases.frame["18.3.rate"].to_list() == [2e-5] * 6 + [1e-5] * 2
    assert "17.target" not in build_cases(TWO, HARD, BASELINE).columns


def test_an_unset_rule_value_is_set_by_a_scenario_alone():
    assert build_cases(row(), MONITORING, BASELINE).term("6.full") is None
    cases = build_cases(
        row(), MONITORING, [BASELINE, changing(("6.full", "set", 10)), changing(("6.full", "add", 1), name="x")]
    )
    assert cases.frame["6.full"].to_list() == [None, 10.0, None]


def test_what_is_not_known_at_all_is_missing():
    cases = build_cases(row(), HARD, BASELINE)
    assert cases.term("permits") is None
    assert (cases.bare().frame.height, cases.bare().columns) == (0, cases.columns)


def test_a_reading_shared_by_all_cases_is_a_name_else_a_column():
    linear = changing(("17.reading", "set", "linear"), name="linear")
    cases = build_cases(TWO, HARD, linear)
    assert (cases.readings, "17.reading" in cases.columns) == ({"17.reading": "linear"}, False)
    cases = build_cases(TWO, HARD, [BASELINE, linear])
    assert (cases.readings, cases.frame["17.reading"].to_list()) == ({}, [None] * 4 + ["linear"] * 4)
    cases = build_cases(TWO, HARD, changing(("17.reading", "set", "linear", "", "B")))
    assert cases.frame["17.reading"].to_list() == [None, None, "linear", "linear"]


def test_the_last_choice_of_a_reading_counts():
    twice = changing(("17.reading", "set", "linear"), ("17.reading", "set", "default", "", "B"))
    assert build_cases(TWO, HARD, twice).frame["17.reading"].to_list() == ["linear", "linear", "default", "default"]
    back = changing(("17.reading", "set", "linear"), ("17.reading", "set", "strict-target"))
    assert build_cases(TWO, HARD, back).readings == {"17.reading": "strict-target"}


def test_no_city_is_no_fault():
    assert build_cases(
        row(permits=1).clear(), HARD, [BASELINE, changing(("17.reading", "set", "linear"))]
    ).frame.is_empty()
    assert scorecards.score(row(permits=1).clear(), HARD).is_empty()


def test_facts_that_are_not_known_are_refused_with_the_near_name():
    assert refused(row(permit=1)) == {"FACTS, permit": "This is not a known fact. Did you mean 'permits'?"}
    assert refused(long(row(permit=1, penaltys=2))).keys() == {"FACTS, permit", "FACTS, penaltys"}


@pytest.mark.parametrize("strange", [math.nan, math.inf, -math.inf])
def test_what_is_no_finite_number_is_refused_long_or_wide(strange):
    facts = row(permits=1, penalties=strange)
    words = "It holds NaN or infinity; leave missing empty."
    assert refused(facts) == {"FACTS, penalties": words}
    assert refused(facts.unpivot(index=["city", "month"], variable_name="fact")) == {
        "FACTS, value": "1 values are NaN or infinite; leave a missing value empty."
    }


def test_infinities_that_cancel_are_found_all_the_same():
    facts = pl.concat([row("A", permits=math.inf), row("B", permits=-math.inf)])
    assert refused(facts).keys() == {"FACTS, permits"}


def test_a_sum_too_large_for_a_number_is_no_fault_of_its_figures():
    facts = pl.concat([row("A", permits=1.7e308), row("B", permits=1.7e308)])
    assert build_cases(facts, HARD, BASELINE).frame["permits"].to_list() == [1.7e308] * 2


def test_texts_and_missing_keys_are_refused():
    assert refused(row().with_columns(pl.lit("abc").alias("permits"))) == {
        "FACTS, permits": "It holds something that is no number."
    }
    assert refused(pl.DataFrame({"permits": [1.0]})).keys() == {"FACTS, city", "FACTS, month"}
    assert refused(row(permits=1).with_columns(pl.lit(None, pl.String).alias("city"))).keys() == {"FACTS, city"}


def test_a_city_month_that_stands_twice_is_refused():
    twice = pl.concat([row("A", permits=1), row("B", permits=1), row("A", permits=2)])
    assert refused(twice) == {"FACTS, city × month": "1 rows repeat a city and month."}
    assert refused(long(twice)).keys() == {"FACTS, city × month × fact"}


@pytest.mark.parametrize("month", ["2021-13", "2021-3", "2021-00", "2021_03", "202103", "2021-03-01", ""])
def test_what_is_no_month_is_refused(month):
    words = {f"FACTS, month {month}": "This is not a month; write it as 2021-03."}
    assert refused(row(month=month, permits=1)) == words
    assert refused(long(row(month=month, permits=1))) == words


IMPOSSIBLE = [
    ({"residents_scored": 90, "registered_population": 100}, ("residents_scored", "add", 11), "residents_scored",
     "1 row: trial 320281 2021-03 (101). It is larger than the whole 'registered_population'."),
    ({"residents_scored": 90, "registered_population": 100}, ("registered_population", "scale", 0.5),
     "residents_scored", "larger than the whole 'registered_population'"),
    ({"permits": 3}, ("permits", "add", -4), "permits", "(-1). It cannot be negative."),
    ({"township_plan": 1}, ("township_plan", "scale", 0.5), "township_plan", "It can only be 0 (no) or 1 (yes)."),
    ({"league": 3}, ("league", "add", 1), "league", "It must be one of the choices 1, 2, 3."),
    ({"monitoring_rank": 5}, ("monitoring_rank", "set", 0), "monitoring_rank", "Ranks begin at 1."),
    ({"permits": 3}, ("permits", "scale", math.inf), "permits", "It is not finite"),
]  # fmt: skip


@pytest.mark.parametrize(("figures", "change", "fact", "words"), IMPOSSIBLE)
def test_a_change_that_makes_a_figure_impossible_is_refused(figures, change, fact, words):
    (where, said), *more = refused(row(**figures), change).items()
    assert where.endswith(fact) and words in said and not more


def test_every_impossible_figure_is_named_at_once():
    facts = row(residents_scored=90, registered_population=100, permits=3)
    assert len(refused(facts, ("residents_scored", "set", 101), ("permits", "set", -1))) == 2


@pytest.mark.parametrize(("by", "residents"), [(1.1, 99.0), (1.055, 94.95)])
def test_a_change_may_reach_a_whole_and_leave_fractions(by, residents):
    facts = row(residents_scored=90, registered_population=99)
    assert column(facts, "residents_scored", ("residents_scored", "scale", by)) == [pytest.approx(residents)]


def test_in_a_sweep_what_is_impossible_is_found_too():
    sweep = [changing(("residents_scored", "set", step), name=f"{step}") for step in range(1001)]
    facts = row(residents_scored=0, registered_population=999)
    with pytest.raises(InputError, match=r"1 row: 1000 320281 2021-03 \(1,000\)"):
        build_cases(facts, HARD, sweep)


def test_in_a_sweep_over_one_city_only_what_varies_is_a_column():
    sweep = [changing(("residents_scored", "set", step), name=f"{step}") for step in range(1000)]
    facts = row(residents_scored=0, registered_population=999, permits=3)
    cases = build_cases(facts, HARD, sweep)
    assert cases.frame.columns == ["scenario", "city", "month", "residents_scored"]
    assert (cases.literals["permits"], cases.frame.height) == (3.0, 1000)
    assert {"permits", "residents_scored"} <= build_cases(facts, HARD, sweep[:999]).columns


def test_a_rule_value_below_zero_is_refused_by_name():
    """A rate of −1 would turn lending into a loss of thousands of points."""
    facts = row(xinyidai_loans=1e9, market_entities=2e5)
    with pytest.raises(InputError, match=r"18\.3\.rate[\s\S]*规则值不能是负数"):
        build_cases(facts, HARD, changing(("18.3.rate", "set", -1.0)))

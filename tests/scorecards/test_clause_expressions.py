"""A clause's verdict: within its bounds, never better for worse figures, never surer for missing ones."""

import polars as pl
import pytest
from hypothesis import given

from analysis import scorecards
from analysis.rulebooks.clauses import TESTED
from analysis.scenarios import Change, Scenario
from analysis.scorecards.clause_expressions import missing_names
from made_up import cities, row

from .conftest import BOTH, SEEDS, SOME, changing, complete, in_force, interval, loaded, verdict
from .directions import MORE_IS_BETTER, MORE_IS_WORSE

LADDERS = [
    (name, clause, fact, better)
    for better, table in ((True, MORE_IS_BETTER), (False, MORE_IS_WORSE))
    for name, clauses in table.items()
    for clause, facts in clauses.items()
    for fact in facts
]
LEAST = {"40.1": -20.0, "40.2": -10.0}
STEPS = 8
HELD = pl.DataFrame({"a": [True, False, None], "b": [True, True, False]})


def ladder(book, fact, count):
    """Cities, each with a fact from nothing to its whole in steps; by city, then step."""
    figures, whole = cities(book, count, seed=11), book.dictionary[fact].within
    top = pl.col(whole) if whole else pl.lit(book.dictionary[fact].high, pl.Float64)
    amount = (top * pl.col("step") / STEPS).floor().alias(fact)
    rungs = figures.join(pl.DataFrame({"step": range(STEPS + 1)}), how="cross").with_columns(amount)
    return rungs.with_columns(pl.format("{}-{}", "city", "step").alias("city")).drop("step")


def test_every_scored_clause_has_a_figure_of_which_more_is_better_or_worse():
    for name in BOTH:
        named = MORE_IS_BETTER[name].keys() | MORE_IS_WORSE[name].keys()
        assert named == {clause.id for clause in loaded(name).clauses.values() if clause.kind != TESTED}


@pytest.mark.parametrize(("name", "clause", "fact", "better"), LADDERS)
def test_more_of_a_good_thing_never_costs_points_and_of_a_bad_one_never_earns_any(name, clause, fact, better):
    book = loaded(name)
    scored = scorecards.score(ladder(book, fact, 40), book, complete(name))
    rungs = scored.filter(pl.col("clause") == clause).with_columns(pl.col("city").str.head(6))
    gains = rungs.select(pl.col("high").diff().over("city")).drop_nulls().to_series() * (1 if better else -1)
    assert gains.min() >= 0
    assert gains.max() > 0, "the figure never mattered: the ladder proves nothing"


@SOME
@given(seed=SEEDS)
@pytest.mark.parametrize("name", BOTH)
def test_points_lie_in_their_interval_and_within_what_is_possible(name, seed):
    book = loaded(name)
    scored = scorecards.score(cities(book, 30, seed, missing=0.15), book, complete(name))
    for outcome in scored.filter(pl.col("kind") != TESTED).iter_rows(named=True):
        least = LEAST.get(outcome["clause"], 0.0)
        assert least <= outcome["low"] <= outcome["high"] <= outcome["possible"], outcome
        if outcome["points"] is not None:
            assert outcome["low"] == outcome["points"] == outcome["high"], outcome
        else:
            assert (outcome["low"], outcome["high"]) == (least, outcome["possible"])
            assert outcome["bound"] == "missing" and outcome["missing"]


@SOME
@given(seed=SEEDS)
@pytest.mark.parametrize("name", BOTH)
def test_a_figure_gone_missing_only_widens_the_interval(name, seed):
    book, scenario = loaded(name), complete(name)
    facts = in_force(cities(book, 3, seed, missing=0.05), book)
    figures = [fact for fact in facts.columns if fact not in ("city", "month")]
    without = pl.concat(
        facts.with_columns(pl.lit(None, pl.Float64).alias(fact), pl.format("{}-{}", "city", pl.lit(fact)).alias("city"))
        for fact in figures
    )
    for verb, key in ((scorecards.score, "clause"), (scorecards.score_nodes, "node")):
        before = verb(facts, book, scenario).select("city", key, "low", "high")
        after = verb(without, book, scenario).with_columns(pl.col("city").str.head(6))
        both = after.join(before, on=["city", key], suffix=" before").drop_nulls(["low", "low before"])
        assert both.filter((pl.col("low") > pl.col("low before")) | (pl.col("high") < pl.col("high before"))).is_empty()
        assert both.filter(pl.col("low") < pl.col("low before")).height > len(figures) // 2


@SOME
@given(seed=SEEDS)
def test_a_figure_gone_missing_leaves_a_test_as_it_was_or_unknown(seed):
    book = loaded("hard-2019")
    facts = cities(book, 10, seed)
    before = verdicts(facts, book)
    for fact in {fact for clause in book.of_kind(TESTED) for fact in clause.facts()}:
        after = verdicts(facts.with_columns(pl.lit(None, pl.Float64).alias(fact)), book)
        assert all(new in (None, old) for new, old in zip(after, before, strict=True)), fact
        assert after != before, fact


def verdicts(facts, book):
    """Whether each test of each city is met."""
    return scorecards.score(facts, book).filter(pl.col("kind") == TESTED)["met"].to_list()


def test_a_test_without_any_figure_is_neither_met_nor_failed():
    tests = scorecards.score(row(), loaded("hard-2019")).filter(pl.col("kind") == TESTED)
    assert tests["met"].to_list() == [None] * 15
    assert set(tests["bound"]) == {"missing"}
    assert tests["missing"].list.len().min() > 0


@pytest.mark.parametrize(
    ("figures", "met", "missing"),
    [
        ({"league": 1, "summoned": 0}, True, []),
        ({"league": 1, "summoned": 1}, False, []),
        ({"league": 1}, None, ["summoned"]),
        ({"league": 2, "monitoring_rank": 101}, False, []),
        ({"league": 2, "summoned": 0}, None, ["monitoring_rank"]),
        ({"summoned": 1, "monitoring_rank": 101}, False, []),
        ({"summoned": 1, "monitoring_rank": 100}, None, ["league"]),
    ],
)
def test_item_10_3_is_decided_as_soon_as_what_is_known_decides_it(figures, met, missing):
    """Summoned and beyond the first 100 fails in every league."""
    decided = verdict(row(**figures), loaded("hard-2019"), "10.3")
    assert (decided["met"], decided["missing"]) == (met, missing)


@pytest.mark.parametrize(
    ("reading", "halls", "connected", "wanted"),
    [
        ("default", 4, 1, (1.0, 1.0, 1.0)),
        ("all-or-nothing", 4, 3, (0.0, 0.0, 0.0)),
        ("all-or-nothing", 4, 4, (4.0, 4.0, 4.0)),
        ("generous", 4, 4, (5.0, 5.0, 5.0)),
        ("default", 0, 0, (0.0, 0.0, 0.0)),
        ("generous", 0, 0, (4.0, 4.0, 4.0)),
        ("default", 4, None, (None, 0.0, 4.0)),
        ("generous", 4, None, (None, 0.0, None)),
    ],
)
def test_each_reading_of_a_clause_has_its_own_points_and_interval(reading, halls, connected, wanted):
    """Four points for all halls connected; `generous` adds one and has no ceiling."""
    facts = row(service_halls=halls, service_halls_connected=connected)
    scored = verdict(facts, loaded("readings"), "1", changing("read", ("1.reading", "set", reading)))
    assert interval(scored) == wanted
    assert scored["provenance"] == {"default": "assumed", "all-or-nothing": "local", "generous": "assumed"}[reading]
    assert scored["possible"] == (None if reading == "generous" else 4.0)


def test_readings_may_differ_from_city_to_city_in_one_pass():
    facts = pl.concat(row(city, service_halls=4, service_halls_connected=3) for city in "ABC")
    readings = Scenario(
        "mixed",
        (
            Change("1.reading", "set", "all-or-nothing", city="B"),
            Change("1.reading", "set", "generous", city="C"),
        ),
    )
    scored = scorecards.score(facts, loaded("readings"), readings).filter(pl.col("clause") == "1")
    assert scored.select("city", "reading", "points", "possible").rows() == [
        ("A", "default", 3.0, 4.0), ("B", "all-or-nothing", 0.0, 4.0), ("C", "generous", 3.0, None),
    ]  # fmt: skip


def test_what_is_waited_for_is_named_facts_and_unset_values_alike():
    waiting = verdict(row(), loaded("readings"), "2")
    assert (interval(waiting), sorted(waiting["missing"])) == ((None, 0.0, 3.0), ["2.full", "publicity_events"])
    waiting = verdict(row(publicity_events=5), loaded("readings"), "2")
    assert waiting["missing"] == ["2.full"]
    waiting = verdict(row(publicity_events=5), loaded("readings"), "2", changing("ten", ("2.full", "set", 10)))
    assert (waiting["points"], waiting["missing"]) == (1.5, [])


@pytest.mark.parametrize(
    ("figures", "clause", "bound"),
    [
        ({"joint_domains": 40}, "11", "cap"),
        ({"joint_domains": 39}, "11", None),
        ({"joint_domains": 0}, "11", "floor"),
        ({}, "11", "missing"),
        ({"domains_recorded": 24}, "19.2", "cap"),
        ({"agencies": 50, "agencies_connected": 42}, "13", "floor"),
        ({"township_plan": 0}, "10.2", "veto"),
        ({"township_plan": 1}, "10.2", None),
        ({}, "10.2", "missing"),
    ],
)
def test_what_bound_the_outcome_is_said(figures, clause, bound):
    assert verdict(row(**figures), loaded("hard-2019"), clause)["bound"] == bound


def test_a_deduction_is_bound_at_its_floor_and_not_where_nothing_is_deducted():
    book = loaded("monitoring-2021")
    outcomes = [verdict(row(security_incidents=count), book, "40.2") for count in (0, 1, 7)]
    bounds = [(outcome["points"], outcome["bound"]) for outcome in outcomes]
    assert bounds == [(0.0, None), (-10.0, "floor"), (-10.0, "floor")]


def test_a_product_does_not_pass_its_maximum_by_a_hair():
    """0.1 × 24 is 2.4000000000000004 in binary; the most that 19.2 gives is 2.4."""
    assert 0.1 * 24 > 2.4
    product = verdict(row(domains_recorded=24), loaded("hard-2019"), "19.2")
    assert (product["points"], product["possible"]) == (2.4, 2.4)


@pytest.mark.parametrize(
    ("scored", "points"), [(50, 0.0), (51, 1.5), (60, 2.0), (69, 2.0), (70, 2.5), (99, 3.5), (100, 4.0), (None, None)]
)
def test_item_17_counts_whole_steps_above_half(scored, points):
    """70 of 100 sits on a step: it must not slip below."""
    facts = row(residents_scored=scored, registered_population=100, citizen_score_launched=1)
    assert verdict(facts, loaded("hard-2019"), "17")["points"] == points


def test_the_frame_looks_the_same_whether_or_not_something_is_missing():
    complete = scorecards.score(row(township_plan=1, summoned=0, joint_domains=2), loaded("vetoes"))
    unknown = scorecards.score(row(), loaded("vetoes"))
    assert complete.schema == unknown.schema
    assert complete["missing"].to_list() == [[], [], []]
    assert unknown["missing"].to_list() == [["township_plan"], ["summoned"], ["joint_domains"]]


def test_names_stand_at_their_case_and_clause_in_the_order_of_the_flags():
    """Two clauses a case: the first waits for x and y, the second for nothing."""
    flags = [(0, "x", pl.col("a")), (0, "y", pl.col("b"))]
    assert missing_names(HELD, flags, 2).to_list() == [["x", "y"], [], ["y"], [], [], []]


def test_a_later_clause_waits_on_its_own():
    assert missing_names(HELD, [(1, "x", pl.col("b"))], 2).to_list() == [[], ["x"], [], ["x"], [], []]


def test_where_nothing_is_waited_for_every_list_is_empty():
    assert missing_names(HELD, [(0, "x", pl.lit(False) & pl.col("b"))], 1).to_list() == [[], [], []]

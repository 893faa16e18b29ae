"""Clauses added up: totals, caps, floors, the best k of n, points on top, and the verdict."""

import polars as pl
import pytest
from hypothesis import given

from analysis import scenarios, scorecards
from analysis.rulebooks.clauses import TESTED
from analysis.scenarios import Change, Scenario
from analysis.scorecards.groups import TOTAL
from made_up import cities, months, row

from .conftest import BOTH, SEEDS, SOME, changing, complete, interval, loaded, node

CAP_20 = scenarios.parse_scenarios([("reading", "19=cap-20")], loaded("hard-2019"))[0]
UNCAPPED = scenarios.parse_scenarios([("reading", "19=uncapped")], loaded("hard-2019"))[0]
FULL_JUSTICE = {"judicial_files": 1, "judicial_openness": 1, "judicial_lists": 1}


def most(book, scenario=scenarios.BASELINE):
    """What each node can give, by name."""
    return dict(scorecards.score_nodes(row(), book, scenario).select("node", "possible").iter_rows())


def test_hard_2019_can_give_56_4_of_which_item_19_gives_22_4():
    """1 + 2 + 4 + 4 + 3 + 2 + 4 + 10 + 22.4 + 4."""
    assert most(loaded("hard-2019")) == {
        "total": 56.4, "base": 0.0, "leading": 56.4, "14": 4.0, "18": 10.0, "19": 22.4, "20": 4.0,
    }  # fmt: skip


def test_with_item_19_capped_at_20_domains_the_total_is_54():
    """20 × 0.6 = 12 for the domains instead of 24 × 0.6 = 14.4."""
    possible = most(loaded("hard-2019"), CAP_20)
    assert (possible["19"], possible["total"]) == (20.0, 54.0)


def test_without_a_ceiling_in_item_19_nothing_above_it_has_one():
    possible = most(loaded("hard-2019"), UNCAPPED)
    assert (possible["19"], possible["leading"], possible["total"], possible["18"]) == (None, None, None, 10.0)
    sums = node(row(), loaded("hard-2019"), TOTAL, UNCAPPED)
    assert interval(sums) == (None, 0.0, None)


def test_monitoring_2021_can_give_100_in_four_groups():
    possible = most(loaded("monitoring-2021"))
    assert {name: possible[name] for name in ("total", "1-1", "1-2", "1-3", "1-4", "deductions")} == {
        "total": 100.0, "1-1": 20.0, "1-2": 21.0, "1-3": 43.0, "1-4": 16.0, "deductions": 0.0,
    }  # fmt: skip
    assert (possible["2-5"], possible["2-11"], possible["3-17"]) == (13.0, 31.0, 23.0)


def test_what_is_possible_follows_a_changed_maximum():
    """Item 17 may give 6 instead of 4: 56.4 becomes 58.4."""
    raised = changing("raised", ("17.most", "set", 6))
    assert most(loaded("hard-2019"), raised)[TOTAL] == 58.4
    raised = changing("raised", ("39.most", "set", 5))
    possible = most(loaded("monitoring-2021"), raised)
    assert (possible[TOTAL], possible["1-4"], possible["1-3"]) == (101.0, 17.0, 43.0)


@SOME
@given(seed=SEEDS)
@pytest.mark.parametrize("name", BOTH)
def test_every_node_is_the_sum_of_the_clauses_under_it(name, seed):
    """Groups of both rulebooks have no cap that could bind, and the deductions reach their floor exactly."""
    book, facts = loaded(name), cities(loaded(name), 10, seed, missing=0.02)
    scored = scorecards.score(facts, book, complete(name)).filter(pl.col("kind") != TESTED)
    nodes = scorecards.score_nodes(facts, book, complete(name))
    for group in (TOTAL, *book.groups):
        under = {clause.id for clause in (book.clauses.values() if group == TOTAL else book.under(group))}
        clauses = scored.filter(pl.col("clause").is_in(under))
        for (city,), node_row in nodes.filter(pl.col("node") == group).partition_by("city", as_dict=True).items():
            mine, total = clauses.filter(pl.col("city") == city), node_row.row(0, named=True)
            assert (total["low"], total["high"]) == pytest.approx((mine["low"].sum(), mine["high"].sum()))
            is_complete = mine["points"].null_count() == 0
            assert total["points"] == (pytest.approx(mine["points"].sum()) if is_complete else None)


@SOME
@given(seed=SEEDS)
@pytest.mark.parametrize("name", BOTH)
def test_the_total_alone_and_the_top_of_the_tree_agree(name, seed):
    book, facts = loaded(name), cities(loaded(name), 10, seed, missing=0.02)
    parts = ("city", "points", "low", "high", "possible")
    top = scorecards.score_nodes(facts, book, complete(name)).filter(pl.col("node") == TOTAL)
    assert top.select(parts).equals(scorecards.total(facts, book, complete(name)).select(parts))


def test_the_tree_is_told_from_the_total_down():
    nodes = scorecards.score_nodes(row(), loaded("monitoring-2021"))
    levels = dict(nodes.select("node", "level").iter_rows())
    assert nodes["node"][0] == TOTAL and levels[TOTAL] == 0
    assert [levels[name] for name in ("1-3", "2-11", "3-17", "deductions")] == [1, 2, 3, 1]


@pytest.mark.parametrize(
    ("fraud", "incidents", "deducted"), [(0, 0, 0.0), (1, 0, -20.0), (0, 1, -10.0), (1, 1, -30.0), (5, 9, -30.0)]
)
def test_at_most_30_points_a_month_are_deducted(fraud, incidents, deducted):
    """A finding costs 20 and an incident 10, however many there are."""
    facts = row(fraud_in_force=min(1, fraud), security_incidents=incidents)
    assert node(facts, loaded("monitoring-2021"), "deductions")["points"] == deducted


FRAUD = [
    ("one finding counts for three months", [1, 0, 0, 0, 0, 0], [-20, -20, -20, 0, 0, 0]),
    ("a second finding begins the three months anew", [1, 0, 1, 0, 0, 0], [-20, -20, -20, -20, -20, 0]),
    ("two findings in one month cost no more than one", [2, 1, 0, 0, 0, 0], [-20, -20, -20, -20, 0, 0]),
    ("none costs nothing, once three months are known", [0, 0, 0, 0, 0, 0], [None, None, 0, 0, 0, 0]),
    ("unknown until it has left the window", [0, 0, None, 0, 0, 0], [None, None, None, None, None, 0]),
    ("a finding decides, whatever is missing", [0, 0, None, 1, 0, 0], [None, None, None, -20, -20, -20]),
]


@pytest.mark.parametrize(("found", "deducted"), [pytest.param(*case, id=name) for name, *case in FRAUD])
def test_fabrication_costs_20_points_a_month_for_three_months(found, deducted):
    facts = months("2021-01", *({"fraud_findings": count} for count in found))
    scored = scorecards.score(facts, loaded("monitoring-2021")).filter(pl.col("clause") == "40.1")
    assert scored["points"].to_list() == deducted
    assert scored["low"].to_list() == [-20.0 if points is None else points for points in deducted]


def test_a_month_left_out_keeps_the_deduction_unknown():
    """December is not delivered: whether a finding of it still counts in January and February is not known."""
    given = [{"fraud_findings": 0}] * 3 + [None] + [{"fraud_findings": 0}] * 3
    scored = scorecards.score(months("2020-09", *given), loaded("monitoring-2021"))
    points = scored.filter(pl.col("clause") == "40.1").select("month", "points").rows()
    assert points == [
        ("2020-09", None), ("2020-10", None), ("2020-11", 0.0), ("2021-01", None), ("2021-02", None), ("2021-03", 0.0),
    ]  # fmt: skip


def test_a_total_may_fall_below_zero_and_is_not_held_up():
    """A city that earns nothing: 30 points are deducted from 0."""
    book = loaded("monitoring-2021")
    whole = {fact: 1.0 for fact in book.facts() if any(book.dictionary[part].within == fact for part in book.facts())}
    nothing = dict.fromkeys(book.facts(), 0.0) | whole | dict.fromkeys(
        ["legal_entities", "legal_enterprises", "enterprises", "public_records", "overreach_findings"], 1.0
    )  # fmt: skip
    worst = dict.fromkeys(
        ["codes_faulty", "serious_entities", "disclosure_late", "objections_valid", "repair_reviews_overdue"], 1.0
    )
    events = {"serious_events_government": 99.0, "objection_days": 60.0, "security_incidents": 1.0, "fraud_findings": 1}
    total = node(row(**nothing | worst | events), book, TOTAL, complete("monitoring-2021"))
    assert interval(total) == (-30.0, -30.0, -30.0)


@pytest.mark.parametrize(
    ("figures", "work", "deductions", "total"),
    [
        ((4, 3, 1, 1), 5, -4, 1),
        ((1, 2, 1, 0), 3, -3, 0),
        ((0, 0, 1, 1), 0, -4, -4),
        ((2, 3, 0, 0), 5, 0, 5),
    ],
)
def test_a_group_is_held_within_its_cap_and_floor(figures, work, deductions, total):
    """4 + 3 points capped at 5; 3 + 3 deducted, 4 at the most."""
    points = nodes_of("caps-and-floors", figures)
    assert points == {"work": work, "deductions": deductions, TOTAL: total}


def nodes_of(name, figures):
    """What each node of a small rulebook comes to, for the figures in the order of its clauses."""
    book = loaded(name)
    facts = [clause.facts()[0] for clause in book.clauses.values()]
    nodes = scorecards.score_nodes(row(**dict(zip(facts, figures, strict=True))), book)
    return dict(nodes.select("node", "points").iter_rows())


def test_caps_and_floors_hold_for_the_interval_too():
    """Known 4 of a cap of 5: missing adds 1 at most. 3 deducted of 4 at most: missing costs 1 at most."""
    book = loaded("caps-and-floors")
    facts = row(joint_domains=4, security_incidents=1)
    assert interval(node(facts, book, "work")) == (None, 4.0, 5.0)
    assert interval(node(facts, book, "deductions")) == (None, -4.0, -3.0)
    assert interval(node(facts, book, TOTAL)) == (None, 0.0, 2.0)
    assert most(book) == {"total": 5.0, "work": 5.0, "deductions": 0.0}


@pytest.mark.parametrize(("joint", "extra", "total"), [(4, 0, 4), (4, 1, 5), (4, 3, 6), (2, 2, 4)])
def test_a_bonus_adds_points_but_nothing_to_what_is_possible(joint, extra, total):
    """4 are possible; a bonus of up to 2 goes on top."""
    book = loaded("bonus")
    outcome = node(row(joint_domains=joint, xinyi_domains=extra), book, TOTAL)
    assert (outcome["points"], outcome["possible"]) == (total, 4.0)


def test_a_changed_maximum_beside_a_bonus_counts_without_the_bonus():
    """5 instead of 4 are possible; the bonus of up to 2 still goes on top."""
    total = node(row(joint_domains=5, xinyi_domains=3), loaded("bonus"), TOTAL, changing("five", ("1.most", "set", 5)))
    assert (total["points"], total["possible"]) == (7.0, 5.0)


@pytest.mark.parametrize(
    ("figures", "points"), [((5, 4, 3), 9), ((1, 4, 3), 7), ((5, 1, 3), 8), ((2, 2, 2), 4), ((0, 0, 3), 3)]
)
def test_only_the_best_two_of_three_count(figures, points):
    assert nodes_of("choose-two-of-three", figures)["directions"] == points


def test_the_best_two_of_three_with_one_unknown():
    """4 and 1 are known; the third gives 0 to 3: between 4 + 1 and 4 + 3."""
    facts = row(joint_domains=4, xinyi_domains=1)
    assert interval(node(facts, loaded("choose-two-of-three"), "directions")) == (None, 5.0, 7.0)


@pytest.mark.parametrize(
    ("plan", "summoned", "passes"),
    [
        (1, 0, True), (0, 0, False), (1, 1, False), (0, 1, False),
        (None, 0, None), (1, None, None), (None, None, None), (None, 1, False), (0, None, False),
    ],
)  # fmt: skip
def test_the_verdict_is_true_where_all_tests_are_met_false_where_one_fails_else_unknown(plan, summoned, passes):
    facts = row(township_plan=plan, summoned=summoned, joint_domains=3)
    total = scorecards.total(facts, loaded("vetoes")).row(0, named=True)
    assert (total["passes"], total["points"], total["possible"]) == (passes, 3.0, 5.0)


def test_marks_of_experts_count_like_any_other_figure():
    for marks, points in ((8.5, 8.5), (12, 10.0), (None, None)):
        assert node(row(case_marks=marks), loaded("judged-by-experts"), TOTAL)["points"] == points


def test_a_blank_slot_leaves_the_total_open_up_to_what_is_printed():
    """2 of 4 are known; the blank slot may give what is left of the 10 printed."""
    total = node(row(joint_domains=2), loaded("frame-with-blanks"), TOTAL)
    assert (total["points"], total["low"], total["high"], total["possible"]) == (None, 2.0, 10.0, 10.0)
    assert scorecards.total(row(joint_domains=2), loaded("frame-with-blanks"))["passes"].to_list() == [None]


def test_what_is_possible_may_differ_from_city_to_city():
    facts = pl.concat(row(city) for city in "AB")
    raised = Scenario("raised", (Change("3.most", "set", 7, city="B"),))
    totals = scorecards.total(facts, loaded("vetoes"), raised)
    assert totals.select("city", "possible", "high").rows() == [("A", 5.0, 5.0), ("B", 7.0, 7.0)]

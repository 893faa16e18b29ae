"""Places in a league: on unrounded totals, ties shared, and what could be where figures are missing."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings, strategies

import made_up
import small_books
from analysis import rulebooks
from analysis.questions import league

MONTH = "2021-03"
COUNTIES = ("320281", "320282", "320583", "320582", "330782")
PREFECTURES = ("320200", "320500")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A point for each joint domain, at most five; three are the target."""
    return rulebooks.load(small_books.written(tmp_path_factory.mktemp("book")))


def rows(month=MONTH, **domains):
    """Cities by code (with a c before it) and their joint domains; None where the figure is missing."""
    cities = [made_up.row(code[1:], month, joint_domains=count) for code, count in domains.items()]
    return pl.concat(cities)


def places(table):
    return {row["city"]: (row["rank"], row["best"], row["worst"]) for row in table.rows(named=True)}


def test_ties_share_the_better_place_and_the_next_is_left_out(book):
    table = league.standings(rows(c320281=4, c320282=4, c320583=1, c320582=0), book, MONTH)
    assert [row[:1] for row in table.select("rank").rows()] == [(1,), (1,), (3,), (4,)]
    assert table["cities"].to_list() == [4] * 4


def test_leagues_are_apart(book):
    """A prefecture's four points do not come before a county-level city's two."""
    table = league.standings(rows(c320200=4, c320281=2), book, MONTH)
    assert table.select("city", "name", "league", "rank").rows() == [
        ("320200", "无锡市", 2, 1), ("320281", "江阴市", 3, 1),
    ]  # fmt: skip


def test_a_missing_figure_makes_a_range_of_places(book):
    """Between 0 and 5 points: first at best, last at worst; and the others may each have it before or behind."""
    table = league.standings(rows(c320281=4, c320282=None, c320583=1), book, MONTH)
    assert places(table) == {"320281": (None, 1, 2), "320583": (None, 2, 3), "320282": (None, 1, 3)}


def test_full_marks_stay_first_whatever_the_others_have(book):
    """Whoever may have five at most can only draw level: the place is shared."""
    table = league.standings(rows(c320281=5, c320282=None), book, MONTH)
    assert places(table) == {"320281": (1, 1, 1), "320282": (None, 1, 2)}


def test_a_city_that_no_league_has_gets_no_place(book):
    table = league.standings(rows(c320281=5, c329999=4), book, MONTH)
    assert table.select("city", "league", "best", "cities").rows()[-1] == ("329999", None, None, None)


def test_noise_of_sums_parts_no_tie_but_a_real_difference_does():
    low = pl.Series([0.1 + 0.2, 0.3, 0.3 - 1e-6])
    best, worst = league._places(low.round(league.SAME).to_numpy(), low.round(league.SAME).to_numpy())
    assert best.tolist() == worst.tolist() == [1, 1, 3]


@given(strategies.lists(strategies.tuples(strategies.integers(0, 6), strategies.integers(0, 4)), max_size=7))
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_places_are_those_of_every_way_the_totals_may_fall_out(drawn):
    """Best: all others at their least, worst: all at their most, itself at the other end; counted one by one."""
    low = pl.Series([start for start, _ in drawn], dtype=pl.Float64)
    high = pl.Series([start + more for start, more in drawn], dtype=pl.Float64)
    best, worst = league._places(low.to_numpy(), high.to_numpy())
    for place, (start, more) in enumerate(drawn):
        others = [total for number, total in enumerate(drawn) if number != place]
        assert best[place] == 1 + sum(other > start + more for other, _ in others)
        assert worst[place] == 1 + sum(other + wide > start for other, wide in others)


def test_peers_quartiles_are_those_of_the_league(book):
    """0, 1, 2, 4, 5 points: a quarter have at most 1, half at most 2, a quarter at least 4."""
    facts = rows(c320281=4, c320282=0, c320583=1, c320582=2, c330782=5, c320200=3)
    peers = league.peer_scores(facts, book, MONTH).filter(pl.col("league") == 3).row(0, named=True)
    assert (peers["clause"], peers["cities"], peers["known"]) == ("1", 5, 5)
    ends = [peers[f"{name}_{end}"] for name in league.QUARTILES for end in ("low", "high")]
    assert ends == [1, 1, 2, 2, 4, 4]


def test_where_a_peer_is_unknown_the_median_is_an_interval(book):
    """Of 1, 2 and 0 to 5 the middle is 1 at least and 2 at most."""
    peers = league.peer_scores(rows(c320281=1, c320282=2, c320583=None), book, MONTH).row(0, named=True)
    assert (peers["median_low"], peers["median_high"], peers["known"]) == (1, 2, 2)


def test_movers_gain_points_and_places(book):
    before = league.standings(rows("2021-02", c320281=1, c320282=2, c320583=4), book, "2021-02")
    after = league.standings(rows(c320281=3, c320282=2, c320582=5), book, MONTH)
    moved = league.rank_changes(before, after).select("city", "change", "rank_before", "rank", "up")
    assert moved.rows() == [("320281", 2, 3, 2, 1), ("320282", 0, 2, 3, -1)]


@pytest.fixture(scope="module")
def hard():
    return rulebooks.load("hard-2019")


def ranked(hard, code, group, rank):
    figures = dict.fromkeys(hard.facts()) | {"league": group, "monitoring_rank": rank}
    return made_up.row(code, MONTH, **figures)


def test_the_demanded_place_is_a_supplied_one_and_ours_stands_beside(hard, book):
    """Place 130 is 30 too far; among the two cities here there is no hundredth, so no line and no gap by our totals."""
    facts = pl.concat([ranked(hard, "320281", 3.0, 130.0), ranked(hard, "320282", 3.0, 42.0)])
    scored = league.standings(rows(c320281=4, c320282=1), book, MONTH)
    tests = league.rank_test(made_up.long(facts), hard, MONTH, scored).sort("city")
    shown = tests.select("clause", "met", "limit", "supplied", "away", "best", "line_low", "gap_high")
    assert shown.rows() == [
        ("10.3", False, 100.0, 130.0, 30.0, 1, None, None), ("10.3", True, 100.0, 42.0, 0.0, 2, None, None),
    ]  # fmt: skip


def test_with_a_hundred_cities_our_line_is_the_hundredth_total(hard, book):
    """Of 101 county-level cities, 60 have five points, 40 have two and the last has one: one point from the line."""
    county = (pl.col("league") == 3) & league.valid_in(MONTH)
    codes = sorted(set(league.unit_table().filter(county)["code"]) - {"320281"})[:100]
    facts = pl.concat([made_up.row(code, MONTH, joint_domains=5 if n < 60 else 2) for n, code in enumerate(codes)])
    scored = league.standings(pl.concat([facts, made_up.row("320281", MONTH, joint_domains=1)]), book, MONTH)
    assert scored.filter(pl.col("league") == 3)["cities"].unique().to_list() == [101]
    tests = league.rank_test(made_up.long(ranked(hard, "320281", 3.0, 130.0)), hard, MONTH, scored)
    assert tests.select("line_low", "line_high", "gap_low", "gap_high").rows() == [(2, 2, 1, 1)]


def test_a_league_without_a_demanded_place_has_no_line(hard, book):
    """Capitals must not have been summoned; their place does not matter."""
    scored = league.standings(rows(c320100=4), book, MONTH)
    test = league.rank_test(made_up.long(ranked(hard, "320100", 1.0, 5.0)), hard, MONTH, scored).row(0, named=True)
    assert test["limit"] is None and test["away"] is None and test["met"] is None

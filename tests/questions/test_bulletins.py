"""A month's circular, counted again by hand: places, movers, who is best, who lags, what fails and is owed."""

from __future__ import annotations

import itertools
from statistics import fmean

import polars as pl
import pytest

import made_up
import nations
import small_books
from analysis import facts, rulebooks, scorecards
from analysis.problems import InputError
from analysis.questions import bulletins, league, shortfalls

MONTH, BEFORE = "2021-03", "2021-02"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A point for each joint domain, at most five; three are the target."""
    return rulebooks.load(small_books.written(tmp_path_factory.mktemp("book")))


def rows(month=MONTH, **domains):
    return pl.concat([made_up.row(code[1:], month, joint_domains=count) for code, count in domains.items()])


def long(*wide):
    """As FACTS; what is missing keeps its row, so that the city is there."""
    return pl.concat(wide).unpivot(index=["city", "month"], variable_name="fact")


def asked(book, now, earlier=None, **more):
    figures = [rows(**now), *([rows(BEFORE, **earlier)] if earlier else [])]
    return bulletins.month_bulletin(long(*figures), book, MONTH, **more)


def place(result, city):
    return result.places.filter(city=city).row(0, named=True)


def test_frames_under_chinese_names_are_understood(book):
    now = {"c320281": 5, "c320282": 4}
    named = long(rows(**now)).with_columns(pl.lit(book.dictionary["joint_domains"].zh).alias("fact"))
    assert bulletins.month_bulletin(named, book, MONTH).places.equals(asked(book, now).places)


def test_points_and_places_gained_since_the_month_before(book):
    """From 1, 4, 2 to 5, 4, 0 points: from third to first, from first to second, from second to third."""
    result = asked(book, {"c320281": 5, "c320282": 4, "c320583": 0}, {"c320281": 1, "c320282": 4, "c320583": 2})
    gained = result.places.select("city", "change", "up_low", "up_high").rows()
    assert gained == [("320281", 4, 2, 2), ("320282", 0, -1, -1), ("320583", -2, -1, -1)]


def test_an_open_total_leaves_a_range_of_changes_and_places(book):
    """320583 lacks its figure: 0 to 5 points after 2, first to third after second."""
    now, earlier = {"c320281": 5, "c320282": 4, "c320583": None}, {"c320281": 5, "c320282": 1, "c320583": 2}
    row = place(asked(book, now, earlier), "320583")
    assert (row["rank"], row["best"], row["worst"]) == (None, 1, 3)
    assert (row["change"], row["change_low"], row["change_high"]) == (None, -2, 3)
    assert (row["up_low"], row["up_high"]) == (-1, 1)


def test_without_the_month_before_nothing_is_compared(book):
    result = asked(book, {"c320281": 5, "c320282": 4})
    assert result.before == BEFORE and result.places["up_low"].to_list() == [None, None]
    assert result.places["change_low"].to_list() == [None, None]


def test_the_best_are_certain_and_at_most_half(book):
    first = asked(book, {"c320281": 4, "c320282": 1, "c320583": 1}).best.row(0, named=True)
    assert (first["leaders"], first["points"], first["average_low"]) == (["320281"], 4, 2)
    assert asked(book, {"c320281": 4, "c320282": 4, "c320583": 1}).best.is_empty()
    open_one = asked(book, {"c320281": 4, "c320282": 1, "c320583": None}).best.row(0, named=True)
    assert open_one["leaders"] == [] and open_one["points"] is None


def test_a_unit_lags_by_what_is_certain(book):
    """Others have 4 and 0 to 5, so 2 to 4.5 in the mean: 1 point is certainly 1 less and may be 3.5 less."""
    lagging = asked(book, {"c320281": 4, "c320282": None, "c320583": 1}).behind
    assert lagging.select("city", "behind_low", "behind_high", "alone").rows() == [("320583", 1, 3.5, False)]


def test_a_unit_alone_is_measured_by_the_most(book):
    result = asked(book, {"c320281": 2, "c320200": 4})
    assert result.behind.select("city", "behind_low", "alone").rows() == [("320200", 1, True), ("320281", 3, True)]
    assert result.leagues() == [2, 3] and result.places["cities"].to_list() == [1, 1]


def test_who_has_no_figures_is_named(book):
    result = asked(book, {"c320281": 2}, {"c320281": 2, "c320282": 3})
    assert result.absent == ("320282",)
    result = asked(book, {"c320281": 2, "c320282": 2}, cities=["江阴", "昆山"])
    assert result.absent == ("320583",) and result.places["city"].to_list() == ["320281"]


def test_nobody_with_figures_is_a_fault_that_says_what_to_do(book):
    with pytest.raises(InputError) as refused:
        asked(book, {"c320281": 2}, league=1)
    assert "无从通报" in str(refused.value)


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(nations.empty_project(tmp_path_factory.mktemp("nation"))))
        nations.simulated(12)
        hard = rulebooks.load("hard-2019")
        both = {month: facts.all_cities(month, league.league_months(hard, month)).facts for month in (MONTH, BEFORE)}
        yield hard, both, bulletins.month_bulletin(both[MONTH], hard, MONTH, earlier=both[BEFORE])


def totals(book, figures, month):
    rows = league.with_league(scorecards.total(figures, book).filter(month=month), month)
    return {row["city"]: row for row in rows.iter_rows(named=True)}


def placed(every, city):
    """Best and worst place: behind those certainly above, behind all that may be above."""
    own = every[city]
    others = [row for row in every.values() if row["league"] == own["league"] and row["city"] != city]
    above = sum(row["low"] > own["high"] + 1e-9 for row in others)
    return 1 + above, 1 + sum(row["high"] > own["low"] + 1e-9 for row in others)


def test_places_counted_one_by_one(nation):
    book, both, result = nation
    now, then = (totals(book, both[month], month) for month in (MONTH, BEFORE))
    for row in result.places.iter_rows(named=True):
        best, worst = placed(now, row["city"])
        best_before, worst_before = placed(then, row["city"])
        assert (row["best"], row["worst"]) == (best, worst)
        assert (row["up_low"], row["up_high"]) == (best_before - worst, worst_before - best)
        points = [every[row["city"]]["points"] for every in (now, then)]
        assert row["change"] == (None if None in points else pytest.approx(points[0] - points[1]))


def test_problems_counted_one_by_one(nation):
    book, both, result = nation
    points = league.with_league(scorecards.score(both[MONTH], book).filter(month=MONTH), MONTH).to_dicts()
    failed = {(row["city"], row["clause"]) for row in points if row["kind"] == "test" and row["met"] is False}
    assert set(result.failed.select("city", "clause").rows()) == failed
    owed = {(row["city"], name) for row in points for name in row["missing"] if name in book.dictionary}
    assert set(result.owed.select("city", "fact").rows()) == owed and owed
    lagging = {}
    for row, peers in itertools.chain.from_iterable(_with_peers(points)):
        behind = (fmean(peer["low"] for peer in peers) if peers else row["possible"]) - row["high"]
        if behind >= 0.005:
            lagging[row["city"], row["clause"]] = pytest.approx(behind)
    assert dict(zip(result.behind.select("city", "clause").rows(), result.behind["behind_low"], strict=True)) == lagging


def _with_peers(points):
    scored = [row for row in points if row["kind"] == "score"]
    for key in {(row["league"], row["clause"]) for row in scored}:
        same = [row for row in scored if (row["league"], row["clause"]) == key]
        yield [(row, [peer for peer in same if peer is not row]) for row in same]


def test_the_best_counted_one_by_one(nation):
    book, both, result = nation
    points = league.with_league(scorecards.score(both[MONTH], book).filter(month=MONTH), MONTH).to_dicts()
    found = {}
    for pairs in _with_peers(points):
        same = [row for row, _ in pairs]
        top = max(row["high"] for row in same)
        first = sorted(row["city"] for row in same if row["low"] >= top - 1e-9)
        if first and 2 * len(first) <= len(same) and top >= 0.005:
            found[same[0]["league"], same[0]["clause"]] = first
    sure = result.best.filter(pl.col("leaders").list.len() > 0).select("league", "item", "leaders").rows()
    assert {(name, item): sorted(leaders) for name, item, leaders in sure} == found and found


def test_gaps_are_worked_out_of_those_that_fail_most(nation):
    book, both, result = nation
    assert len(result.detailed) == bulletins.DETAILED < result.places.height
    least = min(place(result, unit)["failed"] for unit in result.detailed)
    assert least >= max(row for row in result.places.filter(~pl.col("city").is_in(result.detailed))["failed"])
    for unit in result.detailed:
        own = shortfalls.shortfalls(both[MONTH], book, unit, MONTH)
        assert result.lacking.filter(city=unit).drop("city").equals(own)


def test_a_unit_a_row_names_its_failures(nation):
    _, _, result = nation
    for row in bulletins.unit_rows(result).iter_rows(named=True):
        assert (row["failed"] or []) == result.failed.filter(city=row["city"])["clause"].to_list()
        assert len(row["owed"] or []) == place(result, row["city"])["owed"]

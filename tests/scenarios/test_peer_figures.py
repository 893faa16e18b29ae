"""Benchmarks of peers, recounted from the definition: others of the league and month, the city itself left out."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import polars as pl
import pytest

from analysis import rulebooks, scenarios, scorecards
from analysis.facts import city_table
from analysis.problems import InputError
from analysis.questions import goal, levers
from analysis.scenarios import Change, PeerBenchmark, Scenario
from analysis.scenarios.peer_figures import quantile_of_others

MONITORING = rulebooks.load("monitoring-2021")
MONTH = "2021-03"
LEAGUE = city_table().filter((pl.col("league") == 3) & pl.col("valid_to").is_null())["code"].head(12).to_list()
OTHER_LEAGUE = city_table().filter((pl.col("league") == 2) & pl.col("valid_to").is_null())["code"].head(3).to_list()


def plain_quantile(figures, share):
    ordered = sorted(figures)
    place = share * (len(ordered) - 1)
    below = math.floor(place + 1e-9)
    part = place - below
    return ordered[below] + ((ordered[below + 1] - ordered[below]) * part if part > 1e-9 else 0)


def nation(lacking=(), **figures):
    """Twelve cities of one league and three of another, with figures of loans drawn by chance."""
    drawn = random.Random(5)
    rows = []
    for number, city in enumerate([*LEAGUE, *OTHER_LEAGUE]):
        loans = float(drawn.randint(1, 30) * 10**8)
        own = {name: figure(number) if callable(figure) else figure for name, figure in figures.items()}
        rows.append({"city": city, "month": MONTH, "xinyidai_loans_platform": loans, **own})
        if number in lacking:
            rows[-1]["xinyidai_loans_platform"] = None
    return pl.DataFrame(rows)


def loans_of(frame, city):
    """The loans of the other cities of the league that are known."""
    others = frame.filter(pl.col("city").is_in(LEAGUE), pl.col("city") != city)
    return others["xinyidai_loans_platform"].drop_nulls().to_list()


@pytest.mark.parametrize(("name", "share"), [("@best", 1.0), ("", 0.9), ("@median", 0.5)])
def test_full_marks_lie_at_the_quantile_of_the_others(name, share):
    frame = nation()
    scored = scorecards.score(frame, MONITORING, scenarios.load(f"peer-benchmarks{name}")).filter(clause="13")
    for city, loans in frame.filter(pl.col("city").is_in(LEAGUE)).select("city", "xinyidai_loans_platform").iter_rows():
        full = plain_quantile(loans_of(frame, city), share)
        [points] = scored.filter(city=city)["points"]
        assert points == pytest.approx(min(2, 2 * loans / full))


def test_the_limit_is_the_worst_of_the_others_and_events_use_up_what_the_worst_has():
    frame = nation(codes_total=1000.0, codes_faulty=lambda n: float(n), serious_events_government=lambda n: n + 1.0,
                   serious_events_commerce=0.0, serious_events_society=0.0, serious_events_justice=0.0)  # fmt: skip
    scored = scorecards.score(frame, MONITORING, "peer-benchmarks")
    points = {
        clause: dict(scored.filter(clause=clause).select("city", "points").iter_rows()) for clause in ("9", "27-30")
    }
    assert points["9"][LEAGUE[2]] == pytest.approx(1 - 2 / 11)
    assert points["9"][LEAGUE[11]] == 0
    assert points["27-30"][LEAGUE[2]] == pytest.approx(18 - 18 / 12 * 3)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9, 1.0])
def test_the_quantile_of_the_others_equals_a_recount_on_random_fields(share):
    drawn = random.Random(f"{share}")
    for _ in range(100):
        size = drawn.randint(1, 9)
        figures = [None if drawn.random() < 0.2 else float(drawn.randint(0, 4)) for _ in range(size)]
        fields = [drawn.choice([None, 1, 2]) for _ in range(size)]
        found = quantile_of_others(
            pl.Series(figures, dtype=pl.Float64), pl.Series(fields, dtype=pl.Int64), share
        ).to_list()
        for row in range(size):
            rest = [
                figure
                for other, figure in enumerate(figures)
                if other != row and figure is not None and fields[other] == fields[row] is not None
            ]
            wanted = plain_quantile(rest, share) if rest and fields[row] is not None else None
            assert found[row] == (None if wanted is None else pytest.approx(wanted)), (figures, fields, row)


def test_what_others_lack_makes_an_interval_that_holds_whatever_they_have():
    frame = nation(lacking=(4, 7))
    scored = scorecards.score(frame, MONITORING, "peer-benchmarks").filter(clause="13")
    bounds = {row["city"]: row for row in scored.iter_rows(named=True)}
    own = frame.filter(pl.col("city") == LEAGUE[0])["xinyidai_loans_platform"][0]
    assert bounds[LEAGUE[0]]["points"] is None and bounds[LEAGUE[0]]["low"] < bounds[LEAGUE[0]]["high"]
    for guess in (0.0, 1e9, 5e9, 1e15):
        filled = frame.with_columns(pl.col("xinyidai_loans_platform").fill_null(guess))
        points = min(2, 2 * own / plain_quantile(loans_of(filled, LEAGUE[0]), 0.9))
        assert bounds[LEAGUE[0]]["low"] - 1e-9 <= points <= bounds[LEAGUE[0]]["high"] + 1e-9


def test_with_fewer_peers_than_stated_the_benchmark_stays_unset_and_the_title_says_so():
    few = nation().filter(pl.col("city").is_in(LEAGUE[:5]))
    scored = scorecards.score(few, MONITORING, "peer-benchmarks").filter(clause="13")
    assert scored["points"].null_count() == 5 and set(scored["low"]) == {0} and set(scored["high"]) == {2}
    assert set(scored["missing"].list.join(",")) == {"13.full"}
    card = scorecards.card(few, MONITORING, LEAGUE[0], MONTH, "peer-benchmarks")
    assert "同组其他 4 个城市，太少，未设定" in card.scenario.title_zh and "too few" in card.scenario.title


def test_a_card_tells_level_month_and_how_many_peers_and_lists_each_benchmark_with_its_mark():
    names, lacking = ["baseline", "peer-benchmarks@best"], nation(lacking=(4,), publicity_events=3.0)
    card = scorecards.card(lacking, MONITORING, LEAGUE[0], MONTH, names)
    placed = card.scenarios[1]
    assert placed.title_zh == "同组基准：最好（2021-03，同组其他 11 个城市）"
    assert {change.mark for change in placed.changes} <= {"peers"}
    whole = scorecards.card(nation(), MONITORING, LEAGUE[0], MONTH, "peer-benchmarks@best").scenario
    [change] = [change for change in whole.changes if change.target == "13.full"]
    assert change.amount == max(loans_of(nation(), LEAGUE[0]))
    assert "11 个城市有数，不含本市" in change.note_zh and MONTH in change.note_zh
    assert card.total("baseline")["low"] <= card.total(placed.name)["low"]


def test_a_placed_scenario_scores_as_the_one_it_came_from():
    frame = nation()
    wide = scenarios.city_month_frame(frame, MONITORING)
    for city in LEAGUE[:3]:
        placed = scenarios.placed_scenario(scenarios.load("peer-benchmarks"), wide, MONITORING, city, MONTH)
        again = scenarios.placed_scenario(placed, wide, MONITORING, city, MONTH)
        assert again.title_zh == placed.title_zh and again.changes == placed.changes
        alone = scorecards.total(frame.filter(pl.col("city") == city), MONITORING, replace(placed, benchmarks=()))
        together = scorecards.total(frame, MONITORING, "peer-benchmarks").filter(city=city)
        assert alone.row(0)[3:] == together.row(0)[3:]


def test_ones_own_figure_is_not_in_the_field_so_that_a_what_if_leaves_the_benchmark():
    frame = nation()
    least = min(LEAGUE, key=lambda city: frame.filter(city=city)["xinyidai_loans_platform"][0])
    full = plain_quantile(loans_of(frame, least), 0.9)
    sought = goal.seek(frame, MONITORING, least, MONTH, "xinyidai_loans_platform", "13:cap", "peer-benchmarks")
    assert not sought.reached and full <= sought.needed < full + sought.lever.per + 1
    board = levers.board(frame, MONITORING, least, MONTH, "peer-benchmarks")
    [clauses] = board.levers.filter(lever="xinyidai_loans_platform")["clauses"]
    assert "13" in list(clauses)


def test_what_a_scenario_sets_itself_stands_over_the_peers():
    stacked = scenarios.stack_scenarios(
        [scenarios.load("peer-benchmarks"), Scenario("own", (Change("13.full", "set", 1e9),))]
    )
    frame = nation()
    [loans] = frame.filter(city=LEAGUE[0])["xinyidai_loans_platform"]
    scored = scorecards.score(frame, MONITORING, stacked).filter(clause="13", city=LEAGUE[0])
    assert scored["points"][0] == pytest.approx(min(2, 2 * loans / 1e9))


def test_levels_stand_beside_each_other_and_leave_the_baseline_as_it_is():
    names = ["baseline", "peer-benchmarks@best", "peer-benchmarks", "peer-benchmarks@median"]
    points = scorecards.score(nation(), MONITORING, names).filter(clause="13", city=LEAGUE[1])
    found = dict(points.select("scenario", "points").iter_rows())
    assert found["baseline"] is None
    assert found["peer-benchmarks@best"] <= found["peer-benchmarks"] <= found["peer-benchmarks@median"]


@pytest.mark.parametrize(
    ("target", "formula", "said"),
    [
        ("13.ful", "highest(xinyidai_loans_platform)", "13.full"),
        ("13.full", "highest(publicity_events)", "单位应为"),
        ("13.full", "highest(no_such_fact)", "no_such_fact"),
    ],
)
def test_a_benchmark_that_does_not_fit_is_refused(target, formula, said):
    scenario = Scenario("odd", benchmarks=(PeerBenchmark(target, formula, 0.9, 5, "90%", "90 %"),))
    with pytest.raises(InputError, match=said):
        scorecards.score(nation(), MONITORING, scenario)


def test_the_projects_benchmarks_fill_every_value_that_no_source_gives():
    targets = [benchmark.target for benchmark in scenarios.load("peer-benchmarks").benchmarks]
    assert sorted(targets) == sorted(MONITORING.unset())


@pytest.mark.parametrize("city", LEAGUE[:2])
def test_the_harder_the_level_the_less_a_city_gets_and_alone_or_without_figures_of_others_nothing_is_set(city):
    """The best, nine in ten, the median: for one city and another; then a league of one, then all others empty."""
    frame, names = nation(), [f"peer-benchmarks{level}" for level in ("@best", "", "@median")]
    cards = [scorecards.card(frame, MONITORING, city, MONTH, scenarios.load(name)) for name in names]
    lows = [card.total()["low"] for card in cards]
    assert lows == sorted(lows) and lows[0] < lows[-1]
    own = pl.when(pl.col("city") == city).then(pl.col("xinyidai_loans_platform"))
    empty = frame.with_columns(own.alias("xinyidai_loans_platform")).unpivot(
        index=["city", "month"], variable_name="fact", value_name="value"
    )
    plain = scorecards.card(frame, MONITORING, city, MONTH).total()
    for field, said in ((frame.filter(pl.col("city") == city), "0 个城市，太少"), (empty, "11 个城市，有数的太少")):
        for name in names:
            card = scorecards.card(field, MONITORING, city, MONTH, scenarios.load(name))
            assert f"{said}，未设定" in card.scenario.title_zh
            assert (card.total()["low"], card.total()["high"]) == (plain["low"], plain["high"])

"""Clauses that compare units, against a plain recount from the definitions; missing figures of others as intervals."""

from __future__ import annotations

import itertools
import math
import random

import polars as pl
import pytest

import small_units
import towns
from analysis import facts, rulebooks, scenarios, scorecards
from analysis.facts import city_table
from made_up import MONTH
from published_kinds import Kind, book_of

MOST, EACH, SHARE, ENOUGH = 10.0, 0.1, 0.9, 3
ENDLESS = 1e15
VALUES = {"most": (MOST, "point"), "enough": (ENOUGH, "entity"), "each": (EACH, "point"), "q": (SHARE, "share")}
FIELD = 'field = { of = "all", fewest = "enough" }'


def quantile(figures, share):
    ordered = sorted(figures)
    place = share * (len(ordered) - 1)
    below = math.floor(place + 1e-9)
    part = place - below
    return ordered[below] + ((ordered[below + 1] - ordered[below]) * part if part > 1e-9 else 0)


def standing(own, figures):
    return (own - min(figures)) / (max(figures) - min(figures)) if max(figures) > min(figures) else None


def place(own, figures):
    return 1 + sum(figure > own + 1e-9 for figure in figures)


def share_of_best(own, figures):
    return MOST * own / max(figures) if max(figures) else None


def scaled(part):
    return None if part is None else MOST * part


KINDS = {
    "share of the best": ("most * loans / highest(loans)", share_of_best),
    "between worst and best": ("most * standing(loans)", lambda own, all_: scaled(standing(own, all_))),
    "distance to the frontier": (
        "most * standing(-loans)",
        lambda own, all_: scaled(standing(-own, [-figure for figure in all_])),
    ),
    "a tenth less each place": (
        "max(0, most - each * (place(loans) - 1))",
        lambda own, all_: max(0, MOST - EACH * (place(own, all_) - 1)),
    ),
    "against the mean": (
        "min(most, most * loans / mean(loans))",
        lambda own, all_: min(MOST, MOST * own / (sum(all_) / len(all_))) if sum(all_) else None,
    ),
    "against a quantile": (
        "min(most, most * loans / quantile(loans, q))",
        lambda own, all_: min(MOST, MOST * own / quantile(all_, SHARE)) if quantile(all_, SHARE) else None,
    ),
    "above the lowest": ("min(most, each * (loans / lowest(loans)))",
                         lambda own, all_: min(MOST, EACH * own / min(all_)) if min(all_) else None),
}  # fmt: skip


def fields(count, missing, seed=13):
    """Random fields, a month each: up to seven units, small figures so that ties are common, some missing."""
    drawn = random.Random(seed)
    for number in range(count):
        size = drawn.choice([1, 2, 3, 4, 5, 6, 7])
        figures = [drawn.choice([0, 1, 2, 2, 3, 5, 8.5, 0.1 + 0.2, 0.3]) for _ in range(size)]
        yield (
            f"{2000 + number // 12}-{number % 12 + 1:02d}",
            [None if drawn.random() < missing else float(figure) for figure in figures],
        )


def frame(drawn):
    rows = [(f"{unit:06d}", month, figure) for month, figures in drawn for unit, figure in enumerate(figures, 100000)]
    return pl.DataFrame(rows, schema={"city": pl.String, "month": pl.String, "loans": pl.Float64}, orient="row")


def book(tmp_path, formula, field=FIELD, values=VALUES, **more):
    return rulebooks.load(
        book_of(tmp_path / "book", **{"1": Kind("比较。", formula, values=values, more=field, **more)})
    )


def points_of(facts, rulebook):
    """Points and interval by month, in the order of the units."""
    scored = scorecards.score(facts, rulebook, columns=("points", "low", "high")).sort("month", "city")
    by_month = scored.partition_by("month", as_dict=True)
    return {month: part.select("points", "low", "high").rows() for (month,), part in by_month.items()}


@pytest.mark.parametrize("name", KINDS)
def test_relative_points_are_a_plain_recount_and_intervals_hold_whatever_is_missing(name, tmp_path):
    formula, recount = KINDS[name]
    drawn = list(fields(1000, missing=0.2))
    found = points_of(frame(drawn), book(tmp_path, formula))
    unknown = 0
    for month, figures in drawn:
        for own, (points, low, high) in zip(figures, found[month], strict=True):
            lowest, highest = outcomes(own, figures, recount)
            unknown += points is None
            assert low == pytest.approx(lowest, abs=1e-6) and high == pytest.approx(highest, abs=1e-6), figures
            assert points is None or points == pytest.approx(lowest) == pytest.approx(highest)
            assert points is not None or lowest < highest or own is None or len(figures) < ENOUGH or None in (low, high)
    assert 100 < unknown < 3500


def outcomes(own, figures, recount):
    """The least and the most that the clause can come to, trying every extreme for what is missing."""
    if own is None or len(figures) < ENOUGH:
        return 0.0, MOST
    known = [figure for figure in figures if figure is not None]
    gone = len(figures) - len(known)
    ends = [0.0, ENDLESS, *known]
    reached = [recount(own, [*known, *more]) for more in itertools.combinations_with_replacement(ends, gone)]
    return (0.0, MOST) if None in reached else (min(reached), max(reached))


def test_a_missing_part_of_a_share_lies_between_0_and_1_and_its_unit_may_drop_out(tmp_path):
    """The others' best share is at most 1; with a denominator missing the unit may have no share at all."""
    facts = pl.DataFrame({
        "city": ["a", "b", "c", "d"], "month": [MONTH] * 4,
        "done": [1.0, 1, None, 1], "cases": [2.0, 4, 5, None],
    })  # fmt: skip
    rulebook = book(tmp_path, "most * (done / cases) / highest(done / cases)")
    assert points_of(facts, rulebook)[MONTH][:2] == [(None, 5.0, 10.0), (None, 2.5, 5.0)]
    mean = book(tmp_path / "mean", "min(most, each * (done / cases) / mean(done / cases))")
    (_, low, high), *_ = points_of(facts, mean)[MONTH]
    reached = [
        0.1 * 0.5 / (sum([0.5, 0.25, *more]) / (2 + len(more)))
        for third in (0, 0.2, 0.4, 0.6, 0.8, 1)
        for more in ([third], [third, 0.01], [third, 1])
    ]
    assert low <= min(reached) and max(reached) <= high
    assert (low, high) == (pytest.approx(0.1 * 0.5 / (2.75 / 4)), pytest.approx(0.1 * 0.5 / (0.75 / 4)))


def test_what_does_not_apply_takes_the_average_of_those_that_have_it_and_missing_stays_missing(tmp_path):
    lets = {"own": "most * done / cases"}
    rulebook = book(tmp_path, "when(cases > 0, own, mean(own))", lets=lets)
    facts = pl.DataFrame({
        "city": ["a", "b", "c", "d", "e"], "month": [MONTH] * 5,
        "done": [1.0, 3, 0, 4, 2], "cases": [2.0, 3, 0, 5, 5],
    })  # fmt: skip
    assert points_of(facts, rulebook)[MONTH][2][0] == pytest.approx((5 + 10 + 8 + 4) / 4)
    lacking = facts.with_columns(pl.Series("done", [1.0, 3, 0, None, 2]))
    assert points_of(lacking, rulebook)[MONTH][2:4] == [
        (None, pytest.approx((5 + 10 + 0 + 4) / 4), pytest.approx((5 + 10 + 10 + 4) / 4)),
        (None, 0.0, 10.0),
    ]


def test_a_league_is_compared_within_itself_and_a_city_without_one_not_at_all(tmp_path):
    facts = pl.DataFrame({
        "city": ["320281", "320282", "320583", "320100", "320500", "999999"], "month": [MONTH] * 6,
        "loans": [2.0, 4, 1, 100, 50, 7],
    })  # fmt: skip
    rulebook = book(tmp_path, "most * loans / highest(loans)", field='field = { of = "league", fewest = "enough" }')
    found = points_of(facts, rulebook)[MONTH]
    leagues = dict(city_leagues())
    assert leagues["320281"] == leagues["320282"] == leagues["320583"] != leagues["320100"]
    by_city = dict(zip(sorted(facts["city"]), found, strict=True))
    assert [by_city[city][0] for city in ("320281", "320282", "320583")] == [5.0, 10.0, 2.5]
    assert [by_city[city] for city in ("320100", "320500", "999999")] == [(None, 0.0, 10.0)] * 3


def city_leagues():
    table = city_table().filter(pl.col("valid_to").is_null())
    return table.select("code", "league").iter_rows()


def test_a_test_on_a_place_is_decided_as_soon_as_what_is_missing_cannot_change_it(tmp_path):
    everybody = 'field = { of = "all" }'
    kind = Kind("前3位。", met="place(loans) <= limit", kind="test", values={"limit": (3, "share")}, more=everybody)
    rulebook = rulebooks.load(book_of(tmp_path / "test", **{"1": kind}))
    facts = pl.DataFrame({"city": list("abcdef"), "month": [MONTH] * 6, "loans": [9.0, 8, 7, 6, 5, None]})
    scored = scorecards.score(facts, rulebook, columns=("met",)).sort("city")
    assert scored["met"].to_list() == [True, True, None, False, False, None]


def test_months_and_scenarios_are_fields_of_their_own(tmp_path):
    facts = frame([("2021-01", [1.0, 2, 4]), ("2021-02", [1.0, 2, 2])])
    found = points_of(facts, book(tmp_path, "most * loans / highest(loans)"))
    assert [points for points, *_ in found["2021-01"]] == [2.5, 5, 10]
    assert [points for points, *_ in found["2021-02"]] == [5, 10, 10]


def test_the_least_number_of_units_can_be_changed_by_a_scenario(tmp_path):
    rulebook = book(tmp_path, "most * loans / highest(loans)")
    more = scenarios.parse_scenarios([("set", "1.enough=4")], rulebook)[0]
    scored = scorecards.score(frame([("2021-01", [1.0, 2, 4])]), rulebook, more, columns=("points", "missing"))
    assert scored["points"].to_list() == [None] * 3 and scored["missing"].to_list() == [["1.field"]] * 3


@pytest.mark.parametrize("of", ["league", "all"])
def test_a_town_is_never_compared_with_a_department_or_a_city(tmp_path, monkeypatch, of):
    """The department has 99 events and the city 500: the best town's 8 is still the best of the field."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    rows = facts.load(towns.build(tmp_path)).filter(month=towns.MONTH)
    clause = tmp_path / "params" / "rulebooks" / towns.BOOK / "1_publicity.toml"
    clause.write_text(clause.read_text("utf-8").replace('of = "league"', f'of = "{of}"'), "utf-8")
    city = rows.head(1).with_columns(city=pl.lit("320281"), fact=pl.lit("publicity_events"), value=pl.lit(500.0))
    scored = scorecards.score(pl.concat([rows, city]), towns.BOOK).filter(clause="1", city="320281107")
    assert scored["points"].to_list() == [10 * towns.EVENTS["华士镇"][0] / 8]


def test_towns_of_two_lists_are_not_compared_nor_are_two_groups_of_a_league(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    rows = facts.load(towns.build(tmp_path)).filter(month=towns.MONTH)
    other = rows.filter(city="320281109").with_columns(city=pl.lit("320282100"), value=pl.lit(100.0))
    small_units.write(tmp_path, "320282100,张渚镇,,,镇,,,,,,", place="320282")
    grouped = [f"{line[: -len(',,,,,')]},1,,,," if "新桥" in line else line for line in towns.LIST]
    ranked = scorecards.score(pl.concat([rows, other]), towns.BOOK).filter(clause="1")
    assert dict(ranked.select("city", "points").iter_rows())["320281107"] == 10 * 4 / 8
    small_units.write(tmp_path, *grouped)
    apart = scorecards.score(rows, towns.BOOK).filter(clause="1")
    assert dict(apart.select("city", "points").iter_rows())["320281107"] == 10 * 4 / 6, "the best has gone to group 1"

"""Clauses that compare units, against a plain recount from the definitions; missing figures of others as intervals."""

from __future__ import annotations

import itertools
import math
import random

import polars as pl
import pytest

from analysis import rulebooks, scorecards
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
